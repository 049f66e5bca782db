//! What decides the public API of an emitted crate, for those who compare two of them.

pub use super::{
    builder::{converts, demands, gives_bytes},
    client::{arguments, converts as sign_in_converts},
    rust::{is_boxed, scalar_kind, scalar_type, value_type},
    types::Uses,
};
