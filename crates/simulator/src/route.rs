//! From a request to its operation, and to the answer.

use bindery_transport::description::{Means, Operation, Protocol, Vendor};
use http::{Response, header};

use crate::{
    Received,
    answer::Answer,
    check::{self, Wrong},
    plan::Step,
    request::body_element,
    session::{self, Entry},
    simulator::Shared,
};

/// The operation that a request calls, and the protocol.
pub(crate) fn find(vendor: &'static Vendor, received: &Received) -> Option<(&'static Operation, Protocol)> {
    let protocols: &[Protocol] = match received.method.as_str() {
        "GET" => &[Protocol::Get],
        "POST" => match received.header("content-type").unwrap_or_default() {
            kind if kind.starts_with("application/soap+xml") => &[Protocol::Soap12],
            kind if kind.starts_with("text/xml") => &[Protocol::Soap11, Protocol::Xml],
            kind if kind.starts_with("application/xml") => &[Protocol::Xml],
            _ => &[Protocol::Post],
        },
        _ => return None,
    };
    let at = |operation: &'static Operation, protocol: Protocol| {
        operation.binding(vendor, protocol).is_some()
            && operation.path(vendor, protocol).is_some_and(|path| received.path == path)
    };
    for protocol in protocols {
        let mut there = vendor.operations.iter().copied().filter(|operation| at(operation, *protocol));
        let found = if protocol.is_soap() {
            let named = named(received, *protocol);
            there.find(|operation| match &named {
                Named::Action(action) => operation.action(vendor, *protocol).as_deref() == Some(action.as_str()),
                Named::Element(name) => operation.wire_name(*protocol) == name,
                Named::Nothing => false,
            })
        } else {
            there.next()
        };
        if let Some(found) = found {
            return Some((found, *protocol));
        }
    }
    None
}

/// How a SOAP request names its operation: by its action, which beats the element in its body.
enum Named {
    Action(String),
    Element(String),
    Nothing,
}

fn named(received: &Received, protocol: Protocol) -> Named {
    let action = match protocol {
        Protocol::Soap11 => received.header("soapaction").map(|action| action.trim().to_owned()),
        _ => received
            .header("content-type")
            .and_then(|kind| kind.split(';').find_map(|part| part.trim().strip_prefix("action=").map(str::to_owned))),
    };
    if let Some(action) = action {
        return Named::Action(action.trim_matches('"').to_owned());
    }
    let text = received.text();
    match roxmltree::Document::parse(&text).ok().as_ref().and_then(body_element) {
        Some(element) => Named::Element(element.tag_name().name().to_owned()),
        None => Named::Nothing,
    }
}

/// Answers a request.
pub(crate) fn answer(
    shared: &Shared,
    received: &mut Received,
    routed: Option<(&'static Operation, Protocol)>,
    told: Option<Step>,
) -> Response<Vec<u8>> {
    let Some((operation, on)) = routed else {
        return plain(404, "text/html; charset=utf-8", "<html><body>There is nothing here.</body></html>");
    };
    let answer = Answer { vendor: shared.vendor, operation, on };
    let params = received.read_params(shared.vendor, operation, on);
    match told {
        Some(Step::Body { status, content_type, body }) => return response(status, &content_type, body),
        Some(Step::Fault { code, text }) => return answer.fault(&code, &text),
        Some(Step::Code { name, param }) => return answer.code(&name, param.as_deref()),
        _ => {}
    }
    if let Err(what) = params {
        return if on.is_soap() {
            answer.fault("Client", &what)
        } else {
            plain(400, "text/plain; charset=utf-8", &what)
        };
    }
    match check::params(shared.vendor, operation, received, on) {
        Ok(()) => {}
        Err(Wrong::Unknown(name)) => {
            let what = format!("There is no parameter {name}.");
            return if on.is_soap() {
                answer.fault("Client", &what)
            } else {
                plain(400, "text/plain; charset=utf-8", &what)
            };
        }
        Err(Wrong::Missing(name)) => {
            return plain(500, "text/plain; charset=utf-8", &format!("Missing parameter: {name}."));
        }
        Err(Wrong::Param(name)) => return answer.bad_param(name),
    }
    let mut state = shared.state();
    match state.sessions.check(shared.vendor, operation, received, on) {
        Entry::Yes => {}
        Entry::NoSession => return answer.meaning(Means::SignIn),
        Entry::WrongKey => return answer.meaning(Means::Credentials),
    }
    let logs_in = shared.vendor.schemes.iter().filter(|scheme| scheme.login.contains(&operation.name));
    let logs_in: Vec<_> = logs_in.collect();
    if !logs_in.is_empty() && !state.sessions.lets_in(operation, received, on) {
        return answer.meaning(Means::Credentials);
    }
    *state.carried_out.entry(operation.name).or_default() += 1;
    if session::schemes(shared.vendor, operation).any(|scheme| scheme.logout == Some(operation.name)) {
        state.sessions.close(shared.vendor, operation, received, on);
    }
    let key = (!logs_in.is_empty()).then(|| state.sessions.open());
    let mut response = answer.accepted(key.as_deref(), &logs_in);
    state.answers.insert((operation.name, on), String::from_utf8_lossy(response.body()).into_owned());
    if let Some(key) = &key {
        for cookie in logs_in.iter().filter_map(|scheme| scheme.cookie) {
            let value = format!("{cookie}={key}; path=/; HttpOnly");
            if let Ok(value) = header::HeaderValue::from_str(&value) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        }
    }
    response
}

fn plain(status: u16, content_type: &str, text: &str) -> Response<Vec<u8>> {
    response(status, content_type, text.as_bytes().to_vec())
}

pub(crate) fn response(status: u16, content_type: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::OK);
    if let Ok(value) = header::HeaderValue::from_str(content_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}
