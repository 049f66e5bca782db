//! Shapes described in XSD, as a flat list of types that reads like what a spec's TOML says.
//!
//! xsd-parser is the front end (its parser, interpreter and optimizer); `walk` goes through its meta types and makes
//! this list. What the check stage has to know:
//!
//! * Every complex type and simple type with a name, and every top-level element, is an [`XsdType`] whose `name` is what
//!   a spec writes after the `#`. An element that only gives a named type a second name is [`XsdDef::Same`].
//! * A type without a name gets one from where it stands: `user/address` (the element `address` in the type `user`);
//!   such a type is `anonymous`, and a spec can name it just as well.
//! * Scalars are the language's own words (`string bool i16 u16 i32 u32 i64 number datetime bytes`), so that they are
//!   resolved as any type of the TOML is.
//! * Bases are merged: an extension has its base's fields first, then its own.
//! * The list is in the order of the document (anonymous types after the type that they were found in), and references
//!   may run in circles.

use std::{ops::Range, thread};

use crate::diagnostic::Kind;

mod builtin;
mod expand;
mod front;
mod source;
mod walk;

#[cfg(test)]
mod tests;

pub use builtin::names as builtins;

/// Reads an XSD. All mistakes that can be found are found; there is one at least, with a place, when there is no list.
///
/// One XSD stands alone: an `xs:include` or `xs:import` of another file is a mistake.
pub fn load(text: &str) -> Result<Vec<XsdType>, Vec<XsdMistake>> {
    // xsd-parser takes some 50 KB of stack for each element that stands in another, which no thread has for a deep one.
    thread::scope(|scope| {
        let on_own_stack = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || read(text));
        match on_own_stack.map(|read| read.join()) {
            Ok(Ok(types)) => types,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => read(text),
        }
    })
}

/// Enough for [`source::DEEPEST`].
const STACK: usize = 32 * 1024 * 1024;

fn read(text: &str) -> Result<Vec<XsdType>, Vec<XsdMistake>> {
    let source = source::Source::parse(text)?;
    let types = front::meta_types(text).map_err(|refusal| vec![source.refused(&refusal)])?;
    walk::types(&source, &types)
}

/// Whether XSD itself has a type of this name.
pub fn is_builtin(name: &str) -> bool {
    builtin::word(name).is_some()
}

/// A type of an XSD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XsdType {
    /// What stands after the `#` of a spec's `payload.xsd#user`.
    pub name: String,
    /// Whether it has no name in the XSD, so that `name` tells where it stands: `user/address`.
    pub anonymous: bool,
    /// The text of `xs:documentation`, blanks evened; empty when there is none.
    pub doc: String,
    /// Where it is defined: bytes of the text.
    pub span: Range<usize>,
    pub def: XsdDef,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XsdDef {
    Record(Vec<XsdField>),
    /// Open, like every enumeration.
    Enum(Vec<XsdWord>),
    /// A scalar: one of the language's words.
    Scalar(&'static str),
    /// A second name of the type with that name, which is in the list too and is no `Same` itself.
    Same(String),
}

/// A child element, an attribute or the own text of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XsdField {
    /// The element's or attribute's name; `text` for the record's own text. No two fields of a record have the same.
    pub name: String,
    /// Its place in the record's element: `name`, `@name`, or `.`.
    pub place: String,
    pub doc: String,
    pub span: Range<usize>,
    pub ty: XsdRef,
    pub required: bool,
    /// May stand there and say that it has no value.
    pub nillable: bool,
    /// Occurs more than once.
    pub many: bool,
    /// What parts the values of an `xs:list`, which stand in one text (`many` holds too).
    pub join: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XsdWord {
    pub wire: String,
    pub doc: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XsdRef {
    /// One of the language's words.
    Scalar(&'static str),
    /// The `name` of a type of the list, which is a `Record` or an `Enum`.
    Named(String),
}

/// Why an XSD cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XsdMistake {
    pub kind: Kind,
    /// Bytes of the text.
    pub span: Range<usize>,
    pub message: String,
    /// What stands under the place.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Another place that has to do with it, and why.
    pub see: Option<(Range<usize>, String)>,
}
