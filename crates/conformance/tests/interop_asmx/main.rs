//! The generated crates against the ASMX runtime itself: services with the vendors' contracts, hosted on Mono.
//!
//! The services are in `interop/asmx`. A missing tool is a failure: `cargo xtask interop` says what is missing.

mod account;
mod by_hand;
mod faults;
mod host;
mod inforouter_calls;
mod inforouter_refusals;
mod rescue_groups;
mod rescue_refusals;
mod rescue_reports;
mod rescue_sessions;
mod rescue_users;
mod server;
mod texts;
