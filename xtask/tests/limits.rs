//! What is large or deep, read on a small stack and without a look at the clock: that each of these comes to an end is the test.

use xtask::{diagnostic::Diagnostics, emit, generate, model};

const VENDOR: &str = r#"
name = "Acme"
client = "Acme"
version = "0.1.0"
license = "MIT"
repository = "https://example.com"
base = "https://api.example.com"
[protocols.soap]
path = "/soap"
namespace = "urn:acme"
action = "{namespace}/{operation}"
answer = "xml"
[answers.xml]
accepted = { at = "{operation}Result" }
"#;

const EXAMPLE: &str = "[[examples]]\nsoap.answer = \"<R/>\"\n";

/// The kinds of what is said of an operation and a schema; none when a crate came of them.
#[track_caller]
fn said(operation: &str, schema: &str) -> Vec<&'static str> {
    let files = [("vendor.toml", VENDOR), ("getItem.toml", operation), ("payload.xsd", schema)]
        .map(|(name, text)| (name, text.to_owned().into_bytes()));
    // That of a thread is 2 MiB, and that of the program 8.
    let small = std::thread::Builder::new().stack_size(1024 * 1024);
    let read = small.spawn(move || {
        let mut d = Diagnostics::default();
        let texts = files.iter().map(|(name, bytes)| (*name, bytes.as_slice()));
        let model = model::sources_of("acme", texts, &mut d).map(|sources| model::check(sources, &mut d));
        if let Some(model) = model.filter(|_| d.mistakes() == 0) {
            generate::parse("acme", &emit::vendor(&model, "..")).expect("Rust");
        }
        let _ = (d.render(true), d.short(), d.shown());
        d.sorted().iter().map(|one| one.kind.name()).collect()
    });
    read.expect("a thread").join().expect("no panic")
}

fn schema(body: &str) -> String {
    format!("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">{body}</xs:schema>")
}

#[test]
fn brackets_and_dots_that_never_end_are_too_deep() {
    for deep in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{ b = ".repeat(100_000)),
        format!("a = {}1{}", "{ b.c.d.e = [".repeat(10_000), "]}".repeat(10_000)),
        format!("{}a = 1", "b.".repeat(100_000)),
        format!("[{}a]", "b.".repeat(100_000)),
        format!("[[{}a]]", "b.".repeat(100_000)),
    ] {
        assert_eq!(said(&deep, ""), ["too-deep"]);
    }
}

#[test]
fn a_long_chain_of_records_is_read_and_emitted() {
    let records: String = (1..400).map(|n| format!("[types.T{n}.fields]\nnext = \"T{}\"\n", n - 1)).collect();
    let chain = format!("[output]\ntype = \"T399\"\n[types.T0.fields]\nlast = \"i32\"\n{records}{EXAMPLE}");
    assert_eq!(said(&chain, ""), [""; 0]);
    let circle = chain.replace("last = \"i32\"", "last = \"T399\"");
    assert_eq!(said(&circle, ""), [""; 0]);
    let endless = circle
        .replace("next = ", "next.required = true\nnext.type = ")
        .replace("last = \"T399\"", "last = { type = \"T399\", required = true }");
    assert_eq!(said(&endless, ""), ["endless-type"]);
}

#[test]
fn long_texts_are_cut_where_they_are_shown() {
    let long = "ä".repeat(100_000);
    let said_of = |operation: String| {
        let mut d = Diagnostics::default();
        let texts = [("vendor.toml", VENDOR.as_bytes()), ("getItem.toml", operation.as_bytes())];
        let model = model::sources_of("acme", texts, &mut d).map(|sources| model::check(sources, &mut d));
        assert!(model.is_none() || d.mistakes() > 0);
        d.render(false)
    };
    for operation in [
        format!("[params]\na = {{ type = \"{long}\" }}\n{EXAMPLE}"),
        format!("[params]\na = {{ as = \"{{{long}}}\" }}\n{EXAMPLE}"),
        format!("\"{long}\" = 1\n{EXAMPLE}"),
        format!("doc = \"{long}\" x\n{EXAMPLE}"),
        format!("supersedes = [\"{long}\"]\n{EXAMPLE}"),
    ] {
        let said = said_of(operation);
        assert!(said.len() < 20_000, "{} bytes are said: {}", said.len(), said.chars().take(2000).collect::<String>());
    }
    // What steers a terminal does not reach it.
    let said = said_of(format!("[params]\na = {{ type = \"\\u001B[31m\\u202E\" }}\n{EXAMPLE}"));
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
}

#[test]
fn mistakes_without_end_are_counted_and_the_first_are_shown() {
    let operation: String = (0..4_000).map(|n| format!("word{n} = 1\n")).collect();
    let mut d = Diagnostics::default();
    let texts = [("vendor.toml", VENDOR.as_bytes()), ("getItem.toml", operation.as_bytes())];
    let _ = model::sources_of("acme", texts, &mut d).map(|sources| model::check(sources, &mut d));
    assert_eq!((d.sorted().len(), d.mistakes()), (1_000, 4_001));
    assert!(d.render(false).ends_with("there are 3001 more mistakes, of which nothing is shown; mend these first\n\n"));
    assert_eq!(d.short().lines().count(), 1_001);
}

#[test]
fn a_schema_that_nests_or_repeats_without_end_comes_to_an_end() {
    let operation = format!("[output]\ntype = \"payload.xsd#t\"\n{EXAMPLE}");
    let nested = |count: usize| {
        let (open, close) = ("<xs:sequence>".repeat(count), "</xs:sequence>".repeat(count));
        schema(&format!(
            "<xs:complexType name=\"t\">{open}<xs:element name=\"a\" type=\"xs:int\"/>{close}</xs:complexType>"
        ))
    };
    assert_eq!(said(&operation, &nested(60)), [""; 0]);
    assert_eq!(said(&operation, &nested(100_000)), ["schema-too-deep"]);
    let inner = |count: usize| {
        let (open, close) = (
            "<xs:element name=\"a\"><xs:complexType><xs:sequence>".repeat(count),
            "</xs:sequence></xs:complexType></xs:element>".repeat(count),
        );
        schema(&format!("<xs:complexType name=\"t\"><xs:sequence>{open}{close}</xs:sequence></xs:complexType>"))
    };
    assert_eq!(said(&operation, &inner(20)), [""; 0]);
    let many = "<xs:element name=\"a\" minOccurs=\"100000\" maxOccurs=\"99999999999\"/>".to_owned();
    let many = schema(&format!(
        "<xs:complexType name=\"t\"><xs:sequence maxOccurs=\"100000\">{many}</xs:sequence></xs:complexType>"
    ));
    assert_eq!(said(&operation, &many), [""; 0]);
    let words: String = (0..20_000).map(|n| format!("<xs:enumeration value=\"w{n}\"/>")).collect();
    let words = schema(&format!(
        "<xs:simpleType name=\"t\"><xs:restriction base=\"xs:string\">{words}</xs:restriction></xs:simpleType>"
    ));
    assert_eq!(said(&operation, &words), ["schema-too-large"]);
}
