//! Outputs made of XML: values at places.

use std::borrow::Cow;

use super::{
    document::{AttributeId, Document, Id},
    text::Problem,
    value,
};
use crate::{
    Record, UnknownFields, Value,
    description::{Field, Kind, Output, Protocol, Wire},
};

/// A document with what was already read of it: what was not is kept for whoever asks.
pub(super) struct Tree<'d, 's> {
    pub(super) document: &'d Document<'s>,
    any_case: bool,
    elements: Vec<Seen>,
    attributes: Vec<bool>,
    /// How many bytes may still be kept of what is unknown: places repeat the names of what they are in, so that a
    /// hostile document could grow by it.
    left: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    No,
    /// Something below it was read.
    Entered,
    Read,
}

/// The most that is kept of what is unknown, places included, in bytes.
const KEPT: usize = 256 * 1024;

/// What stands at a place.
#[derive(Clone, Copy)]
pub(super) enum Hit {
    Element(Id),
    Attribute(AttributeId),
}

impl<'d, 's> Tree<'d, 's> {
    pub(super) fn new(document: &'d Document<'s>, any_case: bool) -> Tree<'d, 's> {
        let (elements, attributes) = document.size();
        Tree { document, any_case, elements: vec![Seen::No; elements], attributes: vec![false; attributes], left: KEPT }
    }

    /// The first hit of a place below an element.
    pub(super) fn first(&mut self, base: Id, place: &str) -> Option<Hit> {
        let (steps, attribute) = split(place);
        let mut at = vec![base];
        for step in &steps {
            at = self.children(&at, step);
        }
        match attribute {
            None => at.first().map(|id| Hit::Element(*id)),
            Some(name) => at.iter().find_map(|id| self.attribute(*id, name)).map(Hit::Attribute),
        }
    }

    /// The text of a hit.
    pub(super) fn text(&self, hit: Hit) -> Option<Cow<'_, str>> {
        match hit {
            Hit::Element(id) if self.document.is_nil(id) => None,
            Hit::Element(id) => Some(Cow::Borrowed(self.document.text(id))),
            Hit::Attribute(id) => Some(Cow::Borrowed(self.document.attribute_text(id))),
        }
    }

    /// Marks a place as read, so that it is not kept as something unknown.
    pub(super) fn pass(&mut self, base: Id, place: &str) {
        match self.first(base, place) {
            Some(Hit::Element(id)) if id != base => self.mark(id, Seen::Read),
            Some(Hit::Attribute(id)) => self.mark_attribute(id),
            _ => {}
        }
    }

    /// The output below an element.
    pub(super) fn output(
        &mut self,
        base: Id,
        at: &str,
        output: &Output,
        protocol: Protocol,
    ) -> Result<Option<Value>, Problem> {
        let Kind::Record(shape) = output.ty.kind else { return Err(Problem::Shape) };
        let (steps, _) = split(at);
        if output.many {
            let mut found = vec![base];
            for step in &steps {
                found = self.children(&found, step);
            }
            let mut records = Vec::with_capacity(found.len());
            for id in found {
                self.mark(id, Seen::Read);
                records.push(Value::Record(self.record(id, shape.fields, protocol)?));
            }
            return Ok(Some(Value::List(records)));
        }
        let Some(Hit::Element(id)) = self.first(base, at) else { return Err(Problem::Missing("output")) };
        self.record(id, shape.fields, protocol).map(|record| Some(Value::Record(record)))
    }

    fn record(&mut self, element: Id, fields: &'static [Field], protocol: Protocol) -> Result<Record, Problem> {
        let mut record = Record::new(fields.len());
        for (index, field) in fields.iter().enumerate() {
            let Some(wire) = field.wire(protocol) else { continue };
            let value = self.field(element, field, wire, protocol)?;
            if value.is_none() && field.required && !field.many {
                return Err(Problem::Missing(field.name));
            }
            record.set(index, value);
        }
        self.unknown(element, "", record.unknown_mut());
        Ok(record)
    }

    fn field(
        &mut self,
        element: Id,
        field: &'static Field,
        wire: &'static Wire,
        protocol: Protocol,
    ) -> Result<Option<Value>, Problem> {
        if field.many && wire.join.is_none() {
            return self.list(element, field, wire, protocol).map(|values| Some(Value::List(values)));
        }
        for place in wire.at {
            let Some(hit) = self.first(element, place) else { continue };
            self.take(hit, element);
            if let (Kind::Record(record), Hit::Element(id)) = (wire.ty.kind, hit) {
                if self.document.is_nil(id) {
                    return Ok(None);
                }
                return self.record(id, record.fields, protocol).map(|record| Some(Value::Record(record)));
            }
            let Some(text) = self.text(hit) else { return Ok(None) };
            return Ok(match wire.join {
                Some(separator) if field.many => Some(Value::List(value::read_joined(field, wire, separator, &text)?)),
                _ => value::read(field, wire, &text)?,
            });
        }
        Ok(None)
    }

    fn list(
        &mut self,
        element: Id,
        field: &'static Field,
        wire: &'static Wire,
        protocol: Protocol,
    ) -> Result<Vec<Value>, Problem> {
        let mut values = Vec::new();
        for place in wire.at {
            let (steps, _) = split(place);
            let mut found = vec![element];
            for step in &steps {
                found = self.children(&found, step);
            }
            if found.is_empty() || steps.is_empty() {
                continue;
            }
            for id in found {
                self.mark(id, Seen::Read);
                if self.document.is_nil(id) {
                    continue;
                }
                match wire.ty.kind {
                    Kind::Record(record) => values.push(Value::Record(self.record(id, record.fields, protocol)?)),
                    _ => values.extend(value::read(field, wire, self.document.text(id))?),
                }
            }
            break;
        }
        Ok(values)
    }

    fn children(&mut self, parents: &[Id], step: &str) -> Vec<Id> {
        let mut found = Vec::new();
        for parent in parents {
            for child in self.document.children(*parent) {
                if step == "*" || self.is(self.document.name(child), step) {
                    found.push(child);
                }
            }
        }
        for id in &found {
            if self.elements.get(id.index()) == Some(&Seen::No) {
                self.mark(*id, Seen::Entered);
            }
        }
        found
    }

    fn attribute(&self, element: Id, name: &str) -> Option<AttributeId> {
        self.document.attributes(element).find(|(_, known)| self.is(known, name)).map(|(id, _)| id)
    }

    fn is(&self, name: &str, wanted: &str) -> bool {
        name == wanted || (self.any_case && name.eq_ignore_ascii_case(wanted))
    }

    fn take(&mut self, hit: Hit, record: Id) {
        match hit {
            Hit::Element(id) if id != record => self.mark(id, Seen::Read),
            Hit::Element(_) => {}
            Hit::Attribute(id) => self.mark_attribute(id),
        }
    }

    fn mark(&mut self, id: Id, seen: Seen) {
        if let Some(mark) = self.elements.get_mut(id.index()) {
            *mark = seen;
        }
    }

    fn mark_attribute(&mut self, id: AttributeId) {
        if let Some(mark) = self.attributes.get_mut(id.index()) {
            *mark = true;
        }
    }

    /// Keeps what is below an element and was not read. It goes as deep as the document, which has a limit.
    fn unknown(&mut self, element: Id, front: &str, unknown: &mut UnknownFields) {
        let document = self.document;
        for (id, name) in document.attributes(element) {
            let is_namespace = name == "xmlns" || matches!(name, "schemaLocation" | "noNamespaceSchemaLocation");
            if !is_namespace && self.attributes.get(id.index()) == Some(&false) {
                self.keep(format!("{front}@{name}"), document.attribute_text(id), unknown);
            }
        }
        for child in document.children(element) {
            let seen = self.elements.get(child.index()).copied();
            if self.left == 0 || !matches!(seen, Some(Seen::No | Seen::Entered)) {
                continue;
            }
            let name = document.name(child);
            if seen == Some(Seen::No) {
                let text = document.text(child);
                let is_leaf = document.children(child).next().is_none();
                if is_leaf || !text.trim().is_empty() {
                    self.keep(format!("{front}{name}"), text, unknown);
                }
            }
            self.unknown(child, &format!("{front}{name}/"), unknown);
        }
    }

    fn keep(&mut self, place: String, text: &str, unknown: &mut UnknownFields) {
        self.left = self.left.saturating_sub(place.len() + text.len());
        if self.left > 0 {
            unknown.push(place, text);
        }
    }
}

/// The steps and the attribute of a place.
fn split(place: &str) -> (Vec<&str>, Option<&str>) {
    let (steps, attribute) = match place.split_once('@') {
        Some((steps, attribute)) => (steps.trim_end_matches('/'), Some(attribute)),
        None => (place, None),
    };
    let steps = if steps.is_empty() || steps == "." { Vec::new() } else { steps.split('/').collect() };
    (steps, attribute)
}
