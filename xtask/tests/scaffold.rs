//! `cargo xtask new`: what is refused, and that nothing is ever overwritten. That what it writes generates and runs is in
//! `invented.rs`; that it stays valid when it is filled in, in `schemas.rs`.

use std::{fs, path::Path};

use xtask::{
    place::Place,
    scaffold::{self, NewOperation, NewVendor},
};

fn place(folder: &Path) -> Place {
    let specs = folder.join("specs");
    fs::create_dir_all(&specs).expect("a folder");
    Place::find(Some(specs), Some(folder.join("crates"))).expect("the places")
}

fn vendor(place: &Place, name: &str) -> Result<bool, String> {
    let new = NewVendor {
        name: name.to_owned(),
        protocols: vec!["form".to_owned(), "soap".to_owned()],
        license: None,
        repository: None,
    };
    scaffold::vendor(place, &new).map_err(|error| error.to_string())
}

fn operation(place: &Place, name: &str, area: Option<&str>) -> Result<bool, String> {
    let new = NewOperation {
        vendor: "acme".to_owned(),
        name: name.to_owned(),
        area: area.map(str::to_owned),
        summary: "Says 'it' \"is\"\tthere.".to_owned(),
        rust: None,
    };
    scaffold::operation(place, &new).map_err(|error| error.to_string())
}

#[track_caller]
fn refused(result: Result<bool, String>, wanted: &str) {
    let error = result.expect_err("an error");
    assert!(error.contains(wanted), "not said: {wanted}\n{error}");
}

#[test]
fn a_vendor_has_a_name_that_a_crate_can_have() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = place(folder.path());
    for (name, wanted) in [
        ("Acme", "how about `acme`?"),
        ("acme desk", "how about `acme-desk`?"),
        ("7acme", "how about `acme`?"),
        ("../acme", "small letters"),
        ("acme-", "small letters"),
        ("", "small letters"),
        ("ümlaut", "small letters"),
        ("match", "cannot be the name"),
        ("self", "cannot be the name"),
        ("std", "cannot be the name"),
        ("bindery-transport", "cannot be the name"),
        ("nul", "cannot be the name"),
    ] {
        refused(vendor(&place, name), wanted);
    }
    assert!(fs::read_dir(&place.specs).expect("the specs").next().is_none(), "something was written");

    fs::create_dir_all(place.out.join("taken")).expect("a folder");
    fs::write(place.out.join("taken/Cargo.toml"), "[package]\n").expect("a file");
    refused(vendor(&place, "taken"), "something else than a vendor's crate");
    vendor(&place, "acme").expect("a vendor");
    refused(vendor(&place, "acme"), "there is a vendor `acme` already");
}

#[test]
fn a_vendor_states_what_its_crate_is_published_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = place(folder.path());
    vendor(&place, "acme-desk").expect("a vendor");
    let text = fs::read_to_string(place.specs.join("acme-desk/vendor.toml")).expect("the spec");
    let manifest = fs::read_to_string(place.workspace.join("Cargo.toml")).expect("the manifest");
    for word in ["license", "repository"] {
        let line = manifest.lines().find(|line| line.starts_with(word)).expect("the workspace says it");
        let value = line.split('"').nth(1).expect("a text");
        let own = text.lines().find(|line| line.starts_with(word)).expect("the vendor says it");
        assert!(own.contains(&format!("\"{value}\"")), "{own}");
    }
    assert!(text.contains("name       = \"Acme Desk\"") && text.contains("client     = \"AcmeDesk\""), "{text}");
}

#[test]
fn an_operation_is_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = place(folder.path());
    refused(operation(&place, "createUser", None), "no vendor `acme`");
    vendor(&place, "acme").expect("a vendor");
    for (name, area, wanted) in [
        ("a/b", None, "no name for an operation"),
        ("..", None, "no name for an operation"),
        ("", None, "no name for an operation"),
        ("create user", None, "no name for an operation"),
        ("vendor", None, "vendor's own file"),
        ("createUser.toml", None, "leave `.toml` out"),
        ("createUser", Some("a/b"), "no name for an area"),
        // Clients have a method of that name: what is wrong is on stderr, with its place.
        ("builder", None, "--rust"),
    ] {
        refused(operation(&place, name, area), wanted);
    }
    operation(&place, "createUser", Some("admin")).expect("an operation");
    let path = place.specs.join("acme/admin/createUser.toml");
    let text = fs::read_to_string(&path).expect("the spec");
    assert!(text.contains("Says 'it' \\\"is\\\" there."), "{text}");

    refused(operation(&place, "createUser", Some("admin")), "already: acme/admin/createUser.toml");
    refused(operation(&place, "createUser", None), "already: acme/admin/createUser.toml");
    refused(operation(&place, "CreateUSER", None), "differs only in its case");
    refused(operation(&place, "deleteUser", Some("Admin")), "differs only in its case");
    refused(operation(&place, "create_user", None), "--rust");
    assert_eq!(fs::read_to_string(&path).expect("the spec"), text);
}

/// A file that is no spec to the reader, or that appears in the meantime.
#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = place(folder.path());
    vendor(&place, "acme").expect("a vendor");
    // A folder of that name is no operation.
    fs::create_dir(place.specs.join("acme/createUser.toml")).expect("a folder");
    assert!(operation(&place, "createUser", None).is_err());

    fs::write(place.specs.join("acme/vendor.toml"), "name = \"Mine\"\n").expect("a file");
    refused(operation(&place, "deleteUser", None), "nothing was written");
    assert!(!place.specs.join("acme/deleteUser.toml").exists());
}
