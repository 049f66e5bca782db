//! Parameters as a SOAP envelope, document/literal wrapped.

use crate::{
    Protocol, Target,
    description::{Binding, Operation},
};

use super::{Body, Problem, element::Element, part::Part, xml};

const ENVELOPE_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const ENVELOPE_12: &str = "http://www.w3.org/2003/05/soap-envelope";

/// The envelope, with the content type and the action of its version.
pub(super) fn body(
    parts: &[Part<'_>],
    operation: &'static Operation,
    target: &Target<'_>,
    binding: &'static Binding,
) -> Result<Body, Problem> {
    let wrapper = xml::element(operation.wire_name(target.protocol), parts, operation, target, binding)?;
    let namespace = if target.protocol == Protocol::Soap12 { ENVELOPE_12 } else { ENVELOPE_11 };
    let envelope = Element::new("soap:Envelope")
        .attribute("xmlns:soap", namespace)
        .child(Element::new("soap:Body").child(wrapper));
    let (content_type, action) = head(target.protocol, operation.action(target.vendor, target.protocol));
    Ok(Body { content: xml::document(&envelope)?, content_type, action })
}

/// SOAP 1.1 says its action in a header, 1.2 in the content type. The charset is always said: without it some servers
/// read `text/xml` as ASCII, whatever the declaration says. An empty action would be refused, so it is left out.
fn head(protocol: Protocol, action: Option<String>) -> (String, Option<String>) {
    let action = action.filter(|action| !action.is_empty());
    match (protocol, action) {
        (Protocol::Soap12, Some(action)) => (format!("application/soap+xml; charset=utf-8; action=\"{action}\""), None),
        (Protocol::Soap12, None) => ("application/soap+xml; charset=utf-8".to_owned(), None),
        (_, action) => ("text/xml; charset=utf-8".to_owned(), action.map(|action| format!("\"{action}\""))),
    }
}
