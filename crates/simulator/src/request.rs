//! What came: a request, and the parameters in it.

use bindery_transport::description::{Field, Operation, Protocol, Vendor};
use http::request::Parts;

use crate::xml::split;

/// A request that the simulator received.
#[derive(Clone, Debug)]
pub struct Received {
    /// The operation, by the name that the spec gives it; none when nothing of the vendor's is at the address.
    pub operation: Option<String>,
    /// The protocol.
    pub protocol: Option<Protocol>,
    /// The HTTP method.
    pub method: String,
    /// The path, as it came.
    pub path: String,
    /// The query, as it came.
    pub query: Option<String>,
    /// The headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The parameters, by their names on the wire; of XML, places below the operation's element.
    pub params: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    pub(crate) fn new(head: &Parts, body: &[u8]) -> Received {
        Received {
            operation: None,
            protocol: None,
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().map(str::to_owned),
            headers: head
                .headers
                .iter()
                .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            params: Vec::new(),
            body: body.to_vec(),
        }
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Reads the parameters. The error says what is wrong with the request.
    pub(crate) fn read_params(&mut self, vendor: &Vendor, operation: &Operation, on: Protocol) -> Result<(), String> {
        self.params = match on {
            Protocol::Get => pairs(self.query.as_deref().unwrap_or_default()),
            Protocol::Post => {
                let kind = self.header("content-type").unwrap_or_default();
                if !kind.starts_with("application/x-www-form-urlencoded") {
                    return Err(format!("Request format is invalid: {kind}."));
                }
                pairs(&self.text())
            }
            _ => {
                let text = self.text().into_owned();
                let document = roxmltree::Document::parse(&text).map_err(|error| error.to_string())?;
                let binding = vendor.binding(on).ok_or("no such protocol")?;
                let element = match on {
                    Protocol::Xml => document.root_element(),
                    _ => body_element(&document).ok_or("The envelope has no body.")?,
                };
                let name = if on == Protocol::Xml { binding.root } else { operation.wire_name(on) };
                if element.tag_name().name() != name {
                    return Err(format!("The element is <{}>, not <{name}>.", element.tag_name().name()));
                }
                let mut params = Vec::new();
                collect(element, "", binding.namespace, &mut params)?;
                params
            }
        };
        Ok(())
    }

    /// The values of a parameter; none where it was not given.
    pub(crate) fn values(&self, field: &Field, on: Protocol) -> Vec<String> {
        let Some(wire) = field.wire(on) else { return Vec::new() };
        let place = wire.place();
        let found = self
            .params
            .iter()
            .filter(|(name, _)| if on.is_form() { name.eq_ignore_ascii_case(place) } else { name == place });
        let texts: Vec<String> = found.map(|(_, value)| value.clone()).collect();
        match wire.join {
            Some(separator) => texts
                .iter()
                .flat_map(|text| text.split(if separator.trim().is_empty() { separator } else { separator.trim() }))
                .map(|piece| piece.trim().to_owned())
                .filter(|piece| !piece.is_empty())
                .collect(),
            None => texts,
        }
    }

    /// Whether a parameter was given, be it empty.
    pub(crate) fn gives(&self, field: &Field, on: Protocol) -> bool {
        let Some(wire) = field.wire(on) else { return false };
        let place = wire.place();
        self.params.iter().any(|(name, _)| {
            if on.is_form() {
                name.eq_ignore_ascii_case(place)
            } else {
                name == place || name.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'))
            }
        })
    }

    /// Names that no field has.
    pub(crate) fn unknown<'a>(&'a self, fields: &[&Field], on: Protocol) -> Option<&'a str> {
        let known = |name: &str| {
            fields.iter().filter_map(|field| field.wire(on)).any(|wire| {
                let place = wire.place();
                let front = split(place).0.first().copied().unwrap_or(place);
                if on.is_form() { place.eq_ignore_ascii_case(name) } else { name == place || name == front }
            })
        };
        self.params.iter().map(|(name, _)| name.as_str()).find(|name| !known(name))
    }
}

/// Pairs of a form.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// The first element inside the body of an envelope.
pub(crate) fn body_element<'a>(document: &'a roxmltree::Document<'a>) -> Option<roxmltree::Node<'a, 'a>> {
    let envelope = document.root_element();
    let body = envelope.children().find(|node| node.tag_name().name() == "Body")?;
    body.children().find(roxmltree::Node::is_element)
}

/// The texts below an element, by place. An element in another namespace than the vendor's is a mistake.
fn collect(
    element: roxmltree::Node<'_, '_>,
    front: &str,
    namespace: &str,
    params: &mut Vec<(String, String)>,
) -> Result<(), String> {
    if element.tag_name().namespace().unwrap_or_default() != namespace {
        return Err(format!("<{}> is in another namespace than {namespace:?}.", element.tag_name().name()));
    }
    for child in element.children().filter(roxmltree::Node::is_element) {
        let name = child.tag_name().name();
        let place = if front.is_empty() { name.to_owned() } else { format!("{front}/{name}") };
        if child.children().any(|node| node.is_element()) {
            collect(child, &place, namespace, params)?;
        } else {
            if child.tag_name().namespace().unwrap_or_default() != namespace {
                return Err(format!("<{name}> is in another namespace than {namespace:?}."));
            }
            let text: String = child.children().filter_map(|node| node.text()).collect();
            params.push((place, text));
        }
    }
    Ok(())
}
