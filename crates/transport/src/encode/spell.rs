//! How one value is spelled.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    Value,
    description::{Kind, Type},
    scalar::is_url,
};

/// The text of a value that is no list and no record.
///
/// # Errors
/// The value is of another type, or outside its bounds.
pub(super) fn scalar<'a>(ty: &Type, value: &'a Value) -> Result<Cow<'a, str>, String> {
    match (ty.kind, value) {
        (Kind::String, Value::Text(text)) => Ok(Cow::Borrowed(text)),
        (Kind::Enum(_), Value::Text(text)) => Ok(Cow::Borrowed(ty.spelling(text))),
        (Kind::String | Kind::Enum(_), Value::Secret(secret)) => Ok(Cow::Borrowed(secret.expose())),
        (Kind::Url, Value::Text(text)) => url(text),
        (Kind::Url, Value::Secret(secret)) => url(secret.expose()),
        (Kind::Bool { yes, no }, Value::Bool(value)) => {
            let (spellings, plain) = if *value { (yes, "true") } else { (no, "false") };
            Ok(Cow::Borrowed(spellings.first().copied().unwrap_or(plain)))
        }
        (Kind::Int { min, max }, Value::Int(value)) => {
            if (min..=max).contains(value) {
                Ok(Cow::Owned(value.to_string()))
            } else {
                Err(format!("it has to be a whole number from {min} to {max}"))
            }
        }
        (Kind::Number, Value::Number(number)) => Ok(Cow::Borrowed(number.as_str())),
        (Kind::DateTime(formats), Value::DateTime(date)) => date.spell(formats),
        (Kind::Bytes, Value::Bytes(bytes)) => Ok(Cow::Owned(STANDARD.encode(bytes))),
        (Kind::Map, _) => Err("it is a map, which no request holds".to_owned()),
        (kind, _) => Err(format!("it takes {}, and was given something else", name(kind))),
    }
}

/// A URL as it was given, if it is an absolute one.
fn url(text: &str) -> Result<Cow<'_, str>, String> {
    if is_url(text) {
        Ok(Cow::Borrowed(text))
    } else {
        Err("it has to be an absolute URL, such as `https://example.com/path`".to_owned())
    }
}

const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "text",
        Kind::Url => "a URL",
        Kind::Bool { .. } => "yes or no",
        Kind::Int { .. } => "a whole number",
        Kind::Number => "a number",
        Kind::DateTime(_) => "a date",
        Kind::Bytes => "bytes",
        Kind::Enum(_) => "a word",
        Kind::Record(_) => "a record",
        Kind::Map => "a map",
    }
}
