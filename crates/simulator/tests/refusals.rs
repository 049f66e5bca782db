//! What refusals are made of: a vendor that does not exist, over raw HTTP.

use bindery_simulator::Simulator;
use bindery_transport::description::*;

mod support;

use support::{exchange, post, soap11, soap12};

const ALL: Protocols = Protocols::ALL;

const fn at(places: &'static [&'static str]) -> Reading {
    Reading { at: places, template: None }
}

const fn message(places: &'static [&'static str]) -> Reading {
    Reading { at: places, template: Some(Template(&[Piece::Hole("message")])) }
}

static TEXT: Answer =
    Answer::new(Format::Text).accepted(&[Reading { at: &[], template: Some(Template(&[Piece::Text("OK")])) }]).refused(
        &[Reading { at: &[], template: Some(Template(&[Piece::Hole("code"), Piece::Blank, Piece::Hole("message")])) }],
    );
static LIST: Answer = Answer::new(Format::Xml)
    .accepted(&[Reading { at: &["@is"], template: Some(Template(&[Piece::Text("ok")])) }])
    .refused(&[
        Reading { at: &["@is"], template: Some(Template(&[Piece::Text("bad")])) },
        at(&["Errors/Error[]/@Number"]),
        message(&["Errors/Error[]"]),
    ]);
static FAULTS: Answer = Answer::new(Format::Xml)
    .accepted(&[Reading { at: &["@is"], template: Some(Template(&[Piece::Text("ok")])) }])
    .faults(&[at(&["Code/Subcode/Value", "faultcode"]), message(&["Reason/Text", "faultstring"])]);
static DEEP: Answer =
    Answer::new(Format::Xml).faults(&[at(&["detail/*/Code", "Detail/*/Code"]), message(&["detail/*/Text"])]);
static BYTES: Answer = Answer::new(Format::Bytes).refused(&[at(&["Errors/Error"])]);

const fn binding(protocol: Protocol, path: &'static str, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path,
        namespace: "urn:acme",
        action: "{namespace}/{operation}",
        root: "request",
        inside: "",
        charset: None,
        headers: &[],
        answer,
    }
}

static RETRY: Record = Record {
    name: "Retry",
    fields: &[Field::new(
        "seconds",
        &[
            Wire::new(FORM, &["Seconds"], &Type::I32),
            Wire::new(SOAP12, &["Detail/Seconds"], &Type::I32),
            Wire::new(ALL, &["detail/Seconds"], &Type::I32),
        ],
    )],
};
static RETRY_TYPE: Type = Type::record(&RETRY);
static DETAILS: Output = Output::new(&RETRY_TYPE, &[OutputForm::new(ALL, ".")]);
static SLOW: Code =
    Code::new("SLOW", Means::SlowDown, &[Spelling::new(ALL, &["17"])], "Not so fast.").details(&DETAILS);
static TAKEN: Code = Code::new("TAKEN", Means::Conflict, &[Spelling::new(ALL, &["TAKEN"])], "Taken.");
static NOBODY: Code = Code::new("NOBODY", Means::NotFound, &[Spelling::new(ALL, &["4000"])], "Nobody.");
static CODES: [&Code; 2] = [&SLOW, &TAKEN];
static IS_THERE: Output = Output::new(&Type::BOOL, &[OutputForm::new(ALL, ".")]).fixed(Sample::Bool(true));
static EXAMPLES: [Example; 3] = [
    Example::accepted(&[], Sample::Bool(true)),
    Example::accepted(&[], Sample::Bool(false)),
    Example::refused(&[], "SLOW", Sample::Record(&[("seconds", Sample::Int(30))])),
];

static LISTED: Operation = Operation::new("listed", SOAP).codes(&CODES);
static FAULTED: Operation = Operation::new("faulted", ALL)
    .answers(&[(SOAP, &FAULTS)])
    .limit(1, 60)
    .output(&IS_THERE)
    .codes(&CODES)
    .examples(&EXAMPLES)
    .replies(&[(&NOBODY, Sample::Bool(false))]);
static DEEPER: Operation = Operation::new("deeper", SOAP).answers(&[(ALL, &DEEP)]).codes(&CODES);
static FILE: Operation = Operation::new("file", ALL).answers(&[(ALL, &BYTES)]).codes(&CODES);

static ACME: Vendor = Vendor {
    name: "Acme",
    package: "acme",
    base: None,
    bindings: &[
        binding(Protocol::Post, "/{operation}", &TEXT),
        binding(Protocol::Soap11, "/soap", &LIST),
        binding(Protocol::Soap12, "/soap", &LIST),
    ],
    schemes: &[],
    operations: &[&LISTED, &FAULTED, &DEEPER, &FILE],
};

#[test]
fn several_codes_come_in_a_list() {
    let sim = Simulator::start(&ACME);
    let call = || soap11(&sim, "", "<listed xmlns=\"urn:acme\"/>").text();
    sim.on("listed").codes(&["SLOW", "TAKEN"]).code("TAKEN");
    let both = "<Errors><Error Number=\"17\">Not so fast.</Error><Error Number=\"TAKEN\">Taken.</Error></Errors>";
    assert!(call().contains(&format!("is=\"bad\">{both}</listedResponse>")));
    assert!(call().contains("is=\"bad\"><Errors><Error Number=\"TAKEN\">Taken.</Error></Errors></listedResponse>"));
    assert!(call().contains("is=\"ok\""));
}

#[test]
fn a_code_may_be_told_by_a_fault() {
    let sim = Simulator::start(&ACME);
    let element = "<faulted xmlns=\"urn:acme\"/>";
    sim.on("faulted").code("SLOW").code("SLOW").code("TAKEN");
    let reply = soap11(&sim, "", element);
    assert_eq!(reply.status, 500);
    assert!(
        reply.text().contains(
            "<soap:Fault><faultcode>soap:17</faultcode><faultstring>Not so fast.</faultstring>\
             <detail><Seconds>30</Seconds></detail></soap:Fault>"
        ),
        "{}",
        reply.text()
    );
    let reply = soap12(&sim, element);
    assert_eq!(reply.status, 500);
    assert!(
        reply.text().contains(
            "<soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value>\
             <soap:Subcode><soap:Value>soap:17</soap:Value></soap:Subcode></soap:Code>\
             <soap:Reason><soap:Text xml:lang=\"en\">Not so fast.</soap:Text></soap:Reason>\
             <soap:Detail><Seconds>30</Seconds></soap:Detail></soap:Fault>"
        ),
        "{}",
        reply.text()
    );
    assert!(soap11(&sim, "", element).text().contains("<faultcode>soap:TAKEN</faultcode>"));
    sim.on("faulted").fault("Server", "Broken.");
    let reply = soap12(&sim, element);
    assert!(reply.text().contains("<soap:Value>soap:Receiver</soap:Value>"), "{}", reply.text());
}

#[test]
fn a_fault_s_detail_may_hold_the_code() {
    let sim = Simulator::start(&ACME);
    sim.on("deeper").code("TAKEN").code("TAKEN");
    let element = "<deeper xmlns=\"urn:acme\"/>";
    let text = soap11(&sim, "", element).text();
    assert!(text.contains("<detail><root xmlns=\"\"><Code>TAKEN</Code><Text>Taken.</Text></root></detail>"), "{text}");
    assert!(text.contains("<faultcode>soap:Client</faultcode><faultstring>Taken.</faultstring>"), "{text}");
    let text = soap12(&sim, element).text();
    assert!(text.contains("<soap:Detail><root xmlns=\"\"><Code>TAKEN</Code></root></soap:Detail>"), "{text}");
    assert!(text.contains("<detail><root xmlns=\"\"><Text>Taken.</Text></root></detail>"), "{text}");
}

#[test]
fn a_refusal_of_text_carries_its_details_below_the_code() {
    let sim = Simulator::start(&ACME);
    sim.on("faulted").code("SLOW");
    assert_eq!(post(&sim, "faulted", "").text(), "17 Not so fast.\nSeconds:30");
}

#[test]
fn a_reply_is_answered_as_codes_are() {
    let sim = Simulator::start(&ACME);
    sim.on("faulted").code("NOBODY").example(1);
    assert_eq!(post(&sim, "faulted", "").text(), "4000 Nobody.");
    assert_eq!(post(&sim, "faulted", "").text(), "4000 Nobody.", "the example shows what the reply stands for");
}

#[test]
fn a_call_that_comes_too_soon_is_told_so() {
    let sim = Simulator::start(&ACME);
    sim.enforce_limits();
    assert_eq!(post(&sim, "faulted", "").text(), "OK");
    assert!(post(&sim, "faulted", "").text().starts_with("17 "));
    assert_eq!(sim.carried_out("faulted"), 1);
}

#[test]
fn bytes_have_no_room_for_a_code() {
    let sim = Simulator::start(&ACME);
    sim.on("file").code("TAKEN").code("TAKEN");
    let reply = post(&sim, "file", "");
    assert_eq!((reply.status, reply.body.len()), (200, 0));
    let reply = soap11(&sim, "", "<file xmlns=\"urn:acme\"/>");
    assert!(reply.text().contains("<Errors><Error>TAKEN</Error></Errors>"), "{}", reply.text());
}

#[test]
#[should_panic(expected = "listed has no code NOBODY")]
fn a_code_that_is_none_is_told_of() {
    let _ = Simulator::start(&ACME).on("listed").codes(&["TAKEN", "NOBODY"]);
}

#[test]
fn nothing_is_anywhere_else() {
    let sim = Simulator::start(&ACME);
    assert_eq!(exchange(&sim, "GET /listed HTTP/1.1", "").status, 404);
}
