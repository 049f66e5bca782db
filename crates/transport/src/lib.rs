//! The run-time half of Bindery.

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
mod client;
mod credentials;
pub mod decode;
pub mod description;
pub mod encode;
mod error;
mod failure;
mod map;
mod operation;
mod options;
#[cfg(feature = "client")]
mod pages;
mod prepared;
mod scalar;
mod secret;
#[cfg(feature = "serde")]
pub mod serialize;
mod unknown_fields;
mod value;

#[cfg(feature = "client")]
pub use client::{Client, ClientBuilder, SignIn};
pub use credentials::Credentials;
pub use description::Protocol;
pub use error::Error;
pub use failure::{AnswerHead, Failure, Fault, Kind, Refusal, Stage};
pub use map::Map;
pub use operation::{Call, CallBuilder, Given, Missing, Operation, Sender};
pub use options::CallOptions;
#[cfg(feature = "client")]
pub use pages::Pages;
pub use prepared::{Prepared, SansIo, Target};
pub use scalar::{DateTime, NotANumber, Number};
pub use secret::Secret;
#[cfg(feature = "client")]
pub use tokio::io::AsyncWrite;
pub use unknown_fields::UnknownFields;
pub use value::{Codes, Enumeration, FromValue, IntoValue, Mismatch, NoDetails, Record, Unknown, Value, Values};
