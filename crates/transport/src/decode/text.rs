//! Outputs made of plain text.

use super::{
    template::{self, Own},
    value::{self, Unreadable},
};
use crate::{
    Record, Value,
    description::{Field, Kind, Labels, Output, OutputForm, Protocol, TextForm},
};

/// What an output is read by.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) own: Own<'a>,
    pub(super) labels: Labels,
    pub(super) protocol: Protocol,
}

/// Why a text is no output.
#[derive(Debug)]
pub(super) enum Problem {
    Unreadable(Unreadable),
    Missing(&'static str),
    Shape,
}

impl From<Unreadable> for Problem {
    fn from(unreadable: Unreadable) -> Problem {
        Problem::Unreadable(unreadable)
    }
}

/// Reads the output of a text.
pub(super) fn read(reader: Reader<'_>, output: &Output, form: &OutputForm, text: &str) -> Result<Value, Problem> {
    let fields = match output.ty.kind {
        Kind::Record(record) => record.fields,
        _ => return Err(Problem::Shape),
    };
    match (form.text.first(), form.separator) {
        (Some(TextForm::Template(template)), _) => {
            let bound = template::fit(template, text, reader.own).ok_or(Problem::Shape)?;
            let mut record = Record::new(fields.len());
            for (index, field) in fields.iter().enumerate() {
                if let Some(text) = bound.get(field.name) {
                    put(reader, &mut record, index, field, text)?;
                }
            }
            finish(record, fields)
        }
        (Some(TextForm::Fields), Some(separator)) => {
            // A line of blanks is an empty one.
            let text: String = text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
            let mut records = Vec::new();
            for piece in split(&text, separator) {
                records.push(labelled(reader, fields, piece)?);
            }
            Ok(Value::List(records))
        }
        _ => labelled(reader, fields, text),
    }
}

/// Pieces between separators; blanks beside one and empty pieces do not count.
fn split<'t>(text: &'t str, separator: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(separator).map(str::trim).filter(|piece| !piece.is_empty())
}

/// Labelled fields, one a line or all on one.
fn labelled(reader: Reader<'_>, fields: &'static [Field], text: &str) -> Result<Value, Problem> {
    let mut record = Record::new(fields.len());
    let labels: Vec<(usize, &'static str)> = fields
        .iter()
        .enumerate()
        .filter_map(|(index, field)| Some((index, field.wire(reader.protocol)?.place())))
        .collect();
    let text = text.trim();
    let mut rest: Vec<(&str, String)> = Vec::new();
    if text.contains(['\n', '\r']) {
        let last = labels.last().map(|(_, label)| *label).filter(|label| is_text(&labels, label, fields));
        for line in text.lines() {
            // A text that is the last field may run over lines, colons in them or not: NOTE, TEXT.
            let runs_on = last.is_some() && rest.last().map(|(label, _)| *label) == last;
            let parted = line.split_once(reader.labels.part).map(|(label, value)| (label.trim(), value.trim()));
            match parted {
                Some((label, value)) if is_label(label) && (known(&labels, label) || !runs_on) => {
                    rest.push((label, value.to_owned()));
                }
                // What has no label belongs to the text before it.
                _ => match rest.last_mut().filter(|(label, _)| is_text(&labels, label, fields)) {
                    Some((_, value)) => {
                        value.push('\n');
                        value.push_str(line.trim_end());
                    }
                    None if line.trim().is_empty() => {}
                    None => record.unknown_mut().push(String::new(), line.trim()),
                },
            }
        }
    } else {
        rest = on_one_line(&labels, reader.labels.part, text, &mut record);
    }
    for (label, value) in rest {
        match labels.iter().find(|(_, known)| *known == label) {
            Some((index, _)) => {
                if let Some(field) = fields.get(*index) {
                    put(reader, &mut record, *index, field, value.trim_end())?;
                }
            }
            None => record.unknown_mut().push(label, value),
        }
    }
    finish(record, fields)
}

fn known(labels: &[(usize, &str)], label: &str) -> bool {
    labels.iter().any(|(_, known)| *known == label)
}

/// Whether a label is that of a single text.
fn is_text(labels: &[(usize, &str)], label: &str, fields: &[Field]) -> bool {
    let field = labels.iter().find(|(_, known)| *known == label).and_then(|(index, _)| fields.get(*index));
    field.is_some_and(|field| {
        !field.many && field.wires.first().is_some_and(|wire| matches!(wire.ty.kind, Kind::String))
    })
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.len() <= 80
}

/// Cuts one line at the known labels, in the order in which the description has them.
fn on_one_line<'t>(
    labels: &[(usize, &'static str)],
    part: &str,
    text: &'t str,
    record: &mut Record,
) -> Vec<(&'t str, String)> {
    let mut found: Vec<(usize, &'t str, usize)> = Vec::new();
    let mut from = 0;
    for (_, label) in labels {
        let Some(rest) = text.get(from..) else { break };
        let hit = rest.match_indices(label).find_map(|(start, matched)| {
            let starts_word =
                start == 0 || rest.get(..start).is_some_and(|before| before.ends_with(char::is_whitespace));
            let after = rest.get(start + matched.len()..)?;
            let after_part = after.trim_start().strip_prefix(part)?;
            starts_word.then(|| (from + start, matched, text.len() - after_part.len()))
        });
        if let Some((start, matched, value)) = hit {
            found.push((start, matched, value));
            from = value;
        }
    }
    let first = found.first().map_or(text.len(), |(start, ..)| *start);
    if let Some(head) = text.get(..first).map(str::trim).filter(|head| !head.is_empty()) {
        match head.split_once(part) {
            Some((label, value)) => record.unknown_mut().push(label.trim(), value.trim()),
            None => record.unknown_mut().push(String::new(), head),
        }
    }
    let mut pairs = Vec::with_capacity(found.len());
    for (position, (_, label, value)) in found.iter().enumerate() {
        let end = found.get(position + 1).map_or(text.len(), |(start, ..)| *start);
        pairs.push((*label, text.get(*value..end).unwrap_or_default().trim().to_owned()));
    }
    pairs
}

fn put(
    reader: Reader<'_>,
    record: &mut Record,
    index: usize,
    field: &'static Field,
    text: &str,
) -> Result<(), Unreadable> {
    let Some(wire) = field.wire(reader.protocol) else { return Ok(()) };
    let value = if field.many {
        let separator = wire.join.unwrap_or(",");
        Some(Value::List(value::read_joined(field, wire, separator, text)?))
    } else {
        value::read(field, wire, text)?
    };
    record.set(index, value);
    Ok(())
}

fn finish(record: Record, fields: &'static [Field]) -> Result<Value, Problem> {
    for (index, field) in fields.iter().enumerate() {
        if field.required && !field.many && record.get(index).is_none() {
            return Err(Problem::Missing(field.name));
        }
    }
    Ok(Value::Record(record))
}
