//! How single values are spelled, and whether a text spells one.

use base64::Engine as _;
use bindery_transport::description::{Field, Kind, Type};
use jiff::civil;

use crate::node::Node;

/// The text of a value; of a list, the texts of its items.
pub(crate) fn spelled(ty: &Type, value: &Node) -> Vec<String> {
    match value {
        Node::List(items) => items.iter().flat_map(|item| spelled(ty, item)).collect(),
        Node::Record(_) => Vec::new(),
        Node::Int(number) => vec![number.to_string()],
        Node::Bool(yes) => vec![boolean(ty, *yes).to_owned()],
        Node::Text(text) => vec![match ty.kind {
            Kind::DateTime(formats) => date(formats, text),
            _ => text.clone(),
        }],
    }
}

/// Whether a text that came in spells a value of the field's type; else what is wrong with it.
pub(crate) fn check(field: &Field, ty: &Type, text: &str) -> Result<(), String> {
    let within = |size: i64| field.many || (field.min.is_none_or(|min| size >= min) && field.max.is_none_or(|max| size <= max));
    let length = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    match ty.kind {
        Kind::Int { min, max } => match text.parse::<i64>() {
            Ok(number) if number < min || number > max => Err(format!("is not within {min} and {max}")),
            Ok(number) if !within(number) => Err("is outside of its bounds".to_owned()),
            Ok(_) => Ok(()),
            Err(_) => Err("is no whole number".to_owned()),
        },
        Kind::Number if !is_decimal(text) => Err("is no number".to_owned()),
        Kind::Bool { yes, no } if !yes.contains(&text) && !no.contains(&text) => {
            Err(format!("is none of {}", yes.iter().chain(no).copied().collect::<Vec<_>>().join(", ")))
        }
        Kind::Enum(words) if !words.contains(&text) => Err(format!("is none of {}", words.join(", "))),
        Kind::DateTime(formats) if !is_date(formats, text) => Err("is no date of the format that it should have".to_owned()),
        Kind::Bytes => match base64::engine::general_purpose::STANDARD.decode(text) {
            Ok(bytes) if within(length(bytes.len())) => Ok(()),
            Ok(_) => Err("has too few or too many bytes".to_owned()),
            Err(_) => Err("is no base64".to_owned()),
        },
        Kind::String if !within(length(text.chars().count())) => Err("is too short or too long".to_owned()),
        _ => Ok(()),
    }
}

fn boolean(ty: &Type, value: bool) -> &'static str {
    match (ty.kind, value) {
        (Kind::Bool { yes, .. }, true) => yes.first().copied().unwrap_or("true"),
        (Kind::Bool { no, .. }, false) => no.first().copied().unwrap_or("false"),
        (_, true) => "true",
        (_, false) => "false",
    }
}

/// A date of an example in the vendor's format, where it can be read.
fn date(formats: &[&str], text: &str) -> String {
    let Some(format) = formats.first() else { return text.to_owned() };
    if is_date(formats, text) {
        return text.to_owned();
    }
    match text.replacen(' ', "T", 1).parse::<civil::DateTime>() {
        Ok(date) => jiff::fmt::strtime::format(format, date).unwrap_or_else(|_| text.to_owned()),
        Err(_) => text.to_owned(),
    }
}

fn is_date(formats: &[&str], text: &str) -> bool {
    match formats {
        [] => text.parse::<civil::DateTime>().is_ok() || text.parse::<civil::Date>().is_ok(),
        formats => formats.iter().any(|format| jiff::fmt::strtime::parse(format, text).is_ok()),
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
}
