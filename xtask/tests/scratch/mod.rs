//! Workspaces below `target/` for emitted crates, made of what our own has locked.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A workspace below `target/` with a name of its own.
pub struct Scratch {
    pub folder: PathBuf,
}

impl Scratch {
    pub fn new(name: &str, members: &str) -> Scratch {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).expect("a scratch folder");
        let scratch = Scratch { folder };
        scratch.write("Cargo.toml", &format!("[workspace]\nmembers = [{members}]\nresolver = \"3\"\n"));
        scratch
    }

    /// An untouched file is not compiled anew.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("a folder");
        }
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).expect("a file");
        }
    }

    /// Locks what our own workspace has, with the scratch packages beside it; nothing is asked of a registry.
    pub fn lock(&self) {
        let ours = workspace().join("Cargo.lock");
        let theirs = self.folder.join("Cargo.lock");
        fs::copy(&ours, &theirs).expect("the lock file");
        self.cargo(&["update", "--workspace", "--offline"]);
        same_versions(&ours, &theirs);
    }

    /// Runs cargo, which has to succeed.
    pub fn cargo(&self, arguments: &[&str]) {
        let output = self.try_cargo(arguments);
        assert!(
            output.status.success(),
            "cargo {} fails:\n{}{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Runs cargo, with the target folder of our own workspace.
    pub fn try_cargo(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("cargo")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).current_dir(&self.folder).env("CARGO_TARGET_DIR", target);
        command
    }
}

/// Our own workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

/// A path as a text of TOML and of Rust.
pub fn toml(path: &Path) -> String {
    format!("{:?}", path.display().to_string())
}

/// Every package of a registry in the scratch workspace is one that ours has, in the same version.
fn same_versions(ours: &Path, theirs: &Path) {
    let packages = |path: &Path| -> Vec<String> {
        let text = fs::read_to_string(path).expect("a lock file");
        let blocks = text.split("[[package]]").filter(|block| block.contains("checksum = "));
        blocks
            .map(|block| block.lines().filter(|line| line.starts_with("name") || line.starts_with("version")).collect())
            .collect()
    };
    let ours = packages(ours);
    let other: Vec<String> = packages(theirs).into_iter().filter(|package| !ours.contains(package)).collect();
    assert!(other.is_empty(), "not in our lock file: {other:?}");
}
