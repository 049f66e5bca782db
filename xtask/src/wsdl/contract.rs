//! What a WSDL says, with its names resolved.

use std::collections::{HashMap, HashSet};

use crate::{
    diagnostic::At,
    model::{
        Protocol,
        xsd::{XsdDef, XsdField, XsdRef, XsdType},
    },
};

/// The operations of a WSDL, and the types that they need.
#[derive(Debug)]
pub struct Contract {
    /// In the order of the document.
    pub operations: Vec<Operation>,
    pub types: Types,
}

/// An operation, over all protocols that it is bound to.
#[derive(Debug)]
pub struct Operation {
    pub name: String,
    pub at: At,
    /// The text of its `documentation`.
    pub doc: String,
    /// One a protocol.
    pub calls: Vec<Call>,
}

/// An operation over one protocol.
#[derive(Debug)]
pub struct Call {
    pub on: Protocol,
    /// The operation in its binding.
    pub at: At,
    pub action: Option<(String, At)>,
    pub address: Option<Address>,
    /// Of a form: the fields of its pairs.
    pub request: Payload,
    pub headers: Vec<Header>,
    /// None: nothing is answered.
    pub answer: Option<Payload>,
    pub faults: Vec<Fault>,
    pub notes: Vec<Note>,
}

/// Where a port is.
#[derive(Clone, Debug)]
pub struct Address {
    pub text: String,
    pub at: At,
}

/// An element that goes over the wire.
#[derive(Clone, Debug)]
pub struct Payload {
    pub name: String,
    pub namespace: String,
    /// The name of a record among the types.
    pub ty: String,
    pub at: At,
}

/// A header of the envelope.
#[derive(Clone, Debug)]
pub struct Header {
    pub payload: Payload,
    pub required: bool,
}

/// A fault that an operation says it may have.
#[derive(Clone, Debug)]
pub struct Fault {
    pub name: String,
    pub payload: Payload,
}

/// Something that the spec language has no word for, or that the WSDL leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub text: String,
    /// Of elements that stand in another namespace than the call: that namespace.
    pub namespace: Option<String>,
}

/// The types that payloads need, and the XSD that they were read from.
#[derive(Debug, Default)]
pub struct Types {
    pub(super) list: Vec<XsdType>,
    pub(super) index: HashMap<String, usize>,
    pub(super) chunks: HashMap<String, Chunk>,
    /// The names of the chunks, in the order in which they were met.
    pub(super) order: Vec<String>,
    /// Where each line of the XSD begins, and where it comes from.
    pub(super) lines: Vec<(usize, At)>,
}

/// One top-level declaration of the XSD.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub lines: Vec<Line>,
    /// Names of other chunks that it needs.
    pub refs: Vec<String>,
    /// Those of which it takes on what they have: bases and groups.
    pub parents: Vec<String>,
    /// Whether elements that nobody declared may stand in it.
    pub open: bool,
    /// The same of attributes.
    pub open_attributes: bool,
    /// What there is to know of it beside its own text.
    pub notes: Vec<String>,
    pub elements: Vec<Element>,
    pub at: Option<At>,
}

/// An element of a record, as far as the XSD that is made here does not say it.
#[derive(Debug)]
pub(super) struct Element {
    pub name: String,
    pub namespace: String,
    pub nillable: bool,
}

/// A line of the XSD.
#[derive(Debug)]
pub(super) struct Line {
    pub depth: usize,
    pub text: String,
    pub at: At,
    /// Of the vendor's words about what it stands in: those words.
    pub doc: Option<String>,
}

impl Note {
    pub(super) fn new(text: impl Into<String>) -> Note {
        Note { text: text.into(), namespace: None }
    }
}

impl Types {
    pub fn get(&self, name: &str) -> Option<&XsdType> {
        self.index.get(name).and_then(|index| self.list.get(*index))
    }

    /// The fields of a record; none of anything else.
    pub fn fields(&self, name: &str) -> &[XsdField] {
        match self.get(name).map(|ty| &ty.def) {
            Some(XsdDef::Record(fields)) => fields,
            _ => &[],
        }
    }

    /// Whether in a record may stand elements that nobody declared.
    pub fn is_open(&self, name: &str) -> bool {
        self.lineage(name).any(|chunk| chunk.open)
    }

    /// Whether a record may have a step of a place that nobody declared: an element, or `@` and an attribute.
    pub fn may_have(&self, name: &str, step: &str) -> bool {
        if step.starts_with('@') { self.lineage(name).any(|chunk| chunk.open_attributes) } else { self.is_open(name) }
    }

    /// Whether nothing at all is known of what stands in it.
    pub fn is_anything(&self, name: &str) -> bool {
        self.is_open(name) && self.fields(name).iter().all(|field| field.place == ".")
    }

    /// Where it comes from what stands at a byte of the XSD.
    pub fn at(&self, start: usize) -> At {
        let line = self.lines.partition_point(|(begin, _)| *begin <= start);
        self.lines.get(line.saturating_sub(1)).map_or(At { file: 0, span: 0..0 }, |(_, at)| at.clone())
    }

    /// The namespace in which an element of a record goes over the wire.
    pub fn namespace(&self, record: &str, element: &str) -> Option<&str> {
        self.element(record, element).map(|element| element.namespace.as_str())
    }

    /// Whether an element of a record may say that it has no value.
    pub fn is_nillable(&self, record: &str, element: &str) -> bool {
        self.element(record, element).is_some_and(|element| element.nillable)
    }

    /// Whether the elements of a record have an order.
    pub fn is_ordered(&self, record: &str) -> bool {
        !self.lineage(record).flat_map(|chunk| &chunk.lines).any(|line| line.text.starts_with("<xs:all"))
    }

    fn element<'a>(&'a self, record: &str, name: &str) -> Option<&'a Element> {
        self.lineage(record).flat_map(|chunk| &chunk.elements).find(|element| element.name == name)
    }

    /// The records and enumerations that some types need, themselves included, in the order of the XSD.
    pub fn needed<'a>(&'a self, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let mut needed: HashSet<&str> = HashSet::new();
        let mut open: Vec<&str> = names.into_iter().collect();
        while let Some(name) = open.pop() {
            if let Some(chunk) = self.chunks.get(name)
                && needed.insert(name)
            {
                open.extend(chunk.refs.iter().map(String::as_str));
            }
        }
        self.order.iter().map(String::as_str).filter(|name| needed.contains(name)).collect()
    }

    /// What there is to know of a type beside its own text.
    pub fn notes(&self, name: &str) -> &[String] {
        self.chunks.get(name).map_or(&[], |chunk| &chunk.notes)
    }

    /// An XSD of some types and all that they need. Where the WSDL has words about something, `doc` says how they stand
    /// there.
    pub fn xsd(&self, names: &[&str], doc: impl Fn(&str, &str) -> Vec<String>) -> String {
        let mut text = String::from(HEAD);
        for name in self.needed(names.iter().copied()) {
            let Some(chunk) = self.chunks.get(name) else { continue };
            text.push('\n');
            for line in &chunk.lines {
                let indent = "  ".repeat(line.depth + 1);
                match &line.doc {
                    None => text.push_str(&format!("{indent}{}\n", line.text)),
                    Some(words) => text.extend(doc(&indent, words).iter().map(|line| format!("{line}\n"))),
                }
            }
        }
        text.push_str("</xs:schema>\n");
        text
    }

    /// A chunk and all that it takes on from others.
    fn lineage<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Chunk> {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut open: Vec<&Chunk> = self.chunks.get(name).into_iter().collect();
        std::iter::from_fn(move || {
            let chunk = open.pop()?;
            let parents = chunk.parents.iter().filter(|parent| seen.insert(parent));
            open.extend(parents.filter_map(|parent| self.chunks.get(parent)));
            Some(chunk)
        })
    }
}

/// How every XSD begins that is made here.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" elementFormDefault=\"qualified\">\n";

impl Contract {
    /// With what can only be told once all types are known.
    pub(super) fn settled(mut self) -> Contract {
        for operation in &mut self.operations {
            for call in operation.calls.iter_mut().filter(|call| call.on.is_soap()) {
                let own = call.request.namespace.clone();
                let mut elsewhere: Vec<(String, String)> = Vec::new();
                let headers = call.headers.iter().map(|header| &header.payload);
                for payload in headers.chain([&call.request]) {
                    if payload.namespace != own {
                        elsewhere.push((payload.name.clone(), payload.namespace.clone()));
                    }
                    self.types.elsewhere(&payload.ty, &own, &mut HashSet::new(), &mut elsewhere);
                }
                call.notes.extend(note_of_namespaces(&own, &elsewhere));
            }
        }
        self
    }
}

impl Types {
    /// The elements below a record that stand in another namespace than this one.
    fn elsewhere(&self, record: &str, own: &str, seen: &mut HashSet<String>, found: &mut Vec<(String, String)>) {
        let mut open = vec![record];
        while let Some(record) = open.pop() {
            if !seen.insert(record.to_owned()) {
                continue;
            }
            for field in self.fields(record).iter().filter(|field| !field.place.starts_with(['@', '.'])) {
                if let Some(namespace) = self.namespace(record, &field.place).filter(|namespace| *namespace != own) {
                    found.push((field.place.clone(), namespace.to_owned()));
                }
                if let XsdRef::Named(name) = &field.ty {
                    open.push(name);
                }
            }
        }
    }
}

/// A client sends all elements of a call in one namespace.
fn note_of_namespaces(own: &str, elsewhere: &[(String, String)]) -> Vec<Note> {
    let mut namespaces: Vec<&str> = elsewhere.iter().map(|(_, namespace)| namespace.as_str()).collect();
    namespaces.sort_unstable();
    namespaces.dedup();
    let note = |namespace: &str| {
        let mut names: Vec<&str> =
            elsewhere.iter().filter(|(_, of)| of == namespace).map(|(name, _)| name.as_str()).collect();
        names.dedup();
        let more = if names.len() > 3 { format!(" and {} more", names.len() - 3) } else { String::new() };
        let shown = names.iter().take(3).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let there = if namespace.is_empty() { "no namespace".to_owned() } else { format!("the namespace {namespace}") };
        let text = format!(
            "The WSDL has {shown}{more} in {there}, but all of a call is sent in one namespace, here {own}: a strict \
             server may not find them."
        );
        Note { text, namespace: Some(namespace.to_owned()) }
    };
    namespaces.into_iter().map(note).collect()
}
