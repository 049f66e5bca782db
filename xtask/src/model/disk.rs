//! The files of a vendor's folder: which are there, within what limits, and what is in them.

use std::{
    fs::FileType,
    io::Read as _,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{At, Diagnostic, Diagnostics, Kind};

const UNREADABLE: &str = "take it away, or let it be a file that you may read";

/// Bytes of one file.
pub const LARGEST: usize = 1024 * 1024;
/// Bytes of all files of a vendor.
pub const LARGEST_VENDOR: usize = 16 * 1024 * 1024;
/// Files of a vendor.
pub const MOST_FILES: usize = 5_000;

/// A vendor's folder, read and not yet looked at.
pub struct Folder {
    /// Its name, which is also the crate's.
    pub name: String,
    /// Where it is, as people are shown it.
    pub path: String,
    /// In the order of their names.
    pub files: Vec<File>,
}

pub struct File {
    /// The way to it from the vendor's folder, parted by `/`.
    pub name: String,
    /// None: it cannot be read, and that is reported.
    pub bytes: Option<Vec<u8>>,
}

/// Reads a folder, and reports what cannot be read.
pub fn read(specs: &Path, name: &str, d: &mut Diagnostics) -> Folder {
    let root = specs.join(name);
    let mut folder = Folder { name: name.to_owned(), path: root.display().to_string(), files: Vec::new() };
    let mut left = LARGEST_VENDOR;
    for path in paths(specs, &root, d) {
        let Some(name) = relative(&root, &path, d).filter(|name| is_read(&path, name, d)) else { continue };
        if folder.files.len() == MOST_FILES {
            report(
                Kind::TooManyFiles,
                &path,
                d,
                "a vendor has too many files",
                &format!("more than {MOST_FILES} of them"),
            )
            .help("take away what is none of the vendor's API, or make two vendors of it");
            break;
        }
        let bytes = content(&path, d);
        left = left.saturating_sub(bytes.as_ref().map_or(0, Vec::len));
        folder.files.push(File { name, bytes });
        if left == 0 {
            let label = format!("more than {} bytes up to this one", grouped(LARGEST_VENDOR));
            report(Kind::VendorTooLarge, &path, d, "the files of a vendor are too large together", &label)
                .help("take away what is no spec, or make two vendors of it");
            break;
        }
    }
    folder
}

/// The files below a vendor's folder. Links are followed as long as they stay in the folder of specs.
fn paths(specs: &Path, root: &Path, d: &mut Diagnostics) -> Vec<PathBuf> {
    let inside = fs_err::canonicalize(specs).unwrap_or_else(|_| specs.to_owned());
    let mut walk = WalkDir::new(root).follow_links(true).max_depth(3).sort_by_file_name().into_iter();
    let mut paths = Vec::new();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                unreadable(root, &error, d);
                continue;
            }
        };
        if entry.path_is_symlink() && leads_out(&inside, &entry) {
            report(
                Kind::LinkOutside,
                entry.path(),
                d,
                "a link leads out of the folder of specs",
                "what it leads to would differ from one machine to the next",
            )
            .help("put the file itself here");
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        match Sort::of(entry.file_type()) {
            Sort::Folder if entry.depth() == 2 => {
                too_deep(entry.path(), d);
                walk.skip_current_dir();
            }
            Sort::Folder => {}
            Sort::File => paths.push(entry.into_path()),
            Sort::Other => {
                report(
                    Kind::NotAFile,
                    entry.path(),
                    d,
                    "this is no file that could be read",
                    "a pipe, a socket or a device",
                )
                .help("take it away");
            }
        }
    }
    paths
}

enum Sort {
    Folder,
    File,
    /// To read it could take for ever.
    Other,
}

impl Sort {
    fn of(ty: FileType) -> Sort {
        match ty {
            _ if ty.is_dir() => Sort::Folder,
            _ if ty.is_file() => Sort::File,
            _ => Sort::Other,
        }
    }
}

fn leads_out(inside: &Path, entry: &DirEntry) -> bool {
    fs_err::canonicalize(entry.path()).is_ok_and(|target| !target.starts_with(inside))
}

fn unreadable(root: &Path, error: &walkdir::Error, d: &mut Diagnostics) {
    let path = error.path().unwrap_or(root);
    match (error.loop_ancestor(), error.io_error()) {
        (Some(above), _) => {
            report(
                Kind::LinkLoop,
                path,
                d,
                "a link leads back to a folder above it",
                &format!("to {}", above.display()),
            )
            .help("take the link away");
        }
        (None, cause) => {
            let cause = cause.map_or_else(|| error.to_string(), ToString::to_string);
            report(Kind::UnreadableFile, path, d, "this cannot be read", &cause).help(UNREADABLE);
        }
    }
}

/// The way to a file from the vendor's folder.
fn relative(root: &Path, path: &Path, d: &mut Diagnostics) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
    if parts.is_none() {
        report(
            Kind::FileName,
            path,
            d,
            "the name of this file is not UTF-8",
            "it stands here with `\u{fffd}` for what is not",
        )
        .help("give it another name");
    }
    Some(parts?.join("/"))
}

/// Whether a file is for us to read, by its name.
fn is_read(path: &Path, name: &str, d: &mut Diagnostics) -> bool {
    if name.ends_with(".toml") || name.ends_with(".xsd") {
        return true;
    }
    if !name.ends_with(".toml.draft") && !name.ends_with(".md") {
        let file = d.add_file(path.display().to_string(), String::new());
        d.warning(
            Kind::UnknownFile,
            &At { file, span: 0..0 },
            "this file is no spec, and is passed by",
            "neither `.toml` nor `.xsd`",
        )
        .help("take it away, or let it be a page of notes: `.md`");
    }
    false
}

/// The bytes of a file. No more is read than a file may have, and one.
fn content(path: &Path, d: &mut Diagnostics) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = fs_err::File::open(path).and_then(|file| file.take(LARGEST as u64 + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        report(Kind::UnreadableFile, path, d, "this file cannot be read", &cause(&error)).help(UNREADABLE);
        return None;
    }
    if bytes.len() > LARGEST {
        report(Kind::FileTooLarge, path, d, "this file is too large", &format!("more than {} bytes", grouped(LARGEST)))
            .help("take away what is no spec; a large schema can be taken apart into several");
        return None;
    }
    Some(bytes)
}

/// What the system says, without the path, which stands beside it anyway.
fn cause(error: &std::io::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

fn too_deep(path: &Path, d: &mut Diagnostics) {
    report(Kind::NestedArea, path, d, "an area has no areas below it", "this folder lies too deep")
        .help("move what is in it up: one folder below the vendor's at most");
}

fn report<'d>(kind: Kind, path: &Path, d: &'d mut Diagnostics, message: &str, label: &str) -> &'d mut Diagnostic {
    let file = d.add_file(path.display().to_string(), String::new());
    d.mistake(kind, &At { file, span: 0..0 }, message, label)
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}
