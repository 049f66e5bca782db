//! What may be wrong with an answer, before it is told as a failure.

use crate::Fault;

use super::charset::Undecodable;

/// Why an answer is no output.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The vendor refused the call.
    Refused(Refused),
    /// A SOAP fault came.
    Fault(Fault),
    /// A byte does not decode.
    Charset(Undecodable),
    /// It is none of the operation's answers, or its output cannot be read.
    Unread(Unread),
}

/// A refusal.
#[derive(Clone, Debug, Default)]
pub(super) struct Refused {
    /// The position of its code in the description.
    pub(super) known: Option<usize>,
    /// The code as it came.
    pub(super) code: Option<String>,
    /// The message as it came.
    pub(super) message: Option<String>,
    /// The parameter that it is about.
    pub(super) parameter: Option<String>,
}

/// What could not be read, and the text that stood there.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) what: String,
    pub(super) value: Option<String>,
}

impl Unread {
    pub(super) fn new(what: impl Into<String>) -> Unread {
        Unread { what: what.into(), value: None }
    }

    /// With the text that stood there.
    pub(super) fn showing(mut self, value: &str) -> Unread {
        self.value = Some(value.to_owned());
        self
    }

    /// Within a record.
    pub(super) fn within(mut self, record: &str) -> Unread {
        self.what = format!("in `{record}`: {}", self.what);
        self
    }
}

impl From<Unread> for Trouble {
    fn from(unread: Unread) -> Trouble {
        Trouble::Unread(unread)
    }
}
