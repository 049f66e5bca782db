//! `cargo xtask compare wsdl`: what a WSDL and the specs disagree on.

pub mod codes;
pub mod command;
mod operation;
mod places;
mod print;
mod shape;

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
};

pub use print::line;

use anyhow::{Result, bail};
use serde::Serialize;

use crate::{
    diagnostic::{At, Diagnostics},
    load,
    model::{self, Protocol},
    place::Place,
    report::{self, Format},
    wsdl::{self, Asked},
};

/// What is compared.
#[derive(Clone, Debug)]
pub struct Request {
    pub file: PathBuf,
    pub vendor: String,
    pub asked: Asked,
    /// Whether an operation without a spec is a disagreement.
    pub all: bool,
}

/// The stable names of the ways to disagree, and what each means.
pub const KINDS: &[(&str, &str)] = &[
    ("action", "the SOAP action is another"),
    ("address", "the service is at another path"),
    ("code-spelling", "a code is spelled in another case"),
    ("element-namespace", "an element stands in another namespace than all of the call is sent in"),
    ("header", "the header of the envelope is another"),
    ("list", "one is a list, the other is not"),
    ("missing-code", "the WSDL has a code that the spec has not"),
    ("missing-field", "the WSDL's answer or type has an element that the spec has not"),
    ("missing-operation", "the spec has an operation that the WSDL has not"),
    ("missing-parameter", "the WSDL's request has an element that the spec has not"),
    ("namespace", "the namespace is another"),
    ("nillable", "nil is sent where the WSDL does not allow it"),
    ("no-spec", "the WSDL has an operation that no spec has (with --all)"),
    ("operation-name", "the operation is spelled otherwise"),
    ("order", "elements go out in another order"),
    ("protocol", "a protocol is on one side only"),
    ("required", "the WSDL wants an element that is not always sent"),
    ("type", "the type is another"),
    ("unknown-code", "the spec has a code that the WSDL has not"),
    ("unknown-element", "the spec has an element that the WSDL has not"),
    ("words", "an enumeration has other words"),
];

/// Something that the two do not say alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// Those that it is about; none: all of them.
    pub operations: Vec<String>,
    /// The protocols that it holds for, as specs write them.
    pub protocols: Vec<&'static str>,
    pub message: String,
    pub help: Option<String>,
    pub spec: Option<Line>,
    pub wsdl: Option<Line>,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Line {
    pub file: String,
    pub line: usize,
}

/// All that a comparison found.
#[derive(Debug, Default, Serialize)]
pub struct Comparison {
    pub disagreements: Vec<Disagreement>,
    /// Operations that both have.
    pub compared: Vec<String>,
    /// Operations of the WSDL that no spec has.
    pub without_spec: Vec<String>,
    /// What could not be compared, and why.
    pub notes: Vec<String>,
}

/// Runs the command; false when they disagree.
pub fn command(place: &Place, request: &Request, format: Format) -> Result<bool> {
    place.choose(std::slice::from_ref(&request.vendor), &Default::default())?;
    let mut d = Diagnostics::default();
    let comparison = run(&place.specs, request, &mut d);
    load::print(&d, format)?;
    let Some(comparison) = comparison else {
        bail!("{}; nothing was compared", report::count(d.mistakes().max(1), "mistake"));
    };
    match format {
        Format::Json => report::print_json(Some(&comparison), &d.shown())?,
        Format::Text | Format::Short => print::print(&comparison, request),
    }
    Ok(comparison.disagreements.is_empty())
}

/// Compares. None: one of the two cannot be read, and the diagnostics say why.
pub fn run(specs: &Path, request: &Request, d: &mut Diagnostics) -> Option<Comparison> {
    let sources = model::sources(specs, &request.vendor, d)?;
    let places = places::Places::of(sources.clone());
    let vendor = model::check(sources, d);
    if d.mistakes() > 0 {
        return None;
    }
    // Which operation of the WSDL a spec's is, its names tell; so they are picked out after they are read.
    let asked = Asked { operations: Vec::new(), ..request.asked.clone() };
    let contract = match wsdl::read(&request.file, &asked, d) {
        Some(contract) => contract,
        // A WSDL of which parts cannot be read can be compared in other parts.
        None if !request.asked.operations.is_empty() => {
            *d = Diagnostics::default();
            wsdl::read(&request.file, &request.asked, d)?
        }
        None => return None,
    };
    let mut found = Found { d, list: Vec::new() };
    let mut comparison = operation::compare(&vendor, &contract, &places, request, &mut found);
    comparison.disagreements = found.merged();
    Some(comparison)
}

/// What was found so far.
struct Found<'d> {
    d: &'d Diagnostics,
    list: Vec<(BTreeSet<Protocol>, Disagreement)>,
}

impl Found<'_> {
    fn add(
        &mut self,
        kind: &'static str,
        on: Option<Protocol>,
        operation: Option<&str>,
        message: String,
    ) -> &mut Disagreement {
        debug_assert!(KINDS.iter().any(|(known, _)| *known == kind), "{kind}");
        let disagreement = Disagreement {
            kind,
            operations: operation.map(str::to_owned).into_iter().collect(),
            protocols: Vec::new(),
            message,
            help: None,
            spec: None,
            wsdl: None,
        };
        let index = self.list.len();
        self.list.push((on.into_iter().collect(), disagreement));
        &mut self.list[index].1
    }

    fn line(&self, at: &At) -> Line {
        line_of(at, self.d)
    }

    /// In the order of the specs' files, then of the WSDL. What is one thing in the specs is said once, for all the
    /// protocols and operations that it holds for.
    fn merged(self) -> Vec<Disagreement> {
        let mut merged: Vec<(BTreeSet<Protocol>, Disagreement)> = Vec::new();
        let mut known: HashMap<(&'static str, String, Option<Line>), usize> = HashMap::new();
        for (on, found) in self.list {
            let key = (found.kind, found.message.clone(), found.spec.clone());
            match known.get(&key).and_then(|position| merged.get_mut(*position)) {
                Some((protocols, first)) => {
                    protocols.extend(on);
                    let new = found.operations.into_iter().filter(|name| !first.operations.contains(name));
                    first.operations.extend(new.collect::<Vec<_>>());
                }
                None => {
                    known.insert(key, merged.len());
                    merged.push((on, found));
                }
            }
        }
        let mut all: Vec<Disagreement> = merged
            .into_iter()
            .map(|(on, found)| Disagreement { protocols: on.into_iter().map(word).collect(), ..found })
            .collect();
        all.sort_by(|one, other| {
            let key = |found: &Disagreement| (found.spec.is_none(), found.spec.clone(), found.wsdl.clone());
            key(one).cmp(&key(other))
        });
        all
    }
}

impl Disagreement {
    fn spec(&mut self, line: Option<Line>) -> &mut Disagreement {
        self.spec = line;
        self
    }

    fn wsdl(&mut self, line: Line) -> &mut Disagreement {
        self.wsdl = Some(line);
        self
    }

    fn help(&mut self, help: impl Into<String>) -> &mut Disagreement {
        self.help = Some(help.into());
        self
    }
}

/// What specs call a protocol.
fn word(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Get => "get",
        Protocol::Post => "post",
        Protocol::Soap11 => "soap11",
        Protocol::Soap12 => "soap12",
        Protocol::Xml => "xml",
    }
}

fn line_of(at: &At, d: &Diagnostics) -> Line {
    Line { file: d.path(at).to_owned(), line: d.line(at) }
}
