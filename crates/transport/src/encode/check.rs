//! Whether a value may go out as its field says.

use crate::{
    Protocol, Value,
    description::{Field, Kind, Record, Type, Wire},
};

use super::spell;

/// Checks a value against its field: how many, of what type, within its bounds, of characters that can be carried.
pub(super) fn value(field: &Field, wire: &Wire, protocol: Protocol, value: &Value) -> Result<(), String> {
    if !field.many {
        return one(field, wire.ty, protocol, value);
    }
    let Value::List(items) = value else {
        return Err("it takes a list, and was given one value".to_owned());
    };
    bounds(field, items.len() as i128, "items")?;
    for (index, item) in items.iter().enumerate() {
        typed(wire.ty, protocol, item)
            .and_then(|()| parted(wire, item))
            .map_err(|what| format!("item {}: {what}", index + 1))?;
    }
    Ok(())
}

/// Checks that the protocol can carry every character of a text.
pub(super) fn text(protocol: Protocol, text: &str) -> Result<(), String> {
    if protocol.is_form() {
        return Ok(());
    }
    match text.chars().enumerate().find(|(_, char)| !is_xml(*char)) {
        None => Ok(()),
        Some((index, char)) => {
            Err(format!("its character {} is U+{:04X}, which XML cannot carry", index + 1, u32::from(char)))
        }
    }
}

fn one(field: &Field, ty: &Type, protocol: Protocol, value: &Value) -> Result<(), String> {
    typed(ty, protocol, value)?;
    match value {
        Value::Int(number) => bounds(field, i128::from(*number), ""),
        Value::Text(text) => bounds(field, text.chars().count() as i128, "characters"),
        Value::Secret(text) => bounds(field, text.expose().chars().count() as i128, "characters"),
        Value::Bytes(bytes) => bounds(field, bytes.len() as i128, "bytes"),
        Value::Number(number) => {
            let number = number.approximate();
            let below = field.min.filter(|min| number < *min as f64);
            let above = field.max.filter(|max| number > *max as f64);
            outside(below, above, "")
        }
        _ => Ok(()),
    }
}

fn bounds(field: &Field, size: i128, unit: &str) -> Result<(), String> {
    outside(field.min.filter(|min| size < i128::from(*min)), field.max.filter(|max| size > i128::from(*max)), unit)
}

fn outside(below: Option<i64>, above: Option<i64>, unit: &str) -> Result<(), String> {
    let gap = if unit.is_empty() { "" } else { " " };
    match (below, above) {
        (Some(min), _) => Err(format!("at least {min}{gap}{unit} is allowed")),
        (None, Some(max)) => Err(format!("at most {max}{gap}{unit} is allowed")),
        (None, None) => Ok(()),
    }
}

fn typed(ty: &Type, protocol: Protocol, value: &Value) -> Result<(), String> {
    if let (Kind::Record(shape), Value::Record(record)) = (ty.kind, value) {
        return fields(shape, protocol, record);
    }
    let spelled = spell::scalar(ty, value)?;
    text(protocol, &spelled)
}

fn fields(shape: &'static Record, protocol: Protocol, record: &crate::Record) -> Result<(), String> {
    if protocol.is_form() {
        return Err(format!("it is a record, which cannot be sent over {protocol}"));
    }
    for (index, field) in shape.fields.iter().enumerate() {
        let wire = field.wire(protocol);
        match (record.get(index), wire) {
            (Some(given), Some(wire)) => value(field, wire, protocol, given),
            (Some(_), None) => Err(format!("cannot be sent over {protocol}")),
            (None, Some(_)) if field.required => Err("is required and was not given".to_owned()),
            (None, _) => Ok(()),
        }
        .map_err(|what| format!("its `{}`: {what}", field.name))?;
    }
    Ok(())
}

/// An item of a list that travels as one text may not hold what parts the items: it would come out as two.
fn parted(wire: &Wire, item: &Value) -> Result<(), String> {
    let Some(separator) = wire.join else {
        return Ok(());
    };
    let core = if separator.trim().is_empty() { separator } else { separator.trim() };
    if !core.is_empty() && spell::scalar(wire.ty, item)?.contains(core) {
        return Err(format!("it holds `{core}`, which parts the items from each other"));
    }
    Ok(())
}

/// XML 1.0, production 2.
const fn is_xml(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
