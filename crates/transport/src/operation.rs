//! What generated code says of one operation, and how its calls are handed on.

use std::fmt;

use crate::{CallOptions, Enumeration, FromValue, Values, description};

/// An operation of a vendor's API, as generated code names it.
pub trait Operation: Send + Sync + 'static {
    /// What it looks like on the wire.
    const DESCRIPTION: &'static description::Operation;
    /// What an accepted call gives back.
    type Output: FromValue + fmt::Debug + Send + 'static;
    /// The codes of its refusals: an [`Enumeration`] in the order of the description's codes.
    type Code: Enumeration + fmt::Debug + fmt::Display + Send + Sync + 'static;
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

/// A required parameter that was given. Only the types of builders mention it.
#[derive(Clone, Copy, Debug)]
pub struct Given;

/// A required parameter that was not given yet. Only the types of builders mention it.
#[derive(Clone, Copy, Debug)]
pub struct Missing;
