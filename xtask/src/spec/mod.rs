//! Read: text to what the author wrote, every value with its place.

mod merge;
mod scan;
mod tree;
pub mod words;

pub use merge::{families, is_off, members, merge, names, on, only_on, shorthand};
pub use tree::{Entry, Node, Table, Value, parse};
pub use words::{Place, check_words};
