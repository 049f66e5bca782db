//! `cargo xtask changes`, by a table of edits of an invented vendor's specs. What is told of each is verified in two ways: a
//! program that was written for the old crate is compiled against the new one, and (`--ignored`, for it takes long)
//! cargo-semver-checks compares the two crates.

#[path = "changes/edits.rs"]
mod edits;
mod scratch;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use edits::{Caller, Checks, EDITS, Step};
use scratch::{Scratch, toml, workspace};
use xtask::{
    changes::{self, Asked, Kind, Level, Side},
    diagnostic::Diagnostics,
    generate,
    model::{self, Vendor},
    place::Place,
    report::Format,
};

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes")
}

#[test]
fn what_is_told_of_each_edit() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = load(&here().join("specs"), "library");
    let mut wrong = String::new();
    for edit in EDITS {
        let specs = folder.path().join(edit.name);
        write_specs(&specs.join("library"), edit.steps);
        let new = load(&specs, "library");
        let told = compare(&old, &new);
        let mut kinds: Vec<Kind> = told.iter().map(|change| change.kind).collect();
        kinds.sort();
        kinds.dedup();
        let mut expected = edit.kinds.to_vec();
        expected.sort();
        if kinds != expected {
            let names = |kinds: &[Kind]| kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
            let _ = writeln!(wrong, "{}: told {}; expected {}", edit.name, names(&kinds), names(&expected));
            for change in told {
                let _ = writeln!(wrong, "    {} {}: {}", change.kind.name(), change.operations.join(" "), change.text);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_kind_is_in_the_table() {
    // These two are of whole folders.
    let whole = [Kind::CrateAdded, Kind::CrateRemoved];
    let known = |kind: &&Kind| whole.contains(kind) || EDITS.iter().any(|edit| edit.kinds.contains(kind));
    let missing: Vec<&str> = Kind::ALL.iter().filter(|kind| !known(kind)).map(|kind| kind.name()).collect();
    assert!(missing.is_empty(), "no edit shows {}", missing.join(", "));
    for (index, edit) in EDITS.iter().enumerate() {
        assert!(EDITS.iter().skip(index + 1).all(|other| other.name != edit.name), "{} is there twice", edit.name);
        if let Caller::Unseen(why) = edit.caller {
            assert!(!why.is_empty(), "{}: why does the compiler not see it?", edit.name);
        }
        if let Checks::Misses(why) = edit.checks {
            assert!(!why.is_empty(), "{}: why does cargo-semver-checks not see it?", edit.name);
        }
        let breaks = !matches!(edit.caller, Caller::Works);
        assert_eq!(
            breaks,
            edit.level() == Level::Major,
            "{}: whether programs break is what its level says",
            edit.name
        );
    }
}

#[test]
fn without_an_edit_nothing_changed() {
    for specs in [here().join("specs"), here().join("../vendors"), workspace().join("specs")] {
        let asked = Asked { from: Some(specs.clone()), ..Asked::default() };
        let place = Place::find(Some(specs), None).expect("the places");
        let report = changes::run(&place, &asked, Format::Text).expect("a report");
        assert!(report.crates.is_empty() && report.unchanged > 0, "{report:?}");
    }
}

#[test]
fn the_languages_page_lists_every_kind_by_its_level() {
    let page = fs::read_to_string(workspace().join("specs/README.md")).expect("the language's page");
    for level in [Level::Major, Level::Minor, Level::Patch] {
        let kinds = Kind::ALL.iter().filter(|kind| kind.level() == level).map(|kind| format!("`{}`", kind.name()));
        let row = format!("| {} | {} |\n", level.name(), kinds.collect::<Vec<_>>().join(" "));
        assert!(page.contains(&row), "the page lacks the row\n{row}");
    }
}

/// Each caller, with the old crate and with the new one.
#[test]
fn programs_break_where_that_is_told() {
    let scratch = Scratch::new("changes", "\"crates/*\", \"callers/*\"");
    emit(&scratch);
    let whole = fs::read_to_string(here().join("whole.rs")).expect("the program that uses everything");
    let mut of_old = format!("pub mod whole {{\n{whole}\n}}\n");
    for edit in EDITS {
        if let Caller::Breaks(lines, _) = edit.caller {
            let _ = writeln!(of_old, "pub mod {} {{\n{lines}\n}}", edit.name.replace('-', "_"));
        }
        let lines = match edit.caller {
            Caller::Breaks(lines, _) => lines,
            Caller::Unseen(_) | Caller::Works => &whole,
        };
        caller(&scratch, edit.name, &format!("library-{}", edit.name), lines);
    }
    caller(&scratch, "old", "library", &of_old);
    caller(&scratch, "number", "library", "pub fn f() -> isize { library::lend::Code::NoBook as isize }");
    scratch.lock();

    let arguments = ["check", "--offline", "--locked", "--workspace", "--lib", "--keep-going", "--message-format=json"];
    let output = scratch.try_cargo(&arguments);
    let mut errors = errors(&String::from_utf8_lossy(&output.stdout));
    let number = errors.remove("caller_number").expect("no code is a number");
    assert_eq!(number.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["E0605"]);
    let mut wrong = String::new();
    for edit in EDITS {
        let found = errors.get(&format!("caller_{}", edit.name.replace('-', "_")));
        let codes = |found: &[(String, String)]| found.iter().map(|(code, _)| code.clone()).collect::<Vec<_>>();
        let is_right = match (&edit.caller, found) {
            (Caller::Breaks(_, expected), Some(found)) => codes(found).iter().all(|code| code == expected),
            (Caller::Breaks(..), None) => false,
            (Caller::Unseen(_) | Caller::Works, found) => found.is_none(),
        };
        if !is_right {
            let shown: Vec<String> =
                found.into_iter().flatten().map(|(code, message)| format!("    {code}: {message}")).collect();
            let _ = writeln!(wrong, "{}:\n{}", edit.name, shown.join("\n"));
        }
    }
    let others: Vec<_> = errors
        .iter()
        .filter(|(name, _)| !EDITS.iter().any(|edit| **name == format!("caller_{}", edit.name.replace('-', "_"))))
        .collect();
    assert!(others.is_empty(), "these have to compile: {others:#?}");
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(!errors.is_empty(), "cargo checked nothing: {}", String::from_utf8_lossy(&output.stderr));
}

/// What cargo-semver-checks takes for a change of numbers that programs see.
const NUMBERS: &str = "enum_no_repr_variant_discriminant_changed";

/// cargo-semver-checks on the old crate and each new one. It takes minutes, and has to be installed.
#[test]
#[ignore = "takes minutes; cargo install cargo-semver-checks --locked"]
fn cargo_semver_checks_agrees_where_it_sees() {
    let installed = Command::new("cargo").args(["semver-checks", "--version"]).output().expect("cargo");
    assert!(installed.status.success(), "it is missing: cargo install cargo-semver-checks --locked");
    let scratch = Scratch::new("semver", "\"crates/*\"");
    emit(&scratch);
    // It knows items by their path, which begins with the crate's name: that is one for all.
    for entry in fs::read_dir(scratch.folder.join("crates")).expect("the crates").filter_map(Result::ok) {
        let path = entry.path().join("Cargo.toml");
        let manifest = fs::read_to_string(&path).expect("a manifest");
        fs::write(&path, format!("{manifest}\n[lib]\nname = \"library\"\n")).expect("a manifest");
    }
    scratch.lock();
    let old = rustdoc(&scratch, "library");
    let mut wrong = String::new();
    for edit in EDITS {
        let new = rustdoc(&scratch, &format!("library-{}", edit.name));
        let release = if edit.level() == Level::Patch { "patch" } else { "minor" };
        let output = Command::new("cargo")
            .args(["semver-checks", "--release-type", release, "--color", "never"])
            .arg("--baseline-rustdoc")
            .arg(&old)
            .arg("--current-rustdoc")
            .arg(&new)
            .output()
            .expect("cargo");
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("checks: "), "cargo semver-checks did not run: {said}");
        let lints: Vec<&str> =
            said.lines().filter_map(|line| line.strip_prefix("--- failure ")?.split(':').next()).collect();
        assert_eq!(output.status.success(), lints.is_empty(), "{said}");
        let is_right = match edit.checks {
            Checks::Agrees => lints.iter().any(|lint| *lint != NUMBERS) == (edit.level() == Level::Major),
            Checks::Misses(_) => lints.is_empty(),
            Checks::Mistakes => lints == [NUMBERS],
        };
        if !is_right {
            let _ = writeln!(wrong, "{}: {}", edit.name, lints.join(", "));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The rustdoc JSON of a package, which is what cargo-semver-checks reads.
fn rustdoc(scratch: &Scratch, package: &str) -> PathBuf {
    let arguments = ["rustdoc", "--offline", "--locked", "--quiet", "--package", package, "--lib", "--"];
    let output = scratch
        .command(&arguments)
        .args(["-Zunstable-options", "--output-format", "json", "--cap-lints", "allow"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", scratch.folder.join("target"))
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{package}: {}", String::from_utf8_lossy(&output.stderr));
    let path = scratch.folder.join(format!("{package}.json"));
    fs::copy(scratch.folder.join("target/doc/library.json"), &path).expect("rustdoc's JSON");
    path
}

/// The old crate, and one for each edit.
fn emit(scratch: &Scratch) {
    let specs = scratch.folder.join("specs");
    let _ = fs::remove_dir_all(&specs);
    write_specs(&specs.join("library"), &[]);
    for edit in EDITS {
        write_specs(&specs.join(format!("library-{}", edit.name)), edit.steps);
    }
    let place = Place::find(Some(specs), Some(scratch.folder.join("crates"))).expect("the places");
    generate::run(&place, &[], false, Format::Text).expect("the crates");
}

fn caller(scratch: &Scratch, name: &str, package: &str, lines: &str) {
    let transport = toml(&workspace().join("crates/transport"));
    let manifest = format!(
        "[package]\nname = \"caller-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         library = {{ package = \"{package}\", path = \"../../crates/{package}\" }}\n\
         bindery-transport = {{ path = {transport}, default-features = false }}\n"
    );
    scratch.write(&format!("callers/{name}/Cargo.toml"), &manifest);
    scratch.write(&format!("callers/{name}/src/lib.rs"), lines);
}

/// The errors of each crate that has any: their codes, and what they say.
fn errors(messages: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut errors: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for line in messages.lines() {
        let message: serde_json::Value = serde_json::from_str(line).expect("a message of cargo");
        let inner = &message["message"];
        // An error without a code is that there were errors.
        if inner["level"] == "error" && inner["code"]["code"].is_string() {
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let krate = text(&message["target"]["name"]).replace('-', "_");
            errors.entry(krate).or_default().push((text(&inner["code"]["code"]), text(&inner["message"])));
        }
    }
    errors
}

fn load(specs: &Path, folder: &str) -> (Vendor, Diagnostics) {
    let mut d = Diagnostics::default();
    let vendor = model::load(specs, folder, &mut d).expect("a model");
    assert_eq!(d.mistakes(), 0, "{}: {}", specs.display(), d.render(false));
    (vendor, d)
}

fn compare(old: &(Vendor, Diagnostics), new: &(Vendor, Diagnostics)) -> Vec<changes::Change> {
    changes::compare(Side { vendor: &old.0, texts: &old.1 }, Side { vendor: &new.0, texts: &new.1 })
}

/// The invented vendor's specs after some steps.
fn write_specs(folder: &Path, steps: &[Step]) {
    let from = here().join("specs/library");
    for entry in
        walkdir::WalkDir::new(&from).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file())
    {
        let path = folder.join(entry.path().strip_prefix(&from).expect("a path below"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::copy(entry.path(), path).expect("a file");
    }
    for step in steps {
        match step {
            Step::Replace(file, old, new) => {
                let path = folder.join(file);
                let text = fs::read_to_string(&path).expect("a file");
                assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
                fs::write(path, text.replace(old, new)).expect("a file");
            }
            Step::Add(file, text) => fs::write(folder.join(file), text).expect("a file"),
            Step::Remove(file) => fs::remove_file(folder.join(file)).expect("a file"),
            Step::Rename(old, new) => fs::rename(folder.join(old), folder.join(new)).expect("a file"),
        }
    }
}
