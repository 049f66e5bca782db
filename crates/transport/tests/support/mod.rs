//! A tiny HTTP server, and an invented vendor.

#![allow(dead_code, reason = "each test uses a part of it")]

pub mod server;
pub mod vendor;
