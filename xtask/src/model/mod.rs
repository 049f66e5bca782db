//! Check: what was written to what is meant. All mistakes are found and reported together.

mod answer;
mod auth;
pub mod called;
mod code;
mod example;
mod field;
mod load;
pub mod name;
pub mod operation;
mod output;
mod read;
mod template;
mod ty;
pub mod types;
mod vendor;
pub mod xsd;

pub use field::looks_secret;
pub use load::{Sources, check, load, sources};
pub use types::*;
pub use vendor::RESERVED_TYPES;
