//! Specs, as somebody could write them: `vendor.toml`, one operation and an XSD, parted by lines of `---`. In the place of
//! a `vendor.toml` that is empty stands an ordinary one. What is read without a mistake is emitted, too.
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

/// Reads specs, and checks what holds of all of them.
pub fn run(data: &[u8]) {
    let mut parts = split(data).into_iter();
    let vendor = parts.next().filter(|part| !part.is_empty()).unwrap_or(VENDOR.as_bytes());
    let names = ["getItem.toml", "payload.xsd"];
    let files: Vec<_> = std::iter::once(("vendor.toml", vendor)).chain(names.into_iter().zip(parts)).collect();

    let mut d = Diagnostics::default();
    let model = model::sources_of("acme", files.iter().copied(), &mut d).map(|sources| model::check(sources, &mut d));
    well_said(&d);
    let mut again = Diagnostics::default();
    let same = model::sources_of("acme", files.iter().copied(), &mut again).map(|sources| model::check(sources, &mut again));
    assert_eq!((&model, d.render(false)), (&same, again.render(false)), "read twice, it is not the same");

    let Some(model) = model else {
        assert!(d.mistakes() > 0, "nothing was read, and nothing is said");
        return;
    };
    if d.mistakes() > 0 {
        return;
    }
    let _ = (show::text(&model), doubts::of(&model));
    let files = emit::vendor(&model, "..");
    assert!(files.values().all(|text| !text.trim().is_empty()), "a file is empty");
    if let Err(error) = generate::parse("acme", &files) {
        panic!("{error:?}");
    }
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
    let _ = d.render(true);
}

fn split(data: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (position, window) in data.windows(5).enumerate() {
        if window == b"\n---\n" && position >= start {
            parts.push(&data[start..=position]);
            start = position + 5;
        }
    }
    parts.push(&data[start..]);
    if data.starts_with(b"---\n") {
        parts[0] = &parts[0][4..];
        parts.insert(0, &[]);
    }
    parts
}
