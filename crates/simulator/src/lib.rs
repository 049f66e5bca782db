//! A loopback server that answers like a vendor's API, driven by the description in its generated crate.
//!
//! It is for tests: of the generated crates themselves ([`harness`], [`demo`], [`compile_fail`]), and of programs that
//! use them. It checks what it receives as the description says, answers from the specs' examples, and can be told what
//! to answer next:
//!
//! ```ignore
//! let sim = Simulator::start(&acme::VENDOR);
//! let acme = Acme::builder().base_url(sim.base_url()).api_key("any").build()?;
//!
//! sim.on("addUser").code("NAME_TAKEN");
//! assert!(acme.add_user().name("Ann").send().await.is_err());
//! assert!(acme.add_user().name("Ann").send().await.is_ok());
//! assert_eq!(sim.carried_out("addUser"), 1);
//! ```
//!
//! It shares no code with the transport that it tests: it reads and writes the wire by itself, from the same tables.

pub mod answer;
mod call;
mod charset;
mod check;
pub mod compile_fail;
pub mod demo;
mod faults;
pub mod harness;
mod limits;
mod plan;
mod request;
mod route;
mod server;
mod session;
mod simulator;
mod tree;
mod wire;
mod wsdl;
mod xml;

pub use faults::{Counts, Faults};
pub use plan::On;
pub use request::Received;
pub use simulator::Simulator;
