//! Check: what was written to what is meant. All mistakes are found and reported together.

mod answer;
mod auth;
pub mod called;
mod circle;
mod code;
mod disk;
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
pub use load::{Schema, Sources, check, load, sources, sources_of};
pub use types::*;
pub use vendor::{OperationFile, RESERVED_TYPES};
