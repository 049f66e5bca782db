//! An invented vendor: text answers (`OK …` or a code), and every way to sign in.

use std::{fmt, time::Duration};

use bindery_transport::{
    Call, CallOptions, Client, ClientBuilder, Codes, Enumeration, FromValue, NoDetails, Operation, SignIn, Unknown,
    Value, Values,
    description::{
        self, Answer, Binding, Field, Format, Means, Output, OutputForm, Piece, Protocol, Protocols, Reading, Record,
        Scheme, SchemeParam, Spelling, Template, TextForm, Type, Vendor, Wire,
    },
};

pub const PASSWORD: &str = "hunter2 & co";

static ANSWER: Answer = Answer::new(Format::Text)
    .accepted(&[Reading {
        at: &[],
        template: Some(Template(&[Piece::Text("OK"), Piece::Blank, Piece::Hole("output")])),
    }])
    .refused(&[Reading { at: &[], template: Some(Template(&[Piece::Hole("code")])) }]);

/// The answer is the bytes.
static BYTES: Answer = Answer::new(Format::Bytes);

/// They are in a document: `<r code=…><data>…</data></r>`.
static ENVELOPE: Answer =
    Answer::new(Format::Bytes).refused(&[Reading { at: &["@code"], template: Some(Template(&[Piece::Hole("code")])) }]);

const fn binding(protocol: Protocol) -> Binding {
    Binding {
        protocol,
        path: "/api/{operation}",
        namespace: "",
        action: "",
        root: "",
        inside: "",
        charset: None,
        headers: &[],
        answer: &ANSWER,
    }
}

const SOAP: Binding = Binding { path: "/soap/{operation}", answer: &ENVELOPE, ..binding(Protocol::Soap11) };

macro_rules! code {
    ($name:literal, $means:expr) => {
        description::Code::new($name, $means, &[Spelling::new(Protocols::ALL, &[$name])], "What it means.")
    };
}

static NOT_LOGGED_IN: description::Code = code!("NOTLOGGEDIN", Means::SignIn);
static INVALID: description::Code = code!("INVALID", Means::Credentials);
static BUSY: description::Code = code!("BUSY", Means::SlowDown);
static FAULT: description::Code = code!("FAULT", Means::VendorFault);

const CODES: &[&description::Code] = &[&NOT_LOGGED_IN, &INVALID, &BUSY];
/// In another order than of other operations: an index into these is none into those.
const LOGIN_CODES: &[&description::Code] = &[&INVALID, &NOT_LOGGED_IN, &BUSY];

macro_rules! wires {
    ($name:literal) => {
        &[Wire::new(Protocols::FORM, &[$name], &Type::STRING)]
    };
}

const EMAIL: Field = Field::new("email", wires!("email")).required();
const PWD: Field = Field::new("pwd", wires!("pwd")).required().secret();

const SESSION: usize = 0;
const TICKET: usize = 1;
const KEY: usize = 2;
const ANONYMOUS: usize = 3;

static SCHEMES: &[Scheme] = &[
    Scheme {
        name: "session",
        params: &[],
        first: false,
        login: &["login"],
        logout: Some("logout"),
        cookie: Some("sid"),
        idle: None,
    },
    Scheme {
        name: "ticket",
        params: &[SchemeParam { field: Field::new("ticket", wires!("ticket")), from: Some("key") }],
        first: true,
        login: &["open", "renew"],
        logout: None,
        cookie: None,
        idle: Some(1),
    },
    Scheme {
        name: "key",
        params: &[SchemeParam { field: Field::new("apikey", wires!("apikey")).secret(), from: None }],
        first: false,
        login: &[],
        logout: None,
        cookie: None,
        idle: None,
    },
    Scheme { name: "anonymous", params: &[], first: false, login: &[], logout: None, cookie: None, idle: None },
];

static OPENED: Record = Record {
    name: "Opened",
    fields: &[Field::new("user", wires!("user")).required(), Field::new("key", wires!("key")).required().secret()],
};
static OPENED_OUTPUT: Output = Output::new(
    &Type::record(&OPENED),
    &[OutputForm::new(Protocols::FORM, ".").text(&[TextForm::Template(Template(&[
        Piece::Hole("user"),
        Piece::Text("/"),
        Piece::Hole("key"),
    ]))])],
)
.secret();

static PINGED: Record = Record { name: "Pinged", fields: &[Field::new("text", wires!("text")).required()] };
static PINGED_OUTPUT: Output = Output::new(
    &Type::record(&PINGED),
    &[OutputForm::new(Protocols::FORM, ".").text(&[TextForm::Template(Template(&[Piece::Hole("text")]))])],
);

pub static LOGIN: description::Operation =
    description::Operation::new("login", Protocols::FORM).params(&[EMAIL, PWD]).codes(LOGIN_CODES);
pub static LOGOUT: description::Operation =
    description::Operation::new("logout", Protocols::FORM).schemes(&[SESSION]).codes(CODES);
pub static OPEN: description::Operation = description::Operation::new("open", Protocols::FORM)
    .params(&[EMAIL, PWD])
    .output(&OPENED_OUTPUT)
    .limit(3, 60)
    .codes(LOGIN_CODES);
/// Takes any sign-in but the anonymous one.
pub static PING: description::Operation = description::Operation::new("ping", Protocols::FORM)
    .schemes(&[SESSION, TICKET, KEY])
    .params(&[Field::new("text", wires!("text"))])
    .output(&PINGED_OUTPUT)
    .codes(CODES);
/// Can be called by anybody.
pub static READ: description::Operation =
    description::Operation::new("read", Protocols::FORM).schemes(&[TICKET, ANONYMOUS]).codes(CODES);
/// Needs no sign-in.
pub static CHECK: description::Operation = description::Operation::new("check", Protocols::FORM)
    .params(&[Field::new("text", wires!("text")), Field::new("pin", wires!("pin")).secret()])
    .codes(CODES);
pub static POSTED: description::Operation = description::Operation::new("posted", Protocols::POST).codes(CODES);

/// Can be called twice like once.
pub static LOOK: description::Operation =
    description::Operation::new("look", Protocols::FORM).idempotent().output(&PINGED_OUTPUT).codes(&[&BUSY, &FAULT]);

/// May be called twice a minute.
pub static REPORT: description::Operation = description::Operation::new("report", Protocols::FORM)
    .schemes(&[SESSION, ANONYMOUS])
    .params(&[Field::new("text", wires!("text"))])
    .output(&PINGED_OUTPUT)
    .codes(CODES)
    .limit(2, 60);
/// Gives bytes.
pub static FETCH: description::Operation = description::Operation::new("fetch", Protocols::FORM.and(Protocols::SOAP11))
    .answers(&[(Protocols::FORM, &BYTES)])
    .schemes(&[SESSION, ANONYMOUS])
    .output(&FETCHED_OUTPUT)
    .codes(CODES)
    .idempotent();
static FETCHED_OUTPUT: Output =
    Output::new(&Type::BYTES, &[OutputForm::new(Protocols::FORM, "."), OutputForm::new(Protocols::SOAP11, "data")]);

static OPERATIONS: &[&description::Operation] =
    &[&LOGIN, &LOGOUT, &OPEN, &PING, &READ, &CHECK, &POSTED, &LOOK, &REPORT, &FETCH];

/// GET comes first: whatever has no secret goes over it.
pub static VENDOR: Vendor = Vendor {
    name: "Acme",
    package: "acme",
    base: None,
    bindings: &[binding(Protocol::Get), binding(Protocol::Post), SOAP],
    schemes: SCHEMES,
    operations: OPERATIONS,
};

/// A client whose pauses before retries are too short to be noticed.
pub fn builder(base: impl Into<String>) -> ClientBuilder {
    ClientBuilder::new(&VENDOR).base_url(base).retry_delay(Duration::from_millis(5))
}

pub fn session() -> SignIn {
    login("session", PASSWORD)
}

pub fn login(scheme: &'static str, password: &str) -> SignIn {
    SignIn::login(scheme, [("email", Value::Text("ann@acme.example".into())), ("pwd", Value::Secret(password.into()))])
}

pub fn key(key: &str) -> SignIn {
    SignIn::keys("key", [("apikey", key.into())])
}

/// A call with these parameters, by position.
pub fn call<const N: usize>(params: [Option<Value>; N]) -> Call {
    let mut values = Values::new(N);
    for (index, value) in params.into_iter().enumerate() {
        values.set(index, value);
    }
    Call { values, options: CallOptions::new() }
}

pub fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.into()))
}

/// `ping` as generated code would call it.
pub struct Ping;

/// `fetch` as generated code would call it.
pub struct Fetch;

impl Operation for Fetch {
    const DESCRIPTION: &'static description::Operation = &FETCH;
    type Output = Vec<u8>;
    type Code = Code;
}

#[derive(Debug, PartialEq)]
pub struct Pinged(pub String);

#[derive(Clone, Debug, PartialEq)]
pub enum Code {
    NotLoggedIn,
    Invalid,
    Busy,
    Other(Unknown),
}

impl Operation for Ping {
    const DESCRIPTION: &'static description::Operation = &PING;
    type Output = Pinged;
    type Code = Code;
}

impl FromValue for Pinged {
    fn from_value(value: Option<Value>) -> Option<Pinged> {
        let Some(Value::Record(mut record)) = value else { return None };
        record.take(0).ok().map(Pinged)
    }
}

impl Enumeration for Code {
    const KNOWN: &'static [Code] = &[Code::NotLoggedIn, Code::Invalid, Code::Busy];
    const WORDS: &'static [&'static str] = &["NOTLOGGEDIN", "INVALID", "BUSY"];

    fn unknown(word: Unknown) -> Code {
        Code::Other(word)
    }

    fn as_unknown(&self) -> Option<&Unknown> {
        match self {
            Code::Other(word) => Some(word),
            _ => None,
        }
    }
}

impl Codes for Code {
    type Details = NoDetails;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

pub async fn ping(client: &Client) -> Result<String, bindery_transport::Error<Code>> {
    use bindery_transport::Sender;
    client.send::<Ping>(call([None])).await.map(|pinged| pinged.0)
}
