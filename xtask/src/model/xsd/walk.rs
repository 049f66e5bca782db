//! Meta types to the neutral list.

use std::collections::HashMap;

use roxmltree::NodeId;
use xsd_parser::{
    MetaTypes, TypeIdent,
    models::{
        IdentType,
        meta::{AttributeMetaVariant, ComplexMeta, ElementMeta, ElementMetaVariant, ElementMode, MetaTypeVariant},
        schema::{MaxOccurs, xs::Use},
    },
};

use super::{
    XsdDef, XsdField, XsdMistake, XsdRef, XsdType, XsdWord, builtin,
    source::{Source, is},
};

/// Deeper than any schema that a person writes; a group that contains itself is deeper.
const DEEPEST: usize = 64;

pub fn types(source: &Source<'_>, types: &MetaTypes) -> Result<Vec<XsdType>, Vec<XsdMistake>> {
    let mut walk = Walk { source, types, names: HashMap::new(), found: Vec::new(), mistakes: Vec::new() };
    walk.all();
    if walk.mistakes.is_empty() { Ok(walk.found) } else { Err(walk.mistakes) }
}

struct Walk<'a, 'd> {
    source: &'a Source<'d>,
    types: &'a MetaTypes,
    /// What each record and enumeration is called.
    names: HashMap<&'a TypeIdent, String>,
    found: Vec<XsdType>,
    mistakes: Vec<XsdMistake>,
}

/// What stands behind references and restrictions.
#[derive(Clone, Copy)]
enum Shape<'a> {
    Scalar(&'static str),
    Record(&'a TypeIdent, &'a ComplexMeta),
    Enum(&'a TypeIdent, &'a [xsd_parser::models::meta::EnumerationMetaVariant]),
}

impl<'a> Walk<'a, '_> {
    fn all(&mut self) {
        let top: Vec<_> = self.source.top_level().map(|(node, name)| (node.id(), is(node, "element"), name)).collect();
        let mut shapes = Vec::new();
        // Types have their names before elements have: an element may be just another name for one.
        for elements in [false, true] {
            for (node, element, name) in top.iter().filter(|(_, element, _)| *element == elements) {
                let kind = if *element { IdentType::Element } else { IdentType::Type };
                let ident = self.types.items.keys().find(|ident| ident.type_ == kind && ident.name.as_named_str() == Some(name));
                let Some(ident) = ident else { continue };
                match self.shape(ident, 0) {
                    Ok((shape, _)) => {
                        if let Shape::Record(ident, _) | Shape::Enum(ident, _) = shape {
                            self.names.entry(ident).or_insert_with(|| (*name).to_owned());
                        }
                        shapes.push((*node, *element, *name, shape));
                    }
                    Err(message) => self.mistakes.push(self.source.mistake_at(*node, message)),
                }
            }
        }
        // As in the document again.
        shapes.sort_by_key(|(node, ..)| *node);
        for (node, element, name, shape) in shapes {
            self.top(node, element, name, shape);
        }
    }

    fn top(&mut self, node: NodeId, element: bool, name: &str, shape: Shape<'a>) {
        let own = match shape {
            Shape::Record(ident, _) | Shape::Enum(ident, _) => self.names.get(ident).cloned(),
            Shape::Scalar(_) => None,
        };
        let same = own.filter(|own| own != name);
        let twice = self.found.iter().position(|other| other.name == name);
        if element && same.is_none() && twice.is_some() {
            // `<element name="user" type="user"/>` says nothing new.
            return;
        }
        if twice.is_some() {
            let message = format!("`{name}` is the name of a type and of an element of another type; a spec could not tell them apart");
            self.mistakes.push(self.source.mistake_at(node, message));
            return;
        }
        match same {
            Some(own) => self.push(node, name.to_owned(), false, XsdDef::Same(own)),
            None => self.define(node, name.to_owned(), false, shape),
        }
    }

    fn define(&mut self, node: NodeId, name: String, anonymous: bool, shape: Shape<'a>) {
        match shape {
            Shape::Scalar(word) => self.push(node, name, anonymous, XsdDef::Scalar(word)),
            Shape::Enum(_, variants) => {
                let words = variants.iter().map(|variant| XsdWord {
                    wire: variant.ident.name.as_str().to_owned(),
                    doc: even(&variant.documentation),
                });
                self.push(node, name, anonymous, XsdDef::Enum(words.collect()));
            }
            Shape::Record(_, complex) => {
                // Its place in the list is before the types that are found in it.
                let at = self.found.len();
                self.push(node, name.clone(), anonymous, XsdDef::Record(Vec::new()));
                let fields = self.record(node, &name, complex);
                if let Some(entry) = self.found.get_mut(at) {
                    entry.def = XsdDef::Record(fields);
                }
            }
        }
    }

    fn push(&mut self, node: NodeId, name: String, anonymous: bool, def: XsdDef) {
        let mut doc = self.source.doc(node);
        if doc.is_empty() {
            doc = self.source.inner(node).map(|inner| self.source.doc(inner)).unwrap_or_default();
        }
        self.found.push(XsdType { name, anonymous, doc, line: self.source.line(node), def });
    }
}
