//! Vendors that do not exist, each a folder of specs and nothing else: generated into one scratch workspace, and run there
//! as one test binary. It has the generated tests of each crate, and those of `tests/invented/` beside them.

mod scratch;

use std::{fmt::Write as _, fs, path::Path};

use scratch::{Scratch, toml, workspace};
use xtask::{generate, place::Place, report::Format};

#[test]
fn vendors_that_do_not_exist_work() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = Scratch::new("invented", "\"crates/*\", \"tests\"");
    let crates = scratch.folder.join("crates");
    let place = Place::find(Some(here.join("tests/vendors")), Some(crates.clone())).expect("the places");
    let (outcomes, _) = generate::run(&place, &[], false, Format::Text).expect("the crates");
    // One without operations is that the crate of a vendor that is gone was removed.
    let there = outcomes.iter().filter(|outcome| outcome.operations.is_some());
    let vendors: Vec<String> = there.map(|outcome| outcome.plan.name.clone()).collect();

    scratch.write("tests/Cargo.toml", &manifest(&vendors));
    scratch.write("tests/empty.rs", "");
    scratch.write("tests/main.rs", &main(here, &crates, &vendors));

    scratch.lock();
    scratch.cargo(&["test", "--offline", "--locked", "--package", "invented"]);
    // Encoding and decoding stand without the clients that send.
    let core = ["check", "--offline", "--locked", "--workspace", "--exclude", "invented", "--no-default-features"];
    scratch.cargo(&core);
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
