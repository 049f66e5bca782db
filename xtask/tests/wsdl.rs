//! WSDLs as different makers write them: what is drafted of each, and that a WSDL agrees with its own drafts.
//! `INSTA_UPDATE=always cargo test -p xtask --test wsdl` takes what is new.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use xtask::{
    compare::{self, Comparison, KINDS},
    diagnostic::Diagnostics,
    draft::{self, wsdl::Drafts},
    model,
    place::Place,
    report::Format,
    wsdl::{self, Asked},
};

#[path = "wsdl/edits.rs"]
mod edits;
#[path = "wsdl/hostile.rs"]
mod hostile;

/// Each with what its drafts and it cannot agree on: the language has no word for it.
const FIXTURES: &[(&str, &[&str])] = &[
    ("desk.wsdl", &[]),
    ("jaxws/orders.wsdl", &["element-namespace"]),
    ("wcf/Stock.wsdl", &["element-namespace"]),
    ("rpc.wsdl", &["element-namespace"]),
    ("spring.wsdl", &[]),
];

/// Codes as one vendor has them: an enumeration in the result.
const CODES: &str = r#"
[names]
prefix = "{operation}"
[answers.xml]
accepted = { at = "{operation}Result", as = "{prefix}_OK" }
refused = { at = "{operation}Result", as = "{prefix}_{code}" }
[auth.key]
params = { key = { soap = "sKey" } }
[codes]
ERROR = { soap = "Error", means = "vendor-fault" }
NOTLOGGEDIN = { soap = "NotLoggedIn", means = "sign-in" }
"#;

const PLAIN: &str = "[answers.xml]\n";

/// A vendor of one WSDL.
struct Bench {
    folder: tempfile::TempDir,
    wsdl: PathBuf,
}

impl Bench {
    /// A copy of the fixture's folder, and a vendor that says what the WSDL says of its protocol.
    fn new(fixture: &str) -> Bench {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wsdl");
        let folder = tempfile::tempdir().expect("a folder");
        let from = fixtures.join(fixture);
        for entry in fs::read_dir(from.parent().expect("a folder")).expect("the fixtures") {
            let path = entry.expect("a fixture").path();
            if path.extension().is_some_and(|end| end == "wsdl" || end == "xsd") {
                fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
            }
        }
        let wsdl = folder.path().join(from.file_name().expect("a name"));
        let bench = Bench { folder, wsdl };
        fs::create_dir_all(bench.root()).expect("the vendor's folder");
        let contract = wsdl::read(&bench.wsdl, &Asked::default(), &mut Diagnostics::default()).expect("a contract");
        let mut vendor = String::from(
            "name = \"Acme\"\nclient = \"Acme\"\nversion = \"0.1.0\"\nlicense = \"MIT\"\nrepository = \"https://example.com\"\n",
        );
        vendor.push_str(&draft::wsdl::protocol_words(&contract));
        if fixture == "desk.wsdl" {
            // The forms of ASMX are below the address of its SOAP.
            vendor.push_str("[protocols.form]\npath = \"/desk.asmx/{operation}\"\nanswer = \"xml\"\n");
            vendor.push_str(CODES);
        } else {
            vendor.push_str(PLAIN);
        }
        fs::write(bench.root().join("vendor.toml"), vendor).expect("a file");
        bench
    }

    fn specs(&self) -> PathBuf {
        self.folder.path().join("specs")
    }

    fn root(&self) -> PathBuf {
        self.specs().join("acme")
    }

    fn drafts(&self) -> Drafts {
        let mut d = Diagnostics::default();
        let drafts = draft::wsdl::draft(&self.specs(), &self.draft_request(), &mut d).expect("the specs");
        drafts.unwrap_or_else(|| panic!("{}", d.render(false)))
    }

    fn draft_request(&self) -> draft::wsdl::Request {
        let (file, vendor) = (self.wsdl.clone(), "acme".to_owned());
        draft::wsdl::Request {
            file,
            vendor,
            asked: Asked::default(),
            force: false,
            stdout: false,
            format: Format::Text,
        }
    }

    /// Makes specs of drafts, as a person does who has nothing to say.
    fn accept(&self, drafts: &Drafts) {
        let without_quotes = |text: &str| -> String {
            let is_quote =
                |line: &&str| line.trim_start().starts_with("#> ") || line.trim_start().starts_with("<!-- #> ");
            text.lines().filter(|line| !is_quote(line)).map(|line| format!("{line}\n")).collect()
        };
        for drafted in &drafts.operations {
            let name = format!("{}.toml", drafted.draft.name);
            fs::write(self.root().join(name), without_quotes(&drafted.draft.to_toml())).expect("a spec");
        }
        if let Some(xsd) = &drafts.xsd {
            fs::write(self.root().join(&xsd.name), without_quotes(&xsd.text)).expect("an XSD");
        }
    }

    fn compare(&self, all: bool) -> Comparison {
        let request =
            compare::Request { file: self.wsdl.clone(), vendor: "acme".to_owned(), asked: Asked::default(), all };
        let mut d = Diagnostics::default();
        compare::run(&self.specs(), &request, &mut d).unwrap_or_else(|| panic!("{}", d.render(false)))
    }

    fn shown(&self, text: &str) -> String {
        text.replace(&self.folder.path().display().to_string(), ".")
    }
}

#[test]
fn drafts_are_what_they_were() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("wsdl");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (fixture, _) in FIXTURES {
            let bench = Bench::new(fixture);
            let drafts = bench.drafts();
            let mut text = String::new();
            for drafted in &drafts.operations {
                text.push_str(&format!("=== {}\n{}\n", drafted.draft.file_name(), drafted.draft.to_toml()));
            }
            if let Some(xsd) = &drafts.xsd {
                text.push_str(&format!("=== {}.draft\n{}", xsd.name, xsd.text));
            }
            let name = Path::new(fixture).file_stem().expect("a name").to_string_lossy().into_owned();
            insta::assert_snapshot!(name, text);
        }
    });
}

#[test]
fn a_draft_is_a_spec_that_its_wsdl_agrees_with() {
    for (fixture, kinds) in FIXTURES {
        let bench = Bench::new(fixture);
        bench.accept(&bench.drafts());
        let mut d = Diagnostics::default();
        model::load(&bench.specs(), "acme", &mut d);
        assert_eq!(bench.shown(&d.render(false)), "", "{fixture}");
        let found = bench.compare(true);
        let other: Vec<_> = found.disagreements.iter().filter(|found| !kinds.contains(&found.kind)).collect();
        assert!(other.is_empty(), "{fixture}: {other:#?}");
        let said: BTreeSet<&str> = found.disagreements.iter().map(|found| found.kind).collect();
        assert_eq!(said, kinds.iter().copied().collect(), "{fixture}");
        // What was drafted once is drafted again, word for word.
        let again = bench.drafts();
        bench.accept(&again);
        let texts =
            |drafts: &Drafts| drafts.operations.iter().map(|drafted| drafted.draft.to_toml()).collect::<Vec<_>>();
        assert_eq!(texts(&bench.drafts()), texts(&again), "{fixture}");
    }
}

#[test]
fn drafts_go_beside_specs_and_over_nothing() {
    let bench = Bench::new("desk.wsdl");
    let place = Place::find(Some(bench.specs()), None).expect("the specs");
    let spec = bench.root().join("Ping.toml");
    fs::write(&spec, "doc = \"Mine.\"\n").expect("a spec");
    let mut request = bench.draft_request();
    assert!(draft::wsdl::command(&place, &request).expect("drafts"));
    assert_eq!(fs::read_to_string(&spec).expect("the spec"), "doc = \"Mine.\"\n");
    let beside = bench.root().join("Ping.toml.draft");
    fs::write(&beside, "# Worked on.\n").expect("a draft");
    let said = draft::wsdl::command(&place, &request).expect_err("they are there").to_string();
    assert!(said.contains("somebody may have worked on them") && said.contains("--force"), "{said}");
    assert_eq!(fs::read_to_string(&beside).expect("the draft"), "# Worked on.\n");
    request.force = true;
    assert!(draft::wsdl::command(&place, &request).expect("drafts"));
    assert!(fs::read_to_string(&beside).expect("the draft").contains("Drafted from desk.wsdl"));
}

#[test]
fn a_vendor_that_is_not_there_is_told_how_to_begin() {
    let bench = Bench::new("wcf/Stock.wsdl");
    let place = Place::find(Some(bench.specs()), None).expect("the specs");
    let request = draft::wsdl::Request { vendor: "stock".to_owned(), ..bench.draft_request() };
    let said = draft::wsdl::command(&place, &request).expect_err("there is no such vendor").to_string();
    for wanted in [
        "cargo xtask new vendor stock",
        "[protocols.soap]",
        "path      = \"/Stock.svc\"",
        "namespace = \"http://stock.example/contract\"",
        "action    = \"{namespace}/IStock/{operation}\"",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
}

#[test]
fn a_schema_that_still_quotes_is_refused() {
    let bench = Bench::new("jaxws/orders.wsdl");
    let drafts = bench.drafts();
    bench.accept(&drafts);
    let xsd = drafts.xsd.expect("an XSD");
    assert!(xsd.text.contains("<!-- #> "), "{}", xsd.text);
    fs::write(bench.root().join(&xsd.name), &xsd.text).expect("an XSD");
    let mut d = Diagnostics::default();
    model::load(&bench.specs(), "acme", &mut d);
    let said = d.render(false);
    assert!(d.mistakes() == 1 && said.contains("the vendor's own words are still in this schema"), "{said}");
}

#[test]
fn the_language_page_has_every_kind_of_disagreement() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/README.md");
    let page = fs::read_to_string(page).expect("the page").split_whitespace().collect::<Vec<_>>().join(" ");
    let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    assert!(page.contains(&format!("`{}`", kinds.join(" "))), "{}", kinds.join(" "));
}

#[test]
fn operations_and_ports_can_be_picked_out() {
    let bench = Bench::new("wcf/Stock.wsdl");
    let read = |asked: Asked| {
        let mut d = Diagnostics::default();
        let contract = wsdl::read(&bench.wsdl, &asked, &mut d);
        (contract, bench.shown(&d.render(false)))
    };
    let (contract, _) = read(Asked { ports: vec!["Ws".to_owned()], ..Asked::default() });
    let calls: Vec<_> = contract.expect("a contract").operations[0].calls.iter().map(|call| call.on).collect();
    assert_eq!(calls, [model::Protocol::Soap12]);
    let (none, said) = read(Asked { ports: vec!["Basics".to_owned()], ..Asked::default() });
    assert!(none.is_none() && said.contains("did you mean `Basic`?"), "{said}");
    let (none, said) = read(Asked { operations: vec!["Mve".to_owned()], ..Asked::default() });
    assert!(none.is_none() && said.contains("did you mean `Move`?"), "{said}");
}
