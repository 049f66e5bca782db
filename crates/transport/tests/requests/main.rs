//! Requests of a vendor that carries parameters in every way there is.

macro_rules! wires {
    ($($wire:expr),+) => {{
        const WIRES: &[Wire] = &[$($wire),+];
        WIRES
    }};
}

macro_rules! at {
    ($on:expr, $place:literal, $ty:expr) => {
        Wire::new($on, &[$place], $ty)
    };
    ($on:expr, $place:literal) => {
        at!($on, $place, &Type::STRING)
    };
}

macro_rules! operation {
    ($name:ident, $params:expr) => {
        static $name: Operation = Operation::new("put", ALL).schemes(&[0, 1, 2, 3, 4]).params($params);
    };
}

mod headers;
mod records;
mod texts;

use bindery_transport::{
    Credentials, DateTime, Failure, Kind, Protocol, Secret, Stage, Target, Value, Values,
    description::{
        Answer, Binding, Carrier, FORM, Field, Format, GET, Operation, POST, Piece, Protocols, Record, SOAP, Sample,
        Scheme, SchemeParam, Template, Type, Vendor, Wire, XML,
    },
    encode,
};
use http::{Request, header};

const ALL: Protocols = Protocols::ALL;
const BEARER: Template = Template(&[Piece::Text("Bearer"), Piece::Blank, Piece::Hole("value")]);

static VENDOR: Vendor = Vendor {
    name: "Depot",
    package: "depot",
    base: None,
    bindings: &[
        binding(Protocol::Get),
        binding(Protocol::Post),
        Binding { namespace: "urn:depot", ..binding(Protocol::Soap11) },
        Binding { namespace: "urn:depot", ..binding(Protocol::Soap12) },
        Binding { root: "{operation}Request", ..binding(Protocol::Xml) },
    ],
    schemes: &[
        scheme("key", &[param("token", wires!(at!(ALL, "X-Token").carrier(Carrier::Header)))]),
        scheme(
            "bearer",
            &[param("token", wires!(at!(ALL, "Authorization").carrier(Carrier::Header).template(BEARER)))],
        ),
        scheme(
            "basic",
            &[
                param("user", wires!(at!(ALL, "user").carrier(Carrier::Basic))),
                param("password", wires!(at!(ALL, "password").carrier(Carrier::Basic))),
            ],
        ),
        scheme(
            "soap",
            &[
                param("user", wires!(at!(SOAP, "Auth/User").carrier(Carrier::SoapHeader))),
                param("password", wires!(at!(SOAP, "Auth/Password").carrier(Carrier::SoapHeader))),
            ],
        ),
        scheme("anonymous", &[]),
    ],
    operations: &[],
};

/// The same over forms in an old character set.
static OLD: Vendor = Vendor {
    name: "Old depot",
    package: "old-depot",
    base: None,
    bindings: &[
        Binding { charset: Some("windows-1252"), ..binding(Protocol::Get) },
        Binding { charset: Some("windows-1252"), ..binding(Protocol::Post) },
    ],
    schemes: &[],
    operations: &[],
};

const fn binding(protocol: Protocol) -> Binding {
    static ANSWER: Answer = Answer::new(Format::Text);
    Binding {
        protocol,
        path: "/{operation}",
        namespace: "",
        action: "",
        root: "",
        inside: "",
        charset: None,
        headers: &[],
        answer: &ANSWER,
    }
}

const fn scheme(name: &'static str, params: &'static [SchemeParam]) -> Scheme {
    Scheme { name, params, first: false, login: &[], logout: None, cookie: None, idle: None }
}

const fn param(name: &'static str, wires: &'static [Wire]) -> SchemeParam {
    SchemeParam { field: Field::new(name, wires).required(), from: None }
}

fn target(protocol: Protocol) -> Target<'static> {
    Target { vendor: &VENDOR, base: "https://depot.example", protocol, credentials: None, secrets_in_url: false }
}

fn values(operation: &Operation, given: &[(&str, Value)]) -> Values {
    let mut values = Values::new(operation.params.len());
    for (name, value) in given {
        let index = operation.params.iter().position(|param| param.name == *name).expect("a parameter");
        values.set(index, Some(value.clone()));
    }
    values
}

fn request(
    operation: &'static Operation,
    target: &Target<'_>,
    given: &[(&str, Value)],
) -> Result<Request<Vec<u8>>, Failure> {
    encode::request(operation, target, &values(operation, given)).inspect_err(|failure| {
        assert_eq!(failure.stage(), Stage::NotBuilt);
        for shown in [format!("{failure}"), format!("{failure:?}")] {
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    })
}

/// The body, of XML without the declaration; over GET the query.
fn sent(operation: &'static Operation, protocol: Protocol, given: &[(&str, Value)]) -> String {
    written(&request(operation, &target(protocol), given).expect("a request"))
}

fn written(request: &Request<Vec<u8>>) -> String {
    if let Some(query) = request.uri().query() {
        return query.to_owned();
    }
    let body = std::str::from_utf8(request.body()).expect("UTF-8");
    body.trim_start_matches("<?xml version=\"1.0\" encoding=\"utf-8\"?>").to_owned()
}

/// What is inside the body of an envelope.
fn in_envelope(operation: &'static Operation, given: &[(&str, Value)]) -> String {
    let sent = sent(operation, Protocol::Soap11, given);
    let (_, body) = sent.split_once("<soap:Body><put xmlns=\"urn:depot\">").expect("a body");
    body.strip_suffix("</put></soap:Body></soap:Envelope>").expect("its end").to_owned()
}

/// What is wrong with a call, and with which parameter.
fn wrong(operation: &'static Operation, protocol: Protocol, given: &[(&str, Value)]) -> (Kind, Option<String>, String) {
    let failure = request(operation, &target(protocol), given).expect_err("no request");
    (failure.kind(), failure.parameter().map(str::to_owned), failure.to_string())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn texts(texts: &[&str]) -> Value {
    Value::List(texts.iter().map(|one| text(one)).collect())
}

fn secret(text: &str) -> Value {
    Value::Secret(Secret::from(text))
}

fn record<const N: usize>(fields: [Option<Value>; N]) -> Value {
    let mut record = bindery_transport::Record::new(N);
    for (index, field) in fields.into_iter().enumerate() {
        record.set(index, field);
    }
    Value::Record(record)
}
