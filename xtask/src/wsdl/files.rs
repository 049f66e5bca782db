//! The files of a WSDL: itself and what it imports. Nothing is fetched from a network, and nothing is read outside of one
//! folder.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use roxmltree::{Document, Node, ParsingOptions};

use super::{
    mistake,
    names::{SCHEMA, WSDL, at_name, is, is_any},
};
use crate::diagnostic::{At, Diagnostics};

/// Larger than any WSDL that was met.
const LARGEST: u64 = 32 << 20;
/// More than any WSDL that was met imports.
const MOST: usize = 1000;
/// Deeper than any schema that a person or a program writes; what reads schemas goes down by itself.
const DEEPEST: usize = 200;

/// A file, read and well-formed.
pub struct File {
    /// Its index among the diagnostics' files.
    pub index: usize,
    text: String,
    /// The files that it imports or includes: where its location is said, and which file it is.
    links: HashMap<usize, usize>,
}

/// A file as a document. Links lead from the start of an `import` or `include` to the position of a document.
pub struct Parsed<'a> {
    pub index: usize,
    pub document: Document<'a>,
    pub links: &'a HashMap<usize, usize>,
}

/// Reads a WSDL and all that it imports, in the order in which they are met; the WSDL itself is the first.
pub fn load(path: &Path, folder: Option<&Path>, d: &mut Diagnostics) -> Option<Vec<File>> {
    let before = d.mistakes();
    let own = path.parent().filter(|own| !own.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.unwrap_or(own);
    let root = match fs_err::canonicalize(path).and_then(|path| Ok((path, fs_err::canonicalize(folder)?))) {
        Ok((_, folder)) => folder,
        Err(error) => {
            unreadable(path, &error.to_string(), d);
            return None;
        }
    };
    let mut loading = Loading { root, shown: folder.to_owned(), known: HashMap::new(), files: Vec::new() };
    loading.add(path, d)?;
    let mut next = 0;
    while next < loading.files.len() {
        loading.follow(next, d);
        next += 1;
    }
    if d.mistakes() > before { None } else { Some(loading.files.into_iter().map(|(_, file)| file).collect()) }
}

/// The documents of files that were read.
pub fn parse(files: &[File]) -> Vec<Parsed<'_>> {
    // What was read once is well-formed.
    let parsed = files.iter().filter_map(|file| {
        Some(Parsed { index: file.index, document: Document::parse(&file.text).ok()?, links: &file.links })
    });
    parsed.collect()
}

struct Loading {
    /// Where imports may lead.
    root: PathBuf,
    shown: PathBuf,
    known: HashMap<PathBuf, usize>,
    files: Vec<(PathBuf, File)>,
}

impl Loading {
    /// Reads a file, unless it is known; its position.
    fn add(&mut self, path: &Path, d: &mut Diagnostics) -> Option<usize> {
        let canonical = fs_err::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if let Some(position) = self.known.get(&canonical) {
            return Some(*position);
        }
        let text = read(path, d)?;
        let index = d.add_file(path.display().to_string(), text.clone());
        check(&text, index, d)?;
        self.known.insert(canonical, self.files.len());
        self.files.push((path.to_owned(), File { index, text, links: HashMap::new() }));
        Some(self.files.len() - 1)
    }

    /// Reads what a file imports.
    fn follow(&mut self, position: usize, d: &mut Diagnostics) {
        let Some((path, file)) = self.files.get(position) else { return };
        let (path, index) = (path.clone(), file.index);
        let Ok(document) = Document::parse(&file.text) else { return };
        let imports: Vec<(usize, At, String)> = document
            .descendants()
            .filter_map(|node| {
                let location = if is(node, WSDL, "import") {
                    node.attribute_node("location")
                } else if is_any(node, SCHEMA, &["import", "include", "redefine", "override"]) {
                    node.attribute_node("schemaLocation")
                } else {
                    None
                }?;
                let at = At { file: index, span: location.range_value() };
                Some((node.range().start, at, location.value().trim().to_owned()))
            })
            .collect();
        drop(document);
        for (start, at, location) in imports {
            if self.files.len() >= MOST {
                mistake(d, &at, format!("more than {MOST} files are imported"), "this one is too many");
                return;
            }
            if let Some(found) = self.find(&path, &location, &at, d)
                && let Some(target) = self.add(&found, d)
                && let Some((_, file)) = self.files.get_mut(position)
            {
                file.links.insert(start, target);
            }
        }
    }

    /// The file that a location means.
    fn find(&self, from: &Path, location: &str, at: &At, d: &mut Diagnostics) -> Option<PathBuf> {
        let beside = from.parent().unwrap_or(Path::new("."));
        let saved = saved_name(location);
        let is_address = location.contains("://");
        let plain = (!is_address).then(|| beside.join(location.replace('\\', "/")));
        let candidates = plain.into_iter().chain(saved.as_ref().map(|name| beside.join(name)));
        let Some(found) = candidates.into_iter().find(|path| path.is_file()) else {
            let what = if is_address {
                format!("`{location}` is an address, and nothing is fetched")
            } else {
                format!("the file `{location}` is not there")
            };
            let name = saved.unwrap_or_else(|| location.to_owned());
            mistake(d, at, what, "imported here").help(format!(
                "save what the service gives for it as `{name}`, in the folder {}; it is found there then",
                beside.display()
            ));
            return None;
        };
        let inside = fs_err::canonicalize(&found).is_ok_and(|canonical| canonical.starts_with(&self.root));
        if !inside {
            mistake(d, at, format!("`{location}` leads out of the folder {}", self.shown.display()), "imported here")
                .help("name a folder that has all of the files: `--folder DIR`");
            return None;
        }
        Some(found)
    }
}

/// The name under which an address is looked for on the disk: `http://host/Service.svc?xsd=xsd0` is `xsd0.xsd`.
fn saved_name(location: &str) -> Option<String> {
    let (path, query) = location.split_once('?').map_or((location, None), |(path, query)| (path, Some(query)));
    let asked = query.and_then(|query| query.split('&').find_map(|pair| pair.split_once('=')));
    let name = match asked {
        Some((what, name)) if !name.is_empty() && !name.contains('.') => format!("{name}.{}", what.to_lowercase()),
        Some((_, name)) if !name.is_empty() => name.to_owned(),
        _ => path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
    };
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    (!name.is_empty() && !name.starts_with('.')).then_some(name)
}

fn read(path: &Path, d: &mut Diagnostics) -> Option<String> {
    let size = fs_err::metadata(path).map(|about| about.len()).unwrap_or_default();
    if size > LARGEST {
        unreadable(path, &format!("it has {size} bytes; at most {LARGEST} are read"), d);
        return None;
    }
    let bytes = match fs_err::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            unreadable(path, &error.to_string(), d);
            return None;
        }
    };
    let (text, _, damaged) = encoding_rs::Encoding::for_bom(&bytes)
        .map_or_else(|| declared(&bytes), |(encoding, _)| encoding)
        .decode(&bytes);
    if damaged {
        unreadable(path, "it is not in the character set that it says", d);
        return None;
    }
    Some(text.replace("\r\n", "\n"))
}

/// The character set that an XML declaration says.
fn declared(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let declaration = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split("?>").next());
    let label = declaration.and_then(|text| {
        let rest = text.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest.get(1..)?.split(quote).next()
    });
    // What is read here byte by byte cannot be in UTF-16.
    let encoding = label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    encoding.filter(|encoding| encoding.is_ascii_compatible()).unwrap_or(encoding_rs::UTF_8)
}

/// Reports what keeps a text from being used.
fn check(text: &str, index: usize, d: &mut Diagnostics) -> Option<()> {
    let options = ParsingOptions { nodes_limit: 4_000_000, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => {
            let at = At { file: index, span: place(text, error.pos()) };
            let dtd = matches!(error, roxmltree::Error::DtdDetected);
            let message = if dtd {
                "a WSDL has no document type, and none is read".to_owned()
            } else {
                format!("this is no well-formed XML: {error}")
            };
            let reported = mistake(d, &at, message, "here");
            if dtd {
                reported.help("take the `<!DOCTYPE …>` out of a copy, and use that");
            } else {
                reported.help("save the WSDL as the service sends it (not as a browser shows it), and use that");
            }
            return None;
        }
    };
    let mut depths = vec![(document.root_element(), 1)];
    while let Some((node, depth)) = depths.pop() {
        if depth > DEEPEST {
            mistake(d, &at_name(index, node), format!("elements are nested more than {DEEPEST} deep"), "here");
            return None;
        }
        depths.extend(node.children().filter(Node::is_element).map(|child| (child, depth + 1)));
    }
    Some(())
}

/// From a line and a column to the bytes from there to the end of the line.
fn place(text: &str, pos: roxmltree::TextPos) -> std::ops::Range<usize> {
    let line: usize = text.split_inclusive('\n').take(pos.row.saturating_sub(1) as usize).map(str::len).sum();
    let rest = text.get(line..).unwrap_or_default();
    let column = rest.char_indices().nth(pos.col.saturating_sub(1) as usize).map_or(rest.len(), |(start, _)| start);
    let start = line + column;
    let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| start + length);
    start..end.max(start)
}

fn unreadable(path: &Path, why: &str, d: &mut Diagnostics) {
    let file = d.add_file(path.display().to_string(), String::new());
    mistake(d, &At { file, span: 0..0 }, "this file cannot be read", why);
}
