//! What the simulator sends back.

use bindery_transport::Protocol;

/// An answer, ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Vec<u8>,
    /// A `Set-Cookie` header.
    pub(crate) cookie: Option<String>,
    /// Why the call was refused, for people who look for the reason.
    pub(crate) reason: Option<String>,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        Answer { status, content_type: Some(content_type.to_owned()), body: body.into(), cookie: None, reason: None }
    }

    /// An answer without a body.
    pub(crate) fn empty(status: u16) -> Answer {
        Answer { status, content_type: None, body: Vec::new(), cookie: None, reason: None }
    }

    pub(crate) fn text(status: u16, text: impl Into<String>) -> Answer {
        Answer::new(status, "text/plain; charset=utf-8", text.into())
    }

    pub(crate) fn because(mut self, reason: impl Into<String>) -> Answer {
        self.reason = Some(reason.into());
        self
    }
}

pub(crate) const SOAP_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
pub(crate) const SOAP_12: &str = "http://www.w3.org/2003/05/soap-envelope";

/// The namespace of a protocol's envelope.
pub(crate) fn envelope_namespace(protocol: Protocol) -> &'static str {
    if protocol == Protocol::Soap12 { SOAP_12 } else { SOAP_11 }
}

/// The content type of a protocol's XML.
pub(crate) fn xml_type(protocol: Protocol) -> &'static str {
    if protocol == Protocol::Soap12 { "application/soap+xml; charset=utf-8" } else { "text/xml; charset=utf-8" }
}

/// A document with an element, in an envelope where the protocol has one.
pub(crate) fn document(protocol: Protocol, element: &str) -> String {
    const DECLARATION: &str = r#"<?xml version="1.0" encoding="utf-8"?>"#;
    if protocol.is_soap() {
        let namespace = envelope_namespace(protocol);
        format!(r#"{DECLARATION}<soap:Envelope xmlns:soap="{namespace}"><soap:Body>{element}</soap:Body></soap:Envelope>"#)
    } else {
        format!("{DECLARATION}{element}")
    }
}
