//! Vendors that do not exist, each a folder of specs and nothing else: generated into one scratch workspace, and run there
//! as one test binary. It has the generated tests of each crate, and those of `tests/invented/` beside them.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use xtask::{compare, diagnostic::Diagnostics, draft, generate, place::Place, report::Format, wsdl::Asked};

#[test]
fn vendors_that_do_not_exist_work() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("invented");
    let crates = scratch.join("crates");
    fs::create_dir_all(&crates).expect("a scratch folder");
    let place = Place::find(Some(here.join("tests/vendors")), Some(crates.clone())).expect("the places");
    let outcomes = generate::run(&place, &[], false).expect("the crates");
    // One without operations is that the crate of a vendor that is gone was removed.
    let there = outcomes.iter().filter(|outcome| outcome.operations.is_some());
    let vendors: Vec<String> = there.map(|outcome| outcome.plan.name.clone()).collect();

    let root = here.parent().expect("the workspace");
    write(&scratch.join("Cargo.toml"), "[workspace]\nmembers = [\"crates/*\", \"tests\"]\nresolver = \"3\"\n");
    write(&scratch.join("tests/Cargo.toml"), &manifest(root, &vendors));
    write(&scratch.join("tests/empty.rs"), "");
    write(&scratch.join("tests/main.rs"), &main(here, &crates, &vendors));
    fs::copy(root.join("Cargo.lock"), scratch.join("Cargo.lock")).expect("the lock file");

    // What is locked is ours, with the scratch packages beside it; nothing is asked of a registry.
    run(&scratch, &["update", "--workspace", "--offline"]);
    same_versions(&root.join("Cargo.lock"), &scratch.join("Cargo.lock"));
    // What an earlier run saved of a vendor that is gone says nothing.
    let wsdls = scratch.join("wsdl");
    if wsdls.exists() {
        fs::remove_dir_all(&wsdls).expect("the WSDLs of an earlier run");
    }
    run(&scratch, &["test", "--offline", "--locked", "--package", "invented"]);
    wsdls_say_what_the_specs_say(&place, &wsdls);
    // Encoding and decoding stand without the clients that send.
    let core = ["check", "--offline", "--locked", "--workspace", "--exclude", "invented", "--no-default-features"];
    run(&scratch, &core);
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
            fs::copy(place.specs.join(&vendor).join("vendor.toml"), root.join("vendor.toml")).expect("a copy");
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

fn manifest(root: &Path, vendors: &[String]) -> String {
    let engine = |name: &str| toml(&root.join("crates").join(name));
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
        let _ = writeln!(main, "#[path = {calls}]\nmod {vendor}_calls;");
    }
    for entry in fs::read_dir(here.join("tests/invented")).expect("the tests").filter_map(Result::ok) {
        let name = entry.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let _ = writeln!(main, "#[path = {}]\nmod {name};", toml(&entry.path()));
    }
    let all = vendors.iter().map(|vendor| format!("(&{vendor}::VENDOR, {vendor}_calls::cases().expect(\"cases\"))"));
    let _ = writeln!(
        main,
        "\n/// Every vendor's description, and the examples of its specs as calls.\nfn vendors() -> Vec<(&'static \
         bindery_transport::description::Vendor, Vec<bindery_simulator::harness::Case>)> {{\n    vec![{}]\n}}",
        all.collect::<Vec<_>>().join(", ")
    );
    main
}

/// A path as a text of TOML and of Rust.
fn toml(path: &Path) -> String {
    format!("{:?}", path.display().to_string())
}

fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).expect("a folder");
    }
    // An untouched file is not compiled anew.
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text).expect("a file");
    }
}

fn run(scratch: &Path, arguments: &[&str]) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder").to_owned();
    let output = Command::new(cargo)
        .args(arguments)
        .current_dir(scratch)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("cargo");
    assert!(
        output.status.success(),
        "cargo {} fails:\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
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
