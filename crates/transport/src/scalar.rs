//! Scalars that Rust has no type of its own for, kept as they came.

mod date_time;
mod number;
mod url;

pub use date_time::DateTime;
pub use number::{NotANumber, Number};
pub(crate) use url::is_url;
