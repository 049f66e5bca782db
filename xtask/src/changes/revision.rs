//! The specs as they were in a revision of git, in a folder of their own. Nothing of the repository is touched.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

/// Specs of a revision.
pub struct Revision {
    /// As it was asked for.
    name: String,
    /// Its commit, short.
    commit: String,
    /// How its specs' folder is called, for people: `v0.1.0:specs`.
    pub shown: String,
    folder: TempDir,
}

impl Revision {
    /// The folder with the specs.
    pub fn specs(&self) -> PathBuf {
        self.folder.path().join("specs")
    }
}

impl std::fmt::Display for Revision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.name.starts_with(&self.commit) {
            true => f.write_str(&self.name),
            false => write!(f, "{} ({})", self.name, self.commit),
        }
    }
}

/// What is compared with when nothing is said: the last release, else the last commit.
pub fn default(specs: &Path) -> Result<String> {
    in_repository(specs)?;
    let tag = git(specs, &["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"], None);
    Ok(tag.unwrap_or_else(|_| "HEAD".to_owned()))
}

/// Gets the specs of a revision.
pub fn get(specs: &Path, name: &str) -> Result<Revision> {
    in_repository(specs)?;
    // What begins with a dash would be an option, and a colon would name a file.
    let commit = if name.starts_with('-') || name.contains(':') {
        bail!("`{name}` is no revision")
    } else {
        git(specs, &["rev-parse", "--verify", "--quiet", "--short", &format!("{name}^{{commit}}")], None)
    };
    let Ok(commit) = commit else {
        bail!("git knows no revision `{name}`; name a commit, a branch or a tag (`git tag` lists those)")
    };
    // From the folder itself: it may be anywhere in the repository, or its root.
    let Ok(tree) = git(specs, &["rev-parse", "--verify", "--quiet", &format!("{commit}:./")], None) else {
        bail!("there is no folder {} in {name} ({commit}): name a later revision", specs.display())
    };
    let folder = tempfile::tempdir().context("making a folder for the specs of that revision")?;
    let index = folder.path().join("index");
    // Two steps that run no hook; the index is one of our own.
    git(specs, &["read-tree", &tree], Some(&index)).with_context(|| format!("reading the specs of {name}"))?;
    let below = git(specs, &["rev-parse", "--show-prefix"], None)?;
    let top = git(specs, &["rev-parse", "--show-toplevel"], None)?;
    let prefix = format!("--prefix={}/", folder.path().join("specs").display());
    git(Path::new(&top), &["checkout-index", "--all", &prefix], Some(&index))
        .with_context(|| format!("writing down the specs of {name}"))?;
    // Git writes no empty folder.
    fs_err::create_dir_all(folder.path().join("specs"))?;
    let shown = format!("{name}:{}", below.trim_end_matches('/'));
    Ok(Revision { name: name.to_owned(), commit, shown, folder })
}

fn in_repository(specs: &Path) -> Result<()> {
    match git(specs, &["rev-parse", "--show-toplevel"], None) {
        Ok(_) => Ok(()),
        Err(error) if error.downcast_ref::<std::io::Error>().is_some() => Err(error),
        Err(error) => Err(error.context(format!(
            "{} is in no git repository, so there is no revision to compare with; name another folder of specs with --from",
            specs.display()
        ))),
    }
}

/// What git says on stdout.
fn git(folder: &Path, arguments: &[&str], index: Option<&Path>) -> Result<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let output = command.output().context("git cannot be run; is it installed?")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("git {} failed: {}", arguments.first().unwrap_or(&""), said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
