//! Doing what was planned.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Plan;

impl Plan {
    /// Removes and writes. Every file is replaced in one step, so that nobody ever reads half of one.
    pub fn apply(&self) -> Result<()> {
        // First the removals: a file may have to make room for a folder of its name, or the other way round.
        for change in self.changes.iter().filter(|change| change.after.is_none()) {
            let path = self.root.join(&change.path);
            fs_err::remove_file(&path).context("removing a file that no spec asks for any more")?;
            remove_emptied(&self.root, &path);
        }
        for change in &self.changes {
            if let Some(text) = &change.after {
                replace(&self.root.join(&change.path), text)?;
            }
        }
        Ok(())
    }
}

/// Removes the directories above a removed file that are empty now, up to the crate's own.
fn remove_emptied(root: &Path, path: &Path) {
    for folder in path.ancestors().skip(1).take_while(|folder| folder.starts_with(root)) {
        // It refuses what is not empty, which is all that can be wrong here; so are those above it, then.
        if fs_err::remove_dir(folder).is_err() {
            return;
        }
    }
}

fn replace(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs_err::create_dir_all(folder).context("making a crate's folder")?;
    let beside = beside(path);
    let written = fs_err::write(&beside, text).and_then(|()| fs_err::rename(&beside, path));
    if written.is_err() {
        // Best effort: the error that counts is the first.
        let _ = fs_err::remove_file(&beside);
    }
    written.context("writing a generated file")
}

/// In the same folder, because a rename is one step only within a file system.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}
