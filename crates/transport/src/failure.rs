//! What went wrong with a call, whichever operation it was of.

use std::{error::Error as StdError, fmt, time::Duration};

use http::StatusCode;

use crate::{
    Value,
    description::{Means, Protocol},
};

/// How far a call got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// It could not be built: nothing was sent.
    NotBuilt,
    /// It could not be sent: no connection was made.
    NotSent,
    /// It was sent, or may have been, and no whole answer came.
    NoAnswer,
    /// An answer came that is none of this operation's.
    NotUnderstood,
    /// The vendor refused it.
    Refused,
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The session has ended, or there is none.
    SignIn,
    /// The credentials are wrong, or none were given.
    Credentials,
    /// Too many calls in too short a time: by a code, by HTTP's status 429, or by the client's own count.
    SlowDown,
    /// A parameter is missing or wrong.
    Input,
    /// A secret would have gone into a URL.
    SecretInUrl,
    /// A secret would have gone over the network unencrypted.
    SecretInClear,
    /// The caller may not do this.
    Forbidden,
    /// Something named by the call does not exist.
    NotFound,
    /// It goes against the state of things, such as a name that is taken.
    Conflict,
    /// A quota or a licence is used up.
    Limit,
    /// Something went wrong on the vendor's side.
    VendorFault,
    /// The vendor refused it with a code that the spec does not know.
    UnknownCode,
    /// The client is set up wrongly: a protocol that the operation does not have, a malformed base address.
    Configuration,
    /// No connection could be made.
    Connection,
    /// No encryption was agreed on: a certificate that is not trusted, or no version of TLS that both have.
    Tls,
    /// It took too long.
    Timeout,
    /// The answer broke off.
    Incomplete,
    /// The answer is larger than the limit, or holds more than is read of one: elements nested too deep, too many values.
    TooLarge,
    /// What came is no answer that HTTP allows: another protocol, lengths that disagree, a broken chunk, a body that is not
    /// compressed as it says.
    Malformed,
    /// The caller's writer failed.
    Writer,
    /// A byte of the answer does not decode in its character set.
    Charset,
    /// The answer is not one of this operation's: an HTML page, nothing at all, malformed XML, an HTTP error.
    Unexpected,
}

/// What went wrong with a call.
///
/// It never holds a URL or a secret.
#[derive(Clone)]
pub struct Failure(Box<Inner>);

#[derive(Clone)]
struct Inner {
    stage: Stage,
    kind: Kind,
    operation: &'static str,
    protocol: Option<Protocol>,
    what: String,
    parameter: Option<String>,
    code: Option<Refusal>,
    others: Vec<Refusal>,
    details: Option<Value>,
    message: Option<String>,
    fault: Option<Fault>,
    answer: Option<AnswerHead>,
    wait: Option<Duration>,
    source: Option<std::sync::Arc<dyn StdError + Send + Sync>>,
}

/// The code of a refusal.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Its position in the operation's description, when the spec knows it.
    pub known: Option<usize>,
    /// The code as it came; for a code that is told by its message alone, the name that the spec gives it. Empty where one
    /// of several refusals has a message and no code.
    pub text: String,
    /// What it means, in words.
    pub doc: &'static str,
    /// Whether a call refused so was not carried out because no session was there.
    pub means: Option<Means>,
    /// The vendor's own message to this code, when it sent one.
    pub message: Option<String>,
    /// The parameter that it is about, as the spec names it.
    pub parameter: Option<String>,
}

/// A SOAP fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The code, such as `soap:Client` or `soap:Receiver`.
    pub code: String,
    /// The text for people.
    pub text: String,
    /// Who says so, when that is told.
    pub actor: Option<String>,
    /// The detail as XML, when there is one.
    pub detail: Option<String>,
}

/// The head of an answer: what it was, when it was none that could be understood.
#[derive(Clone, Debug)]
pub struct AnswerHead {
    /// The HTTP status.
    pub status: StatusCode,
    /// The `Content-Type` as it came.
    pub content_type: Option<String>,
    /// The length of the body in bytes, as far as it was read.
    pub length: u64,
    /// At most 200 characters of the body's beginning, with control characters escaped and every secret of the call
    /// masked. None where the operation's answers hold secrets.
    pub excerpt: Option<String>,
    /// How long the vendor asks to wait before the next call, by the header `Retry-After`.
    pub retry_after: Option<Duration>,
}

impl Failure {
    /// A failure at this stage.
    #[must_use]
    pub fn new(stage: Stage, kind: Kind, operation: &'static str, what: impl Into<String>) -> Failure {
        Failure(Box::new(Inner {
            stage,
            kind,
            operation,
            protocol: None,
            what: what.into(),
            parameter: None,
            code: None,
            others: Vec::new(),
            details: None,
            message: None,
            fault: None,
            answer: None,
            wait: None,
            source: None,
        }))
    }

    /// Over this protocol.
    #[must_use]
    pub fn over(mut self, protocol: Protocol) -> Failure {
        self.0.protocol = Some(protocol);
        self
    }

    /// About this parameter.
    #[must_use]
    pub fn about(mut self, parameter: impl Into<String>) -> Failure {
        self.0.parameter = Some(parameter.into());
        self
    }

    /// With the code of a refusal.
    #[must_use]
    pub fn refused_with(mut self, code: Refusal) -> Failure {
        self.0.code = Some(code);
        self
    }

    /// With more codes that came with it.
    #[must_use]
    pub fn among(mut self, others: Vec<Refusal>) -> Failure {
        self.0.others = others;
        self
    }

    /// With what the refusal carries besides its code.
    #[must_use]
    pub fn carrying(mut self, details: Value) -> Failure {
        self.0.details = Some(details);
        self
    }

    /// With the vendor's message.
    #[must_use]
    pub fn saying(mut self, message: impl Into<String>) -> Failure {
        self.0.message = Some(message.into());
        self
    }

    /// With a SOAP fault.
    #[must_use]
    pub fn faulted(mut self, fault: Fault) -> Failure {
        self.0.fault = Some(fault);
        self
    }

    /// With the head of the answer.
    #[must_use]
    pub fn answered(mut self, answer: AnswerHead) -> Failure {
        self.0.answer = Some(answer);
        self
    }

    /// Before the call may be made: it is to be made after this long.
    #[must_use]
    pub fn too_soon(mut self, wait: Duration) -> Failure {
        self.0.wait = Some(wait);
        self
    }

    /// Because of another error.
    #[must_use]
    pub fn because(mut self, source: impl StdError + Send + Sync + 'static) -> Failure {
        self.0.source = Some(std::sync::Arc::new(source));
        self
    }

    /// With more to say of what went wrong.
    #[cfg(feature = "client")]
    pub(crate) fn with(mut self, more: &str) -> Failure {
        if !self.0.what.is_empty() {
            self.0.what.push_str(", ");
        }
        self.0.what.push_str(more);
        self
    }

    /// Of the login that another call needed. Its code stays as text: its position in the login's codes means nothing to
    /// the operation that was called.
    #[cfg(feature = "client")]
    pub(crate) fn while_signing_in(mut self) -> Failure {
        for refusal in self.0.code.iter_mut().chain(&mut self.0.others) {
            refusal.known = None;
        }
        self.0.details = None;
        self.with("while signing in")
    }

    /// How far the call got.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.0.stage
    }

    /// What kind of failure it is; of a refusal, what its code means.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The operation, as the vendor names it.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The protocol, when one was chosen.
    #[must_use]
    pub fn protocol(&self) -> Option<Protocol> {
        self.0.protocol
    }

    /// The parameter that it is about, as the spec names it.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        self.0.parameter.as_deref()
    }

    /// The code of a refusal.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.0.code.as_ref()
    }

    /// All codes that came with a refusal, [`refusal`](Failure::refusal) first: some vendors list everything that is
    /// wrong.
    pub fn refusals(&self) -> impl Iterator<Item = &Refusal> {
        self.0.code.iter().chain(&self.0.others)
    }

    /// What the refusal carries besides its code, as a value of the description's type. It is in no `Display` and no
    /// `Debug`.
    #[must_use]
    pub fn details(&self) -> Option<&Value> {
        self.0.details.as_ref()
    }

    /// The vendor's own message, when it sent one.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The SOAP fault, when it was one.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.0.fault.as_ref()
    }

    /// The head of the answer, when one came.
    #[must_use]
    pub fn answer(&self) -> Option<&AnswerHead> {
        self.0.answer.as_ref()
    }

    /// The HTTP status, when an answer came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// How long to wait before the next call: as the vendor says by the header `Retry-After`, or by how often the client
    /// may call the operation.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.wait.or_else(|| self.0.answer.as_ref()?.retry_after)
    }

    /// Whether the same call may succeed later, and sending it again does no harm that was not done already: nothing was
    /// sent, or the vendor asked for patience. A client has then tried it as often as it may. A server that is not trusted
    /// now will not be later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        (self.0.stage == Stage::NotSent && self.0.kind != Kind::Tls) || self.0.kind == Kind::SlowDown
    }
}

impl From<Means> for Kind {
    fn from(means: Means) -> Kind {
        match means {
            Means::SignIn => Kind::SignIn,
            Means::Credentials => Kind::Credentials,
            Means::SlowDown => Kind::SlowDown,
            Means::Input => Kind::Input,
            Means::Forbidden => Kind::Forbidden,
            Means::NotFound => Kind::NotFound,
            Means::Conflict => Kind::Conflict,
            Means::Limit => Kind::Limit,
            Means::VendorFault => Kind::VendorFault,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.write_str(inner.operation)?;
        if let Some(protocol) = inner.protocol {
            write!(f, " over {protocol}")?;
        }
        let stage = match inner.stage {
            Stage::NotBuilt => "could not be built",
            Stage::NotSent => "could not be sent",
            Stage::NoAnswer => "got no whole answer",
            Stage::NotUnderstood => "got an answer that was not understood",
            Stage::Refused => "was refused",
        };
        write!(f, " {stage}")?;
        if let Some(code) = &inner.code {
            write!(f, " with {}", code.text)?;
            if !code.doc.is_empty() {
                write!(f, ": {}", code.doc)?;
            }
        }
        if !inner.what.is_empty() {
            write!(f, ": {}", inner.what)?;
        }
        if let Some(parameter) = &inner.parameter {
            write!(f, " (parameter `{parameter}`)")?;
        }
        if let Some(message) = &inner.message {
            write!(f, " (the vendor says: {message})")?;
        }
        for other in &inner.others {
            f.write_str("; also")?;
            if !other.text.is_empty() {
                write!(f, " {}", other.text)?;
            }
            if let Some(message) = &other.message {
                write!(f, " ({message})")?;
            }
        }
        if let Some(fault) = &inner.fault {
            write!(f, " (SOAP fault {}: {})", fault.code, fault.text)?;
        }
        if let Some(answer) = &inner.answer {
            write!(f, " (HTTP {}", answer.status)?;
            match &answer.content_type {
                Some(content_type) => write!(f, ", {content_type}")?,
                None => f.write_str(", no content type")?,
            }
            write!(f, ", {} bytes", answer.length)?;
            if let Some(excerpt) = &answer.excerpt {
                write!(f, ": \"{excerpt}\"")?;
            }
            f.write_str(")")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("Failure")
            .field("stage", &inner.stage)
            .field("kind", &inner.kind)
            .field("operation", &inner.operation)
            .field("protocol", &inner.protocol)
            .field("what", &inner.what)
            .field("parameter", &inner.parameter)
            .field("code", &inner.code)
            .field("others", &inner.others)
            .field("message", &inner.message)
            .field("fault", &inner.fault)
            .field("answer", &inner.answer)
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for Failure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
