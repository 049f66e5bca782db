//! The text that stands for a value: its spelling, or the XML document that it is, as the wire's template has it.

use std::borrow::Cow;

use crate::{
    Value,
    description::{Carrier, Piece, Sample, Wire},
};

use super::{Context, element, spell};

/// What parts the values of a header, unless the description says otherwise.
const LIST: &str = ", ";

/// The texts of a value: one, or of a list without a separator one an item.
pub(super) fn texts<'a>(wire: &'static Wire, context: Context, value: &'a Value) -> Result<Vec<Cow<'a, str>>, String> {
    let Value::List(items) = value else {
        return Ok(vec![one(wire, context, value)?]);
    };
    match separator(wire) {
        Some(separator) => {
            let texts = items.iter().map(|item| spell::scalar(wire.ty, item)).collect::<Result<Vec<_>, _>>()?;
            Ok(vec![made(wire, context, Cow::Owned(texts.join(separator)))])
        }
        None => items.iter().map(|item| one(wire, context, item)).collect(),
    }
}

/// The text of one value.
pub(super) fn one<'a>(wire: &'static Wire, context: Context, value: &'a Value) -> Result<Cow<'a, str>, String> {
    let text = match (wire.document, value) {
        (Some(root), Value::Record(record)) => Cow::Owned(element::document_of(root, wire, context, record)?),
        _ => spell::scalar(wire.ty, value)?,
    };
    Ok(made(wire, context, text))
}

/// What parts many values where they stand in one text.
pub(super) fn separator(wire: &Wire) -> Option<&'static str> {
    match wire.carrier {
        Carrier::Header | Carrier::Basic => Some(wire.join.unwrap_or(LIST)),
        Carrier::Body | Carrier::SoapHeader => wire.join,
    }
}

/// The text that the wire's template makes of a value's.
pub(super) fn made<'a>(wire: &Wire, context: Context, text: Cow<'a, str>) -> Cow<'a, str> {
    let Some(template) = wire.template else {
        return text;
    };
    let pieces = template.0.iter().map(|piece| match piece {
        Piece::Text(literal) => literal,
        Piece::Blank => " ",
        Piece::Hole("value") => &*text,
        Piece::Hole(name) => context.operation.hole(name, context.vendor, context.protocol).unwrap_or_default(),
    });
    Cow::Owned(pieces.collect())
}

/// The text of what the description fixes; `None`: nothing goes out.
pub(super) fn fixed(wire: &'static Wire, context: Context, sample: Sample) -> Result<Option<String>, String> {
    let text = match sample {
        Sample::None => return Ok(None),
        Sample::Text(text) => context.fill(text),
        Sample::Int(number) => spelled(wire, &Value::Int(number)).unwrap_or_else(|| number.to_string()),
        Sample::Bool(value) => spelled(wire, &Value::Bool(value)).unwrap_or_else(|| value.to_string()),
        Sample::List(_) | Sample::Record(_) => return Err("what its description fixes is not one text".to_owned()),
    };
    Ok(Some(made(wire, context, Cow::Owned(text)).into_owned()))
}

fn spelled(wire: &Wire, value: &Value) -> Option<String> {
    spell::scalar(wire.ty, value).ok().map(Cow::into_owned)
}
