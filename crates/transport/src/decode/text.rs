//! Outputs made of plain text.

use std::borrow::Cow;

use super::{
    labelled,
    labels::Labels,
    reader::{self, Problem, Reader},
    table,
    template::{self, Bound},
    value::{self, OUTPUT, Whose},
    xml,
};
use crate::{
    Record, Value,
    description::{self, Kind, Output, OutputForm, TextForm},
};

/// Reads the output of a text.
pub(super) fn read(
    reader: Reader<'_>,
    output: &'static Output,
    form: &'static OutputForm,
    text: &str,
) -> Result<Option<Value>, Problem> {
    let text = text.trim_start_matches('\u{FEFF}');
    if form.text.contains(&TextForm::Xml) && text.trim_start().starts_with('<') {
        return xml::document(reader, output, form, text);
    }
    let item = Item { reader, output, form, labels: Labels::of(output.ty, reader) };
    if output.many {
        return item.list(text).map(|values| Some(Value::List(values)));
    }
    reader::there(item.read(text, false)?, output.ty)
}

/// What an output, or each item of it, is read by.
struct Item<'a> {
    reader: Reader<'a>,
    output: &'static Output,
    form: &'static OutputForm,
    labels: Labels,
}

impl Item<'_> {
    fn list(&self, text: &str) -> Result<Vec<Value>, Problem> {
        let separator = self.form.separator.filter(|separator| !separator.is_empty());
        if self.form.text.contains(&TextForm::Table) {
            let separator = separator.ok_or(Problem::Shape)?;
            return table::read(self.reader, &self.labels, self.output, separator, &ends(text));
        }
        let text = even(text);
        let has_fields = matches!(self.output.ty.kind, Kind::Record(_) | Kind::Map);
        let is_fields = self.form.text.iter().all(|form| matches!(form, TextForm::Fields | TextForm::Xml));
        match (separator, is_fields) {
            (None, true) if matches!(self.output.ty.kind, Kind::Record(_)) => {
                let cells = labelled::cells(&self.labels, self.reader.how.labels.part, &text);
                let records = self.labels.records(self.reader, cells)?;
                Ok(records.into_iter().map(Value::Record).collect())
            }
            (separator, true) if !has_fields => {
                self.each(value::pieces(text.trim(), separator.unwrap_or(",")).into_iter())
            }
            (None, _) => self.each(Some(text.trim()).filter(|text| !text.is_empty()).into_iter()),
            (Some(separator), _) => self.each(text.split(separator).map(str::trim).filter(|piece| !piece.is_empty())),
        }
    }

    fn each<'t>(&self, pieces: impl Iterator<Item = &'t str>) -> Result<Vec<Value>, Problem> {
        let mut values = Vec::new();
        for piece in pieces {
            self.reader.left.make(1)?;
            values.extend(self.read(piece, true)?);
        }
        Ok(values)
    }

    /// One item, in the first form that fits; its lines may be even already.
    fn read(&self, text: &str, is_even: bool) -> Result<Option<Value>, Problem> {
        for form in self.form.text {
            match form {
                TextForm::Fields => return self.labelled(text, is_even),
                TextForm::Template(template) => {
                    if let Some(bound) = template::fit(template, text, self.reader.own) {
                        return self.bound(&bound);
                    }
                }
                // A table is a list, and a document was read before.
                TextForm::Table | TextForm::Xml => {}
            }
        }
        Err(Problem::Shape)
    }

    fn labelled(&self, text: &str, is_even: bool) -> Result<Option<Value>, Problem> {
        if !matches!(self.output.ty.kind, Kind::Record(_) | Kind::Map) {
            return self.scalar(text);
        }
        let text = if is_even { Cow::Borrowed(text) } else { even(text) };
        let cells = labelled::cells(&self.labels, self.reader.how.labels.part, &text);
        Ok(Some(match self.output.ty.kind {
            Kind::Map => Value::Map(cells.into_map(self.reader, OUTPUT)?),
            _ => Value::Record(self.labels.record(self.reader, cells)?),
        }))
    }

    fn scalar(&self, text: &str) -> Result<Option<Value>, Problem> {
        let text = self.reader.unescape(OUTPUT, text)?;
        Ok(value::read(Whose::from(self.output), self.output.ty, &text)?)
    }

    fn bound(&self, bound: &Bound<'_>) -> Result<Option<Value>, Problem> {
        match self.output.ty.kind {
            Kind::Record(shape) => {
                let record = record(self.reader, shape, bound, &mut vec![shape])?;
                Ok(Some(Value::Record(record)))
            }
            Kind::Map => Err(Problem::Shape),
            _ => self.scalar(bound.get("value").ok_or(Problem::Shape)?),
        }
    }
}

/// The record whose fields are the holes of a template; one that is a field of another is flat.
fn record(
    reader: Reader<'_>,
    shape: &'static description::Record,
    bound: &Bound<'_>,
    within: &mut Vec<&'static description::Record>,
) -> Result<Record, Problem> {
    reader.left.make(shape.fields.len())?;
    let mut record = Record::new(shape.fields.len());
    for (index, field) in shape.fields.iter().enumerate() {
        let wire = field.wire(reader.own.protocol);
        let value = match (&field.fixed, wire) {
            (Some(fixed), _) => super::sample::field(fixed, field, reader.own.protocol)?,
            (None, None) => None,
            (None, Some(wire)) => match (wire.ty.kind, bound.get(field.name)) {
                (Kind::Record(inner), Some(text)) if wire.document.is_some() => {
                    xml::embedded(reader, field.name, inner, &reader.unescape(field.name, text)?, 0)?
                }
                (Kind::Record(inner), None)
                    if !field.many && !within.iter().any(|outer| std::ptr::eq(*outer, inner)) =>
                {
                    within.push(inner);
                    let is_there = inner.fields.iter().any(|field| bound.get(field.name).is_some());
                    let value = if is_there { Some(self::record(reader, inner, bound, within)?) } else { None };
                    within.pop();
                    value.map(Value::Record)
                }
                (Kind::Record(_), _) => None,
                (_, Some(text)) => reader.field(field, wire, &reader.unescape(field.name, text)?)?,
                (_, None) => super::sample::empty(field),
            },
        };
        reader::put(&mut record, index, field, value)?;
    }
    Ok(record)
}

/// A text whose lines end with `\n`.
fn ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// A text whose lines end with `\n`, also the last of several; a line of blanks is an empty one.
fn even(text: &str) -> Cow<'_, str> {
    let mut text = ends(text);
    if text.lines().any(|line| line.ends_with(char::is_whitespace)) {
        text = Cow::Owned(text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect());
    }
    if text.contains('\n') && !text.ends_with('\n') {
        text.to_mut().push('\n');
    }
    text
}
