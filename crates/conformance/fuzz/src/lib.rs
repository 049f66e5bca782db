//! What a hostile server could send, read as every kind of answer.
//!
//! Each module is the body of one fuzz target: the fuzzer calls it with bytes that it makes up, and the tests of
//! conformance with those of the checked-in corpus. It panics where what must hold does not.

#![forbid(unsafe_code)]

pub mod answers;
pub mod charsets;
mod check;
pub mod documents;
pub mod envelopes;
pub mod scalars;
pub mod secrets;
#[cfg(feature = "specs")]
pub mod specs;
pub mod texts;
mod vendor;

/// The name of a target, and its body.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("answers", answers::run),
    ("charsets", charsets::run),
    ("documents", documents::run),
    ("envelopes", envelopes::run),
    ("scalars", scalars::run),
    ("secrets", secrets::run),
    ("texts", texts::run),
];
