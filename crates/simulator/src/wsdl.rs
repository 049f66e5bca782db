//! The contract that a SOAP service tells about itself: WSDL 1.1, document/literal wrapped, made from the description.
//!
//! What XSD cannot say stands there as any text or any element.

mod schema;
mod shape;
mod simple;

use bindery_transport::description::{Protocol, Vendor};
use http::Response;

use self::schema::Schemas;
use crate::{
    Received,
    call::Call,
    route::plain,
    xml::{self, Element},
};

/// Whether a request asks for a WSDL: `?WSDL`, in any case.
pub(crate) fn asks(received: &Received) -> bool {
    received.method == "GET" && received.query.as_deref().is_some_and(|query| query.eq_ignore_ascii_case("wsdl"))
}

/// The WSDL of what is at a request's address, if anything of SOAP is.
pub(crate) fn answer(vendor: &'static Vendor, received: &Received) -> Option<Response<Vec<u8>>> {
    let location = format!("http://{}{}", received.header("host")?, received.path);
    let document = of(vendor, &received.path, &location)?;
    let text = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}", document.write());
    Some(plain(200, "text/xml; charset=utf-8", &text))
}

/// The WSDL of all that is called over SOAP at a path.
fn of(vendor: &'static Vendor, path: &str, location: &str) -> Option<Element> {
    let service = xml::name(vendor.name);
    let mut parts = Parts { schemas: Schemas::default(), messages: Vec::new() };
    let (mut port_types, mut bindings, mut ports) = (Vec::new(), Vec::new(), Vec::new());
    for on in [Protocol::Soap11, Protocol::Soap12] {
        let calls = calls(vendor, path, on);
        if calls.is_empty() {
            continue;
        }
        let soap = Soap::of(on);
        let name = format!("{service}{}", soap.suffix);
        let mut port_type = Element::new("wsdl:portType").attribute("name", &name);
        let transport = soap
            .element("binding")
            .attribute("transport", "http://schemas.xmlsoap.org/soap/http")
            .attribute("style", "document");
        let mut binding = Element::new("wsdl:binding")
            .attribute("name", &name)
            .attribute("type", &format!("tns:{name}"))
            .child(transport);
        for call in calls {
            let (abstract_one, concrete) = parts.operation(call, &soap);
            port_type.children.push(abstract_one);
            binding.children.push(concrete);
        }
        let port = Element::new("wsdl:port")
            .attribute("name", &name)
            .attribute("binding", &format!("tns:{name}"))
            .child(soap.element("address").attribute("location", location));
        port_types.push(port_type);
        bindings.push(binding);
        ports.push(port);
    }
    if ports.is_empty() {
        return None;
    }
    let service = ports
        .into_iter()
        .fold(Element::new("wsdl:service").attribute("name", &service), |service, port| service.child(port));
    let namespace = match parts.schemas.namespaces().find(|(_, namespace)| !namespace.is_empty()) {
        Some((_, namespace)) => namespace.to_owned(),
        None => format!("urn:{}", vendor.package),
    };
    let mut document = Element::new("wsdl:definitions")
        .attribute("xmlns:wsdl", "http://schemas.xmlsoap.org/wsdl/")
        .attribute("xmlns:soap", "http://schemas.xmlsoap.org/wsdl/soap/")
        .attribute("xmlns:soap12", "http://schemas.xmlsoap.org/wsdl/soap12/")
        .attribute("xmlns:xs", "http://www.w3.org/2001/XMLSchema")
        .attribute("xmlns:tns", &namespace)
        .attribute("targetNamespace", &namespace);
    for (prefix, namespace) in parts.schemas.namespaces().filter(|(_, namespace)| !namespace.is_empty()) {
        document.set(&format!("xmlns:{prefix}"), namespace);
    }
    let mut types = Element::new("wsdl:types");
    types.children = parts.schemas.write();
    document.children.push(types);
    document.children.extend(parts.messages.into_iter().chain(port_types).chain(bindings));
    Some(document.child(service))
}

/// The operations whose SOAP path it is. One that has a query of its own there is at another address.
fn calls(vendor: &'static Vendor, path: &str, on: Protocol) -> Vec<Call> {
    let calls = vendor.operations.iter().map(|operation| Call { vendor, operation, on });
    let is_there = |call: &Call| {
        call.operation.binding(vendor, on).is_some() && call.operation.path(vendor, on).as_deref() == Some(path)
    };
    calls.filter(is_there).collect()
}

/// How a version of SOAP is written in a WSDL.
struct Soap {
    prefix: &'static str,
    suffix: &'static str,
}

impl Soap {
    fn of(on: Protocol) -> Soap {
        match on {
            Protocol::Soap12 => Soap { prefix: "soap12", suffix: "Soap12" },
            _ => Soap { prefix: "soap", suffix: "Soap11" },
        }
    }

    fn element(&self, name: &str) -> Element {
        Element::new(format!("{}:{name}", self.prefix))
    }
}

/// What operations are made of.
struct Parts {
    schemas: Schemas,
    messages: Vec<Element>,
}

impl Parts {
    /// An operation as it stands in the port type, and in the binding.
    fn operation(&mut self, call: Call, soap: &Soap) -> (Element, Element) {
        let name = call.operation.wire_name(call.on);
        let (request, response) = (self.schemas.request(call), self.schemas.answer(call));
        let (input, output) = (format!("{name}{}In", soap.suffix), format!("{name}{}Out", soap.suffix));
        self.messages.push(message(&input, [("parameters", request)]));
        self.messages.push(message(&output, [("parameters", response)]));
        let side = |side: &str, message: &str| Element::new(side).attribute("message", &format!("tns:{message}"));
        let operation = || Element::new("wsdl:operation").attribute("name", name);
        let abstract_one = operation().child(side("wsdl:input", &input)).child(side("wsdl:output", &output));

        let body = || soap.element("body").attribute("use", "literal");
        let mut in_binding = Element::new("wsdl:input").child(body());
        let headers = self.schemas.headers(call);
        if !headers.is_empty() {
            let message_name = format!("{name}{}Header", soap.suffix);
            for (part, _) in &headers {
                let header = soap
                    .element("header")
                    .attribute("message", &format!("tns:{message_name}"))
                    .attribute("part", part)
                    .attribute("use", "literal");
                in_binding.children.push(header);
            }
            self.messages.push(message(&message_name, headers));
        }
        let action = call.operation.action(call.vendor, call.on).unwrap_or_default();
        let concrete = operation()
            .child(soap.element("operation").attribute("soapAction", &action).attribute("style", "document"))
            .child(in_binding)
            .child(Element::new("wsdl:output").child(body()));
        (abstract_one, concrete)
    }
}

/// A message of parts, each with its element.
fn message(name: &str, parts: impl IntoIterator<Item = (impl AsRef<str>, String)>) -> Element {
    parts.into_iter().fold(Element::new("wsdl:message").attribute("name", name), |message, (part, element)| {
        message.child(Element::new("wsdl:part").attribute("name", part.as_ref()).attribute("element", &element))
    })
}
