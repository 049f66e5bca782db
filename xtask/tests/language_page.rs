//! The example of `specs/README.md` is a vendor that can be generated.

use std::{fs, path::Path};

use xtask::{diagnostic::Diagnostics, model};

const LOGIN: &str = r#"
auth = false
params = { user = { required = true, soap = "sUser" }, pwd = { required = true, secret = true, soap = "sPwd" } }
[[examples]]
params = { user = "a", pwd = "b" }
form.answer = "OK"
"#;

const LOGOUT: &str = r#"
auth = "session"
[[examples]]
form.answer = "OK"
"#;

#[test]
fn the_example_of_the_page_has_no_mistake() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/README.md");
    let page = fs::read_to_string(page).expect("the language's page");
    let blocks: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|rest| rest.split_once("```").map(|(block, _)| block)).collect();
    let file = |name: &str| {
        let head = format!("# specs/acme/{name}\n");
        blocks.iter().find(|block| block.starts_with(&head)).copied().unwrap_or_else(|| panic!("no block of {name}"))
    };
    let types = blocks.iter().find(|block| block.starts_with("[types]")).expect("the block of types");
    let specs = tempfile::tempdir().expect("a folder");
    let acme = specs.path().join("acme");
    fs::create_dir(&acme).expect("the vendor's folder");
    for (name, text) in [
        ("vendor.toml", format!("{}{types}", file("vendor.toml"))),
        ("createUser.toml", file("createUser.toml").to_owned()),
        ("login.toml", LOGIN.to_owned()),
        ("logout.toml", LOGOUT.to_owned()),
    ] {
        fs::write(acme.join(name), text).expect("a file");
    }
    let mut d = Diagnostics::default();
    model::load(specs.path(), "acme", &mut d);
    assert_eq!(d.render(false), "");
}
