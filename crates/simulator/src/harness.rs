//! What a generated crate's `tests/calls.rs` runs: typed calls, held against the wire forms of their specs, against a
//! simulator over every protocol, and against every documented code.

mod alike;
mod case;
mod compare;
mod live;
mod written;

use bindery_transport::{
    ClientBuilder, IntoValue, Secret, SignIn,
    description::{Operation, Sample, Vendor},
};

pub use case::{Case, Expect, Wires};

/// What is wrong with a case.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The place of the example in its spec.
    pub place: &'static str,
    /// The operation.
    pub operation: &'static str,
    /// What is wrong.
    pub what: String,
}

/// Checks all cases.
///
/// # Panics
/// With all that is wrong, if something is.
#[track_caller]
pub fn run(vendor: &'static Vendor, cases: Vec<Case>) {
    let problems = check(vendor, &cases);
    if problems.is_empty() {
        return;
    }
    let list: Vec<String> =
        problems.iter().map(|problem| format!("{} ({}): {}", problem.operation, problem.place, problem.what)).collect();
    panic!("{} of the checks of {} cases failed:\n{}", list.len(), cases.len(), list.join("\n"));
}

/// What is wrong with these cases, by this description (which need not be the crate's own).
#[must_use]
pub fn check(vendor: &'static Vendor, cases: &[Case]) -> Vec<Problem> {
    let mut problems = check_written(vendor, cases);
    live::check(vendor, cases, &mut problems);
    problems
}

/// What is wrong with these cases, held against their wire forms alone.
#[must_use]
pub fn check_written(vendor: &'static Vendor, cases: &[Case]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for case in cases {
        written::check(vendor, case, &mut problems);
    }
    problems
}

/// A sign-in for calls of an operation, with made-up keys or the example of the login.
pub(crate) fn sign_in(vendor: &'static Vendor, operation: &Operation) -> Option<SignIn> {
    let scheme = vendor.schemes.get(*operation.schemes.first()?)?;
    let Some(login) = scheme.login.first().and_then(|login| vendor.operation(login)) else {
        let keys = scheme.asked().map(|(_, param)| (param.field.name, Secret::from("a-key-of-the-harness")));
        return Some(SignIn::keys(scheme.name, keys.collect::<Vec<_>>()));
    };
    let example = login.examples.iter().find(|example| example.code.is_none())?;
    let params = example.params.iter().filter_map(|(name, value)| {
        let field = login.params.iter().find(|param| param.name == *name)?;
        let value = match value {
            Sample::Text(text) if field.secret => Secret::from(*text).into_value(),
            Sample::Text(text) => (*text).to_owned().into_value(),
            Sample::Int(number) => number.into_value(),
            Sample::Bool(value) => value.into_value(),
            _ => return None,
        };
        Some((*name, value))
    });
    Some(SignIn::login(scheme.name, params.collect::<Vec<_>>()))
}

/// A client of a simulator.
fn client(vendor: &'static Vendor, base: &str, operation: &Operation) -> Result<bindery_transport::Client, String> {
    let mut builder = builder(vendor, base).allow_secrets_in_url();
    if let Some(sign_in) = sign_in(vendor, operation) {
        builder = builder.sign_in(sign_in);
    }
    builder.build().map_err(|error| error.to_string())
}

/// A client's builder, whose calls do not wait for the limits of operations, and are sent once.
pub(crate) fn builder(vendor: &'static Vendor, base: &str) -> ClientBuilder {
    ClientBuilder::new(vendor).base_url(base).ignore_limits().retries(0)
}
