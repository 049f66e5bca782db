//! Parameters as form pairs, in a query or in a body.

use std::borrow::Cow;

use form_urlencoded::Serializer;

use crate::{
    Target, Value,
    description::{Operation, Wire},
};

use super::{
    Body, Problem,
    part::{Given, Part},
    spell,
};

/// The body of a POST.
pub(super) fn body(parts: &[Part<'_>], operation: &'static Operation, target: &Target<'_>) -> Result<Body, Problem> {
    Ok(Body {
        content: encode(parts, operation, target)?.into_bytes(),
        content_type: "application/x-www-form-urlencoded; charset=utf-8".to_owned(),
        action: None,
    })
}

/// The pairs.
pub(super) fn encode(
    parts: &[Part<'_>],
    operation: &'static Operation,
    target: &Target<'_>,
) -> Result<String, Problem> {
    let mut pairs = Serializer::new(String::new());
    for part in parts {
        let name = operation.fill(part.wire.place(), target.vendor, target.protocol);
        match part.given {
            Given::Absent(text) | Given::Credential(text) => {
                pairs.append_pair(&name, text);
            }
            Given::Value(value) => {
                for text in texts(part.wire, value).map_err(|what| Problem::input(part.field.name, what))? {
                    pairs.append_pair(&name, &text);
                }
            }
        }
    }
    Ok(pairs.finish())
}

/// The texts of a value: one, or of a list without a separator one an item.
pub(super) fn texts<'a>(wire: &Wire, value: &'a Value) -> Result<Vec<Cow<'a, str>>, String> {
    let Value::List(items) = value else {
        return Ok(vec![spell::scalar(wire.ty, value)?]);
    };
    let texts = items.iter().map(|item| spell::scalar(wire.ty, item)).collect::<Result<Vec<_>, _>>()?;
    Ok(match wire.join {
        Some(separator) => vec![Cow::Owned(texts.join(separator))],
        None => texts,
    })
}
