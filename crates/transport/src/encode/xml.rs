//! Parameters as the elements of an XML document.

use std::io;

use crate::description::{Binding, Carrier};

use super::{Body, Context, Problem, element::Element, part::Part};

/// The body of a posted document.
pub(super) fn body(parts: &[Part<'_>], context: Context, binding: &'static Binding) -> Result<Body, Problem> {
    let name = context.fill(binding.root);
    let root = element(&name, parts, Carrier::Body, context)?.in_namespace(binding.namespace);
    Ok(Body { content: document(&root)?, content_type: "text/xml; charset=utf-8".to_owned(), action: None })
}

/// The element that holds the parameters of one carrier.
pub(super) fn element<'a>(
    name: &'a str,
    parts: &'a [Part<'_>],
    carrier: Carrier,
    context: Context,
) -> Result<Element<'a>, Problem> {
    let mut element = Element::new(name);
    for part in parts.iter().filter(|part| part.wire.carrier == carrier) {
        element.put(part.field.many, part.wire, context, &part.given).map_err(|what| part.problem(what))?;
    }
    Ok(element)
}

pub(super) fn document(root: &Element<'_>) -> Result<Vec<u8>, Problem> {
    root.document().map_err(|error: io::Error| Problem::setup(format!("its XML could not be written: {error}")))
}
