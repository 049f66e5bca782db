//! Real specs and schemas, damaged: whatever is done to them, they are read, or every mistake in them has a place.
//! `DAMAGES=100000 cargo test -p xtask --test damage` tries more than the few that the ordinary tests do.

use std::{fs, ops::Range, path::Path, sync::LazyLock};

use proptest::{prelude::*, sample::Index, test_runner::Config};
use xtask::{
    diagnostic::Diagnostics,
    emit, generate, model,
    spec::{self, Node, Table, Value, words},
};

#[path = "../../crates/conformance/fuzz/src/specs.rs"]
#[allow(dead_code, reason = "what holds of all diagnostics is said there; the rest is for the fuzzer")]
mod specs;

proptest! {
    #![proptest_config(Config { cases: cases(), failure_persistence: None, ..Config::default() })]

    #[test]
    fn damaged_specs_are_read_or_have_placed_mistakes(
        vendor in any::<Index>(),
        damages in prop::collection::vec((any::<Index>(), damage()), 1..4),
    ) {
        let vendor = vendor.get(&VENDORS);
        let mut files = vendor.files.clone();
        for (file, damage) in &damages {
            let index = file.index(files.len());
            let (name, bytes) = &mut files[index];
            *bytes = damage.of(name, bytes);
        }
        look(vendor, &files);
    }
}

/// Few, so that the ordinary tests stay quick.
fn cases() -> u32 {
    std::env::var("DAMAGES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60)
}

/// Reads the files, and checks what holds of all specs.
fn look(vendor: &Vendor, files: &[(String, Vec<u8>)]) {
    let mut d = Diagnostics::default();
    let texts = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let model = model::sources_of(&vendor.name, texts, &mut d).map(|sources| model::check(sources, &mut d));
    specs::well_said(&d);
    for one in d.sorted() {
        let path = d.path(one.at());
        assert!(
            files.iter().any(|(name, _)| path == format!("{}/{name}", vendor.name)),
            "{path} is no file of the vendor"
        );
    }
    match model {
        None => assert!(d.mistakes() > 0, "nothing was read, and nothing is said"),
        Some(model) if d.mistakes() == 0 => {
            let files = emit::vendor(&model, "..");
            if let Err(error) = generate::parse(&vendor.name, &files) {
                panic!("{error:?}");
            }
        }
        Some(_) => {}
    }
}

struct Vendor {
    name: String,
    files: Vec<(String, Vec<u8>)>,
}

/// Those of the specs, and those that do not exist.
static VENDORS: LazyLock<Vec<Vendor>> = LazyLock::new(|| {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut vendors = Vec::new();
    for specs in [here.join("../specs"), here.join("tests/vendors")] {
        let mut folders: Vec<_> =
            fs::read_dir(specs).expect("specs").map(|entry| entry.expect("an entry").path()).collect();
        folders.sort();
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            let mut files = Vec::new();
            read(folder, "", &mut files);
            let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
            vendors.push(Vendor { name, files });
        }
    }
    assert!(vendors.len() >= 7, "{} vendors", vendors.len());
    vendors.iter().for_each(|vendor| look(vendor, &vendor.files));
    vendors
});

fn read(folder: &Path, before: &str, files: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => read(&entry.path(), &format!("{name}/"), files),
            false if name.ends_with(".md") => {}
            false => files.push((name, fs::read(entry.path()).expect("a file"))),
        }
    }
}

/// What is done to a file. Places are those of lines, values, keys or bytes, whichever it is about.
#[derive(Clone, Debug)]
enum Damage {
    DeleteLine(Index),
    DuplicateLine(Index),
    SwapLines(Index, Index),
    Truncate(Index),
    ChangeCharacter(Index, char),
    DeleteByte(Index),
    Insert(Index, String),
    /// A value becomes another one, mostly of another type.
    ReplaceValue(Index, &'static str),
    SwapValues(Index, Index),
    DeleteEntry(Index),
    DuplicateEntry(Index),
    RenameKey(Index, Index),
    SwapKeys(Index, Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    use Damage::*;
    let at = any::<Index>;
    let word = || at().prop_map(|index| index.get(words::WORDS).name.to_owned());
    prop_oneof![
        at().prop_map(DeleteLine),
        at().prop_map(DuplicateLine),
        (at(), at()).prop_map(|(one, other)| SwapLines(one, other)),
        at().prop_map(Truncate),
        (at(), any::<char>()).prop_map(|(at, character)| ChangeCharacter(at, character)),
        at().prop_map(DeleteByte),
        (at(), prop_oneof![any::<String>(), word(), "[\\[\\]{}<>\"'=,.#&;:/@*\\\\ \n-]{1,8}"])
            .prop_map(|(at, text)| Insert(at, text)),
        (at(), prop::sample::select(OTHERS)).prop_map(|(at, other)| ReplaceValue(at, other)),
        (at(), at()).prop_map(|(one, other)| SwapValues(one, other)),
        at().prop_map(DeleteEntry),
        at().prop_map(DuplicateEntry),
        (at(), at()).prop_map(|(at, word)| RenameKey(at, word)),
        (at(), at()).prop_map(|(one, other)| SwapKeys(one, other)),
    ]
}

/// Values of all types, and texts that mean something to some word.
const OTHERS: &[&str] = &[
    "1",
    "-1",
    "9223372036854775807",
    "99999999999999999999",
    "0x1F",
    "1.5",
    "nan",
    "true",
    "false",
    "2024-01-01",
    "[]",
    "{}",
    "\"\"",
    "[\"a\", 1]",
    "[[]]",
    "{ a = 1 }",
    "[{}]",
    "\"{\"",
    "\"{a}{b}\"",
    "\"{output}\"",
    "\"a//b\"",
    "\"a/@b[]\"",
    "\".\"",
    "\"*\"",
    "\"i32\"",
    "\"string[]\"",
    "\"map\"",
    "\"payload.xsd#nothing\"",
    "\"../payload.xsd#a\"",
    "\"/etc/passwd#a\"",
    "\"self\"",
    "\"r#fn\"",
    "\"\\u0000\"",
    "\"ä\\u202E\"",
    "'''\n\n'''",
    "xs:string",
    "unbounded",
    "100000",
    "no:prefix",
    "<",
    "&lt;",
    "&a;",
];

impl Damage {
    fn of(&self, name: &str, bytes: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(bytes);
        let parts = if name.ends_with(".xsd") { Parts::of_xsd(&text) } else { Parts::of_toml(&text) };
        match self {
            Damage::DeleteByte(at) if !bytes.is_empty() => {
                let mut bytes = bytes.to_vec();
                bytes.remove(at.index(bytes.len()));
                bytes
            }
            Damage::DeleteByte(_) => Vec::new(),
            other => other.of_text(&text, &parts).into_bytes(),
        }
    }

    fn of_text(&self, text: &str, parts: &Parts) -> String {
        let lines = lines(text);
        let character = |at: &Index| {
            let starts: Vec<usize> = text.char_indices().map(|(start, _)| start).chain([text.len()]).collect();
            *at.get(&starts)
        };
        match self {
            Damage::DeleteLine(at) => replace(text, pick(&lines, at), ""),
            Damage::DuplicateLine(at) => double(text, pick(&lines, at)),
            Damage::SwapLines(one, other) => swap(text, pick(&lines, one), pick(&lines, other)),
            Damage::Truncate(at) => text[..character(at)].to_owned(),
            Damage::ChangeCharacter(at, new) => {
                let start = character(at);
                let end = text[start..].chars().next().map_or(start, |old| start + old.len_utf8());
                replace(text, start..end, &new.to_string())
            }
            Damage::Insert(at, new) => replace(text, character(at)..character(at), new),
            Damage::ReplaceValue(at, other) => replace(text, pick(&parts.values, at), other),
            Damage::SwapValues(one, other) => swap(text, pick(&parts.values, one), pick(&parts.values, other)),
            Damage::DeleteEntry(at) => replace(text, pick(&parts.entries, at), ""),
            Damage::DuplicateEntry(at) => double(text, pick(&parts.entries, at)),
            Damage::RenameKey(at, word) => replace(text, pick(&parts.keys, at), word.get(words::WORDS).name),
            Damage::SwapKeys(one, other) => swap(text, pick(&parts.keys, one), pick(&parts.keys, other)),
            Damage::DeleteByte(_) => text.to_owned(),
        }
    }
}

/// Where keys, values, and both together stand.
#[derive(Default)]
struct Parts {
    keys: Vec<Range<usize>>,
    values: Vec<Range<usize>>,
    entries: Vec<Range<usize>>,
}

impl Parts {
    fn of_toml(text: &str) -> Parts {
        let mut parts = Parts::default();
        let mut d = Diagnostics::default();
        let file = d.add_file("text".to_owned(), text.to_owned());
        if let Some(table) = spec::parse(file, &mut d) {
            parts.table(&table);
        }
        parts
    }

    fn table(&mut self, table: &Table) {
        for entry in &table.entries {
            let (key, value) = (entry.key_at.span.clone(), entry.node.at.span.clone());
            self.keys.push(key.clone());
            self.entries.push(key.start.min(value.start)..key.end.max(value.end));
            self.node(&entry.node);
        }
    }

    fn node(&mut self, node: &Node) {
        self.values.push(node.at.span.clone());
        match &node.value {
            Value::Table(table) => self.table(table),
            Value::Array(items) => items.iter().for_each(|item| self.node(item)),
            _ => {}
        }
    }

    fn of_xsd(text: &str) -> Parts {
        let mut parts = Parts::default();
        let Ok(document) = roxmltree::Document::parse(text) else { return parts };
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            parts.entries.push(node.range());
            for attribute in node.attributes() {
                parts.keys.push(attribute.range_qname());
                parts.values.push(attribute.range_value());
                parts.entries.push(attribute.range());
            }
        }
        parts
    }
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let range = |line: &str| {
        start += line.len();
        start - line.len()..start
    };
    text.split_inclusive('\n').map(range).collect()
}

fn pick(ranges: &[Range<usize>], at: &Index) -> Range<usize> {
    if ranges.is_empty() { 0..0 } else { at.get(ranges).clone() }
}

fn replace(text: &str, range: Range<usize>, new: &str) -> String {
    format!("{}{new}{}", &text[..range.start], &text[range.end..])
}

fn double(text: &str, range: Range<usize>) -> String {
    replace(text, range.end..range.end, &format!("\n{}", &text[range]))
}

/// Two ranges of which one may hold the other, which then takes its place.
fn swap(text: &str, one: Range<usize>, other: Range<usize>) -> String {
    let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
    if second.start < first.end {
        return replace(text, first, &text[second]);
    }
    let (before, between, after) = (&text[..first.start], &text[first.end..second.start], &text[second.end..]);
    format!("{before}{}{between}{}{after}", &text[second], &text[first])
}
