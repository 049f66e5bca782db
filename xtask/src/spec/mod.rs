//! Read: text to what the author wrote, every value with its place.

mod merge;
mod tree;
pub mod words;

pub use merge::{members, merge, names, on, shorthand};
pub use tree::{Entry, Node, Table, Value, parse};
pub use words::{Place, check_words};
