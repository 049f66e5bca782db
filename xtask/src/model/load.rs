//! Folders of specs to models.

use std::path::{Path, PathBuf};

use super::{
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
    folder: PathBuf,
    pub vendor: Table,
    pub operations: Vec<OperationFile>,
}

/// Loads one vendor's folder. `None` when its `vendor.toml` cannot be read; other mistakes are in the diagnostics, and
/// the model is not to be used when there are any.
pub fn load(specs: &Path, folder: &str, d: &mut Diagnostics) -> Option<Vendor> {
    Some(check(sources(specs, folder, d)?, d))
}

/// Checks a vendor's files.
pub fn check(sources: Sources, d: &mut Diagnostics) -> Vendor {
    vendor::check(d, sources.folder, sources.vendor, sources.operations)
}

/// Reads one vendor's folder.
pub fn sources(specs: &Path, folder: &str, d: &mut Diagnostics) -> Option<Sources> {
    let root = specs.join(folder);
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    let main = root.join("vendor.toml");
    if !files.contains(&main) {
        let file = d.add_file(main.display().to_string(), String::new());
        d.mistake(
            Kind::MissingVendorFile,
            &At { file, span: 0..0 },
            format!("the vendor `{folder}` has no `vendor.toml`"),
            "it belongs here",
        );
        return None;
    }
    files.retain(|file| *file != main);
    let table = read(&main, d);
    let mut operations = Vec::new();
    for path in files {
        let extension = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_owned();
        match extension.as_str() {
            "toml" => operations.extend(operation(&root, folder, &path, d)),
            "xsd" | "md" => {}
            _ => {
                let file = d.add_file(path.display().to_string(), String::new());
                d.warning(
                    Kind::UnknownFile,
                    &At { file, span: 0..0 },
                    "this file is no spec, and is passed by",
                    "neither `.toml` nor `.xsd`",
                );
            }
        }
    }
    Some(Sources { folder: root, vendor: table?, operations })
}

fn operation(root: &Path, folder: &str, path: &Path, d: &mut Diagnostics) -> Option<OperationFile> {
    let table = read(path, d)?;
    let relative = path.strip_prefix(root).ok()?;
    let parts: Vec<String> =
        relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let area = match parts.as_slice() {
        [_] => None,
        [area, _] => Some(area.clone()),
        _ => {
            let at = table.at.clone();
            d.mistake(Kind::NestedArea, &at, "an area has no areas below it", "this file lies too deep")
                .help("move it up: one folder below the vendor's at most");
            None
        }
    };
    let name = parts.last()?.strip_suffix(".toml")?.to_owned();
    Some(OperationFile { name, area, path: format!("{folder}/{}", parts.join("/")), table })
}

fn read(path: &Path, d: &mut Diagnostics) -> Option<Table> {
    let here = std::env::current_dir().ok();
    let shown = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path).display().to_string();
    match fs_err::read(path)
        .map_err(|error| error.to_string())
        .and_then(|bytes| String::from_utf8(bytes).map_err(|error| format!("not UTF-8: {error}")))
    {
        Ok(text) => {
            let file = d.add_file(shown, text.replace("\r\n", "\n"));
            spec::parse(file, d)
        }
        Err(error) => {
            let file = d.add_file(shown, String::new());
            d.mistake(Kind::UnreadableFile, &At { file, span: 0..0 }, "this file cannot be read", error);
            None
        }
    }
}
