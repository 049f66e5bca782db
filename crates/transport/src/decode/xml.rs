//! Outputs made of XML: values at places.

use super::{
    document::{Document, Id},
    limits::Met,
    reader::{self, Problem, Reader},
    sample, text,
    tree::{Hit, Tree},
    value::{self, OUTPUT, Whose},
};
use crate::{
    Record, Value,
    description::{self, Field, Kind, Output, OutputForm, Wire},
};

/// How deep records may hold records: deeper than a document may be nested.
const DEEPEST: usize = 300;

/// The output of a text that is a document, which its places count from.
pub(super) fn document(
    reader: Reader<'_>,
    output: &'static Output,
    form: &'static OutputForm,
    text: &str,
) -> Result<Option<Value>, Problem> {
    let document = Document::parse(text).map_err(Problem::Malformed)?;
    Tree::new(&document, reader).at(output, form)
}

/// A record that stands in a text as a document; so many records hold it.
pub(super) fn embedded(
    reader: Reader<'_>,
    name: &'static str,
    record: &'static description::Record,
    text: &str,
    depth: usize,
) -> Result<Option<Value>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let document = Document::parse(text).map_err(|malformed| match malformed.is_limit {
        true => Problem::Limit(Met(malformed.what)),
        false => Problem::Unreadable(value::Unreadable { field: name, wanted: "an XML document" }),
    })?;
    let mut tree = Tree::new(&document, reader);
    tree.depth = depth;
    tree.record(document.root(), record.fields).map(|record| Some(Value::Record(record)))
}

impl Tree<'_, '_> {
    /// The output.
    pub(super) fn output(
        &mut self,
        output: &'static Output,
        form: &'static OutputForm,
    ) -> Result<Option<Value>, Problem> {
        let Some(place) = form.inside else { return self.at(output, form) };
        let place = self.reader.fill(place);
        let text = self.find(self.base, &place).and_then(|hit| self.text(hit));
        match text {
            Some(text) => text::read(self.reader, output, form, text),
            None if output.many => Ok(Some(Value::List(Vec::new()))),
            None => Err(Problem::Missing(OUTPUT)),
        }
    }

    /// The output at its place.
    fn at(&mut self, output: &'static Output, form: &'static OutputForm) -> Result<Option<Value>, Problem> {
        let at = self.reader.fill(form.at);
        if output.many {
            return self.list_at(output, form, &at).map(|values| Some(Value::List(values)));
        }
        if matches!(output.ty.kind, Kind::Map) {
            let map = self.map_at(self.base, &at)?.ok_or(Problem::Missing(OUTPUT))?;
            return Ok(Some(Value::Map(map)));
        }
        let hit = self.first(self.base, &at).ok_or(Problem::Missing(OUTPUT))?;
        match (output.ty.kind, hit) {
            (Kind::Record(_), Hit::Element(id)) if self.document.is_nil(id) => Err(Problem::Missing(OUTPUT)),
            (Kind::Record(shape), Hit::Element(id)) => {
                self.record(id, shape.fields).map(|record| Some(Value::Record(record)))
            }
            (Kind::Record(_), Hit::Attribute(_)) => Err(Problem::Shape),
            _ => {
                let value = match self.text(hit) {
                    // The blanks around an answer's own text are layout.
                    Some(text) if at == "." => value::read(Whose::from(output), output.ty, text.trim())?,
                    Some(text) => value::read(Whose::from(output), output.ty, text)?,
                    None => None,
                };
                reader::there(value, output.ty)
            }
        }
    }

    fn list_at(&mut self, output: &'static Output, form: &'static OutputForm, at: &str) -> Result<Vec<Value>, Problem> {
        let hits = self.all(self.base, at);
        let titles = form.titles.map(|place| self.titles(&self.reader.fill(place)));
        self.reader.left.make(hits.len())?;
        let mut values = Vec::with_capacity(hits.len());
        for hit in hits.iter().copied() {
            self.take(hit, self.base);
            let Some(text) = self.text(hit) else { continue };
            match (output.ty.kind, hit) {
                (Kind::Record(shape), Hit::Element(id)) => values.push(Value::Record(self.record(id, shape.fields)?)),
                (Kind::Map, Hit::Element(id)) => values.push(Value::Map(self.row(id, titles.as_ref())?)),
                (Kind::Record(_) | Kind::Map, Hit::Attribute(_)) => return Err(Problem::Shape),
                _ => values.extend(value::read(Whose::from(output), output.ty, text)?),
            }
        }
        Ok(values)
    }

    /// The record at an element.
    fn record(&mut self, element: Id, fields: &'static [Field]) -> Result<Record, Problem> {
        if self.depth >= DEEPEST {
            return Err(Problem::Shape);
        }
        self.depth += 1;
        let outer = self.begin();
        let record = self.fields(element, fields);
        self.go_on(outer);
        self.depth -= 1;
        record
    }

    fn fields(&mut self, element: Id, fields: &'static [Field]) -> Result<Record, Problem> {
        self.reader.left.make(fields.len())?;
        let mut record = Record::new(fields.len());
        let is_map = |wire: &Wire| matches!(wire.ty.kind, Kind::Map);
        // Maps take what other fields leave.
        for maps in [false, true] {
            for (index, field) in fields.iter().enumerate() {
                let wire = field.wire(self.reader.own.protocol);
                if wire.is_some_and(is_map) != maps {
                    continue;
                }
                let value = match (&field.fixed, wire) {
                    (Some(fixed), _) => sample::field(fixed, field, self.reader.own.protocol)?,
                    (None, Some(wire)) => self.field(element, field, wire)?,
                    (None, None) => continue,
                };
                reader::put(&mut record, index, field, value)?;
            }
        }
        self.unknown(element, "", record.unknown_mut());
        Ok(record)
    }

    fn field(&mut self, element: Id, field: &'static Field, wire: &'static Wire) -> Result<Option<Value>, Problem> {
        if field.many && wire.join.is_none() {
            return self.list(element, field, wire).map(|values| Some(Value::List(values)));
        }
        if matches!(wire.ty.kind, Kind::Map) {
            let mut map = None;
            for place in wire.at {
                map = self.map_at(element, place)?;
                if map.is_some() {
                    break;
                }
            }
            let is_missing = map.is_none() && field.required;
            return Ok((!is_missing).then(|| Value::Map(map.unwrap_or_default())));
        }
        for place in wire.at {
            let Some(hit) = self.first(element, place) else { continue };
            self.take(hit, element);
            let Some(text) = self.text(hit) else { return Ok(None) };
            return self.value(field, wire, hit, text);
        }
        Ok(None)
    }

    fn value(
        &mut self,
        field: &'static Field,
        wire: &'static Wire,
        hit: Hit,
        text: &str,
    ) -> Result<Option<Value>, Problem> {
        match (wire.ty.kind, hit) {
            (Kind::Record(record), _) if wire.document.is_some() => {
                embedded(self.reader, field.name, record, text, self.depth)
            }
            (Kind::Record(record), Hit::Element(id)) => {
                self.record(id, record.fields).map(|record| Some(Value::Record(record)))
            }
            (Kind::Map, Hit::Element(id)) => Ok(Some(Value::Map(self.row(id, None)?))),
            _ if wire.join.is_some() => self.reader.field(field, wire, text),
            _ => Ok(self.reader.one(field, wire, text)?),
        }
    }

    fn list(&mut self, element: Id, field: &'static Field, wire: &'static Wire) -> Result<Vec<Value>, Problem> {
        let mut values = Vec::new();
        for place in wire.at {
            let hits = self.all(element, place);
            if hits.is_empty() || matches!(*hits, [Hit::Element(id)] if id == element) {
                continue;
            }
            self.reader.left.make(hits.len())?;
            for hit in hits.iter().copied() {
                self.take(hit, element);
                if let Some(text) = self.text(hit) {
                    values.extend(self.value(field, wire, hit, text)?);
                }
            }
            break;
        }
        Ok(values)
    }
}
