//! A third vendor that does not exist: Ledger speaks everything, and each test module has operations of its own for it.

use bindery_transport::{
    Failure, Protocol, Value,
    description::{
        Answer, Binding, Code, Format, Means, Operation, Piece, Protocols, Reading, Spelling, Template, Vendor,
    },
};

use crate::{answer, decode::envelope, response, target};

pub static LEDGER: Vendor = Vendor {
    name: "Ledger",
    package: "ledger",
    base: None,
    bindings: &[
        binding(Protocol::Post, &TEXT),
        binding(Protocol::Get, &TEXT),
        binding(Protocol::Soap11, &ENVELOPE),
        binding(Protocol::Soap12, &ENVELOPE),
        binding(Protocol::Xml, &DOCUMENT),
    ],
    schemes: &[],
    operations: &[],
};

const fn binding(protocol: Protocol, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path: "{operation}",
        namespace: "urn:ledger",
        action: "urn:ledger/{operation}",
        root: "request",
        inside: "",
        charset: None,
        headers: &[],
        answer,
    }
}

/// The pieces of a template: texts, `_` for a blank, holes in brackets.
macro_rules! pieces {
    (@ _) => { ::bindery_transport::description::Piece::Blank };
    (@ [$hole:ident]) => { ::bindery_transport::description::Piece::Hole(stringify!($hole)) };
    (@ $text:literal) => { ::bindery_transport::description::Piece::Text($text) };
    ($($piece:tt)*) => { &[$(pieces!(@ $piece)),*] };
}

/// A field that stands so on every protocol.
macro_rules! field {
    ($name:literal, $at:literal, $ty:expr $(, $wire:ident($($value:expr)?))*) => {
        ::bindery_transport::description::Field::new($name, &[::bindery_transport::description::Wire::new(
            ::bindery_transport::description::Protocols::ALL,
            &[$at],
            $ty,
        )$(.$wire($($value)?))*])
    };
}

pub(crate) use {field, pieces};

/// All operations of all modules.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    let modules = [
        crate::binary::ALL,
        crate::limits::ALL,
        crate::lying::ALL,
        crate::refusals::ALL,
        crate::rows::ALL,
        crate::tables::ALL,
        crate::texts::ALL,
    ];
    modules.into_iter().flatten().copied()
}

pub const OK: Reading = whole(pieces!["OK" _ [output]]);
pub const CODE: Reading = whole(pieces![[code]]);
const ERROR: Reading = whole(pieces!["ERROR " [code] ":" _ [message]]);

pub static TEXT: Answer = Answer::new(Format::Text).accepted(&[OK]).refused(&[ERROR, CODE]);

static ENVELOPE: Answer = Answer::new(Format::Xml)
    .accepted(&[read(&["{operation}Result", "@status"], pieces!["OK"])])
    .refused(&[Reading { at: &["{operation}Result"], template: None }])
    .faults(&[
        Reading { at: &["detail/*/Code", "Detail/*/Code", "Code/Subcode/Value", "faultcode"], template: None },
        read(&["faultstring", "Reason/Text"], pieces![[message]]),
        read(&["detail/*/Field"], pieces![[parameter]]),
    ]);

static DOCUMENT: Answer = Answer::new(Format::Xml).accepted(&[read(&["@status"], pieces!["ok"])]).refused(&[
    read(&["@reason"], pieces![[message]]),
    read(&["Errors/Error[]/@Number", "Errors/Error[]/Number"], pieces![[code]]),
    read(&["Errors/Error[]/@Field"], pieces![[parameter]]),
    read(&["Errors/Error[]"], pieces![[message]]),
]);

/// A reading of a whole text.
pub const fn whole(pieces: &'static [Piece]) -> Reading {
    read(&[], pieces)
}

pub const fn read(at: &'static [&'static str], pieces: &'static [Piece]) -> Reading {
    Reading { at, template: Some(Template(pieces)) }
}

pub const fn code(name: &'static str, means: Means, spellings: &'static [Spelling]) -> Code {
    Code::new(name, means, spellings, "What it means.")
}

/// A code that is spelled so everywhere.
pub const fn spelled(codes: &'static [&'static str]) -> Spelling {
    Spelling::new(Protocols::ALL, codes)
}

pub fn over(
    operation: &'static Operation,
    protocol: Protocol,
    status: u16,
    body: impl AsRef<[u8]>,
) -> Result<Option<Value>, Failure> {
    answer(operation, &target(&LEDGER, protocol), &[], &response(status, None, body))
}

pub fn post(operation: &'static Operation, body: impl AsRef<[u8]>) -> Result<Option<Value>, Failure> {
    over(operation, Protocol::Post, 200, body)
}

pub fn xml(operation: &'static Operation, body: &str) -> Result<Option<Value>, Failure> {
    over(operation, Protocol::Xml, 200, body)
}

pub fn soap(operation: &'static Operation, content: &str) -> Result<Option<Value>, Failure> {
    over(operation, Protocol::Soap11, 200, envelope(content))
}

/// What an accepted answer gives, as text.
pub fn shown(answer: Result<Option<Value>, Failure>) -> String {
    crate::show(answer.expect("an accepted answer").as_ref())
}

/// Why an answer is none, in words.
pub fn why(answer: Result<Option<Value>, Failure>) -> String {
    let failure = answer.expect_err("an answer that is none");
    assert_eq!(failure.stage(), bindery_transport::Stage::NotUnderstood, "{failure}");
    failure.to_string()
}
