//! A vendor that does not exist, on loopback: what the simulator accepts, refuses, records and is told to do.

use std::time::{Duration, Instant};

use bindery_simulator::{Counts, Faults, Simulator};
use bindery_transport::description::*;

mod support;

static TEXT: Answer = Answer::new(Format::Text)
    .accepted(&[Reading {
        at: &[],
        template: Some(Template(&[Piece::Text("OK"), Piece::Blank, Piece::Hole("output")])),
    }])
    .refused(&[Reading { at: &[], template: Some(Template(&[Piece::Hole("code")])) }]);

static XML: Answer = Answer::new(Format::Xml)
    .accepted(&[Reading { at: &["{operation}Result"], template: Some(Template(&[Piece::Text("ok")])) }])
    .refused(&[Reading { at: &["{operation}Result"], template: Some(Template(&[Piece::Hole("code")])) }]);

const fn binding(protocol: Protocol, path: &'static str, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path,
        namespace: "urn:acme",
        action: "{namespace}/{operation}",
        root: "",
        inside: "",
        charset: None,
        headers: &[],
        answer,
    }
}

static COLOUR: Type = Type::words(&["Red", "Blue"]);
static TAKEN: Code =
    Code::new("TAKEN", Means::Conflict, &[Spelling::new(Protocols::ALL, &["TAKEN"])], "Taken.").param("name");
static BADCOLOUR: Code =
    Code::new("BADCOLOUR", Means::Input, &[Spelling::new(Protocols::ALL, &["BADCOLOUR"])], "").param("colour");
static NOSESSION: Code = Code::new("NOSESSION", Means::SignIn, &[Spelling::new(Protocols::ALL, &["NOSESSION"])], "");
static WRONG: Code = Code::new("WRONG", Means::Credentials, &[Spelling::new(Protocols::ALL, &["WRONG"])], "");
static FAULT: Code = Code::new("FAULT", Means::VendorFault, &[Spelling::new(Protocols::ALL, &["FAULT"])], "");

static RECORD: Record = Record {
    name: "Output",
    fields: &[Field::new("id", &[Wire::new(Protocols::ALL, &["id"], &Type::I32)]).required()],
};
static RECORD_TYPE: Type = Type::record(&RECORD);
static OUTPUT: Output = Output::new(&RECORD_TYPE, &[OutputForm::new(Protocols::ALL, ".")]);

static ADD: Operation = Operation::new("add", Protocols::FORM.and(Protocols::SOAP11))
    .schemes(&[0])
    .params(&[
        Field::new("name", &[Wire::new(Protocols::ALL, &["name"], &Type::STRING)]).required(),
        Field::new("colour", &[Wire::new(Protocols::ALL, &["colour"], &COLOUR)]),
        Field::new("note", &[Wire::new(Protocols::GET, &["note"], &Type::STRING).absent("")]),
    ])
    .output(&OUTPUT)
    .limit(2, 60)
    .codes(&[&TAKEN, &BADCOLOUR, &NOSESSION, &FAULT])
    .examples(&[
        Example::accepted(&[("name", Sample::Text("a"))], Sample::Record(&[("id", Sample::Int(7))])),
        Example::refused(&[("name", Sample::Text("b"))], "TAKEN", Sample::None),
        Example::accepted(&[("name", Sample::Text("c"))], Sample::Record(&[("id", Sample::Int(8))])),
    ]);

static LOGIN: Operation = Operation::new("login", Protocols::FORM)
    .params(&[Field::new("pw", &[Wire::new(Protocols::FORM, &["pw"], &Type::STRING)]).required().secret()])
    .codes(&[&WRONG])
    .examples(&[Example::accepted(&[("pw", Sample::Text("x"))], Sample::None)]);

static ACME: Vendor = Vendor {
    name: "Acme",
    package: "acme",
    base: None,
    bindings: &[
        binding(Protocol::Post, "/{operation}", &TEXT),
        binding(Protocol::Get, "/{operation}", &TEXT),
        binding(Protocol::Soap11, "/soap", &XML),
    ],
    schemes: &[Scheme {
        name: "session",
        params: &[],
        first: false,
        login: &["login"],
        logout: None,
        cookie: Some("sid"),
        idle: None,
    }],
    operations: &[&ADD, &LOGIN],
};

/// One exchange: the status, the head and the body of the answer.
fn exchange(sim: &Simulator, head: &str, body: &str) -> (u16, String, String) {
    let reply = support::exchange(sim, head, body);
    (reply.status, reply.head.clone(), reply.text())
}

fn login(sim: &Simulator) -> String {
    let (status, head, body) = exchange(sim, &post("login", ""), "pw=x");
    assert_eq!((status, body.as_str()), (200, "OK"));
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
    format!("\r\nCookie: {}", cookie.split(';').next().unwrap_or_default())
}

fn post(operation: &str, cookie: &str) -> String {
    format!("POST /{operation} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded{cookie}")
}

#[test]
fn a_call_needs_a_session_and_is_then_answered_from_its_example() {
    let sim = Simulator::start(&ACME);
    assert_eq!(exchange(&sim, &post("add", ""), "name=a").2, "NOSESSION");
    let cookie = login(&sim);
    assert_eq!(exchange(&sim, &post("add", &cookie), "name=a").2, "OK \n\nid:7");
    assert_eq!(exchange(&sim, &format!("GET /add?name=a&note= HTTP/1.1{cookie}"), "").2, "OK \n\nid:7");
    sim.end_sessions();
    assert_eq!(exchange(&sim, &post("add", &cookie), "name=a").2, "NOSESSION");
    assert_eq!((sim.requests("add"), sim.carried_out("add")), (4, 2));
}

#[test]
fn parameters_are_checked() {
    let sim = Simulator::start(&ACME);
    let cookie = login(&sim);
    assert_eq!(exchange(&sim, &post("add", &cookie), "").2, "TAKEN", "the code that is about the missing name");
    assert_eq!(exchange(&sim, &post("add", &cookie), "name=a&colour=Green").2, "BADCOLOUR");
    assert_eq!(
        exchange(&sim, &post("add", &cookie), "name=a&color=Red").0,
        400,
        "a name that the operation does not have"
    );
    let (status, _, body) = exchange(&sim, &format!("GET /add?name=a HTTP/1.1{cookie}"), "");
    assert_eq!(
        (status, body.as_str()),
        (500, "Missing parameter: note."),
        "a scalar that had to be there, be it empty"
    );
    assert_eq!(exchange(&sim, &post("nothing", ""), "").0, 404);
    assert_eq!(sim.carried_out("add"), 0);
}

#[test]
fn soap_is_routed_by_its_action_and_checked_for_its_namespace() {
    let sim = Simulator::start(&ACME);
    let cookie = login(&sim);
    let envelope = |namespace: &str| {
        format!(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><add xmlns=\"{namespace}\"><name>a</name></add></s:Body></s:Envelope>"
        )
    };
    let head =
        format!("POST /soap HTTP/1.1\r\nContent-Type: text/xml; charset=utf-8\r\nSOAPAction: \"urn:acme/add\"{cookie}");
    let (status, _, body) = exchange(&sim, &head, &envelope("urn:acme"));
    assert_eq!(status, 200);
    assert!(
        body.contains("<addResponse xmlns=\"urn:acme\"><addResult>ok</addResult><id>7</id></addResponse>"),
        "{body}"
    );
    let (status, _, body) = exchange(&sim, &head, &envelope("urn:other"));
    assert_eq!(status, 500);
    assert!(body.contains("soap:Client"), "{body}");
}

#[test]
fn the_next_answers_are_as_told() {
    let sim = Simulator::start(&ACME);
    let cookie = login(&sim);
    let call = || exchange(&sim, &post("add", &cookie), "name=a");
    sim.on("add")
        .code("TAKEN")
        .body(503, "text/html", "<h1>busy</h1>")
        .drop_connection()
        .truncate(2)
        .delay(Duration::from_millis(30));
    assert_eq!(call().2, "TAKEN");
    let (status, _, body) = call();
    assert_eq!((status, body.as_str()), (503, "<h1>busy</h1>"));
    assert_eq!(call().1, "", "the connection is closed without an answer");
    let start = Instant::now();
    assert!(!call().2.contains("id:7"), "the answer breaks off");
    assert!(start.elapsed() >= Duration::from_millis(30));
    assert_eq!(call().2, "OK \n\nid:7", "and then all is as ever");
    assert_eq!(sim.received().len(), 6);
}

#[test]
fn a_call_is_answered_from_the_example_that_is_told() {
    let sim = Simulator::start(&ACME);
    let cookie = login(&sim);
    let call = || exchange(&sim, &post("add", &cookie), "name=a").2;
    sim.on("add").example(1).code("TAKEN").example(1);
    assert_eq!((call(), call(), call()), ("OK \n\nid:8".to_owned(), "TAKEN".to_owned(), "OK \n\nid:8".to_owned()));
    assert_eq!(call(), "OK \n\nid:7", "and then from the first again");
}

#[test]
#[should_panic(expected = "add has 2 accepted examples: there is none at 2")]
fn an_example_that_is_none_is_told_of() {
    let _ = Simulator::start(&ACME).on("add").example(2);
}

#[test]
fn limits_are_enforced_when_that_is_asked_for() {
    let sim = Simulator::start(&ACME);
    let cookie = login(&sim);
    let call = || exchange(&sim, &post("add", &cookie), "name=a").2;
    for _ in 0..3 {
        assert!(call().starts_with("OK"));
    }
    sim.enforce_limits();
    assert!(call().starts_with("OK") && call().starts_with("OK"));
    assert_eq!(call(), "FAULT", "of the codes the one that is nearest to slow-down");
    assert_eq!(sim.carried_out("add"), 5);
}

#[test]
fn credentials_can_be_pinned() {
    let sim = Simulator::start(&ACME);
    sim.accept_login(&[("pw", "right")]);
    assert_eq!(exchange(&sim, &post("login", ""), "pw=wrong").2, "WRONG");
    assert_eq!(exchange(&sim, &post("login", ""), "pw=right").2, "OK");
}

#[test]
#[should_panic(expected = "Acme has no operation ad")]
fn a_test_that_names_no_operation_is_told_so() {
    let _ = Simulator::start(&ACME).on("ad");
}

#[test]
fn faults_come_by_chance_and_are_counted() {
    let sim = Simulator::start(&ACME);
    let cookie = login(&sim);
    assert_eq!(sim.faults(), Counts::default());
    sim.let_faults_come(Faults::new(0.15, 7).delay(Duration::from_millis(1)));
    let (mut good, mut broken) = (0, 0);
    for _ in 0..200 {
        let (status, _, body) = exchange(&sim, &post("add", &cookie), "name=a");
        if status == 200 && body == "OK \n\nid:7" { good += 1 } else { broken += 1 }
    }
    let faults = sim.faults();
    let counts = [faults.late, faults.dropped, faults.cut, faults.refused, faults.garbled];
    assert!(counts.iter().all(|count| (10..60).contains(count)), "{faults:?}");
    // A late answer is a good one.
    assert!(broken >= faults.dropped + faults.cut / 2 + faults.refused + faults.garbled && good >= faults.late);
    // What is cut or garbled was carried out; what is dropped or refused was not.
    assert_eq!(sim.carried_out("add"), 200 - faults.dropped - faults.refused);
    let done = sim.take_received().iter().filter(|received| received.carried_out).count();
    assert_eq!(done, 1 + 200 - faults.dropped - faults.refused, "the login, too");
    assert!(sim.received().is_empty());
}
