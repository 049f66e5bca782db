//! Values of examples, owned, so that some of them can be replaced.

use bindery_transport::description::{Example, Field, Kind, Operation, Output, Record, Sample, Type};

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Text(String),
    Int(i64),
    Bool(bool),
    List(Vec<Node>),
    Record(Vec<(&'static str, Node)>),
}

/// The first example of an operation that says what an accepted call gives.
pub(crate) fn accepted_example(operation: &Operation) -> Option<&'static Example> {
    operation.examples.iter().find(|example| example.code.is_none() && !matches!(example.output, Sample::None))
}

/// What an accepted call of an operation gives: the values of its first example, or else values made up from the types.
pub(crate) fn output_of(operation: &Operation) -> Option<Node> {
    let output = operation.output?;
    accepted_example(operation)
        .and_then(|example| Node::of(&example.output))
        .or_else(|| made_up_output(output))
}

impl Node {
    pub(crate) fn of(sample: &Sample) -> Option<Node> {
        Some(match sample {
            Sample::None => return None,
            Sample::Text(text) => Node::Text((*text).to_owned()),
            Sample::Int(number) => Node::Int(*number),
            Sample::Bool(yes) => Node::Bool(*yes),
            Sample::List(items) => Node::List(items.iter().filter_map(Node::of).collect()),
            Sample::Record(fields) => {
                Node::Record(fields.iter().filter_map(|(name, value)| Some((*name, Node::of(value)?))).collect())
            }
        })
    }

    pub(crate) fn field(&self, name: &str) -> Option<&Node> {
        match self {
            Node::Record(fields) => fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Replaces a field of a record, or adds it.
    pub(crate) fn set(&mut self, name: &'static str, value: Node) {
        if let Node::Record(fields) = self {
            match fields.iter_mut().find(|(field, _)| *field == name) {
                Some((_, old)) => *old = value,
                None => fields.push((name, value)),
            }
        }
    }

    /// The records of an output, whether it is one or a list.
    pub(crate) fn records(&self) -> &[Node] {
        match self {
            Node::List(items) => items,
            one => std::slice::from_ref(one),
        }
    }
}

/// A plausible value of a type.
pub(crate) fn made_up(ty: &Type, min: Option<i64>) -> Node {
    match ty.kind {
        Kind::Bool { .. } => Node::Bool(true),
        Kind::Int { min: least, max } => Node::Int(min.unwrap_or(1).clamp(least, max)),
        Kind::Number => Node::Text("1".to_owned()),
        Kind::DateTime(_) => Node::Text("2024-01-02T03:04:05".to_owned()),
        Kind::Bytes => Node::Text("AA==".to_owned()),
        Kind::Enum(words) => Node::Text(words.first().copied().unwrap_or("word").to_owned()),
        Kind::Record(record) => made_up_record(record),
        _ => Node::Text("text".repeat(usize::try_from(min.unwrap_or(1)).unwrap_or(1).div_ceil(4).max(1))),
    }
}

/// A plausible value of a field; of a list, one item.
pub(crate) fn made_up_field(field: &Field) -> Option<Node> {
    let item = made_up(field.wires.first()?.ty, field.min);
    Some(if field.many { Node::List(vec![item]) } else { item })
}

fn made_up_record(record: &Record) -> Node {
    Node::Record(record.fields.iter().filter_map(|field| Some((field.name, made_up_field(field)?))).collect())
}

fn made_up_output(output: &Output) -> Option<Node> {
    let item = made_up(output.ty, None);
    Some(if output.many { Node::List(vec![item]) } else { item })
}
