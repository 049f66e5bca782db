use std::{error::Error as StdError, fmt, ops::Deref};

use crate::{Codes, Enumeration, Failure, Refusal, Unknown};

/// Why a call failed, with the operation's own codes.
///
/// What holds for every operation (how far the call got, of what kind the failure is, which parameter it is about) is
/// [`Failure`]'s, which this derefs to.
#[derive(Clone)]
pub struct Error<C> {
    failure: Failure,
    code: Option<C>,
}

impl<C> Error<C> {
    /// The code that the vendor refused the call with. `None` when it was not refused, or refused without a code.
    #[must_use]
    pub fn code(&self) -> Option<&C> {
        self.code.as_ref()
    }

    /// The failure without the type of its code.
    #[must_use]
    pub fn failure(&self) -> &Failure {
        &self.failure
    }

    /// The failure without the type of its code.
    #[must_use]
    pub fn into_failure(self) -> Failure {
        self.failure
    }
}

impl<C: Codes> Error<C> {
    /// What the refusal carries besides its code, where the spec says that it does: the items that could not be done, the
    /// fields of a fault.
    #[must_use]
    pub fn details(&self) -> Option<C::Details> {
        C::details(self.failure.refusal()?.known?, self.failure.details()?.clone())
    }

    /// The codes of all refusals that came with the answer, in its order: some vendors list everything that is wrong.
    #[must_use]
    pub fn codes(&self) -> Vec<C> {
        self.failure.refusals().map(code).collect()
    }
}

fn code<C: Enumeration>(refusal: &Refusal) -> C {
    match refusal.known.and_then(|index| C::KNOWN.get(index)) {
        Some(known) => known.clone(),
        None => C::unknown(Unknown::new(refusal.text.as_str())),
    }
}

impl<C: Enumeration> From<Failure> for Error<C> {
    fn from(failure: Failure) -> Error<C> {
        let code = failure.refusal().map(code);
        Error { failure, code }
    }
}

impl<C> Deref for Error<C> {
    type Target = Failure;

    fn deref(&self) -> &Failure {
        &self.failure
    }
}

impl<C> fmt::Display for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)
    }
}

impl<C: fmt::Debug> fmt::Debug for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("code", &self.code).field("failure", &self.failure).finish()
    }
}

impl<C: fmt::Debug> StdError for Error<C> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.failure.source()
    }
}
