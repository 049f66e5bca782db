//! Vendors that do not exist, each a folder of specs and nothing else, and what `cargo xtask new` begins: generated into one
//! scratch workspace, and run there as one test binary. It has the generated tests of each crate, and those of `tests/invented/` beside them.

mod scratch;

use std::{fmt::Write as _, fs, path::Path};

use scratch::{Scratch, toml, workspace};
use xtask::{
    compare,
    diagnostic::Diagnostics,
    draft, generate,
    place::Place,
    report::Format,
    scaffold::{self, NewOperation, NewVendor},
    wsdl::Asked,
};

#[test]
fn vendors_that_do_not_exist_work() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = Scratch::new("invented", "\"crates/*\", \"tests\"");
    let crates = scratch.folder.join("crates");
    let specs = scratch.folder.join("specs");
    copy(&here.join("tests/vendors"), &specs);
    let place = Place::find(Some(specs), Some(crates.clone())).expect("the places");
    begin(&place);
    let (outcomes, _) = generate::run(&place, &[], false, Format::Text).expect("the crates");
    // None is that the crate of a vendor that is gone was removed; one without operations has no tests.
    let there = outcomes.iter().filter(|outcome| outcome.operations.is_some_and(|operations| operations > 0));
    let vendors: Vec<String> = there.map(|outcome| outcome.plan.name.clone()).collect();

    scratch.write("tests/Cargo.toml", &manifest(&vendors));
    scratch.write("tests/empty.rs", "");
    scratch.write("tests/main.rs", &main(here, &crates, &vendors));

    scratch.lock();
    // What an earlier run saved of a vendor that is gone says nothing.
    let wsdls = scratch.folder.join("wsdl");
    if wsdls.exists() {
        fs::remove_dir_all(&wsdls).expect("the WSDLs of an earlier run");
    }
    scratch.cargo(&["test", "--offline", "--locked", "--package", "invented"]);
    wsdls_say_what_the_specs_say(&place, &wsdls);
    // Encoding and decoding stand without the clients that send.
    let core = ["check", "--offline", "--locked", "--workspace", "--exclude", "invented", "--no-default-features"];
    scratch.cargo(&core);
}

/// A WSDL that was made of specs agrees with them, and with what is drafted of it.
fn wsdls_say_what_the_specs_say(place: &Place, saved: &Path) {
    let compare = |specs: &Path, file: &Path, vendor: &str| {
        let (file, vendor) = (file.to_owned(), vendor.to_owned());
        let request = compare::Request { file, vendor, asked: Asked::default(), all: true };
        let mut d = Diagnostics::default();
        let found = compare::run(specs, &request, &mut d).unwrap_or_else(|| panic!("{}", d.render(false)));
        let lines: Vec<String> = found.disagreements.iter().map(compare::line).collect();
        assert!(lines.is_empty(), "{}:\n{}", request.vendor, lines.join("\n"));
        assert!(!found.compared.is_empty(), "nothing was compared");
    };
    let mut vendors = 0;
    for entry in fs::read_dir(saved).expect("the WSDLs") {
        let folder = entry.expect("a vendor").path();
        let vendor = folder.file_name().expect("a name").to_string_lossy().into_owned();
        for file in fs::read_dir(&folder).expect("the WSDLs").map(|entry| entry.expect("a WSDL").path()) {
            vendors += 1;
            compare(&place.specs, &file, &vendor);
            let specs = tempfile::tempdir().expect("a folder");
            let root = specs.path().join(&vendor);
            fs::create_dir(&root).expect("the vendor's folder");
            for entry in fs::read_dir(place.specs.join(&vendor)).expect("the specs").filter_map(Result::ok) {
                let (name, path) = (entry.file_name(), entry.path());
                if name == "vendor.toml" || path.extension().is_some_and(|end| end == "xsd") {
                    fs::copy(path, root.join(name)).expect("a copy");
                }
            }
            let request = draft::wsdl::Request {
                file: file.clone(),
                vendor: vendor.clone(),
                asked: Asked::default(),
                force: false,
                stdout: false,
                format: Format::Text,
            };
            let drafts = draft::wsdl::draft(specs.path(), &request, &mut Diagnostics::default());
            let drafts = drafts.expect("the vendor").expect("the WSDL");
            for drafted in &drafts.operations {
                fs::write(root.join(format!("{}.toml", drafted.draft.name)), drafted.draft.to_toml()).expect("a spec");
            }
            if let Some(xsd) = &drafts.xsd {
                fs::write(root.join(&xsd.name), &xsd.text).expect("an XSD");
            }
            compare(specs.path(), &file, &vendor);
        }
    }
    assert!(vendors > 0, "no invented vendor speaks SOAP");
}

/// What an author has who has said nothing yet but a vendor's name, its protocols, and what an operation does.
fn begin(place: &Place) {
    let vendors: [(&str, &[&str], &[&str]); 5] = [
        ("begun-form", &["form"], &["ping", "login"]),
        ("begun-get-soap", &["get", "soap"], &["Ping"]),
        ("begun-soap11", &["soap11"], &["GetStatus"]),
        ("begun-xml", &["xml"], &["User.Create"]),
        ("begun-without-operations", &["form", "soap", "xml"], &[]),
    ];
    for (name, protocols, operations) in vendors {
        let new = NewVendor {
            name: name.to_owned(),
            protocols: protocols.iter().map(|name| (*name).to_owned()).collect(),
            license: Some("MIT".to_owned()),
            repository: None,
        };
        scaffold::vendor(place, &new).expect("a vendor");
        for (index, operation) in operations.iter().enumerate() {
            let new = NewOperation {
                vendor: name.to_owned(),
                name: (*operation).to_owned(),
                area: (index == 1).then(|| "session".to_owned()),
                summary: "Says \"hello\".".to_owned(),
                rust: None,
            };
            scaffold::operation(place, &new).expect("an operation");
        }
    }
}

/// Copies a folder in place of what is there.
fn copy(from: &Path, to: &Path) {
    if to.is_dir() {
        fs::remove_dir_all(to).expect("an old copy to remove");
    }
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").filter_map(Result::ok) {
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).expect("a file to copy")),
        }
    }
}

fn manifest(vendors: &[String]) -> String {
    let engine = |name: &str| toml(&workspace().join("crates").join(name));
    let mut manifest = format!(
        "[package]\nname = \"invented\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\nautotests = false\n\n\
         [[test]]\nname = \"invented\"\npath = \"main.rs\"\n\n[lib]\npath = \"empty.rs\"\n\n[dev-dependencies]\n\
         bindery-simulator = {{ path = {} }}\nbindery-transport = {{ path = {}, features = [\"blocking\"] }}\n\
         bytes = \"1\"\nhttp = \"1\"\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \"rt\"] }}\n",
        engine("simulator"),
        engine("transport"),
    );
    for vendor in vendors {
        let _ =
            writeln!(manifest, "{vendor} = {{ path = \"../crates/{vendor}\", features = [\"blocking\", \"serde\"] }}");
    }
    manifest
}

/// The root of the one test binary.
fn main(here: &Path, crates: &Path, vendors: &[String]) -> String {
    let mut main = String::from("//! Tests of the crates of vendors that do not exist.\n\n");
    for vendor in vendors {
        let calls = toml(&crates.join(vendor).join("tests/calls.rs"));
        let _ = writeln!(main, "#[path = {calls}]\nmod {}_calls;", vendor.replace('-', "_"));
    }
    for entry in fs::read_dir(here.join("tests/invented")).expect("the tests").filter_map(Result::ok) {
        let name = entry.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let _ = writeln!(main, "#[path = {}]\nmod {name};", toml(&entry.path()));
    }
    let crates = vendors.iter().map(|vendor| vendor.replace('-', "_"));
    let all = crates.map(|vendor| format!("(&{vendor}::VENDOR, {vendor}_calls::cases().expect(\"cases\"))"));
    let _ = writeln!(
        main,
        "\n/// Every vendor's description, and the examples of its specs as calls.\nfn vendors() -> Vec<(&'static \
         bindery_transport::description::Vendor, Vec<bindery_simulator::harness::Case>)> {{\n    vec![{}]\n}}",
        all.collect::<Vec<_>>().join(", ")
    );
    main
}
