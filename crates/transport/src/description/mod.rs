//! What a vendor's API looks like on the wire, as tables.
//!
//! A generated crate holds one [`Vendor`] and one [`Operation`] for each operation. Everything is resolved: what a spec
//! says once for a vendor, for a family of protocols or for a shared part stands here where it applies, so that nobody
//! who reads a description has to know the precedence of the spec language.

mod answer;
mod field;
mod operation;
mod protocol;
mod sample;
mod scheme;
mod template;
mod types;
mod vendor;

pub use answer::{Answer, Escape, Format, Labels, Reading};
pub use field::{Carrier, Field, Wire};
pub use operation::{Code, Limit, Means, Operation, Output, OutputForm, Spelling, Telling, TextForm};
pub use protocol::{FORM, GET, POST, Protocol, Protocols, SOAP, SOAP11, SOAP12, XML};
pub use sample::{Example, Sample};
pub use scheme::{Scheme, SchemeParam};
pub use template::{Piece, Template};
pub use types::{Kind, Record, Type};
pub use vendor::{Binding, Vendor};
