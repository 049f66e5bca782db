//! Values that a description says: fixed ones, and the outputs that replies stand for.

use super::{
    reader::Problem,
    value::{self, Whose},
};
use crate::{
    Map, Number, Record, Secret, Value,
    description::{self, Field, Kind, Output, Protocol, Sample, Type},
};

/// The value of an output.
pub(super) fn output(sample: &Sample, output: &Output, protocol: Protocol) -> Result<Option<Value>, Problem> {
    many(sample, Whose::from(output), output.ty, output.many, protocol)
}

/// The value of a field, whether or not the protocol has it.
pub(super) fn field(sample: &Sample, field: &Field, protocol: Protocol) -> Result<Option<Value>, Problem> {
    let Some(wire) = field.wire(protocol).or_else(|| field.wires.first()) else {
        return Ok(plain(sample).map(Value::Text));
    };
    many(sample, Whose::from(field), wire.ty, field.many, protocol)
}

fn many(sample: &Sample, whose: Whose, ty: &Type, is_list: bool, protocol: Protocol) -> Result<Option<Value>, Problem> {
    match sample {
        Sample::List(items) if is_list => {
            let mut values = Vec::with_capacity(items.len());
            for item in *items {
                values.extend(one(item, whose, ty, protocol)?);
            }
            Ok(Some(Value::List(values)))
        }
        Sample::None => Ok(None),
        _ if is_list => Err(Problem::Shape),
        sample => one(sample, whose, ty, protocol),
    }
}

fn one(sample: &Sample, whose: Whose, ty: &Type, protocol: Protocol) -> Result<Option<Value>, Problem> {
    match (ty.kind, sample) {
        (_, Sample::None) => Ok(None),
        (Kind::Record(shape), Sample::Record(pairs)) => {
            record(pairs, shape, protocol).map(|record| Some(Value::Record(record)))
        }
        (Kind::Map, Sample::Record(pairs)) => {
            let texts = pairs.iter().map(|(name, sample)| Some((*name, plain(sample)?)));
            texts.collect::<Option<Map>>().map(|map| Some(Value::Map(map))).ok_or(Problem::Shape)
        }
        (Kind::Bool { .. }, Sample::Bool(value)) if !whose.secret => Ok(Some(Value::Bool(*value))),
        (Kind::Int { .. }, Sample::Int(value)) if !whose.secret => Ok(Some(Value::Int(*value))),
        (Kind::Number, Sample::Int(value)) if !whose.secret => Ok(Some(Value::Number(Number::from(*value)))),
        (_, sample) => {
            let text = plain(sample).ok_or(Problem::Shape)?;
            if whose.secret {
                return Ok(Some(Value::Secret(Secret::from(text))));
            }
            // A description says "none" as `None`.
            Ok(value::read(whose, &Type::of(ty.kind), &text)?)
        }
    }
}

fn record(
    pairs: &[(&str, Sample)],
    shape: &'static description::Record,
    protocol: Protocol,
) -> Result<Record, Problem> {
    let mut record = Record::new(shape.fields.len());
    for (index, known) in shape.fields.iter().enumerate() {
        let given = pairs.iter().find(|(name, _)| *name == known.name).map(|(_, sample)| sample);
        record.set(
            index,
            match given.or(known.fixed.as_ref()) {
                Some(sample) => field(sample, known, protocol)?,
                None => empty(known),
            },
        );
    }
    Ok(record)
}

/// What a field is of which nothing is there: a map is never missing, only empty.
pub(super) fn empty(field: &Field) -> Option<Value> {
    let is_map = field.wires.first().is_some_and(|wire| matches!(wire.ty.kind, Kind::Map));
    (is_map && !field.many).then(|| Value::Map(Map::new()))
}

/// The text of one that is a single value.
fn plain(sample: &Sample) -> Option<String> {
    match sample {
        Sample::Text(text) => Some((*text).to_owned()),
        Sample::Int(value) => Some(value.to_string()),
        Sample::Bool(value) => Some(value.to_string()),
        Sample::None | Sample::List(_) | Sample::Record(_) => None,
    }
}
