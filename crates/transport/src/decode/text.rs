//! Outputs out of a text of labels.
//!
//! A value ends at its line. One of type `string` runs on over the lines below it, until the next known label or the
//! end. Where all stands on one line, it is cut at the known labels in the order of the description.

use crate::{
    Protocol, Record, Value,
    description::{self, Field, Kind, Labels, Output, OutputForm, TextForm},
};

use super::{
    record::{read, shown},
    scalar,
    template::{Bound, Hole, fit},
    trouble::Unread,
};

/// How a text of labels is read.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) protocol: Protocol,
    pub(super) labels: Labels,
    pub(super) any_case: bool,
}

/// The output of a text. `text` is what the accepted answer's `{output}` was; `bound` are all of its holes.
pub(super) fn output(
    style: Style,
    text: Option<&str>,
    output: &'static Output,
    form: Option<&'static OutputForm>,
    bound: &Bound<'_>,
) -> Result<Value, Unread> {
    let Kind::Record(shape) = output.ty.kind else {
        return Err(Unread::new("the description's output is no record"));
    };
    let text = text.unwrap_or_default().trim();
    let form = form.map_or(TextForm::Fields, |form| form.text);
    let records = match form {
        TextForm::Records(separator) => scalar::items(text, separator),
        _ if output.many && text.is_empty() => Vec::new(),
        _ => vec![text],
    };
    let read = |text| match form {
        TextForm::Template(template) => {
            let kind = |_: &str| Hole::Text;
            let typed = |bound: &Bound<'_>| fits_types(shape.fields, style.protocol, bound);
            let bound = fit(template, text, kind, typed)
                .ok_or_else(|| Unread::new("it does not read as the description says").showing(text))?;
            style.record("", shape, &bound)
        }
        TextForm::Fields | TextForm::Records(_) => style.record(text, shape, bound),
    };
    if !output.many {
        return read(text).map(Value::Record);
    }
    let mut items = Vec::with_capacity(records.len());
    for (index, text) in records.into_iter().enumerate() {
        items.push(Value::Record(read(text).map_err(|unread| unread.within(&format!("record {}", index + 1)))?));
    }
    Ok(Value::List(items))
}

/// Whether every hole that is a field reads as one.
pub(super) fn fits_types(fields: &'static [Field], protocol: Protocol, bound: &Bound<'_>) -> bool {
    bound.iter().all(|(hole, text)| {
        let field = fields.iter().find(|field| field.name == hole);
        let wire = field.and_then(|field| Some((field, field.wire(protocol)?)));
        wire.is_none_or(|(field, wire)| wire.join.is_some() || scalar::read(wire.ty, field, text).is_ok())
    })
}

/// A label with its value.
struct Entry<'t> {
    /// The label; empty for a line without one.
    label: &'t str,
    value: &'t str,
    read: bool,
}

/// A label that the description knows.
struct Known {
    label: &'static str,
    /// Whether its value may be of several lines.
    runs_on: bool,
}

impl Style {
    /// The value of a label.
    pub(super) fn value<'t>(self, text: &'t str, label: &'static str) -> Option<&'t str> {
        let entries = self.entries(text, &[Known { label, runs_on: false }]);
        entries.into_iter().find(|entry| self.same(label, entry.label)).map(|entry| entry.value)
    }

    fn record(self, text: &str, shape: &'static description::Record, bound: &Bound<'_>) -> Result<Record, Unread> {
        let mut known = Vec::new();
        self.known(shape.fields, &mut known);
        let mut entries = self.entries(text, &known);
        let mut record = self.fields(&mut entries, shape, bound)?;
        for entry in entries.iter().filter(|entry| !entry.read) {
            record.unknown_mut().push(if entry.label.is_empty() { "." } else { entry.label }, entry.value);
        }
        Ok(record)
    }

    fn fields(
        self,
        entries: &mut [Entry<'_>],
        shape: &'static description::Record,
        bound: &Bound<'_>,
    ) -> Result<Record, Unread> {
        let mut record = Record::new(shape.fields.len());
        for (index, field) in shape.fields.iter().enumerate() {
            let Some(wire) = field.wire(self.protocol) else {
                continue;
            };
            let value = match wire.ty.kind {
                // The fields of a record stand flat among the others.
                Kind::Record(inner) => {
                    let before = entries.iter().filter(|entry| entry.read).count();
                    let inner = self.fields(entries, inner, bound);
                    let any = entries.iter().filter(|entry| entry.read).count() > before;
                    if any { Some(Value::Record(inner.map_err(|unread| unread.within(field.name))?)) } else { None }
                }
                _ => {
                    let label = wire.place();
                    let mut values = Vec::new();
                    for entry in entries.iter_mut().filter(|entry| !entry.read && self.same(label, entry.label)) {
                        entry.read = true;
                        values.push(entry.value);
                        if !field.many || wire.join.is_some() {
                            break;
                        }
                    }
                    if values.is_empty() {
                        values.extend(bound.get(field.name));
                    }
                    if let Some(separator) = wire.join.filter(|_| field.many) {
                        values.retain(|text| !wire.ty.none.contains(text));
                        values = values.into_iter().flat_map(|text| scalar::items(text, separator)).collect();
                    }
                    let mut read_values = Vec::with_capacity(values.len());
                    for text in values {
                        read_values.extend(read(field, wire, text)?);
                    }
                    if field.many { Some(Value::List(read_values)) } else { read_values.into_iter().next() }
                }
            };
            if value.is_none() && field.required && !field.many {
                return Err(Unread::new(format!("`{}` is missing (looked for as {})", field.name, shown(wire.at))));
            }
            record.set(index, value);
        }
        Ok(record)
    }

    fn known(self, fields: &'static [Field], known: &mut Vec<Known>) {
        for wire in fields.iter().filter_map(|field| field.wire(self.protocol)) {
            match wire.ty.kind {
                Kind::Record(inner) => self.known(inner.fields, known),
                kind => known.push(Known { label: wire.place(), runs_on: matches!(kind, Kind::String) && wire.join.is_none() }),
            }
        }
    }

    fn entries<'t>(self, text: &'t str, known: &[Known]) -> Vec<Entry<'t>> {
        let text = text.trim();
        if !text.contains(['\r', '\n']) {
            let entries = self.on_one_line(text, known);
            if !entries.is_empty() {
                return entries;
            }
        }
        self.on_lines(text, known)
    }

    fn on_lines<'t>(self, text: &'t str, known: &[Known]) -> Vec<Entry<'t>> {
        let mut entries: Vec<Entry<'t>> = Vec::new();
        // Where the value of the last entry begins, if it may run on.
        let mut running: Option<usize> = None;
        let mut end = 0;
        for line in scalar::lines(text) {
            let start = end;
            end += line.len();
            let parted = self.part(line);
            let named = parted.and_then(|(label, _)| known.iter().find(|known| self.same(known.label, label)));
            let is_label = named.is_some() || parted.is_some_and(|(label, value)| is_label(label, value, known));
            match (parted, running) {
                (Some((label, value)), _) if is_label => {
                    entries.push(Entry { label, value, read: false });
                    let runs_on = named.is_none_or(|known| known.runs_on);
                    running = runs_on.then(|| start + line.find(self.labels.part).unwrap_or(0) + self.labels.part.len());
                }
                (_, Some(from)) => {
                    if let Some(last) = entries.last_mut() {
                        last.value = text.get(from..end).unwrap_or_default().trim();
                    }
                }
                (_, None) if !line.trim().is_empty() => {
                    entries.push(Entry { label: "", value: line.trim(), read: false });
                }
                (_, None) => {}
            }
        }
        entries
    }

    /// A line cut at its first part.
    fn part<'t>(self, line: &'t str) -> Option<(&'t str, &'t str)> {
        let (label, value) = line.split_once(self.labels.part).filter(|_| !self.labels.part.is_empty())?;
        let label = label.trim();
        (!label.is_empty()).then(|| (label, value.trim()))
    }

    fn on_one_line<'t>(self, text: &'t str, known: &[Known]) -> Vec<Entry<'t>> {
        // Where each label begins, and where its value does.
        let mut cuts: Vec<(usize, usize, &Known)> = Vec::new();
        let mut from = 0;
        for known in known {
            if let Some((start, value)) = self.find(text, from, known.label) {
                cuts.push((start, value, known));
                from = value;
            }
        }
        let Some((first, ..)) = cuts.first() else {
            return Vec::new();
        };
        let mut entries = Vec::new();
        let head = text.get(..*first).unwrap_or_default().trim();
        if !head.is_empty() {
            let (label, value) = self.part(head).unwrap_or(("", head));
            entries.push(Entry { label, value, read: false });
        }
        let ends = cuts.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]);
        for ((start, value, known), end) in cuts.iter().zip(ends) {
            let label = text.get(*start..start + known.label.len()).unwrap_or_default();
            let value = text.get(*value..end).unwrap_or_default().trim();
            self.push_cut(label, value, known, &mut entries);
        }
        entries
    }

    /// A value that cannot hold text ends where an unknown label begins.
    fn push_cut<'t>(self, label: &'t str, value: &'t str, known: &Known, entries: &mut Vec<Entry<'t>>) {
        let blanks = value.match_indices(char::is_whitespace).map(|(at, _)| at);
        let next = blanks.filter(|_| !known.runs_on).find(|at| {
            let rest = value.get(*at..).unwrap_or_default();
            self.part(rest).is_some_and(|(label, value)| is_label(label, value, std::slice::from_ref(known)))
        });
        let (value, rest) = value.split_at_checked(next.unwrap_or(value.len())).unwrap_or((value, ""));
        entries.push(Entry { label, value: value.trim(), read: false });
        if let Some((label, value)) = self.part(rest) {
            entries.push(Entry { label, value, read: false });
        }
    }

    /// A label at the start of a word from `from` on: where it begins, and where its value does.
    fn find(self, text: &str, from: usize, label: &str) -> Option<(usize, usize)> {
        let starts = text.char_indices().map(|(at, _)| at).skip_while(|at| *at < from);
        starts.filter(|at| text.get(..*at).is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace))).find_map(|at| {
            let rest = text.get(at..)?;
            let behind = rest.get(label.len()..).filter(|_| self.same(label, rest.get(..label.len()).unwrap_or_default()))?;
            let value = behind.trim_start().strip_prefix(self.labels.part)?;
            Some((at, text.len() - value.len()))
        })
    }

    fn same(self, label: &str, other: &str) -> bool {
        if self.any_case { label.eq_ignore_ascii_case(other) } else { label == other }
    }
}

/// Whether what stands before the part is a label that the description does not know, rather than text of a value that
/// runs on: a bare word, in capitals where the known ones are, and no beginning of an address.
fn is_label(label: &str, value: &str, known: &[Known]) -> bool {
    let bare = label.starts_with(char::is_alphabetic) && label.chars().all(|char| char.is_alphanumeric() || char == '_');
    let capitals = known.iter().all(|known| !known.label.contains(char::is_lowercase));
    bare && !value.starts_with("//") && !(capitals && label.contains(char::is_lowercase))
}
