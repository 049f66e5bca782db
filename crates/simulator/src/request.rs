//! What came: a request, and the parameters in it.

use base64::{Engine, prelude::BASE64_STANDARD};
use bindery_transport::description::{Carrier, Field, Protocol};
use http::request::Parts;

use crate::{
    call::Call,
    charset,
    tree::{Given, Node, Scope, is_name, read_text},
};

/// A request that the simulator received.
#[derive(Clone, Debug)]
pub struct Received {
    /// The operation, by the name that the spec gives it; none when nothing of the vendor's is at the address, or when its
    /// WSDL was asked for.
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
    /// What the header of the SOAP envelope holds, by place.
    pub soap_header: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the call was accepted, and carried out.
    pub carried_out: bool,
    /// The parameters as a tree.
    tree: Node,
    /// The header of the SOAP envelope as a tree.
    header: Node,
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
            soap_header: Vec::new(),
            body: body.to_vec(),
            carried_out: false,
            tree: Node::default(),
            header: Node::default(),
        }
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all_of_header(name).next()
    }

    fn all_of_header(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Reads the parameters. The error says what is wrong with the request.
    pub(crate) fn read_params(&mut self, call: Call) -> Result<(), String> {
        if call.on.is_form() {
            self.params = self.read_form(call)?;
            self.tree = Node::of_form(&self.params);
            return Ok(());
        }
        let text = self.text().into_owned();
        let document = roxmltree::Document::parse(&text).map_err(|error| error.to_string())?;
        let binding = call.vendor.binding(call.on).ok_or("no such protocol")?;
        let (element, name) = match call.on {
            Protocol::Xml => (document.root_element(), call.fill(binding.root)),
            _ => {
                let element = body_element(&document).ok_or("The envelope has no body.")?;
                (element, call.operation.wire_name(call.on).to_owned())
            }
        };
        self.tree = Node::of(element);
        if self.tree.name != name {
            return Err(format!("The element is <{}>, not <{name}>.", self.tree.name));
        }
        self.tree.flatten("", &mut self.params);
        if call.on.is_soap()
            && let Some(header) = header_element(&document)
        {
            self.header.children = Node::of(header).children;
            self.header.flatten("", &mut self.soap_header);
        }
        let elements = std::iter::once(&self.tree).chain(&self.header.children);
        match elements.into_iter().find_map(|element| element.foreign(binding.namespace)) {
            Some(name) => Err(format!("<{name}> is in another namespace than {:?}.", binding.namespace)),
            None => Ok(()),
        }
    }

    fn read_form(&self, call: Call) -> Result<Vec<(String, String)>, String> {
        let charset = call.vendor.binding(call.on).and_then(|binding| binding.charset);
        let text =
            |(name, value): (Vec<u8>, Vec<u8>)| (charset::decode(&name, charset), charset::decode(&value, charset));
        if call.on == Protocol::Post {
            let kind = self.header("content-type").unwrap_or_default();
            let said = charset::of_content_type(kind).unwrap_or(charset.unwrap_or("utf-8"));
            if !kind.starts_with("application/x-www-form-urlencoded")
                || !said.eq_ignore_ascii_case(charset.unwrap_or("utf-8"))
            {
                return Err(format!("Request format is invalid: {kind}."));
            }
            return Ok(charset::pairs(&self.body).into_iter().map(text).collect());
        }
        let mut pairs = charset::pairs(self.query.as_deref().unwrap_or_default().as_bytes());
        // What the address itself has as its query is no parameter.
        let path = call.operation.path(call.vendor, call.on).unwrap_or_default();
        for own in path.split_once('?').map(|(_, query)| charset::pairs(query.as_bytes())).unwrap_or_default() {
            if let Some(position) = pairs.iter().position(|pair| *pair == own) {
                pairs.remove(position);
            }
        }
        Ok(pairs.into_iter().map(text).collect())
    }

    /// The values of a parameter; none where it was not given.
    pub(crate) fn given(&self, call: Call, field: &'static Field) -> Vec<Given<'_>> {
        let Some(wire) = field.wire(call.on) else { return Vec::new() };
        match wire.carrier {
            Carrier::Body => self.body_scope(call).given(call, field, wire),
            Carrier::SoapHeader => Scope::of(&self.header, false).given(call, field, wire),
            Carrier::Header => {
                let name = call.fill(wire.place());
                let join = wire.join.or(Some(", "));
                self.all_of_header(&name).flat_map(|text| read_text(call, field, wire, text, join)).collect()
            }
            Carrier::Basic => {
                let text = self.basic(call, field);
                text.iter().flat_map(|text| read_text(call, field, wire, text, wire.join)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The texts of a parameter's values.
    pub(crate) fn values(&self, call: Call, field: &'static Field) -> Vec<String> {
        let texts = self.given(call, field).into_iter().filter_map(|given| match given {
            Given::Text(text) => Some(text),
            _ => None,
        });
        texts.collect()
    }

    /// Whether a parameter is there, be it empty.
    pub(crate) fn there(&self, call: Call, field: &'static Field) -> bool {
        match field.wire(call.on).map(|wire| wire.carrier) {
            Some(Carrier::Body) => self.body_scope(call).there(call, field),
            Some(Carrier::SoapHeader) => Scope::of(&self.header, false).there(call, field),
            _ => !self.given(call, field).is_empty(),
        }
    }

    /// Names that no field has.
    pub(crate) fn unknown(&self, call: Call, fields: &[&'static Field]) -> Option<String> {
        let carried = |carrier: Carrier| -> Vec<&'static Field> {
            let fields = fields.iter().copied();
            fields.filter(|field| field.wire(call.on).is_some_and(|wire| wire.carrier == carrier)).collect()
        };
        let in_body = carried(Carrier::Body);
        if call.on.is_form() {
            let known = |name: &str| in_body.iter().any(|field| is_name(call, field, name));
            return self.params.iter().map(|(name, _)| name).find(|name| !known(name)).cloned();
        }
        self.tree.stray(call, &in_body).or_else(|| self.header.stray(call, &carried(Carrier::SoapHeader)))
    }

    fn body_scope(&self, call: Call) -> Scope<'_> {
        Scope::of(&self.tree, call.on.is_form())
    }

    /// The user or the password of HTTP's own sign-in: whichever this parameter is, by its place among those that are.
    fn basic(&self, call: Call, field: &Field) -> Option<String> {
        let decoded = self.header("authorization")?.strip_prefix("Basic ")?;
        let decoded = String::from_utf8(BASE64_STANDARD.decode(decoded.trim()).ok()?).ok()?;
        let (user, password) = decoded.split_once(':')?;
        let is_basic = |field: &&'static Field| field.wire(call.on).is_some_and(|wire| wire.carrier == Carrier::Basic);
        let scheme = call
            .schemes()
            .find(|scheme| call.scheme_fields(scheme).any(|known| std::ptr::eq(known, field)))
            .or_else(|| call.schemes().find(|scheme| call.scheme_fields(scheme).any(|field| is_basic(&field))));
        let of_scheme = scheme.into_iter().flat_map(|scheme| call.scheme_fields(scheme)).filter(is_basic);
        let own = call.operation.params.iter().filter(is_basic);
        let basic: Vec<&'static Field> = match scheme {
            Some(scheme) if scheme.first => of_scheme.chain(own).collect(),
            _ => own.chain(of_scheme).collect(),
        };
        match basic.iter().position(|known| std::ptr::eq(*known, field))? {
            0 => Some(user.to_owned()),
            1 => Some(password.to_owned()),
            _ => None,
        }
    }
}

/// The first element inside the body of an envelope.
pub(crate) fn body_element<'a>(document: &'a roxmltree::Document<'a>) -> Option<roxmltree::Node<'a, 'a>> {
    in_envelope(document, "Body")?.children().find(roxmltree::Node::is_element)
}

/// The header of an envelope.
pub(crate) fn header_element<'a>(document: &'a roxmltree::Document<'a>) -> Option<roxmltree::Node<'a, 'a>> {
    in_envelope(document, "Header")
}

fn in_envelope<'a>(document: &'a roxmltree::Document<'a>, name: &str) -> Option<roxmltree::Node<'a, 'a>> {
    document.root_element().children().find(|node| node.tag_name().name() == name)
}
