//! Parameters as a SOAP envelope, document/literal wrapped.

use crate::{
    Protocol,
    description::{Binding, Carrier},
};

use super::{Body, Context, Problem, element::Element, part::Part, xml};

const ENVELOPE_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const ENVELOPE_12: &str = "http://www.w3.org/2003/05/soap-envelope";

/// The envelope, with the content type and the action of its version.
pub(super) fn body(parts: &[Part<'_>], context: Context, binding: &'static Binding) -> Result<Body, Problem> {
    let header = xml::element("soap:Header", parts, Carrier::SoapHeader, context)?;
    let wrapper = xml::element(context.operation.wire_name(context.protocol), parts, Carrier::Body, context)?;
    let namespace = if context.protocol == Protocol::Soap12 { ENVELOPE_12 } else { ENVELOPE_11 };
    let mut envelope = Element::new("soap:Envelope").attribute("xmlns:soap", namespace);
    if !header.is_empty() {
        envelope = envelope.child(header.children_in_namespace(binding.namespace));
    }
    let envelope = envelope.child(Element::new("soap:Body").child(wrapper.in_namespace(binding.namespace)));
    let (content_type, action) = head(context.protocol, context.operation.action(context.vendor, context.protocol));
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
