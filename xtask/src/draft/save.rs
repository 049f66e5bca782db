//! Where a draft goes: beside the spec, never over it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::Draft;

/// What becomes of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Beside the spec, unless there is a draft.
    Keep,
    /// Beside the spec, also over a draft.
    Replace,
}

/// Where the draft of an operation belongs: `specs/acme/user/User.Get.toml.draft`.
pub fn path(vendor: &Path, draft: &Draft) -> Result<PathBuf> {
    ensure!(
        is_plain(&draft.name),
        "`{}` cannot be the name of a file; say the operation's name with --name",
        draft.name.escape_debug()
    );
    let folder = match &draft.area {
        Some(area) => {
            ensure!(is_plain(area), "`{}` cannot be the name of a folder", area.escape_debug());
            vendor.join(area)
        }
        None => vendor.to_owned(),
    };
    Ok(folder.join(draft.file_name()))
}

/// Writes the draft, and says where.
pub fn save(vendor: &Path, draft: &Draft, mode: Mode) -> Result<PathBuf> {
    let path = path(vendor, draft)?;
    ensure!(
        mode == Mode::Replace || !path.exists(),
        "{} is there already, and somebody may have worked on it; --force writes over it, --stdout prints the draft instead",
        path.display()
    );
    if let Some(folder) = path.parent() {
        fs_err::create_dir_all(folder).context("making the folder for the draft")?;
    }
    fs_err::write(&path, draft.to_toml()).context("writing the draft")?;
    Ok(path)
}

/// Letters, digits, and what operations have between them; it comes from a page, and becomes a path.
fn is_plain(name: &str) -> bool {
    name.len() <= 120
        && name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c))
        && name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}
