//! Records made of labelled values: of the lines of a text, or of the cells of a table.
//!
//! A record that is a field of another stands flat among its labels, and labels with `{n}` in them are numbered: a list
//! of values or of records. What leads where is worked out once for an output, and not again for each of its records.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use super::{
    limits::VALUES,
    reader::{self, Problem, Reader},
    sample, xml,
};
use crate::{
    Map, Record, Value,
    description::{self, Field, Kind, Protocol, Type, Wire},
};

/// Where the labels of an output lead.
pub(super) struct Labels {
    labels: Vec<Label>,
    /// The labels without a number in them, sorted by name; where names match in any case, in lower case.
    plain: Vec<(Cow<'static, str>, usize)>,
    root: Shape,
    any_case: bool,
}

/// A label of a description.
struct Label {
    field: &'static Field,
    wire: &'static Wire,
    text: &'static str,
    /// What is before and behind its number.
    around: Option<(&'static str, &'static str)>,
}

/// The fields of a record, and which of all labels are its.
struct Shape {
    fields: &'static [Field],
    nodes: Vec<Node>,
    labels: Range<usize>,
}

/// What a field is made of.
enum Node {
    /// Nothing: the protocol does not have it, or it has no label.
    None,
    /// The value of a label.
    One(usize),
    /// The values of a numbered label.
    Numbered(usize),
    /// A record, flat.
    Record(Shape),
    /// The records of numbered labels.
    Records(Shape),
    /// All that no other label takes.
    Rest,
}

/// A label of a description that was found, with its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Found {
    label: usize,
    number: Option<u64>,
}

/// The values of a record, by their labels.
#[derive(Default)]
pub(super) struct Cells<'t> {
    /// Those of labels without a number, by label.
    plain: Vec<Option<Cow<'t, str>>>,
    numbered: BTreeMap<(usize, u64), Cow<'t, str>>,
    others: Vec<(Arc<str>, Cow<'t, str>)>,
}

impl Labels {
    /// The labels of what is of this type: of a record its fields', of anything else none.
    pub(super) fn of(ty: &Type, reader: Reader<'_>) -> Labels {
        let mut labels = Vec::new();
        let root = match ty.kind {
            Kind::Record(record) => shape(record, reader.own.protocol, &mut vec![record], &mut labels),
            _ => Shape { fields: &[], nodes: Vec::new(), labels: 0..0 },
        };
        let any_case = reader.how.any_case;
        let plain = labels.iter().enumerate().filter(|(_, label)| label.around.is_none());
        let mut plain: Vec<_> = plain.map(|(index, label)| (folded(label.text, any_case), index)).collect();
        plain.sort();
        plain.dedup_by(|(later, _), (name, _)| later == name);
        Labels { labels, plain, root, any_case }
    }

    /// The label of this name, which is most often the one at this position.
    pub(super) fn find(&self, name: &str, likely: usize) -> Option<Found> {
        if self.labels.get(likely).is_some_and(|label| label.text == name && label.around.is_none()) {
            return Some(Found { label: likely, number: None });
        }
        let sought = folded(name, self.any_case);
        let found = self.plain.binary_search_by(|(known, _)| known.as_ref().cmp(&sought));
        if let Some((_, label)) = found.ok().and_then(|at| self.plain.get(at)) {
            return Some(Found { label: *label, number: None });
        }
        self.labels.iter().enumerate().find_map(|(label, known)| {
            let (front, back) = known.around?;
            let number = self.strip_front(name, front)?;
            let digits = number.len().checked_sub(back.len())?;
            let (number, found) = number.split_at_checked(digits)?;
            (self.same(found, back) && is_number(number))
                .then(|| Some(Found { label, number: Some(number.parse().ok()?) }))?
        })
    }

    /// The known label that a text begins with, of several the longest; and what is behind it and what parts it from its
    /// value.
    pub(super) fn at_start<'t>(&self, text: &'t str, part: &str) -> Option<(Found, &'t str)> {
        let found = (0..self.labels.len()).filter_map(|label| self.begins_with(label, text, part));
        found.max_by_key(|(_, length, _)| *length).map(|(found, _, value)| (found, value))
    }

    /// Whether a text begins with this label, how long that is, and the text behind it and its part.
    pub(super) fn begins_with<'t>(&self, label: usize, text: &'t str, part: &str) -> Option<(Found, usize, &'t str)> {
        let known = self.labels.get(label)?;
        let (number, rest) = match known.around {
            None => (None, self.strip_front(text, known.text)?),
            Some((front, back)) => {
                let rest = self.strip_front(text, front)?;
                let digits = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
                let (number, rest) = rest.split_at_checked(digits)?;
                (Some(number.parse().ok()?), self.strip_front(rest, back)?)
            }
        };
        let value = rest.trim_start().strip_prefix(part)?;
        Some((Found { label, number }, text.len() - rest.len(), value))
    }

    /// How many labels the description has.
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    pub(super) fn has_numbers(&self) -> bool {
        self.labels.iter().any(|label| label.around.is_some())
    }

    /// Whether a label is that of a single text.
    pub(super) fn is_text(&self, found: Found) -> bool {
        self.labels.get(found.label).is_some_and(|label| {
            (!label.field.many || label.around.is_some()) && matches!(label.wire.ty.kind, Kind::String)
        })
    }

    /// The position behind a label.
    pub(super) fn behind(&self, found: Option<Found>) -> usize {
        found.map_or(0, |found| found.label + 1)
    }

    /// Whether it is the last label of the description, and a map does not want what comes behind it.
    pub(super) fn is_last(&self, found: Found) -> bool {
        found.label + 1 == self.labels.len() && !self.root.nodes.iter().any(|node| matches!(node, Node::Rest))
    }

    /// The record that some cells make.
    pub(super) fn record(&self, reader: Reader<'_>, mut cells: Cells<'_>) -> Result<Record, Problem> {
        let mut record = self.fields(reader, &self.root, &mut cells, None)?;
        self.keep(reader, cells, &mut record)?;
        Ok(record)
    }

    /// The records that numbered cells make, in the order of their numbers. What has no label of a record is kept with
    /// the first.
    pub(super) fn records(&self, reader: Reader<'_>, mut cells: Cells<'_>) -> Result<Vec<Record>, Problem> {
        let mut records = Vec::new();
        for number in cells.numbers(&self.root.labels) {
            records.push(self.fields(reader, &self.root, &mut cells, Some(number))?);
        }
        if let Some(first) = records.first_mut() {
            self.keep(reader, cells, first)?;
        }
        Ok(records)
    }

    /// Keeps what no field took.
    fn keep(&self, reader: Reader<'_>, cells: Cells<'_>, record: &mut Record) -> Result<(), Problem> {
        reader.left.make(cells.others.len())?;
        let plain = cells.plain.into_iter().enumerate().filter_map(|(label, text)| Some((label, text?)));
        for (label, text) in plain.chain(cells.numbered.into_iter().map(|((label, _), text)| (label, text))) {
            record.unknown_mut().push(self.labels.get(label).map_or("", |label| label.text), text);
        }
        for (label, text) in cells.others {
            record.unknown_mut().push(label, text);
        }
        Ok(())
    }

    fn fields(
        &self,
        reader: Reader<'_>,
        shape: &Shape,
        cells: &mut Cells<'_>,
        number: Option<u64>,
    ) -> Result<Record, Problem> {
        reader.left.make(shape.fields.len())?;
        let mut record = Record::new(shape.fields.len());
        for (index, (field, node)) in shape.fields.iter().zip(&shape.nodes).enumerate() {
            let value = match &field.fixed {
                Some(fixed) => sample::field(fixed, field, reader.own.protocol)?,
                None => self.node(reader, field, node, cells, number)?,
            };
            reader::put(&mut record, index, field, value)?;
        }
        Ok(record)
    }

    fn node(
        &self,
        reader: Reader<'_>,
        field: &'static Field,
        node: &Node,
        cells: &mut Cells<'_>,
        number: Option<u64>,
    ) -> Result<Option<Value>, Problem> {
        match node {
            Node::None => Ok(sample::empty(field)),
            // A list among the labels of a numbered record stands in one value.
            Node::Numbered(label) if number.is_some() => self.node(reader, field, &Node::One(*label), cells, number),
            Node::One(label) => match cells.remove(*label, number) {
                Some(text) => self.value(reader, *label, &text, false),
                None => Ok(None),
            },
            Node::Numbered(label) => {
                let mut values = Vec::new();
                let numbers = cells.numbers(&(*label..*label + 1));
                reader.left.make(numbers.len())?;
                for number in numbers {
                    if let Some(text) = cells.remove(*label, Some(number)) {
                        values.extend(self.value(reader, *label, &text, true)?);
                    }
                }
                Ok(Some(Value::List(values)))
            }
            Node::Record(inner) => {
                let is_there = inner.labels.clone().any(|label| cells.has(label, number));
                if !is_there {
                    return Ok(None);
                }
                self.fields(reader, inner, cells, number).map(|record| Some(Value::Record(record)))
            }
            Node::Records(inner) => {
                let mut records = Vec::new();
                for number in cells.numbers(&inner.labels) {
                    records.push(Value::Record(self.fields(reader, inner, cells, Some(number))?));
                }
                Ok(Some(Value::List(records)))
            }
            Node::Rest => map(reader, field.name, std::mem::take(&mut cells.others)).map(|map| Some(Value::Map(map))),
        }
    }

    /// The value of a label: of a numbered list, that of one item.
    fn value(&self, reader: Reader<'_>, label: usize, text: &str, is_item: bool) -> Result<Option<Value>, Problem> {
        let Some(Label { field, wire, .. }) = self.labels.get(label) else { return Ok(None) };
        let text = reader.unescape(field.name, text)?;
        if let Kind::Record(record) = wire.ty.kind {
            let record = xml::embedded(reader, field.name, record, &text, 0)?;
            return Ok(if field.many { Some(Value::List(record.into_iter().collect())) } else { record });
        }
        Ok(if is_item { reader.one(field, wire, &text)? } else { reader.field(field, wire, &text)? })
    }

    /// What is behind this beginning of a text.
    fn strip_front<'t>(&self, text: &'t str, front: &str) -> Option<&'t str> {
        let (found, rest) = text.split_at_checked(front.len())?;
        self.same(found, front).then_some(rest)
    }

    fn same(&self, one: &str, other: &str) -> bool {
        one == other || (self.any_case && one.eq_ignore_ascii_case(other))
    }
}

impl<'t> Cells<'t> {
    /// Adds a value; of several of one label the last counts.
    pub(super) fn add(&mut self, found: Found, text: impl Into<Cow<'t, str>>) {
        match found {
            Found { label, number: Some(number) } => {
                self.numbered.insert((label, number), text.into());
            }
            Found { label, number: None } => {
                if self.plain.len() <= label {
                    self.plain.resize(label + 1, None);
                }
                if let Some(slot) = self.plain.get_mut(label) {
                    *slot = Some(text.into());
                }
            }
        }
    }

    /// Adds a value that no label leads to.
    pub(super) fn add_other(&mut self, name: impl Into<Arc<str>>, text: impl Into<Cow<'t, str>>) {
        // One more than is read is enough to say so.
        if self.others.len() <= VALUES {
            self.others.push((name.into(), text.into()));
        }
    }

    /// All of them as a map, of an output that is one: it has no labels of its own.
    pub(super) fn into_map(self, reader: Reader<'_>, name: &'static str) -> Result<Map, Problem> {
        map(reader, name, self.others)
    }

    fn remove(&mut self, label: usize, number: Option<u64>) -> Option<Cow<'t, str>> {
        match number {
            Some(number) => self.numbered.remove(&(label, number)),
            None => self.plain.get_mut(label).and_then(Option::take),
        }
    }

    /// Whether a label is there; with a number, or else whether or not it has one.
    fn has(&self, label: usize, number: Option<u64>) -> bool {
        match number {
            Some(number) => self.numbered.contains_key(&(label, number)),
            None => {
                self.plain.get(label).is_some_and(Option::is_some)
                    || self.numbered.range((label, 0)..(label + 1, 0)).next().is_some()
            }
        }
    }

    /// The numbers that occur on some labels, in ascending order.
    fn numbers(&self, labels: &Range<usize>) -> BTreeSet<u64> {
        self.numbered.range((labels.start, 0)..(labels.end, 0)).map(|((_, number), _)| *number).collect()
    }
}

fn map(reader: Reader<'_>, name: &'static str, cells: Vec<(Arc<str>, Cow<'_, str>)>) -> Result<Map, Problem> {
    reader.left.make(cells.len())?;
    let mut map = Map::new();
    for (label, text) in cells {
        map.push(label, reader.unescape(name, &text)?);
    }
    Ok(map)
}

/// Lays out the labels of a record. `within` are the records that it is in: one that holds itself does so without end.
fn shape(
    record: &'static description::Record,
    protocol: Protocol,
    within: &mut Vec<&'static description::Record>,
    labels: &mut Vec<Label>,
) -> Shape {
    let start = labels.len();
    let mut nodes = Vec::with_capacity(record.fields.len());
    for field in record.fields {
        let node = match field.wire(protocol).filter(|_| field.fixed.is_none()) {
            None => Node::None,
            Some(wire) => match wire.ty.kind {
                Kind::Record(inner) if wire.document.is_none() => {
                    if within.iter().any(|outer| std::ptr::eq(*outer, inner)) {
                        Node::None
                    } else {
                        within.push(inner);
                        let inner = shape(inner, protocol, within, labels);
                        within.pop();
                        if field.many { Node::Records(inner) } else { Node::Record(inner) }
                    }
                }
                Kind::Map if matches!(wire.place(), "*" | "@*") => Node::Rest,
                Kind::Map => Node::None,
                _ => {
                    let around = wire.place().split_once("{n}");
                    labels.push(Label { field, wire, text: wire.place(), around });
                    let label = labels.len() - 1;
                    if field.many && around.is_some() { Node::Numbered(label) } else { Node::One(label) }
                }
            },
        };
        nodes.push(node);
    }
    Shape { fields: record.fields, nodes, labels: start..labels.len() }
}

fn folded(name: &str, any_case: bool) -> Cow<'_, str> {
    if any_case { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
