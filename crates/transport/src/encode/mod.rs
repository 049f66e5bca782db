//! Encoding: a call to an HTTP request.
//!
//! What we send is checked strictly, before anything is written: a request that comes out of here is one that the
//! description allows.

mod address;
mod check;
mod element;
mod form;
mod headers;
mod part;
mod soap;
mod spell;
mod text;
mod together;
mod xml;

use http::{
    HeaderMap, HeaderName, HeaderValue, Method,
    header::{ACCEPT, CONTENT_TYPE, COOKIE},
};

use crate::{
    Failure, Kind, Protocol, Secret, Stage, Target, Values,
    description::{Binding, Carrier, Format, Operation, Vendor},
};
use part::Part;

/// The request of a call.
///
/// Its URI is absolute: the base address with its own path, the operation's path, and over GET the parameters as query.
/// It has no `Content-Length`: whoever sends it knows how.
///
/// # Errors
/// At stage [`Stage::NotBuilt`]: the operation does not have the protocol, a value does not fit its parameter, a secret
/// would go into the URL, or the base address is none.
pub fn request(
    operation: &'static Operation,
    target: &Target<'_>,
    values: &Values,
) -> Result<http::Request<Vec<u8>>, Failure> {
    build(operation, target, values).map_err(|problem| {
        let failure = Failure::new(Stage::NotBuilt, problem.kind, operation.name, problem.what).over(target.protocol);
        match problem.parameter {
            Some(parameter) => failure.about(parameter),
            None => failure,
        }
    })
}

/// Why a request could not be built.
#[derive(Debug)]
struct Problem {
    kind: Kind,
    what: String,
    parameter: Option<&'static str>,
}

/// What is written: which operation, of whom, over what.
#[derive(Clone, Copy)]
struct Context {
    operation: &'static Operation,
    vendor: &'static Vendor,
    protocol: Protocol,
}

impl Context {
    fn new(operation: &'static Operation, target: &Target<'_>) -> Context {
        Context { operation, vendor: target.vendor, protocol: target.protocol }
    }

    /// A text with its holes filled.
    fn fill(self, text: &str) -> String {
        self.operation.fill(text, self.vendor, self.protocol)
    }
}

/// A body with its content type and what else its protocol wants in the head.
struct Body {
    content: Vec<u8>,
    content_type: String,
    action: Option<String>,
}

impl Problem {
    fn new(kind: Kind, what: impl Into<String>) -> Problem {
        Problem { kind, what: what.into(), parameter: None }
    }

    fn setup(what: impl Into<String>) -> Problem {
        Problem::new(Kind::Configuration, what)
    }

    fn input(parameter: &'static str, what: impl Into<String>) -> Problem {
        Problem::new(Kind::Input, what).about(parameter)
    }

    fn about(mut self, parameter: &'static str) -> Problem {
        self.parameter = Some(parameter);
        self
    }
}

fn build(
    operation: &'static Operation,
    target: &Target<'_>,
    values: &Values,
) -> Result<http::Request<Vec<u8>>, Problem> {
    let protocol = target.protocol;
    let context = Context::new(operation, target);
    let binding = binding(operation, target)?;
    let path = operation.path(target.vendor, protocol).unwrap_or_default();
    let parts = part::of_call(operation, target, values)?;
    if protocol == Protocol::Get && !target.secrets_in_url {
        refuse_secrets(operation, target, &parts)?;
    }

    let (query, body) = match protocol {
        Protocol::Get => (Some(form::encode(&parts, context, binding)?), None),
        Protocol::Post => (None, Some(form::body(&parts, context, binding)?)),
        Protocol::Soap11 | Protocol::Soap12 => (None, Some(soap::body(&parts, context, binding)?)),
        Protocol::Xml => (None, Some(xml::body(&parts, context, binding)?)),
    };
    let uri = address::uri(target.base, &path, query.as_deref())?;

    let mut request = http::Request::new(Vec::new());
    *request.method_mut() = if protocol == Protocol::Get { Method::GET } else { Method::POST };
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    let format = operation.answer(target.vendor, protocol).map_or(Format::Text, |answer| answer.format);
    headers.insert(ACCEPT, HeaderValue::from_static(accept(protocol, format)));
    for (name, value) in binding.headers {
        set(headers, name, value)?;
    }
    if let Some(body) = body {
        set(headers, CONTENT_TYPE.as_str(), &body.content_type)?;
        if let Some(action) = &body.action {
            set(headers, "soapaction", action)?;
        }
        *request.body_mut() = body.content;
    }
    headers::write(&parts, context, request.headers_mut())?;
    if let Some(cookie) = cookie(operation, target)? {
        request.headers_mut().insert(COOKIE, cookie);
    }
    Ok(request)
}

fn binding(operation: &'static Operation, target: &Target<'_>) -> Result<&'static Binding, Problem> {
    operation.binding(target.vendor, target.protocol).ok_or_else(|| {
        let others = others(operation, target, |protocol| protocol != target.protocol);
        Problem::setup(format!("it does not exist over {}; it can be called over {others}", target.protocol))
    })
}

/// A secret in a URL ends up in the logs of servers and proxies.
fn refuse_secrets(operation: &'static Operation, target: &Target<'_>, parts: &[Part<'_>]) -> Result<(), Problem> {
    let in_url = |part: &&Part<'_>| part.wire.carrier == Carrier::Body && part.is_secret();
    let Some(secret) = parts.iter().find(in_url) else {
        return Ok(());
    };
    let name = secret.field.name;
    let others = others(operation, target, |protocol| protocol != Protocol::Get);
    let what = format!(
        "`{name}` is a secret and would go into the URL, so nothing was sent: call over {others}, or let secrets go into \
         URLs with `allow_secrets_in_url()`"
    );
    Err(Problem::new(Kind::SecretInUrl, what).about(name))
}

/// The names of the protocols over which an operation can be called, for a person to read.
fn others(operation: &'static Operation, target: &Target<'_>, wanted: impl Fn(Protocol) -> bool) -> String {
    let names: Vec<&str> = operation
        .on
        .iter()
        .filter(|protocol| wanted(*protocol) && target.vendor.binding(*protocol).is_some())
        .map(Protocol::name)
        .collect();
    if names.is_empty() { "no other protocol".to_owned() } else { names.join(", ") }
}

const fn accept(protocol: Protocol, format: Format) -> &'static str {
    match (protocol, format) {
        (Protocol::Soap12, _) => "application/soap+xml, text/xml;q=0.9",
        (Protocol::Soap11, _) | (_, Format::Xml) => "text/xml, application/xml;q=0.9",
        (_, Format::Text) => "text/plain, */*;q=0.8",
        (_, Format::Bytes) => "*/*",
    }
}

/// The name of a header that the description has.
fn header_name(name: &str) -> Result<HeaderName, Problem> {
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Problem::setup(format!("the description's header `{name}` has a name that HTTP cannot carry")))
}

fn set(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Problem> {
    let header = header_name(name)?;
    let value = HeaderValue::from_str(value)
        .map_err(|_| Problem::setup(format!("the description's header `{name}` has a value that HTTP cannot carry")))?;
    headers.insert(header, value);
    Ok(())
}

fn cookie(operation: &'static Operation, target: &Target<'_>) -> Result<Option<HeaderValue>, Problem> {
    let Some((name, value)) = part::credentials(operation, target).and_then(|credentials| credentials.cookie_pair())
    else {
        return Ok(None);
    };
    let pair = Secret::from([name, "=", value.expose()].concat());
    let mut header = HeaderValue::from_str(pair.expose()).map_err(|_| {
        Problem::new(
            Kind::Credentials,
            format!("the session's cookie `{name}` holds characters that HTTP cannot carry"),
        )
    })?;
    header.set_sensitive(true);
    Ok(Some(header))
}
