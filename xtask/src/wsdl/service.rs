//! From services, ports and bindings to operations.

use roxmltree::Node;

use super::{
    Asked,
    contract::{Address, Call, Fault, Header, Note, Operation, Payload},
    mistake,
    names::{Declared, Kind, Names, WSDL, child, is, local, resolve},
    schema::{Schemas, documentation},
    warning,
};
use crate::{
    diagnostic::{At, Diagnostics},
    model::Protocol,
};

const SOAP_11: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
const SOAP_12: &str = "http://schemas.xmlsoap.org/wsdl/soap12/";
const HTTP: &str = "http://schemas.xmlsoap.org/wsdl/http/";
/// Transports of SOAP that are HTTP.
const TRANSPORTS: &[&str] = &["http://schemas.xmlsoap.org/soap/http", "http://www.w3.org/2003/05/soap/bindings/HTTP/"];

/// The operations of a WSDL that are asked for. None: there are none, and the diagnostics say so.
pub fn operations<'a>(
    names: &Names<'a>,
    schemas: &mut Schemas<'a>,
    asked: &Asked,
    d: &mut Diagnostics,
) -> Option<Vec<Operation>> {
    let root = names.documents.first()?.document.root_element();
    let start = names.at(0, root);
    if !is(root, WSDL, "definitions") {
        let reported = mistake(d, &start, "this is no WSDL 1.1", "its root is not `definitions`");
        reported.help(match root.tag_name().namespace() {
            Some("http://www.w3.org/ns/wsdl") => {
                "it is a WSDL 2.0; ask the service for its WSDL 1.1, often at `?wsdl`".to_owned()
            }
            _ => format!("the root has to be `definitions` in the namespace {WSDL}; services give it at `?wsdl`"),
        });
        return None;
    }
    let before = d.mistakes();
    let mut reading = Reading { names, schemas, asked, d, found: Vec::new(), met: Vec::new(), skipped: Vec::new() };
    reading.all();
    let Reading { found, met, skipped, .. } = reading;
    for (at, why, help) in &skipped {
        // What is left out is no mistake as long as something is there.
        let reported = if found.is_empty() && asked.operations.is_empty() {
            mistake(d, at, why, "here")
        } else {
            warning(d, at, why, "passed by")
        };
        reported.help(help.clone());
    }
    for name in asked.operations.iter().filter(|name| !found.iter().any(|operation| operation.name == **name)) {
        if !met.contains(name) {
            mistake(d, &start, format!("the WSDL has no operation `{name}`"), "in this WSDL")
                .suggest(name, met.iter().map(String::as_str))
                .suggest_any("`--operation` names operations as the WSDL does");
        }
    }
    if found.is_empty() && skipped.is_empty() && asked.operations.is_empty() && d.mistakes() == before {
        mistake(d, &start, "the WSDL binds no operation to HTTP or SOAP", "in this WSDL")
            .help("if another file has the bindings, give that one: it imports this");
    }
    (!found.is_empty()).then_some(found)
}

struct Reading<'r, 'a> {
    names: &'r Names<'a>,
    schemas: &'r mut Schemas<'a>,
    asked: &'r Asked,
    d: &'r mut Diagnostics,
    found: Vec<Operation>,
    /// The names of all operations, also of those that nobody asked for.
    met: Vec<String>,
    /// What is passed by, why, and what to do about it.
    skipped: Vec<(At, String, String)>,
}

/// A port of a service.
struct Port<'a> {
    document: usize,
    binding: Declared<'a>,
    address: Option<Address>,
}

/// A binding, as far as all its operations share it.
struct Bound<'a> {
    on: Protocol,
    style: &'a str,
    /// The namespace of the binding's own elements.
    words: &'static str,
    address: Option<Address>,
}

impl<'a> Reading<'_, 'a> {
    fn all(&mut self) {
        for port in self.ports() {
            self.binding(port);
        }
    }

    /// The ports that are asked for; of a WSDL without services, a port for each binding.
    fn ports(&mut self) -> Vec<Port<'a>> {
        let mut ports = Vec::new();
        let mut known = Vec::new();
        for (document, service) in &self.names.services {
            for port in service.children().filter(|node| is(*node, WSDL, "port")) {
                let name = port.attribute("name").unwrap_or_default();
                known.push(name.to_owned());
                if !self.asked.ports.is_empty() && !self.asked.ports.iter().any(|asked| asked == name) {
                    continue;
                }
                let Some(binding) = self.declared(*document, port, "binding", Kind::Binding) else { continue };
                let address = port.children().find(|node| node.tag_name().name() == "address").and_then(|node| {
                    let text = node.attribute("location")?.trim().to_owned();
                    Some(Address { text, at: self.names.at_value(*document, node, "location") })
                });
                ports.push(Port { document: *document, binding, address });
            }
        }
        for asked in self.asked.ports.iter().filter(|asked| !known.contains(asked)) {
            let at = At { file: self.names.documents.first().map_or(0, |first| first.index), span: 0..0 };
            mistake(self.d, &at, format!("the WSDL has no port `{asked}`"), "in this WSDL")
                .suggest(asked, known.iter().map(String::as_str))
                .suggest_any(&format!("it has {}", known.join(", ")));
        }
        if known.is_empty() {
            for (document, parsed) in self.names.documents.iter().enumerate() {
                let root = parsed.document.root_element();
                for node in root.children().filter(|node| is(*node, WSDL, "binding")) {
                    let namespace = root.attribute("targetNamespace");
                    let binding = Declared { document, node, namespace, qualified: false };
                    ports.push(Port { document, binding, address: None });
                }
            }
        }
        ports
    }

    fn binding(&mut self, port: Port<'a>) {
        let Port { binding: Declared { document, node, .. }, address, .. } = port;
        let _ = port.document;
        let Some(bound) = self.bound(document, node, address) else { return };
        let Some(port_type) = self.declared(document, node, "type", Kind::PortType) else { return };
        let operations: Vec<Node<'a, 'a>> = node.children().filter(|node| is(*node, WSDL, "operation")).collect();
        for operation in operations {
            let name = operation.attribute("name").unwrap_or_default();
            let input = child(operation, WSDL, "input").and_then(|input| input.attribute("name"));
            let candidates: Vec<Node<'a, 'a>> = port_type
                .node
                .children()
                .filter(|other| is(*other, WSDL, "operation") && other.attribute("name") == Some(name))
                .collect();
            let by_input =
                |other: &&Node<'a, 'a>| child(**other, WSDL, "input").and_then(|node| node.attribute("name")) == input;
            let Some(abstract_operation) = candidates.iter().find(by_input).or(candidates.first()).copied() else {
                let why = format!("the port type has no operation `{name}`");
                let help = "what is bound has to be declared: see the `portType` that the binding names";
                self.skipped.push((self.names.at(document, operation), why, help.to_owned()));
                continue;
            };
            let declared = (port_type.document, abstract_operation);
            self.operation(&bound, (document, operation), declared, candidates.len() > 1);
        }
    }

    /// How a binding is bound. None: to something that no client here speaks.
    fn bound(&mut self, document: usize, node: Node<'a, 'a>, address: Option<Address>) -> Option<Bound<'a>> {
        let at = self.names.at(document, node);
        for (words, on) in [(SOAP_11, Protocol::Soap11), (SOAP_12, Protocol::Soap12)] {
            if let Some(soap) = child(node, words, "binding") {
                let transport = soap.attribute("transport").unwrap_or(TRANSPORTS[0]);
                if !TRANSPORTS.contains(&transport) {
                    let why = format!("the binding is to SOAP over {transport}, not HTTP");
                    self.skipped.push((at, why, "only calls over HTTP are made".to_owned()));
                    return None;
                }
                return Some(Bound { on, style: soap.attribute("style").unwrap_or("document"), words, address });
            }
        }
        let verb = child(node, HTTP, "binding")?.attribute("verb").unwrap_or_default();
        let on = match verb.to_uppercase().as_str() {
            "GET" => Protocol::Get,
            "POST" => Protocol::Post,
            _ => {
                self.skipped.push((
                    at,
                    format!("the binding is to HTTP {verb}"),
                    "only GET and POST are spoken".to_owned(),
                ));
                return None;
            }
        };
        Some(Bound { on, style: "form", words: HTTP, address })
    }

    fn operation(
        &mut self,
        bound: &Bound<'a>,
        (document, bound_node): (usize, Node<'a, 'a>),
        (type_document, declared): (usize, Node<'a, 'a>),
        overloaded: bool,
    ) {
        let own = declared.attribute("name").unwrap_or_default();
        let name = if overloaded { self.own_name(type_document, declared).unwrap_or(own) } else { own };
        if !self.met.iter().any(|known| known == name) {
            self.met.push(name.to_owned());
        }
        if !self.asked.operations.is_empty() && !self.asked.operations.iter().any(|asked| asked == name) {
            return;
        }
        let at = self.names.at(document, bound_node);
        if let Some(known) = self.found.iter().find(|known| known.name == name)
            && let Some(call) = known.calls.iter().find(|call| call.on == bound.on)
        {
            // Several ports at several addresses have one binding.
            if call.at != at
                && call.action.as_ref().map(|(action, _)| action.as_str())
                    != self.action(bound, document, bound_node).as_ref().map(|(action, _)| action.as_str())
            {
                let (first, what) = (call.at.clone(), bound.on);
                warning(self.d, &at, format!("two ports have `{name}` over {what:?}, and not alike"), "passed by")
                    .see(&first, "the one that is read")
                    .help("name the ports that are meant: `--port NAME`");
            }
            return;
        }
        let Some(call) = self.call(bound, (document, bound_node), (type_document, declared), name) else { return };
        let doc = [declared, bound_node].map(|node| documentation(node, WSDL));
        let doc = doc.into_iter().find(|doc| !doc.is_empty()).unwrap_or_default();
        match self.found.iter_mut().find(|known| known.name == name) {
            Some(known) => known.calls.push(call),
            None => {
                let at = self.names.at(type_document, declared);
                self.found.push(Operation { name: name.to_owned(), at, doc, calls: vec![call] });
            }
        }
    }

    /// What tells an overloaded operation from the others of its name: the element of its request, or its input's name.
    fn own_name(&self, document: usize, declared: Node<'a, 'a>) -> Option<&'a str> {
        let input = child(declared, WSDL, "input")?;
        let text = input.attribute("message")?;
        let message = self.names.find(Kind::Message, resolve(input, text, None)?);
        let _ = document;
        let element = message.and_then(|message| child(message.node, WSDL, "part")?.attribute("element"));
        element.and_then(|element| element.rsplit(':').next()).or_else(|| input.attribute("name"))
    }

    fn call(
        &mut self,
        bound: &Bound<'a>,
        (document, bound_node): (usize, Node<'a, 'a>),
        (type_document, declared): (usize, Node<'a, 'a>),
        name: &str,
    ) -> Option<Call> {
        let at = self.names.at(document, bound_node);
        let mut notes = Vec::new();
        let sides = ["input", "output"].map(|side| (child(bound_node, WSDL, side), child(declared, WSDL, side)));
        let [(bound_input, input), (bound_output, output)] = sides;
        let Some(input) = input else {
            let why = format!("`{name}` is called by the service, not by a client");
            self.skipped.push((at, why, "only calls that a client makes are described".to_owned()));
            return None;
        };
        let style = child(bound_node, bound.words, "operation").and_then(|node| node.attribute("style"));
        let style = if bound.on.is_soap() { style.unwrap_or(bound.style) } else { bound.style };
        for body in [bound_input, bound_output].into_iter().flatten().filter_map(|side| body(side, bound.words)) {
            if body.attribute("use") == Some("encoded") {
                let at = self.names.at_value(document, body, "use");
                let why = format!("`{name}` is {style}/encoded: its XML follows SOAP's own encoding, not a schema");
                let help =
                    "clients here send and read document/literal and rpc/literal; ask the vendor for such a binding";
                self.skipped.push((at, why, help.to_owned()));
                return None;
            }
        }
        let headers = bound_input.map(|side| self.headers(document, side, bound.words)).unwrap_or_default();
        let request = Side { document: type_document, node: input, bound: bound_input.map(|node| (document, node)) };
        let request = self.payload(bound, style, &request, name, &mut notes, &at)?;
        let answer = match output {
            None => None,
            Some(output) => {
                let side =
                    Side { document: type_document, node: output, bound: bound_output.map(|node| (document, node)) };
                let name = format!("{name}Response");
                Some(self.payload(bound, style, &side, &name, &mut notes, &at)?)
            }
        };
        let faults = if bound.on.is_soap() { self.faults(type_document, declared) } else { Vec::new() };
        let address = bound.address.clone().map(|address| match child(bound_node, HTTP, "operation") {
            Some(operation) if !bound.on.is_soap() => {
                let location = operation.attribute("location").unwrap_or_default();
                let at = self.names.at_value(document, operation, "location");
                Address { text: format!("{}{location}", address.text.trim_end_matches('/')), at }
            }
            _ => address,
        });
        let action = self.action(bound, document, bound_node);
        Some(Call { on: bound.on, at, action, address, request, headers, answer, faults, notes })
    }

    fn action(&self, bound: &Bound<'a>, document: usize, node: Node<'a, 'a>) -> Option<(String, At)> {
        let operation = child(node, bound.words, "operation").filter(|_| bound.on.is_soap())?;
        let action = operation.attribute("soapAction").unwrap_or_default().to_owned();
        Some((action, self.names.at_value(document, operation, "soapAction")))
    }

    /// What goes one way.
    fn payload(
        &mut self,
        bound: &Bound<'a>,
        style: &str,
        side: &Side<'a>,
        name: &str,
        notes: &mut Vec<Note>,
        at: &At,
    ) -> Option<Payload> {
        let message = self.declared(side.document, side.node, "message", Kind::Message)?;
        let body = side.bound.and_then(|(document, node)| Some((document, body(node, bound.words)?)));
        let listed = body.and_then(|(_, body)| body.attribute("parts"));
        let in_header =
            |part: &str| side.bound.is_some_and(|(_, node)| is_header(node, bound.words, message.node, part));
        let parts: Vec<(usize, Node<'a, 'a>)> = message
            .node
            .children()
            .filter(|node| is(*node, WSDL, "part"))
            .filter(|part| {
                let name = part.attribute("name").unwrap_or_default();
                match listed {
                    Some(listed) => listed.split_whitespace().any(|listed| listed == name),
                    None => !in_header(name),
                }
            })
            .map(|part| (message.document, part))
            .collect();
        let message_at = self.names.at(message.document, message.node);
        if style != "document" {
            let namespace = body.and_then(|(_, body)| body.attribute("namespace")).unwrap_or_default().to_owned();
            let ty = self.schemas.parts(name, &message_at, &parts);
            return Some(Payload { name: name.to_owned(), namespace, ty, at: message_at });
        }
        match parts.as_slice() {
            [(document, part)] if part.attribute("element").is_some() => {
                self.schemas.element(*document, *part, "element")
            }
            [(document, part)] => {
                let part_at = self.names.at(*document, *part);
                let ty = self.schemas.part_type(*document, *part)?;
                notes.push(Note::new(format!(
                    "The message's part `{}` is a type and no element, so the WSDL does not say which element is in the body.",
                    part.attribute("name").unwrap_or_default()
                )));
                Some(Payload { name: name.to_owned(), namespace: String::new(), ty, at: part_at })
            }
            [] => {
                notes.push(Note::new("The WSDL has nothing in the body of a message."));
                let ty = self.schemas.nothing(name, &message_at);
                Some(Payload { name: name.to_owned(), namespace: String::new(), ty, at: message_at })
            }
            _ => {
                let why = format!("`{name}` has {} parts in one document/literal body", parts.len());
                let help =
                    "a body has one element; the WSDL is wrong, or its binding should list the `parts` of the body";
                self.skipped.push((at.clone(), why, help.to_owned()));
                None
            }
        }
    }

    /// The headers of the envelope that a request has.
    fn headers(&mut self, document: usize, side: Node<'a, 'a>, words: &str) -> Vec<Header> {
        let mut headers = Vec::new();
        for header in side.descendants().filter(|node| is(*node, words, "header")) {
            let named = header.attribute("message").and_then(|text| resolve(header, text, None));
            let Some(message) = named.and_then(|name| self.names.find(Kind::Message, name)) else {
                let at = self.names.at_value(document, header, "message");
                let message = format!("the WSDL has no message `{}`", header.attribute("message").unwrap_or_default());
                warning(self.d, &at, message, "this header is passed by");
                continue;
            };
            let asked = header.attribute("part");
            let part = message.node.children().find(|node| is(*node, WSDL, "part") && node.attribute("name") == asked);
            let Some(part) = part else {
                let at = self.names.at_value(document, header, "part");
                mistake(self.d, &at, format!("the message has no part `{}`", asked.unwrap_or_default()), "unknown");
                continue;
            };
            if part.attribute("element").is_some()
                && let Some(payload) = self.schemas.element(message.document, part, "element")
            {
                let required = header.attribute((WSDL, "required")) == Some("true");
                headers.push(Header { payload, required });
            }
        }
        headers
    }

    fn faults(&mut self, document: usize, declared: Node<'a, 'a>) -> Vec<Fault> {
        let mut faults = Vec::new();
        for fault in declared.children().filter(|node| is(*node, WSDL, "fault")) {
            let named = fault.attribute("message").and_then(|text| resolve(fault, text, None));
            let Some(message) = named.and_then(|name| self.names.find(Kind::Message, name)) else {
                let at = self.names.at_value(document, fault, "message");
                let message = format!("the WSDL has no message `{}`", fault.attribute("message").unwrap_or_default());
                warning(self.d, &at, message, "this fault is passed by");
                continue;
            };
            let part = child(message.node, WSDL, "part").filter(|part| part.attribute("element").is_some());
            if let Some(payload) = part.and_then(|part| self.schemas.element(message.document, part, "element")) {
                let name = fault.attribute("name").unwrap_or(&payload.name).to_owned();
                faults.push(Fault { name, payload });
            }
        }
        faults
    }

    /// What an attribute refers to; reported when it is nowhere.
    fn declared(&mut self, document: usize, node: Node<'a, 'a>, attribute: &str, kind: Kind) -> Option<Declared<'a>> {
        let at = self.names.at_value(document, node, attribute);
        let what = match kind {
            Kind::Binding => "binding",
            Kind::PortType => "port type",
            _ => "message",
        };
        let text = node.attribute(attribute).unwrap_or_default();
        let found = resolve(node, text, None).and_then(|name| self.names.find(kind, name));
        if found.is_none() {
            let local = text.rsplit(':').next().unwrap_or(text);
            mistake(self.d, &at, format!("the WSDL has no {what} `{text}`"), "unknown")
                .suggest(local, self.names.all(kind))
                .suggest_any("it may stand in another file, which has to be imported: `<wsdl:import location=\"…\">`");
        }
        found
    }
}

/// One way of an operation: in its port type, and in its binding.
struct Side<'a> {
    document: usize,
    node: Node<'a, 'a>,
    bound: Option<(usize, Node<'a, 'a>)>,
}

/// The `soap:body` of one way; it may stand in a MIME part.
fn body<'a>(side: Node<'a, 'a>, words: &str) -> Option<Node<'a, 'a>> {
    side.descendants().find(|node| is(*node, words, "body"))
}

/// Whether a part of the message goes in the header of the envelope.
fn is_header(side: Node<'_, '_>, words: &str, message: Node<'_, '_>, part: &str) -> bool {
    let name = message.attribute("name");
    side.descendants().filter(|node| local(*node, words) == Some("header")).any(|header| {
        let of = header.attribute("message").and_then(|text| text.rsplit(':').next());
        of == name && header.attribute("part") == Some(part)
    })
}
