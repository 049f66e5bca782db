//! The WSDL that the simulator serves is made from a vendor's description, and so from its specs: `cargo xtask compare wsdl`
//! has nothing to say about the two.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use bindery_simulator::Simulator;
use bindery_transport::{Protocol, description::Vendor};

const VENDORS: &[&Vendor] = &[&inforouter::VENDOR, &logmein_rescue::VENDOR, &mediasilo::VENDOR];

#[test]
fn the_wsdl_of_a_vendor_is_what_its_specs_say() {
    let mut compared = Vec::new();
    for vendor in VENDORS {
        for file in save(vendor) {
            let (success, said) = compare(vendor, &file);
            assert!(success, "{}: {said}", vendor.package);
            compared.push(vendor.package);
        }
    }
    assert_eq!(compared, ["inforouter", "logmein-rescue"], "those that speak SOAP");
}

#[test]
fn a_wsdl_that_says_something_else_is_found_out() {
    let [file] = save(&logmein_rescue::VENDOR).try_into().expect("one address");
    let text = std::fs::read_to_string(&file).expect("the WSDL").replace("name=\"iParentID\"", "name=\"iParent\"");
    let edited = file.with_file_name("edited.wsdl");
    std::fs::write(&edited, text).expect("a file");
    let (success, said) = compare(&logmein_rescue::VENDOR, &edited);
    assert!(!success, "{said}");
    let wanted = "unknown-element: createUser: the parameter `parent`: the WSDL has no `iParentID`";
    assert!(said.contains(wanted), "{said}");
}

/// The WSDLs that the simulator serves, each in a file.
fn save(vendor: &'static Vendor) -> Vec<PathBuf> {
    let sim = Simulator::start(vendor);
    let soap = [Protocol::Soap11, Protocol::Soap12];
    let called = vendor.operations.iter().flat_map(|operation| soap.map(|on| (operation, on)));
    let on = called.filter(|(operation, on)| operation.binding(vendor, *on).is_some());
    let paths: BTreeSet<String> = on.filter_map(|(operation, on)| operation.path(vendor, on)).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wsdl").join(vendor.package);
    std::fs::create_dir_all(&folder).expect("a folder");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let saved = paths.iter().enumerate().map(|(index, path)| {
        let url = format!("{}{path}?wsdl", sim.base_url());
        let text =
            runtime.block_on(async { reqwest::get(url).await?.error_for_status()?.text().await }).expect("a WSDL");
        let file = folder.join(format!("{index}.wsdl"));
        std::fs::write(&file, text).expect("a file");
        file
    });
    saved.collect()
}

fn compare(vendor: &Vendor, file: &Path) -> (bool, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet", "--offline", "--locked", "--package", "xtask", "--", "compare", "wsdl"])
        .arg(file)
        .args(["--vendor", vendor.package])
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(root)
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), said)
}
