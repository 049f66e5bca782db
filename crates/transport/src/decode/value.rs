//! Texts of the wire as values.

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{
    DateTime, Number, Secret, Value,
    description::{Field, Kind, Wire},
};

/// A text that does not read as the type of its field.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) field: &'static str,
    pub(super) wanted: &'static str,
}

/// One value. `None`: the text says that there is none.
pub(super) fn read(field: &'static Field, wire: &Wire, text: &str) -> Result<Option<Value>, Unreadable> {
    let trimmed = text.trim();
    if wire.ty.none.contains(&trimmed) {
        return Ok(None);
    }
    let wrong = |wanted| Unreadable { field: field.name, wanted };
    if field.secret {
        return Ok(Some(Value::Secret(Secret::from(text))));
    }
    let is_text = matches!(wire.ty.kind, Kind::String);
    if trimmed.is_empty() && !is_text {
        return Ok(None);
    }
    Ok(Some(match wire.ty.kind {
        Kind::String | Kind::Url => Value::Text(text.to_owned()),
        Kind::Enum(_) => Value::Text(trimmed.to_owned()),
        Kind::Bool { yes, no } => Value::Bool(boolean(trimmed, yes, no).ok_or_else(|| wrong("yes or no"))?),
        Kind::Int { min, max } => {
            let number = trimmed.parse::<i64>().map_err(|_| wrong("a whole number"))?;
            if !(min..=max).contains(&number) {
                return Err(wrong("a whole number in its bounds"));
            }
            Value::Int(number)
        }
        Kind::Number => Value::Number(trimmed.parse::<Number>().map_err(|_| wrong("a number"))?),
        Kind::DateTime(formats) => Value::DateTime(DateTime::read(trimmed, formats)),
        Kind::Bytes => {
            let compact: String = trimmed.split_whitespace().collect();
            Value::Bytes(BASE64_STANDARD.decode(compact).map_err(|_| wrong("base64"))?)
        }
        Kind::Record(_) | Kind::Map => return Err(wrong("a record")),
    }))
}

/// The values of a list that stands in one text.
pub(super) fn read_joined(
    field: &'static Field,
    wire: &Wire,
    separator: &str,
    text: &str,
) -> Result<Vec<Value>, Unreadable> {
    let cut = if separator.trim().is_empty() { separator } else { separator.trim() };
    let mut pieces: Vec<&str> = text.split(cut).map(str::trim).collect();
    if pieces.last().is_some_and(|last| last.is_empty()) {
        pieces.pop();
    }
    let mut values = Vec::with_capacity(pieces.len());
    for piece in pieces {
        values.extend(read(field, wire, piece)?);
    }
    Ok(values)
}

fn boolean(text: &str, yes: &[&str], no: &[&str]) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(yes) {
        Some(true)
    } else if is(no) {
        Some(false)
    } else if is(&["true", "1", "yes"]) {
        Some(true)
    } else if is(&["false", "0", "no"]) {
        Some(false)
    } else {
        None
    }
}
