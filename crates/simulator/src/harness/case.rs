//! One example of a spec, with its typed call.

use std::{fmt, marker::PhantomData, panic};

use bindery_transport::{Call, Codes, Failure, FromValue, Operation, Prepared, Value, description::Protocol};

/// The wire forms of an example, as they were written by hand.
#[derive(Clone, Copy, Debug)]
pub struct Wires {
    /// The scheme, and its parameters, that go along.
    pub auth: Option<(&'static str, &'static [(&'static str, &'static str)])>,
    /// Requests.
    pub requests: &'static [(Protocol, &'static str)],
    /// Headers that have to be among those of the request.
    pub headers: &'static [(Protocol, &'static [(&'static str, &'static str)])],
    /// Answers.
    pub answers: &'static [(Protocol, &'static str)],
}

/// Holds an output against what is expected of it.
type Check = Box<dyn Fn(Option<Value>) -> Result<(), String>>;

/// Holds what a refusal carries against what is expected of it.
type DetailsCheck = Box<dyn Fn(&Failure) -> Result<(), String>>;

/// What a call is expected to come to.
pub struct Expect<O> {
    kind: ExpectKind,
    operation: PhantomData<fn() -> O>,
    output: Option<Check>,
    details: Option<DetailsCheck>,
}

/// The part of an expectation that does not depend on the operation.
#[derive(Clone, Copy, Debug)]
pub(super) enum ExpectKind {
    Accepted,
    Refused { code: &'static str, parameter: Option<&'static str>, message: Option<&'static str> },
}

/// An example: its call, its wire forms, and what is expected of it.
pub struct Case {
    pub(super) operation: &'static str,
    pub(super) place: &'static str,
    pub(super) wires: Wires,
    pub(super) call: Call,
    pub(super) kind: ExpectKind,
    output: Check,
    details: Option<DetailsCheck>,
}

impl<O: Operation> Expect<O> {
    /// Accepted, with an output that passes this check.
    pub fn output(check: fn(&O::Output)) -> Expect<O> {
        Expect {
            output: Some(Box::new(move |value| {
                let output = O::Output::from_value(value).ok_or("the output is not of its type")?;
                let checked = panic::catch_unwind(panic::AssertUnwindSafe(|| check(&output)));
                checked.map_err(|_| format!("the output is another: {output:?}"))
            })),
            ..Expect::nothing()
        }
    }

    /// Accepted.
    #[must_use]
    pub fn nothing() -> Expect<O> {
        Expect { kind: ExpectKind::Accepted, operation: PhantomData, output: None, details: None }
    }

    /// Refused with a code.
    #[must_use]
    pub fn code(code: &'static str) -> Expect<O> {
        Expect { kind: ExpectKind::Refused { code, parameter: None, message: None }, ..Expect::nothing() }
    }

    /// Refused about a parameter.
    #[must_use]
    pub fn parameter(mut self, name: &'static str) -> Expect<O> {
        if let ExpectKind::Refused { parameter, .. } = &mut self.kind {
            *parameter = Some(name);
        }
        self
    }

    /// Refused with a message.
    #[must_use]
    pub fn message(mut self, text: &'static str) -> Expect<O> {
        if let ExpectKind::Refused { message, .. } = &mut self.kind {
            *message = Some(text);
        }
        self
    }

    /// Refused, and what the refusal carries passes this check.
    #[must_use]
    pub fn details(mut self, check: fn(&<O::Code as Codes>::Details)) -> Expect<O> {
        self.details = Some(Box::new(move |failure| {
            let value = failure.details().cloned().ok_or("it carries nothing")?;
            let code = failure.refusal().and_then(|refusal| refusal.known).ok_or("its code is not known")?;
            let details = O::Code::details(code, value).ok_or("what it carries is not of its type")?;
            let checked = panic::catch_unwind(panic::AssertUnwindSafe(|| check(&details)));
            checked.map_err(|_| "it carries something else".to_owned())
        }));
        self
    }
}

impl Case {
    /// An example of an operation, at a place of its spec.
    #[must_use]
    pub fn new<O: Operation>(
        operation: &'static str,
        place: &'static str,
        wires: Wires,
        call: Prepared<O>,
        expect: Expect<O>,
    ) -> Case {
        let output = expect.output.unwrap_or_else(|| {
            Box::new(|value| {
                O::Output::from_value(value).map(drop).ok_or_else(|| "the output is not of its type".to_owned())
            })
        });
        Case { operation, place, wires, call: call.call().clone(), kind: expect.kind, output, details: expect.details }
    }

    /// Checks an output.
    pub(super) fn check_output(&self, value: Option<Value>) -> Result<(), String> {
        (self.output)(value)
    }

    /// Whether a refusal is expected to carry something.
    pub(super) fn has_details(&self) -> bool {
        self.details.is_some()
    }

    /// Checks what a refusal carries.
    pub(super) fn check_details(&self, failure: &Failure) -> Result<(), String> {
        self.details.as_ref().map_or(Ok(()), |check| check(failure))
    }
}

impl<O> fmt::Debug for Expect<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expect").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case").field("operation", &self.operation).field("place", &self.place).finish_non_exhaustive()
    }
}
