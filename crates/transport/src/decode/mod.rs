//! Decoding: an HTTP response to the value of the output.
use crate::{Failure, Target, Value, Values, description::Operation};
use bytes::Bytes;
/// The output of an answer; `None` where the operation has none.
///
/// # Errors
/// At stage `Refused` or `NotUnderstood`.
pub fn answer(
    _operation: &'static Operation,
    _target: &Target<'_>,
    _values: &Values,
    _response: &http::Response<Bytes>,
) -> Result<Option<Value>, Failure> {
    todo!()
}
