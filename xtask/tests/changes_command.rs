//! `cargo xtask changes` as it is run: revisions of git, what is printed, exit codes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// A git repository with the specs of a vendor that does not exist, committed, and tagged as a release.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Repository {
        let repository = Repository { folder: tempfile::tempdir().expect("a folder") };
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes/specs");
        for entry in walkdir::WalkDir::new(&from).into_iter().filter_map(Result::ok) {
            let path = repository.specs().join(entry.path().strip_prefix(&from).expect("a path below"));
            match entry.file_type().is_dir() {
                true => fs::create_dir_all(path).expect("a folder"),
                false => fs::copy(entry.path(), path).map(drop).expect("a file"),
            }
        }
        repository.git(&["init", "--quiet"]);
        repository.commit("v0.1.0");
        repository
    }

    fn specs(&self) -> PathBuf {
        self.folder.path().join("specs")
    }

    /// Commits all, with a tag.
    fn commit(&self, tag: &str) {
        self.git(&["add", "--all"]);
        self.git(&["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "commit", "--quiet", "-m", "Specs"]);
        self.git(&["tag", tag]);
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.args(arguments).current_dir(self.folder.path());
        // What the machine has configured is none of this test's business.
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        assert!(git.status().expect("git").success(), "git {arguments:?}");
    }

    fn replace(&self, file: &str, old: &str, new: &str) {
        let path = self.specs().join("library").join(file);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains(old), "{file}: {old}");
        fs::write(path, text.replacen(old, new, 1)).expect("a file");
    }

    fn changes(&self, arguments: &[&str]) -> Said {
        run(self.folder.path(), &[&["changes", "--specs", "specs"], arguments].concat())
    }
}

struct Said {
    fine: bool,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Said {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).current_dir(folder).output().expect("xtask");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Said { fine: status.success(), out: text(stdout), err: text(stderr) }
}

#[test]
fn nothing_changed_since_the_last_release() {
    let said = Repository::new().changes(&[]);
    assert!(said.fine && said.out.starts_with("nothing changed since v0.1.0 ("), "{}{}", said.out, said.err);
}

#[test]
fn what_changed_is_told_with_its_places_and_a_changelog() {
    let repository = Repository::new();
    repository.replace("lend.toml", "member = { required = true,", "member = { required = true, rust = \"who\",");
    repository.replace("vendor.toml", "Failed = {", "Broken = { means = \"vendor-fault\" }\nFailed = {");
    let said = repository.changes(&[]);
    assert!(!said.fine, "the version is too low");
    for expected in [
        "library 0.1.0, since v0.1.0 (",
        "major `lend`: parameter `member` is called `who` in Rust, not `member`\n      write `.who(…)`\n      \
         parameter-renamed at specs/library/lend.toml:6:1, was at v0.1.0:specs/library/lend.toml:6:1\n",
        "minor `addBooks`, `closeDesk`, `exists`, `find` and 3 more: code `Broken`\n",
        "vendor.toml says 0.1.0, which is too low: write `version = \"0.2.0\"`",
        "## library 0.2.0\n\n### Added\n\n- `addBooks`, `closeDesk`, `exists`, `find` and 3 more: code `Broken`.\n\n### Changed\n\n\
         - **Breaking:** `lend`: parameter `member` is called `who` in Rust, not `member` (write `.who(…)`).\n",
    ] {
        assert!(said.out.contains(expected), "{expected}\nis not in\n{}", said.out);
    }
    repository.replace("vendor.toml", "\"0.1.0\"", "\"0.2.0\"");
    let said = repository.changes(&[]);
    assert!(said.fine && said.out.contains("library 0.1.0 to 0.2.0"), "{}", said.out);
}

#[test]
fn the_result_for_programs_says_the_same() {
    let repository = Repository::new();
    repository.replace("lend.toml", "NoBook = {", "NoShelf = \"It is not there.\"\nNoBook = {");
    let said = repository.changes(&["--format", "json"]);
    assert!(!said.fine);
    let report: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let of_crate = &report["result"]["crates"][0];
    let expected = serde_json::json!({
        "level": "minor", "kind": "code-added", "operations": ["lend"], "text": "code `NoShelf`", "todo": "`Code::NoShelf`",
        "old": null, "new": { "file": "specs/library/lend.toml", "line": 17, "column": 1 },
    });
    assert_eq!(of_crate["changes"], serde_json::json!([expected]));
    assert_eq!((&of_crate["needed"], &of_crate["enough"]), (&"0.1.1".into(), &false.into()));
}

/// Docs harm nobody: whoever mends them need not raise the version each time.
#[test]
fn a_patch_needs_no_version_until_it_is_released() {
    let repository = Repository::new();
    repository.replace("lend.toml", "Lends a book.", "Lends one book.");
    let said = repository.changes(&[]);
    assert!(said.fine && said.out.contains("the next release is 0.1.1"), "{}", said.out);
}

#[test]
fn crates_come_and_go() {
    let repository = Repository::new();
    let (old, new) = (repository.specs().join("library"), repository.specs().join("archive"));
    fs::rename(old, new).expect("another name");
    let said = repository.changes(&["--format", "json"]);
    assert!(said.fine, "{}", said.err);
    let report: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let kinds: Vec<_> = (0..2).map(|index| report["result"]["crates"][index]["changes"][0]["kind"].clone()).collect();
    assert_eq!(kinds, ["crate-added", "crate-removed"]);
}

#[test]
fn two_revisions_and_a_folder_can_be_compared() {
    let repository = Repository::new();
    repository.replace("lend.toml", "days   =", "desk   = { doc = \"Where.\" }\ndays   =");
    repository.commit("v0.1.1");
    let added = "minor `lend`: parameter `desk`, optional";
    assert!(repository.changes(&["v0.1.0..v0.1.1"]).out.contains(added));
    assert!(repository.changes(&["v0.1.0"]).out.contains(added));
    assert!(repository.changes(&[]).out.contains("nothing changed since v0.1.1"));
    let earlier = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes/specs");
    assert!(repository.changes(&["--from", &earlier.display().to_string()]).out.contains(added));
}

#[test]
fn the_repository_stays_as_it_is() {
    let repository = Repository::new();
    repository.replace("lend.toml", "Lends a book.", "Lends one book.");
    let state = || {
        let mut git = Command::new("git");
        git.args(["status", "--porcelain=v2", "--branch"]).current_dir(repository.folder.path());
        (git.output().expect("git").stdout, fs::read(repository.folder.path().join(".git/index")).expect("the index"))
    };
    let before = state();
    repository.changes(&["v0.1.0"]);
    assert_eq!(state(), before);
}

#[test]
fn what_cannot_be_compared_is_told() {
    let repository = Repository::new();
    let alone = tempfile::tempdir().expect("a folder");
    fs::create_dir(alone.path().join("specs")).expect("a folder");
    let fails = |said: Said, expected: &str| {
        assert!(!said.fine && said.err.contains(expected), "{expected}\nis not in\n{}", said.err);
    };
    fails(repository.changes(&["nowhere"]), "git knows no revision `nowhere`");
    fails(repository.changes(&["v0.1.0:specs"]), "`v0.1.0:specs` is no revision");
    fails(repository.changes(&["--", "--output=x"]), "`--output=x` is no revision");
    fails(repository.changes(&["--vendor", "libary"]), "did you mean `library`?");
    fs::create_dir(repository.folder.path().join("more")).expect("a folder");
    fails(run(repository.folder.path(), &["changes", "--specs", "more"]), "there is no folder more in v0.1.0");
    fails(run(alone.path(), &["changes", "--specs", "specs"]), "is in no git repository");

    repository.replace("lend.toml", "member = { required", "member = { requird");
    repository.commit("v0.1.1");
    repository.replace("lend.toml", "member = { requird", "member = { required");
    let said = repository.changes(&[]);
    assert!(said.err.contains("v0.1.1:specs/library/lend.toml:6:"), "{}", said.err);
    fails(said, "the language has changed since");

    repository.replace("vendor.toml", "\"0.1.0\"", "\"one\"");
    fails(repository.changes(&["v0.1.0"]), "`one` is no version of a crate");
}
