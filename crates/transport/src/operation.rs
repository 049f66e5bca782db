//! What generated code says of one operation, and how its calls are handed on.

use std::fmt;

use crate::{CallOptions, Codes, FromValue, IntoValue, Values, description};

/// An operation of a vendor's API, as generated code names it.
pub trait Operation: Send + Sync + 'static {
    /// What it looks like on the wire.
    const DESCRIPTION: &'static description::Operation;
    /// What an accepted call gives back.
    type Output: FromValue + fmt::Debug + Send + 'static;
    /// The codes of its refusals: an [`Enumeration`](crate::Enumeration) in the order of the description's codes.
    type Code: Codes + fmt::Debug + fmt::Display + Send + Sync + 'static;
}

/// The parameters of one call and what its caller wants of it.
#[derive(Clone, Debug)]
pub struct Call {
    /// The parameters.
    pub values: Values,
    /// Options for this call alone.
    pub options: CallOptions,
}

/// What a builder hands its call to: an async client, a blocking one, or none at all.
pub trait Sender: Clone {
    /// What sending gives: a future, a result, or a call ready to be encoded.
    type Answer<O: Operation>;

    /// Sends a call.
    fn send<O: Operation>(&self, call: Call) -> Self::Answer<O>;
}

/// A call while its parameters are being given: what generated builders stand on.
#[derive(Clone, Debug)]
pub struct CallBuilder<S> {
    pub(crate) sender: S,
    pub(crate) call: Call,
}

impl<S: Sender> CallBuilder<S> {
    /// A call with none of its parameters given.
    #[must_use]
    pub fn new(sender: S, params: usize) -> CallBuilder<S> {
        CallBuilder { sender, call: Call { values: Values::new(params), options: CallOptions::new() } }
    }

    /// Gives a parameter.
    #[must_use]
    pub fn set<V: IntoValue>(self, index: usize, value: V) -> CallBuilder<S> {
        self.maybe(index, Some(value))
    }

    /// Gives a parameter, or takes it back.
    #[must_use]
    pub fn maybe<V: IntoValue>(mut self, index: usize, value: Option<V>) -> CallBuilder<S> {
        self.call.values.set(index, value.map(IntoValue::into_value));
        self
    }

    /// Sets the options of the call.
    #[must_use]
    pub fn with(mut self, options: impl Into<CallOptions>) -> CallBuilder<S> {
        self.call.options = options.into();
        self
    }

    /// Sends the call.
    pub fn send<O: Operation>(self) -> S::Answer<O> {
        self.sender.send::<O>(self.call)
    }
}

/// A required parameter that was given. Only the types of builders mention it.
#[derive(Clone, Copy, Debug)]
pub struct Given;

/// A required parameter that was not given yet. Only the types of builders mention it.
#[derive(Clone, Copy, Debug)]
pub struct Missing;
