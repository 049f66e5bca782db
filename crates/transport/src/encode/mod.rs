//! Encoding: a call to an HTTP request.
use crate::{Failure, Target, Values, description::Operation};
/// The request of a call.
///
/// # Errors
/// At stage `NotBuilt`.
pub fn request(
    _operation: &'static Operation,
    _target: &Target<'_>,
    _values: &Values,
) -> Result<http::Request<Vec<u8>>, Failure> {
    todo!()
}
