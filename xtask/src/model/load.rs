//! Folders of specs to models.

use std::path::Path;

use super::{
    disk::{self, File, Folder},
    types::Vendor,
    vendor::{self, OperationFile},
};
use crate::{
    diagnostic::{At, Diagnostics, Kind},
    spec::{self, Table},
};

/// The files of one vendor, read and not yet checked.
#[derive(Clone)]
pub struct Sources {
    /// The name of the vendor's folder.
    pub folder: String,
    pub vendor: Table,
    pub operations: Vec<OperationFile>,
    pub schemas: Vec<Schema>,
    /// Operations whose files could not be read; that is reported.
    pub unread: Vec<String>,
}

/// An XSD.
#[derive(Clone)]
pub struct Schema {
    /// What a spec calls it: the way from the vendor's folder.
    pub name: String,
    /// The path that people are shown.
    pub path: String,
    /// None: it cannot be read, and that is reported.
    pub text: Option<String>,
}

/// Loads one vendor's folder. `None` when its `vendor.toml` cannot be read; other mistakes are in the diagnostics, and
/// the model is not to be used when there are any.
pub fn load(specs: &Path, folder: &str, d: &mut Diagnostics) -> Option<Vendor> {
    Some(check(sources(specs, folder, d)?, d))
}

/// Checks a vendor's files.
pub fn check(sources: Sources, d: &mut Diagnostics) -> Vendor {
    vendor::check(d, sources)
}

/// Reads one vendor's folder.
pub fn sources(specs: &Path, folder: &str, d: &mut Diagnostics) -> Option<Sources> {
    parse(disk::read(specs, folder, d), d)
}

/// Reads a vendor that is there as texts: names of files, from the vendor's folder, with what is in them.
pub fn sources_of<'t>(
    folder: &str,
    texts: impl IntoIterator<Item = (&'t str, &'t [u8])>,
    d: &mut Diagnostics,
) -> Option<Sources> {
    let files = texts.into_iter().map(|(name, bytes)| File { name: name.to_owned(), bytes: Some(bytes.to_vec()) });
    parse(Folder { name: folder.to_owned(), path: folder.to_owned(), files: files.collect() }, d)
}

fn parse(folder: Folder, d: &mut Diagnostics) -> Option<Sources> {
    let mut vendor = None;
    let mut operations = Vec::new();
    let mut schemas = Vec::new();
    let mut unread = Vec::new();
    let has_vendor = folder.files.iter().any(|file| file.name == "vendor.toml");
    for File { name, bytes } in folder.files {
        let path = format!("{}/{name}", folder.path);
        if name == "vendor.toml" {
            vendor =
                bytes.and_then(|bytes| text(&path, bytes, d)).and_then(|text| spec::parse(d.add_file(path, text), d));
        } else if name.ends_with(".xsd") {
            let text = bytes.and_then(|bytes| text(&path, bytes, d));
            schemas.push(Schema { name, path, text });
        } else if let Some(called) = name.rsplit('/').next().and_then(|last| last.strip_suffix(".toml")) {
            let called = called.to_owned();
            match bytes.and_then(|bytes| operation(&folder.name, name, path, bytes, d)) {
                Some(operation) => operations.push(operation),
                None => unread.push(called),
            }
        }
    }
    if !has_vendor {
        let file = d.add_file(format!("{}/vendor.toml", folder.path), String::new());
        d.mistake(
            Kind::MissingVendorFile,
            &At { file, span: 0..0 },
            format!("the vendor `{}` has no `vendor.toml`", folder.name),
            "it belongs here",
        )
        .help("`specs/README.md` shows one, below \"The vendor\"");
    }
    Some(Sources { folder: folder.name, vendor: vendor?, operations, schemas, unread })
}

fn operation(folder: &str, name: String, path: String, bytes: Vec<u8>, d: &mut Diagnostics) -> Option<OperationFile> {
    let (area, file_name) = match name.rsplit_once('/') {
        Some((area, file_name)) => (Some(area.to_owned()), file_name),
        None => (None, name.as_str()),
    };
    let operation = file_name.strip_suffix(".toml")?.to_owned();
    let text = text(&path, bytes, d)?;
    let file = d.add_file(path, text);
    for (word, what) in area.iter().map(|area| (area, "an area")).chain([(&operation, "an operation")]) {
        if !is_name(word) {
            d.mistake(Kind::FileName, &d.top(file), format!("`{word}` is no name of {what}"), "the file is called so")
                .help("name it as the vendor does: letters, digits, `.`, `_` and `-`, a letter first");
            return None;
        }
    }
    let table = spec::parse(file, d)?;
    Some(OperationFile { name: operation, area, path: format!("{folder}/{name}"), table })
}

/// Whether a file or folder has a name that an address, an XML element and a Rust module can be made of.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

/// The text of a file, with `\n` as the end of lines and no byte order mark, so that columns are those that an editor shows.
fn text(path: &str, bytes: Vec<u8>, d: &mut Diagnostics) -> Option<String> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(even(&text)),
        Err(error) => {
            not_utf8(path, error.as_bytes(), error.utf8_error().valid_up_to(), d);
            None
        }
    }
}

fn even(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n")
}

fn not_utf8(path: &str, bytes: &[u8], valid: usize, d: &mut Diagnostics) {
    let before = bytes.get(..valid).map(String::from_utf8_lossy).unwrap_or_default();
    let start = even(&before).len();
    let file = d.add_file(path.to_owned(), even(&String::from_utf8_lossy(bytes)));
    let byte = bytes.get(valid).copied().unwrap_or_default();
    let label = format!("the byte 0x{byte:02X} is no character");
    let reported = d.mistake(
        Kind::NotUtf8,
        &At { file, span: start..start + '\u{fffd}'.len_utf8() },
        "this file is not UTF-8",
        label,
    );
    reported.help(match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "it looks like UTF-16: let your editor save it as UTF-8",
        _ => "let your editor save it as UTF-8",
    });
}
