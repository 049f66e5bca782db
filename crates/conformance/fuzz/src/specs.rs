//! Specs, as somebody could write them: `vendor.toml`, then other files, each below a line `--- NAME`. In the place of a
//! `vendor.toml` that is empty stands an ordinary one. What is read without a mistake is emitted, too.
//!
//! This is the one target whose inputs no server sends. The tests of `xtask` take it from here to replay its corpus, so
//! that those of conformance need not build the generator.

use xtask::{diagnostic::Diagnostics, doubts, emit, generate, model, show};

const VENDOR: &str = r#"
name = "Acme"
client = "Acme"
version = "0.1.0"
license = "MIT"
repository = "https://example.com"
base = "https://api.example.com"
[protocols.form]
path = "/{operation}"
answer = "text"
[protocols.soap]
path = "/soap"
namespace = "urn:acme"
action = "{namespace}/{operation}"
answer = "xml"
[answers.text]
accepted = "OK {output}"
refused = "{code}"
[answers.xml]
accepted = { at = "{operation}Result", as = "OK" }
refused = { at = "{operation}Result", as = "{code}" }
[auth.key]
params = { apikey = { soap = "sKey" } }
"#;

/// Reads specs, and checks what holds of all of them; whether a crate came of them.
pub fn run(data: &[u8]) -> bool {
    let files = files(data);
    let files = || files.iter().map(|(name, bytes)| (name.as_str(), *bytes));
    let mut d = Diagnostics::default();
    let model = model::sources_of("acme", files(), &mut d).map(|sources| model::check(sources, &mut d));
    well_said(&d);
    let mut again = Diagnostics::default();
    let same = model::sources_of("acme", files(), &mut again).map(|sources| model::check(sources, &mut again));
    assert_eq!((&model, d.render(false)), (&same, again.render(false)), "read twice, it is not the same");

    let Some(model) = model else {
        assert!(d.mistakes() > 0, "nothing was read, and nothing is said");
        return false;
    };
    if d.mistakes() > 0 {
        return false;
    }
    let _ = (show::text(&model), doubts::of(&model, &d));
    let files = emit::vendor(&model, "..");
    assert!(files.values().all(|text| !text.trim().is_empty()), "a file is empty");
    if let Err(error) = generate::parse("acme", &files) {
        panic!("{error:?}");
    }
    true
}

/// Every diagnostic has a place in a file, and stands there once.
pub fn well_said(d: &Diagnostics) {
    let all = d.sorted();
    for (position, one) in all.iter().enumerate() {
        let at = one.at();
        let text = d.text(at.file);
        assert!(text.get(at.span.clone()).is_some(), "{one:?} is not in {text:?}");
        assert!(!d.path(at).is_empty(), "{one:?} is in no file");
        assert!(!all.iter().skip(position + 1).any(|other| other == one), "said twice: {one:?}");
    }
    let _ = (d.render(true), d.short(), d.shown());
}

/// The files, by their names.
fn files(data: &[u8]) -> Vec<(String, &[u8])> {
    let mut files = Vec::new();
    let mut name = "vendor.toml".to_owned();
    let (mut start, mut at) = (0, 0);
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        if let Some(next) = line.strip_prefix(b"--- ") {
            files.push((std::mem::take(&mut name), &data[start..at]));
            name = String::from_utf8_lossy(next.trim_ascii()).into_owned();
            start = at + line.len();
        }
        at += line.len();
    }
    files.push((name, &data[start..]));
    if files[0].1.trim_ascii().is_empty() {
        files[0].1 = VENDOR.as_bytes();
    }
    files
}
