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
    let mut parts = Parts::default();
    for on in [Protocol::Soap11, Protocol::Soap12] {
        let calls = calls(vendor, path, on);
        if !calls.is_empty() {
            parts.version(vendor, &Soap::of(on), calls, location);
        }
    }
    if parts.ports.is_empty() { None } else { Some(parts.document(vendor)) }
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

/// What a WSDL is made of.
#[derive(Default)]
struct Parts {
    schemas: Schemas,
    messages: Vec<Element>,
    port_types: Vec<Element>,
    bindings: Vec<Element>,
    ports: Vec<Element>,
}

impl Parts {
    /// Adds what is called over a version of SOAP: a port of its own, for names and parameters may be others there.
    fn version(&mut self, vendor: &Vendor, soap: &Soap, calls: Vec<Call>, location: &str) {
        let name = format!("{}{}", xml::name(vendor.name), soap.suffix);
        let qualified = format!("tns:{name}");
        let transport = soap
            .element("binding")
            .attribute("transport", "http://schemas.xmlsoap.org/soap/http")
            .attribute("style", "document");
        let mut port_type = Element::new("wsdl:portType").attribute("name", &name);
        let mut binding =
            Element::new("wsdl:binding").attribute("name", &name).attribute("type", &qualified).child(transport);
        for call in calls {
            let (in_port_type, in_binding) = self.operation(call, soap);
            port_type.children.push(in_port_type);
            binding.children.push(in_binding);
        }
        let address = soap.element("address").attribute("location", location);
        let port = Element::new("wsdl:port").attribute("name", &name).attribute("binding", &qualified).child(address);
        self.port_types.push(port_type);
        self.bindings.push(binding);
        self.ports.push(port);
    }

    fn document(self, vendor: &Vendor) -> Element {
        let namespaces: Vec<_> = self.schemas.namespaces().filter(|(_, namespace)| !namespace.is_empty()).collect();
        let own = namespaces.first().map_or_else(|| format!("urn:{}", vendor.package), |(_, own)| (*own).to_owned());
        let mut document = Element::new("wsdl:definitions")
            .attribute("xmlns:wsdl", "http://schemas.xmlsoap.org/wsdl/")
            .attribute("xmlns:soap", "http://schemas.xmlsoap.org/wsdl/soap/")
            .attribute("xmlns:soap12", "http://schemas.xmlsoap.org/wsdl/soap12/")
            .attribute("xmlns:xs", "http://www.w3.org/2001/XMLSchema")
            .attribute("xmlns:tns", &own)
            .attribute("targetNamespace", &own);
        for (prefix, namespace) in namespaces {
            document.set(&format!("xmlns:{prefix}"), namespace);
        }
        let types = Element { children: self.schemas.write(), ..Element::new("wsdl:types") };
        let service = Element::new("wsdl:service").attribute("name", &xml::name(vendor.name));
        document.children.push(types);
        document.children.extend(self.messages.into_iter().chain(self.port_types).chain(self.bindings));
        document.child(Element { children: self.ports, ..service })
    }

    /// An operation as it stands in the port type, and in the binding.
    fn operation(&mut self, call: Call, soap: &Soap) -> (Element, Element) {
        let name = call.operation.wire_name(call.on);
        let (request, response) = (self.schemas.request(call), self.schemas.answer(call));
        let (input, output) = (format!("{name}{}In", soap.suffix), format!("{name}{}Out", soap.suffix));
        self.messages.push(message(&input, [("parameters", request)]));
        self.messages.push(message(&output, [("parameters", response)]));
        let side = |side: &str, message: &str| Element::new(side).attribute("message", &format!("tns:{message}"));
        let operation = || Element::new("wsdl:operation").attribute("name", name);
        let in_port_type = operation().child(side("wsdl:input", &input)).child(side("wsdl:output", &output));

        let body = || soap.element("body").attribute("use", "literal");
        let mut goes_in = Element::new("wsdl:input").child(body());
        let headers = self.schemas.headers(call);
        if !headers.is_empty() {
            let message_name = format!("{name}{}Header", soap.suffix);
            for (part, _) in &headers {
                let header = soap
                    .element("header")
                    .attribute("message", &format!("tns:{message_name}"))
                    .attribute("part", part)
                    .attribute("use", "literal");
                goes_in.children.push(header);
            }
            self.messages.push(message(&message_name, headers));
        }
        let action = call.operation.action(call.vendor, call.on).unwrap_or_default();
        let in_binding = operation()
            .child(soap.element("operation").attribute("soapAction", &action).attribute("style", "document"))
            .child(goes_in)
            .child(Element::new("wsdl:output").child(body()));
        (in_port_type, in_binding)
    }
}

/// A message of parts, each with its element.
fn message(name: &str, parts: impl IntoIterator<Item = (impl AsRef<str>, String)>) -> Element {
    parts.into_iter().fold(Element::new("wsdl:message").attribute("name", name), |message, (part, element)| {
        message.child(Element::new("wsdl:part").attribute("name", part.as_ref()).attribute("element", &element))
    })
}
