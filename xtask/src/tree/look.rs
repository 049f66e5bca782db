//! Reading what is on the disk, without following links.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, ErrorKind, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use walkdir::WalkDir;

use super::MARKER;

/// The files inside a crate's folder (paths from there), and the links (whole paths). What cargo itself puts there
/// (`target/`, `Cargo.lock`) does not count.
pub fn inside(root: &Path) -> Result<(BTreeSet<PathBuf>, Vec<PathBuf>)> {
    let mut files = BTreeSet::new();
    let mut links = Vec::new();
    match fs_err::symlink_metadata(root) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok((files, links)),
        Err(error) => return Err(error).context("looking for the crate's folder"),
        Ok(meta) if meta.is_symlink() => return Ok((files, vec![root.to_owned()])),
        Ok(meta) => ensure!(
            meta.is_dir(),
            "{} is a file where a crate's folder has to be; move it away and generate again",
            root.display()
        ),
    }
    let entries = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() != 1 || !cargos_own(entry.file_name().to_str())) {
        let entry = entry.with_context(|| format!("listing {}", root.display()))?;
        if entry.path_is_symlink() {
            links.push(entry.into_path());
        } else if !entry.file_type().is_dir() {
            files.insert(entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned());
        }
    }
    Ok((files, links))
}

/// See [`super::generated_crates`]. A link is none: its files are not ours to remove.
pub fn generated_crates(out: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let entries = match fs_err::read_dir(out) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(names),
        entries => entries.context("listing the crates")?,
    };
    for entry in entries {
        let entry = entry.context("listing the crates")?;
        let is_folder = entry.file_type().context("listing the crates")?.is_dir();
        if let (true, Some(name)) = (is_folder, entry.file_name().to_str())
            && is_generated(&entry.path().join("Cargo.toml"))?
        {
            names.insert(name.to_owned());
        }
    }
    Ok(names)
}

/// Whether a file is there and its first line says that it is generated.
pub fn is_generated(path: &Path) -> Result<bool> {
    match fs_err::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => {}
        _ => return Ok(false),
    }
    let mut first = Vec::new();
    let file = fs_err::File::open(path).context("looking for the generated line")?;
    // A first line has an end; a large binary file need not.
    let mut head = BufReader::new(file.take(4096));
    head.read_until(b'\n', &mut first).with_context(|| format!("reading {}", path.display()))?;
    Ok(bears_marker(&String::from_utf8_lossy(&first)))
}

/// Whether the first line of a text says that it is generated.
pub fn bears_marker(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.contains(MARKER))
}

/// A file's text; bytes that are no UTF-8 are replaced, which makes them differ from everything that is emitted.
pub fn read(path: &Path) -> Result<String> {
    let bytes = fs_err::read(path).context("comparing with what is on the disk")?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Git may have checked the files out with CR LF; that is no difference.
pub fn same(before: &str, after: &str) -> bool {
    before == after || (before.contains('\r') && before.replace("\r\n", "\n") == after)
}

fn cargos_own(name: Option<&str>) -> bool {
    matches!(name, Some("target" | "Cargo.lock"))
}
