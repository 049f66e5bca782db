//! Tiny HTTP servers, and invented vendors.

#![allow(dead_code, reason = "each test uses a part of it")]

pub mod raw;
pub mod server;
pub mod stage;
pub mod vendor;
