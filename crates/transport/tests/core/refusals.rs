//! Refusals: several at once, such as are answers, what they carry, and SOAP faults.

use bindery_transport::{
    Failure, Kind, Protocol, Stage, Value,
    description::{
        Answer, Code, Field, Format, Means, Operation, Output, OutputForm, Protocols, Record, SOAP11, SOAP12, Sample,
        Telling, Template, TextForm, Type, Wire, XML,
    },
};

use crate::{
    answer,
    decode::{envelope, refused},
    fields,
    ledger::{LEDGER, code, field, over, pieces, post, read, shown, soap, spelled, whole, xml},
    response, secret, show, target,
};

pub const ALL: &[&Operation] = &[&ADD, &EXISTS, &MOVE, &SIGN_IN, &ANY, &OPEN];

const EVERY: Protocols = Protocols::ALL;

// Several refusals in one answer.

const PARAMS: &[Field] = &[
    field!("Name", "Name", &Type::STRING),
    field!("pin", "pin", &Type::STRING).secret(),
    field!("at", "at", &Type::I32),
];
static TAKEN: Code = code("TAKEN", Means::Conflict, &[spelled(&["12"])]);
static MISSING: Code = Code::new("MISSING", Means::Input, &[spelled(&["13"])], "It is missing.")
    .messages(&[Template(pieces!["The " [parameter] " is missing"])]);
static ADD: Operation = Operation::new("add", EVERY).params(PARAMS).codes(&[&TAKEN, &MISSING]);

fn listed(errors: &str) -> Failure {
    refused(xml(&ADD, &format!("<r status='failed' reason='all of it'><Errors>{errors}</Errors></r>")))
}

/// Code, known index, message and parameter.
type One<'f> = (&'f str, Option<usize>, Option<&'f str>, Option<&'f str>);

fn all(failure: &Failure) -> Vec<One<'_>> {
    failure
        .refusals()
        .map(|one| (one.text.as_str(), one.known, one.message.as_deref(), one.parameter.as_deref()))
        .collect()
}

#[test]
fn the_first_documented_code_counts() {
    let failure = listed(
        "<Error Number='99' Field='x'>odd</Error><Error><Number>012</Number></Error>\
         <Error Number='13'>The NAME is missing</Error><Error/><Error>just words</Error>",
    );
    assert_eq!((failure.kind(), failure.message(), failure.parameter()), (Kind::Conflict, Some("all of it"), None));
    assert_eq!(
        all(&failure),
        [
            ("012", Some(0), Some("all of it"), None),
            ("99", None, Some("odd"), Some("x")),
            ("13", Some(1), Some("The NAME is missing"), Some("Name")),
            ("", None, Some("just words"), None),
        ]
    );
    let shown = failure.to_string();
    assert!(shown.contains("was refused with 012") && shown.contains("; also 99 (odd)"), "{shown}");
    assert!(shown.contains("; also 13 (The NAME is missing)") && shown.contains("; also (just words)"), "{shown}");
}

#[test]
fn else_the_first_code_counts() {
    let failure = listed("<Error Number='98'>a</Error><Error Number='99'>b</Error>");
    assert_eq!((failure.kind(), failure.message()), (Kind::UnknownCode, Some("a")));
    assert_eq!(all(&failure), [("98", None, Some("a"), None), ("99", None, Some("b"), None)]);
    // What holds for all is a refusal of its own where there are none.
    let failure = listed("");
    assert_eq!((failure.refusal().is_none(), failure.message()), (true, Some("all of it")));
}

#[test]
fn what_several_refusals_echo_is_masked() {
    let given = [("pin", secret("hunter2&hunter2"))];
    for errors in [
        "<Error Number='12'>a</Error><Error Number='hunter2&amp;hunter2'>hunter2&amp;hunter2</Error>",
        "<Error Number='1' Field='hunter2%26hunter2'>aHVudGVyMiZodW50ZXIy</Error><Error Number='2' Field='hunter2&amp;hunter2'/>",
    ] {
        let body = format!("<r status='failed'><Errors>{errors}</Errors></r>");
        let failure = refused(answer(&ADD, &target(&LEDGER, Protocol::Xml), &given, &response(200, None, body)));
        let shown = format!("{failure} {failure:?}");
        assert!(shown.contains("•••") && !shown.contains("hunter2") && !shown.contains("aHVu"), "{shown}");
    }
}

// Refusals that are an answer.

static IS: Type = Type::record(&Record {
    name: "Is",
    fields: &[
        field!("exists", "exists", &Type::BOOL).fixed(Sample::Bool(true)),
        field!("sure", "sure", &Type::BOOL).fixed(Sample::Bool(true)),
        field!("name", "name", &Type::STRING),
        field!("rest", "*", &Type::MAP),
    ],
});
static NO_SUCH: Code = code("NO_SUCH", Means::NotFound, &[spelled(&["4000", "NoSuch"])]);
static NO_USER: Code = code("NO_USER", Means::NotFound, &[spelled(&["12"])]).messages(&[Template(pieces!["no user"])]);
static EXISTS: Operation = Operation::new("exists", EVERY)
    .output(&Output::new(&IS, &[OutputForm::new(EVERY, ".")]))
    .replies(&[
        (&NO_SUCH, Sample::Record(&[("exists", Sample::Bool(false)), ("name", Sample::Text("nobody"))])),
        (&NO_USER, Sample::Record(&[("exists", Sample::Bool(false))])),
    ])
    .codes(&[&TAKEN, &NO_SUCH]);

#[test]
fn a_reply_is_an_answer() {
    assert_eq!(fields(post(&EXISTS, "OK name: Ann")).all(4), ["true", "true", "\"Ann\"", "[]"]);
    for answer in [
        post(&EXISTS, "ERROR nosuch: no"),
        post(&EXISTS, "04000"),
        over(&EXISTS, Protocol::Get, 404, "NoSuch"),
        xml(&EXISTS, "<r><Errors><Error Number='4000'/></Errors></r>"),
        soap(&EXISTS, "<r><existsResult>NoSuch</existsResult></r>"),
        soap(&EXISTS, "<soap:Fault><faultcode>soap:NoSuch</faultcode></soap:Fault>"),
    ] {
        assert_eq!(fields(answer).all(4), ["false", "true", "\"nobody\"", "[]"]);
    }
}

#[test]
fn a_reply_is_told_by_its_message_too_and_codes_are_tried_after_it() {
    assert_eq!(fields(post(&EXISTS, "ERROR 12: no user")).all(3), ["false", "true", "-"]);
    assert_eq!(refused(post(&EXISTS, "ERROR 12: taken")).kind(), Kind::Conflict);
    assert_eq!(refused(post(&EXISTS, "ERROR 1: what")).kind(), Kind::UnknownCode);
}

#[test]
fn a_reply_among_other_refusals_is_none() {
    let failure = refused(xml(&EXISTS, "<r><Errors><Error Number='4000'/><Error Number='7'/></Errors></r>"));
    // It is among the codes, too.
    assert_eq!(all(&failure), [("4000", Some(1), None, None), ("7", None, None, None)]);
}

#[test]
fn replies_stand_for_outputs_of_any_type() {
    static NONE: Operation = Operation::new("none", EVERY).replies(&[(&NO_SUCH, Sample::None)]);
    assert!(matches!(post(&NONE, "NoSuch"), Ok(None)));
    static LIST: Operation = Operation::new("list", EVERY)
        .output(&Output::new(&Type::STRING, &[OutputForm::new(EVERY, ".").separator(",")]).many())
        .replies(&[(&NO_SUCH, Sample::List(&[])), (&TAKEN, Sample::List(&[Sample::Text("a"), Sample::Int(1)]))]);
    assert_eq!(shown(post(&LIST, "NoSuch")), "[]");
    assert_eq!(shown(post(&LIST, "12")), "[\"a\" \"1\"]");
    static MAP: Operation = Operation::new("map", EVERY)
        .output(&Output::new(&Type::MAP, &[OutputForm::new(EVERY, ".")]))
        .replies(&[(&NO_SUCH, Sample::Record(&[("a", Sample::Int(1))]))]);
    assert_eq!(shown(post(&MAP, "NoSuch")), r#"[("a", "1")]"#);
    static SECRET: Operation = Operation::new("secret", EVERY)
        .output(&Output::new(&Type::NUMBER, &[OutputForm::new(EVERY, ".")]).secret())
        .replies(&[(&NO_SUCH, Sample::Text("1.50")), (&TAKEN, Sample::List(&[]))]);
    assert_eq!(shown(post(&SECRET, "NoSuch")), "secret \"1.50\"");
    assert!(post(&SECRET, "12").is_err());
}

// What a refusal carries.

static FAILED: Type = Type::record(&Record {
    name: "Failed",
    fields: &[
        Field::new(
            "id",
            &[
                Wire::new(Protocols::FORM, &["ID"], &Type::I32),
                Wire::new(XML.and(Protocols::SOAP), &["@id"], &Type::I32),
            ],
        )
        .required(),
        field!("why", "why", &Type::STRING),
    ],
});
static SOME_FAILED: Code =
    Code::new("SOME_FAILED", Means::Conflict, &[spelled(&["55"])], "Some failed.").details(&Output::new(
        &FAILED,
        &[
            OutputForm::new(Protocols::FORM, ".")
                .text(&[TextForm::Template(Template(pieces!["ERROR 55:" _ [id] " for " [why]]))]),
            OutputForm::new(XML, "Failed/Item"),
            OutputForm::new(SOAP11, "detail/Failed"),
            OutputForm::new(SOAP12, "Detail/Failed"),
        ],
    ));
static WAIT: Code = Code::new("WAIT", Means::SlowDown, &[spelled(&["56"])], "Too fast.")
    .details(&Output::new(&Type::I32, &[OutputForm::new(XML, "@wait"), OutputForm::new(SOAP11, "detail/*/Wait")]));
static LIST_FAILED: Code = Code::new("LIST_FAILED", Means::Conflict, &[spelled(&["57"])], "These failed.")
    .details(&Output::new(&FAILED, &[OutputForm::new(XML, "Failed/Item")]).many());
static MOVE: Operation = Operation::new("move", EVERY).params(PARAMS).codes(&[&SOME_FAILED, &WAIT, &LIST_FAILED]);

fn details(failure: &Failure) -> String {
    show(failure.details())
}

#[test]
fn a_refusal_carries_what_its_code_says() {
    let failure =
        refused(xml(&MOVE, "<r wait='3'><Errors><Error Number='55'/></Errors><Failed><Item id='7'/></Failed></r>"));
    assert_eq!((failure.kind(), details(&failure).as_str()), (Kind::Conflict, "{7}"));
    let failure = refused(xml(&MOVE, "<r wait='3'><Errors><Error Number='56'/></Errors></r>"));
    assert_eq!((failure.kind(), details(&failure).as_str()), (Kind::SlowDown, "3"));
    let items = "<Failed><Item id='7'/><Item id='8'><why>w</why></Item></Failed>";
    let failure = refused(xml(&MOVE, &format!("<r><Errors><Error Number='57'/></Errors>{items}</r>")));
    assert_eq!(details(&failure), "[{7} {8}]");
    let failure = refused(post(&MOVE, "ERROR 55: 7 for nothing"));
    assert_eq!((details(&failure).as_str(), failure.message()), ("{7}", Some("7 for nothing")));
    assert!(!format!("{failure:?}").contains("Record"));
}

#[test]
fn details_that_cannot_be_read_hide_no_code() {
    for body in [
        "<r><Errors><Error Number='55'/></Errors></r>",
        "<r><Errors><Error Number='55'/></Errors><Failed><Item/></Failed></r>",
        "<r><Errors><Error Number='56'/></Errors></r>",
        "<r wait='soon'><Errors><Error Number='56'/></Errors></r>",
    ] {
        let failure = refused(xml(&MOVE, body));
        assert!(failure.refusal().unwrap().known.is_some() && failure.details().is_none());
    }
    let failure = refused(post(&MOVE, "ERROR 55: nothing"));
    assert!(failure.refusal().unwrap().known == Some(0) && failure.details().is_none());
    // A protocol without a form for them.
    assert!(refused(post(&MOVE, "ERROR 56: slower")).details().is_none());
}

#[test]
fn details_of_a_text_are_read_from_all_of_it() {
    static DETAILED: Code = Code::new("DETAILED", Means::Input, &[spelled(&["1"])], "It is wrong.")
        .details(&Output::new(&FAILED, &[OutputForm::new(EVERY, ".")]));
    static ANSWER: Answer = Answer::new(Format::Text)
        .accepted(&[crate::ledger::OK])
        .refused(&[whole(pieces!["ERROR " [code] "\n" [message]])]);
    static CALL: Operation = Operation::new("call", EVERY).answers(&[(EVERY, &ANSWER)]).codes(&[&DETAILED]);
    let failure = refused(post(&CALL, "ERROR 1\nID: 7\nwhy: so"));
    assert_eq!(details(&failure), "{7}");
}

// Faults.

static ENDED: Code = code("ENDED", Means::SignIn, &[spelled(&["NoTicket", "q:Ended", "5"])]);
static WRONG: Code = code("WRONG", Means::Input, &[spelled(&["Wrong"])]);
static SIGN_IN: Operation =
    Operation::new("signIn", EVERY).params(PARAMS).codes(&[&ENDED, &WRONG, &SOME_FAILED, &WAIT]);

fn fault_11(code: &str, detail: &str) -> String {
    envelope(&format!(
        "<soap:Fault><faultcode>{code}</faultcode><faultstring>It is so</faultstring><detail>{detail}</detail></soap:Fault>"
    ))
}

fn fault_12(code: &str, detail: &str) -> String {
    envelope(&format!(
        "<soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value><soap:Subcode><soap:Value>{code}</soap:Value>\
         </soap:Subcode></soap:Code><soap:Reason><soap:Text>It is so</soap:Text></soap:Reason>\
         <soap:Detail>{detail}</soap:Detail></soap:Fault>"
    ))
}

#[test]
fn a_fault_may_be_a_documented_refusal() {
    for code in ["NoTicket", "q0:noticket", "a:b:NoTicket", "q:Ended", "05", "q:5"] {
        for (protocol, body) in [(Protocol::Soap11, fault_11(code, "")), (Protocol::Soap12, fault_12(code, ""))] {
            for status in [200, 500] {
                let failure = refused(over(&SIGN_IN, protocol, status, &body));
                assert_eq!(failure.kind(), Kind::SignIn, "{code}");
                assert_eq!(failure.refusal().and_then(|refusal| refusal.known), Some(0));
                assert_eq!(failure.message(), Some("It is so"));
                let fault = failure.fault().expect("the fault itself");
                assert!(fault.code.contains(code) && fault.text == "It is so");
            }
        }
    }
}

#[test]
fn the_code_of_a_fault_may_stand_in_its_detail() {
    let detail = "<x:Bad xmlns:x='urn:x'><x:Code>Wrong</x:Code><x:Field>NAME</x:Field></x:Bad>";
    for (protocol, body) in
        [(Protocol::Soap11, fault_11("soap:Client", detail)), (Protocol::Soap12, fault_12("a:b", detail))]
    {
        let failure = refused(over(&SIGN_IN, protocol, 500, body));
        assert_eq!(failure.refusal().unwrap().text, "Wrong");
        let parameter = if protocol == Protocol::Soap11 { Some("Name") } else { None };
        assert_eq!((failure.kind(), failure.parameter()), (Kind::Input, parameter));
    }
}

#[test]
fn a_fault_carries_what_its_code_says() {
    let failed = "<Failed id='7'><why>w</why></Failed>";
    for (protocol, body) in [(Protocol::Soap11, fault_11("m:55", failed)), (Protocol::Soap12, fault_12("m:55", failed))]
    {
        let failure = refused(over(&SIGN_IN, protocol, 500, body));
        let Some(Value::Record(failed)) = failure.details() else { panic!("{failure}") };
        assert_eq!((show(failed.get(0)), show(failed.get(1))), ("7".to_owned(), "\"w\"".to_owned()));
        assert!(failed.unknown().is_empty() && failure.fault().is_some());
    }
    let failure = refused(over(&SIGN_IN, Protocol::Soap11, 500, fault_11("m:56", "<a><Wait>9</Wait></a>")));
    assert_eq!(details(&failure), "9");
    let failure = refused(over(&SIGN_IN, Protocol::Soap11, 500, fault_11("m:56", "<a/>")));
    assert_eq!((failure.kind(), details(&failure).as_str()), (Kind::SlowDown, "-"));
}

#[test]
fn a_fault_without_a_documented_code_stays_a_fault() {
    let failure = refused(over(&SIGN_IN, Protocol::Soap11, 500, fault_11("soap:Client", "<a>b</a>")));
    assert_eq!((failure.kind(), failure.refusal().is_none()), (Kind::Input, true));
    assert_eq!(failure.fault().and_then(|fault| fault.detail.as_deref()), Some("<a>b</a>"));
    let failure = refused(over(&SIGN_IN, Protocol::Soap12, 500, "<Envelope><Body><Fault/></Body></Envelope>"));
    assert_eq!((failure.kind(), failure.stage()), (Kind::VendorFault, Stage::Refused));
}

#[test]
fn a_documented_fault_does_not_repeat_secrets() {
    let given = [("pin", secret("p&ssword"))];
    let detail = "<a><Code>NoTicket</Code><d>p%26ssword</d></a>";
    let body = fault_11("p&amp;ssword", detail).replace("It is so", "it is p&amp;ssword");
    let failure = refused(answer(&SIGN_IN, &target(&LEDGER, Protocol::Soap11), &given, &response(500, None, body)));
    assert_eq!((failure.kind(), failure.message(), failure.parameter()), (Kind::SignIn, Some("it is •••"), None));
    assert!(!format!("{failure} {failure:?}").contains("ssword"));
}

// The order of the judge.

static ACCEPTED_ANYWAY: Answer = Answer::new(Format::Xml)
    .accepted(&[read(&["@id"], pieces![[id]])])
    .refused(&[read(&["error[]"], pieces!["E"[code]]), read(&["warning[]"], pieces![[code]])]);
static ANY: Operation = Operation::new("any", EVERY)
    .answers(&[(EVERY, &ACCEPTED_ANYWAY)])
    .output(&Output::new(&Type::I32, &[OutputForm::new(EVERY, "@id")]))
    .codes(&[&TAKEN]);

#[test]
fn of_several_refusals_one_that_is_literal_or_documented_is_enough() {
    assert_eq!(shown(xml(&ANY, "<r id='7'><warning>1</warning><warning>2</warning></r>")), "7");
    assert_eq!(refused(xml(&ANY, "<r id='7'><warning>1</warning><warning>12</warning></r>")).kind(), Kind::Conflict);
    let failure = refused(xml(&ANY, "<r id='7'><warning>1</warning><error>E2</error></r>"));
    assert_eq!(all(&failure), [("1", None, None, None), ("2", None, None, None)]);
    assert_eq!(refused(xml(&ANY, "<r id='x'><warning>1</warning></r>")).kind(), Kind::UnknownCode);
}

// Codes that are told in several ways.

static GONE: Code = code("GONE", Means::NotFound, &[spelled(&["4041"])])
    .also(&[Telling::new(&[spelled(&[])], &[Template(pieces!["There is no "[parameter]])])]);
static OPEN: Operation = Operation::new("open", EVERY).params(PARAMS).codes(&[&GONE]);

#[test]
fn a_code_is_told_by_its_number_or_by_its_text() {
    let told = |answer: &str| {
        let failure = refused(xml(&OPEN, answer));
        let known = failure.refusal().and_then(|refusal| refusal.known);
        (known, failure.parameter().map(str::to_owned))
    };
    assert_eq!(told("<r><Errors><Error Number='4041'>Gone</Error></Errors></r>"), (Some(0), None));
    assert_eq!(told("<r reason='There is no NAME'/>"), (Some(0), Some("Name".to_owned())));
    assert_eq!(told("<r reason='There is nothing'><Errors><Error Number='1'/></Errors></r>"), (None, None));
}
