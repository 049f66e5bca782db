//! From a request to its operation, and to the answer.

use bindery_transport::description::{Means, Protocol, Vendor};
use http::{Response, header};

use crate::{
    Received,
    answer::Answer,
    call::Call,
    charset,
    check::{self, Wrong},
    plan::Step,
    request::body_element,
    session::Entry,
    simulator::{Shared, code_of},
    wsdl,
};

/// The operation that a request calls, and the protocol.
pub(crate) fn find(vendor: &'static Vendor, received: &Received) -> Option<Call> {
    let protocols: &[Protocol] = match received.method.as_str() {
        "GET" if wsdl::asks(received) => return None,
        "GET" => &[Protocol::Get],
        "POST" => match received.header("content-type").unwrap_or_default() {
            kind if kind.starts_with("application/soap+xml") => &[Protocol::Soap12],
            kind if kind.starts_with("text/xml") => &[Protocol::Soap11, Protocol::Xml],
            kind if kind.starts_with("application/xml") => &[Protocol::Xml],
            _ => &[Protocol::Post],
        },
        _ => return None,
    };
    protocols.iter().find_map(|on| find_on(vendor, received, *on))
}

fn find_on(vendor: &'static Vendor, received: &Received, on: Protocol) -> Option<Call> {
    let named = if on.is_soap() { Some(named(received, on)) } else { None };
    let is_named = |call: &Call| match &named {
        None => true,
        Some(Named::Action(action)) => call.operation.action(vendor, on).as_deref() == Some(action.as_str()),
        Some(Named::Element(name)) => call.operation.wire_name(on) == name,
        Some(Named::Nothing) => false,
    };
    let root = if on == Protocol::Xml { root(received) } else { None };
    let has_root = |call: &Call| match (&root, vendor.binding(on)) {
        (Some(root), Some(binding)) => call.fill(binding.root) == *root,
        _ => false,
    };
    let calls = vendor.operations.iter().map(|operation| Call { vendor, operation, on });
    let mut there: Vec<Call> = calls.filter(|call| is_there(*call, received)).filter(is_named).collect();
    // Of several at one address, the one that says most of what tells it apart.
    there.sort_by_key(|call| std::cmp::Reverse((has_root(call), check::fixed(*call).count())));
    there.into_iter().find(|call| {
        let mut read = received.clone();
        check::fixed(*call).next().is_none() || (read.read_params(*call).is_ok() && check::has_fixed(*call, &read))
    })
}

/// Whether the operation is at the request's address. One with a query of its own is where that is among the request's.
fn is_there(call: Call, received: &Received) -> bool {
    let Some(path) = call.operation.path(call.vendor, call.on) else { return false };
    let (path, own) = path.split_once('?').unwrap_or((&path, ""));
    let query = charset::pairs(received.query.as_deref().unwrap_or_default().as_bytes());
    call.operation.binding(call.vendor, call.on).is_some()
        && received.path == path
        && charset::pairs(own.as_bytes()).iter().all(|pair| query.contains(pair))
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

/// What a posted document is called.
fn root(received: &Received) -> Option<String> {
    let text = received.text();
    let document = roxmltree::Document::parse(&text).ok()?;
    Some(document.root_element().tag_name().name().to_owned())
}

/// Answers a request.
pub(crate) fn answer(
    shared: &Shared,
    received: &mut Received,
    routed: Option<Call>,
    told: Option<Step>,
) -> Response<Vec<u8>> {
    let Some(call) = routed else {
        let contract = if wsdl::asks(received) { wsdl::answer(shared.vendor, received) } else { None };
        let nothing = || plain(404, "text/html; charset=utf-8", "<html><body>There is nothing here.</body></html>");
        return contract.unwrap_or_else(nothing);
    };
    let text_form = shared.state().text_forms.get(call.operation.name).copied().unwrap_or_default();
    let mut answer = Answer { call, text_form, example: 0 };
    let params = received.read_params(call);
    match told {
        Some(Step::Body { status, content_type, body }) => return response(status, &content_type, body),
        Some(Step::Fault { code, text }) => return answer.fault(&code, &text),
        Some(Step::Codes { names, param }) => {
            let codes: Vec<_> = names.iter().filter_map(|name| code_of(call.operation, name)).collect();
            return answer.refused(&codes, param.as_deref());
        }
        Some(Step::Example(index)) => answer.example = index,
        _ => {}
    }
    let wrong = params.err().map(Wrong::Unreadable).or_else(|| check::params(call, received).err());
    match wrong {
        None => {}
        Some(Wrong::Unreadable(what)) => return bad_request(&answer, &what),
        Some(Wrong::Unknown(name)) => return bad_request(&answer, &format!("There is no parameter {name}.")),
        Some(Wrong::Missing(name)) => {
            return plain(500, "text/plain; charset=utf-8", &format!("Missing parameter: {name}."));
        }
        Some(Wrong::Param(name)) => return answer.bad_param(name),
    }
    let mut state = shared.state();
    match state.sessions.check(call, received) {
        Entry::Yes => {}
        Entry::NoSession => return answer.meaning(Means::SignIn),
        Entry::WrongKey => return answer.meaning(Means::Credentials),
    }
    let logs_in = call.vendor.schemes.iter().filter(|scheme| scheme.login.contains(&call.operation.name));
    let logs_in: Vec<_> = logs_in.collect();
    if !logs_in.is_empty() && !state.sessions.lets_in(call, received) {
        return answer.meaning(Means::Credentials);
    }
    if !state.limits.lets_in(call.operation) {
        return answer.meaning(Means::SlowDown);
    }
    received.carried_out = true;
    *state.carried_out.entry(call.operation.name).or_default() += 1;
    if call.schemes().any(|scheme| scheme.logout == Some(call.operation.name)) {
        state.sessions.close(call, received);
    }
    let key = (!logs_in.is_empty()).then(|| state.sessions.open());
    let mut response = answer.accepted(key.as_deref(), &logs_in);
    state.answers.insert((call.operation.name, call.on), response.body().clone());
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

/// A request that is none of the operation's.
fn bad_request(answer: &Answer, what: &str) -> Response<Vec<u8>> {
    if answer.call.on.is_soap() { answer.fault("Client", what) } else { plain(400, "text/plain; charset=utf-8", what) }
}

pub(crate) fn plain(status: u16, content_type: &str, text: &str) -> Response<Vec<u8>> {
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
