//! Parameters as the elements of an XML document.

use std::io;

use crate::{
    Target,
    description::{Binding, Operation},
};

use super::{Body, Problem, element::Element, part::Part};

/// The body of a posted document.
pub(super) fn body(
    parts: &[Part<'_>],
    operation: &'static Operation,
    target: &Target<'_>,
    binding: &'static Binding,
) -> Result<Body, Problem> {
    let name = operation.fill(binding.root, target.vendor, target.protocol);
    let root = element(&name, parts, operation, target, binding)?;
    Ok(Body { content: document(&root)?, content_type: "text/xml; charset=utf-8".to_owned(), action: None })
}

/// The element that holds the parameters.
pub(super) fn element<'a>(
    name: &'a str,
    parts: &[Part<'a>],
    operation: &'static Operation,
    target: &Target<'_>,
    binding: &'static Binding,
) -> Result<Element<'a>, Problem> {
    let mut element = Element::new(name);
    if !binding.namespace.is_empty() {
        element = element.attribute("xmlns", binding.namespace);
    }
    for part in parts {
        let place = operation.fill(part.wire.place(), target.vendor, target.protocol);
        element
            .put(&place, part.wire, target.protocol, part.given)
            .map_err(|what| Problem::input(part.field.name, what))?;
    }
    Ok(element)
}

pub(super) fn document(root: &Element<'_>) -> Result<Vec<u8>, Problem> {
    root.document().map_err(|error: io::Error| Problem::setup(format!("its XML could not be written: {error}")))
}
