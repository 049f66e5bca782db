//! Texts of the wire as values.

use base64::{Engine, prelude::BASE64_STANDARD};

use super::limits::VALUES;
use crate::{
    DateTime, Number, Secret, Value,
    description::{Field, Kind, Output, Type},
    scalar::is_url,
};

/// What an output that has no fields is called in errors.
pub(super) const OUTPUT: &str = "output";

/// Whose value it is: a field's, or that of an output.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whose {
    pub(super) name: &'static str,
    pub(super) secret: bool,
}

/// A text that does not read as the type of its field.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) field: &'static str,
    pub(super) wanted: &'static str,
}

impl From<&Field> for Whose {
    fn from(field: &Field) -> Whose {
        Whose { name: field.name, secret: field.secret }
    }
}

impl From<&Output> for Whose {
    fn from(output: &Output) -> Whose {
        Whose { name: OUTPUT, secret: output.secret }
    }
}

/// One value. `None`: the text says that there is none.
pub(super) fn read(whose: Whose, ty: &Type, text: &str) -> Result<Option<Value>, Unreadable> {
    let trimmed = text.trim();
    if ty.none.contains(&trimmed) {
        return Ok(None);
    }
    let wrong = |wanted| Unreadable { field: whose.name, wanted };
    let is_text = matches!(ty.kind, Kind::String);
    // A secret is kept as it came, but for a URL: what is none may be a refusal.
    let is_url_kind = matches!(ty.kind, Kind::Url);
    if whose.secret && !is_url_kind {
        return Ok(Some(Value::Secret(Secret::from(text))));
    }
    if trimmed.is_empty() && !is_text {
        return Ok(match ty.kind {
            Kind::Bool { yes, .. } if yes.contains(&"") => Some(Value::Bool(true)),
            Kind::Bool { no, .. } if no.contains(&"") => Some(Value::Bool(false)),
            _ => None,
        });
    }
    Ok(Some(match ty.kind {
        Kind::String => Value::Text(text.to_owned()),
        Kind::Url if !is_url(trimmed) => return Err(wrong("an absolute URL")),
        Kind::Url if whose.secret => Value::Secret(Secret::from(trimmed)),
        Kind::Url => Value::Text(trimmed.to_owned()),
        Kind::Enum(_) => Value::Text(ty.word(trimmed).to_owned()),
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

/// The values of a list.
pub(super) fn read_all(whose: Whose, ty: &Type, pieces: Vec<&str>) -> Result<Vec<Value>, Unreadable> {
    let mut values = Vec::with_capacity(pieces.len());
    for piece in pieces {
        values.extend(read(whose, ty, piece)?);
    }
    Ok(values)
}

/// The pieces of a text between separators; blanks beside one and an empty last piece do not count. More than an output
/// may have values are not cut.
pub(super) fn pieces<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let most = VALUES + 2;
    if separator == " " {
        return text.split_whitespace().take(most).collect();
    }
    let cut = if separator.trim().is_empty() { separator } else { separator.trim() };
    let mut pieces: Vec<&str> = text.split(cut).map(str::trim).take(most).collect();
    if pieces.last().is_some_and(|last| last.is_empty()) {
        pieces.pop();
    }
    pieces
}

/// Bytes as a text.
pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

fn boolean(text: &str, yes: &[&str], no: &[&str]) -> Option<bool> {
    let is = |words: &[&str], text: &str| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(yes, text) {
        Some(true)
    } else if is(no, text) {
        Some(false)
    } else if is(&["true", "1", "yes"], text) {
        Some(true)
    } else if is(&["false", "0", "no"], text) {
        Some(false)
    } else if is(yes, "*") {
        Some(true)
    } else if is(no, "*") {
        Some(false)
    } else {
        None
    }
}
