//! The harness notices what is another than it is written: a vendor that does not exist.

use bindery_simulator::harness::{self, Case, Expect, Wires};
use bindery_transport::{
    CallBuilder, Codes, Enumeration, FromValue, Operation, Prepared, Protocol, Record, SansIo, Unknown, Value,
    description::{self, *},
};

static TEXT: Answer = Answer::new(Format::Text)
    .accepted(&[Reading { at: &[], template: Some(Template(&[Piece::Text("OK")])) }])
    .refused(&[Reading { at: &[], template: None }]);
static XML: Answer = Answer::new(Format::Xml)
    .accepted(&[Reading { at: &["@is"], template: Some(Template(&[Piece::Text("ok")])) }])
    .refused(&[Reading { at: &["@is"], template: None }]);

const fn binding(protocol: Protocol, path: &'static str, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path,
        namespace: "urn:acme",
        action: "{namespace}/{operation}",
        root: "",
        inside: "",
        charset: None,
        headers: &[("Accept-Language", "en")],
        answer,
    }
}

static TAKEN: description::Code =
    description::Code::new("TAKEN", Means::Conflict, &[Spelling::new(Protocols::ALL, &["TAKEN"])], "Taken.");
static ADD: description::Operation = description::Operation::new("add", POST.and(SOAP11))
    .params(&[Field::new("name", &[Wire::new(Protocols::ALL, &["name"], &Type::STRING)]).required()])
    .codes(&[&TAKEN])
    .examples(&[Example::accepted(&[("name", Sample::Text("a"))], Sample::None)]);
static ACME: Vendor = Vendor {
    name: "Acme",
    package: "acme",
    base: None,
    bindings: &[binding(Protocol::Post, "/{operation}", &TEXT), binding(Protocol::Soap11, "/soap", &XML)],
    schemes: &[],
    operations: &[&ADD],
};

struct Add;

impl Operation for Add {
    const DESCRIPTION: &'static description::Operation = &ADD;
    type Output = ();
    type Code = Code;
}

#[derive(Clone, Debug, PartialEq)]
enum Code {
    Taken,
    Unknown(Unknown),
}

impl Enumeration for Code {
    const KNOWN: &'static [Self] = &[Code::Taken];
    const WORDS: &'static [&'static str] = &["TAKEN"];

    fn unknown(word: Unknown) -> Self {
        Code::Unknown(word)
    }

    fn as_unknown(&self) -> Option<&Unknown> {
        match self {
            Code::Unknown(word) => Some(word),
            Code::Taken => None,
        }
    }
}

impl Codes for Code {
    type Details = i32;

    fn details(_: usize, value: Value) -> Option<i32> {
        Record::from_value(Some(value))?.take(0).ok()
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

fn add() -> Prepared<Add> {
    CallBuilder::new(SansIo, 1).set(0, "a".to_owned()).send()
}

const NONE: Wires = Wires { auth: None, requests: &[], headers: &[], answers: &[] };

/// What is wrong with one case.
fn problems(wires: Wires, expect: Expect<Add>) -> Vec<String> {
    let case = Case::new("add", "here", wires, add(), expect);
    harness::check(&ACME, &[case]).into_iter().map(|problem| problem.what).collect()
}

#[test]
fn what_is_as_it_is_written_has_no_problem() {
    let wires = Wires {
        requests: &[(Protocol::Post, "name=a"), (Protocol::Soap11, "<add xmlns=\"urn:acme\"><name>a</name></add>")],
        headers: &[(Protocol::Post, &[("accept-language", "en")])],
        answers: &[(Protocol::Post, "OK"), (Protocol::Soap11, "<addResponse is=\"ok\" xmlns=\"urn:acme\"/>")],
        ..NONE
    };
    assert_eq!(problems(wires, Expect::nothing()), Vec::<String>::new());
    assert_eq!(problems(Wires { answers: &[(Protocol::Post, "TAKEN")], ..NONE }, Expect::code("TAKEN")), [""; 0]);
}

#[test]
fn a_header_that_is_missing_is_noticed() {
    let wires = Wires { headers: &[(Protocol::Post, &[("Accept-Language", "de"), ("X-Key", "1")])], ..NONE };
    assert_eq!(
        problems(wires, Expect::nothing()),
        [
            "the request over post has Accept-Language: [\"en\"] instead of \"de\"",
            "the request over post has X-Key: [] instead of \"1\""
        ]
    );
}

#[test]
fn the_header_of_an_envelope_that_is_missing_is_noticed() {
    const ENVELOPE: &str = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">\
        <s:Header><Key xmlns=\"urn:acme\">1</Key></s:Header>\
        <s:Body><add xmlns=\"urn:acme\"><name>a</name></add></s:Body></s:Envelope>";
    let found = problems(Wires { requests: &[(Protocol::Soap11, ENVELOPE)], ..NONE }, Expect::nothing());
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("the request over soap11 is another than the spec's"), "{found:?}");
}

#[test]
fn a_refusal_that_does_not_carry_what_it_should_is_noticed() {
    let wires = Wires { answers: &[(Protocol::Post, "TAKEN")], ..NONE };
    let expect = Expect::code("TAKEN").details(|seconds: &i32| assert_eq!(*seconds, 30));
    assert_eq!(problems(wires, expect), ["the spec's answer over post: it carries nothing"]);
}

#[test]
fn a_fault_is_no_accepted_answer() {
    const FAULT: &str = "<soap:Fault><faultcode>soap:Client</faultcode><faultstring>No.</faultstring></soap:Fault>";
    let found = problems(Wires { answers: &[(Protocol::Soap11, FAULT)], ..NONE }, Expect::nothing());
    assert!(found[0].contains("SOAP fault soap:Client: No.") && found[0].contains("HTTP 500"), "{found:?}");
}
