//! WSDL 1.1: a service's own description of what it is called with and what it answers, for drafts and comparisons.
//!
//! `files` brings the text together (a WSDL and the WSDLs and XSDs that it imports, all from the disk), `names` finds what
//! a qualified name means, `service` goes from services to operations, and `schema` makes one XSD of all schemas that these
//! operations need, which [`crate::model::xsd`] turns into types. What comes out is a [`Contract`].

mod args;
mod contract;
mod files;
mod names;
mod schema;
mod service;

pub use args::WsdlArgs;
pub use contract::{Address, Call, Contract, Fault, Header, Note, Operation, Payload, Types};

use std::path::{Path, PathBuf};

use crate::diagnostic::{At, Diagnostic, Diagnostics, Kind};

/// What of a WSDL is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Operations; all of them, when none is named.
    pub operations: Vec<String>,
    /// Ports of its services; all of them, when none is named.
    pub ports: Vec<String>,
    /// The folder that imports may lead into; the file's own, when none is named.
    pub folder: Option<PathBuf>,
    /// Names, as Rust has them, that no type of the XSD may have.
    pub taken: Vec<String>,
}

/// Reads a WSDL. None: it cannot be used, and the diagnostics say why.
pub fn read(path: &Path, asked: &Asked, d: &mut Diagnostics) -> Option<Contract> {
    let before = d.mistakes();
    let files = files::load(path, asked.folder.as_deref(), d)?;
    let documents = files::parse(&files);
    let names = names::Names::of(&documents);
    let mut schemas = schema::Schemas::new(&names, &asked.taken);
    let operations = service::operations(&names, &mut schemas, asked, d);
    let types = schemas.finish(d);
    if d.mistakes() > before {
        return None;
    }
    let contract = Contract { operations: operations?, types: types? };
    Some(contract.settled())
}

/// The path of an address.
pub fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest.find('/').map_or("", |start| &rest[start..]));
    rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/').to_owned()
}

/// Reports a mistake in a WSDL.
fn mistake<'d>(
    d: &'d mut Diagnostics,
    at: &At,
    message: impl Into<String>,
    label: impl Into<String>,
) -> &'d mut Diagnostic {
    d.mistake(Kind::Wsdl, at, message, label)
}

/// Reports what is passed by in a WSDL.
fn warning<'d>(
    d: &'d mut Diagnostics,
    at: &At,
    message: impl Into<String>,
    label: impl Into<String>,
) -> &'d mut Diagnostic {
    d.warning(Kind::Wsdl, at, message, label)
}
