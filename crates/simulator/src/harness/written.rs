//! Calls against the wire forms that were written by hand.

use bindery_transport::{
    Credentials, Failure, Secret, Target, decode,
    description::{Format, Operation, Protocol, Vendor},
    encode,
};
use bytes::Bytes;

use super::{
    Problem,
    case::{Case, ExpectKind},
    compare,
};

pub(super) fn check(vendor: &'static Vendor, case: &Case, problems: &mut Vec<Problem>) {
    let mut report = |what: String| problems.push(Problem { place: case.place, operation: case.operation, what });
    let Some(operation) = vendor.operation(case.operation) else {
        report("the description has no such operation".to_owned());
        return;
    };
    let credentials = case.wires.auth.and_then(|(name, params)| {
        let scheme = vendor.schemes.iter().find(|scheme| scheme.name == name)?;
        let credentials = Credentials::new(scheme);
        Some(params.iter().fold(credentials, |all, (name, value)| all.param(name, Secret::from(*value))))
    });
    let target = |protocol| Target {
        vendor,
        base: "https://example.com/base/",
        protocol,
        credentials: credentials.as_ref(),
        secrets_in_url: true,
    };
    for (protocol, wanted) in case.wires.requests {
        match encode::request(operation, &target(*protocol), &case.call.values) {
            Ok(request) => {
                if let Err(what) = compare_request(vendor, operation, *protocol, &request, wanted) {
                    report(format!("the request over {protocol} is another than the spec's: {what}"));
                }
            }
            Err(error) => report(format!("over {protocol}: {error}")),
        }
    }
    for (protocol, text) in case.wires.answers {
        let response = response(vendor, operation, *protocol, text);
        let outcome = decode::answer(operation, &target(*protocol), &case.call.values, &response);
        let outcome = outcome.map(|value| case.check_output(value));
        if let Err(what) = judge(case.kind, operation, outcome) {
            report(format!("the spec's answer over {protocol}: {what}"));
        }
    }
}

/// Holds what came of a call against what is expected. `Ok` is an accepted call, with what its output was found to be.
pub(super) fn judge(
    kind: ExpectKind,
    operation: &Operation,
    outcome: Result<Result<(), String>, Failure>,
) -> Result<(), String> {
    match (kind, outcome) {
        (ExpectKind::Accepted, Ok(checked)) => checked,
        (ExpectKind::Accepted, Err(error)) => Err(format!("it is not accepted: {error}")),
        (ExpectKind::Refused { code, .. }, Ok(_)) => Err(format!("it is accepted, not refused with {code}")),
        (ExpectKind::Refused { code, parameter, message }, Err(error)) => {
            let known = error.refusal().and_then(|refusal| operation.codes.get(refusal.known?)).map(|code| code.name);
            if known != Some(code) {
                return Err(format!("it is not refused with {code}: {error}"));
            }
            if parameter.is_some() && error.parameter() != parameter {
                return Err(format!("it is about {:?}, not {parameter:?}", error.parameter()));
            }
            if message.is_some() && error.message() != message {
                return Err(format!("it says {:?}, not {message:?}", error.message()));
            }
            Ok(())
        }
    }
}

fn compare_request(
    vendor: &Vendor,
    operation: &Operation,
    protocol: Protocol,
    request: &http::Request<Vec<u8>>,
    wanted: &str,
) -> Result<(), String> {
    let path = operation.path(vendor, protocol).unwrap_or_default();
    if request.uri().path() != format!("/base{path}") {
        return Err(format!("it goes to {}", request.uri().path()));
    }
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let body = String::from_utf8_lossy(request.body());
    match protocol {
        Protocol::Get | Protocol::Post => {
            let sent = if protocol == Protocol::Get { request.uri().query().unwrap_or_default() } else { &*body };
            let (sent, wanted) = (compare::form(sent), compare::form(wanted));
            if sent == wanted { Ok(()) } else { Err(format!("{sent:?}\n    instead of {wanted:?}")) }
        }
        _ => {
            let action = operation.action(vendor, protocol).unwrap_or_default();
            let well = match protocol {
                Protocol::Soap11 => {
                    header("content-type") == "text/xml; charset=utf-8"
                        && header("soapaction") == format!("\"{action}\"")
                }
                Protocol::Soap12 => {
                    let kind = header("content-type");
                    kind.starts_with("application/soap+xml; charset=utf-8")
                        && kind.contains(&format!("action=\"{action}\""))
                }
                _ => header("content-type").contains("xml") && header("content-type").contains("charset=utf-8"),
            };
            if !well {
                return Err("its headers are not as the protocol wants them".to_owned());
            }
            let envelope = match protocol {
                Protocol::Soap11 => "http://schemas.xmlsoap.org/soap/envelope/",
                Protocol::Soap12 => "http://www.w3.org/2003/05/soap-envelope",
                _ => "",
            };
            if !body.contains(envelope) {
                return Err("it is in no envelope of the protocol".to_owned());
            }
            let (sent, wanted) = (compare::xml(&body)?, compare::xml(wanted)?);
            if sent == wanted { Ok(()) } else { Err(format!("{sent:?}\n    instead of {wanted:?}")) }
        }
    }
}

/// A hand-written answer as a response: a bare element of SOAP gets its envelope.
fn response(vendor: &Vendor, operation: &Operation, protocol: Protocol, text: &str) -> http::Response<Bytes> {
    let is_text = operation.answer(vendor, protocol).is_some_and(|answer| answer.format == Format::Text);
    let (content_type, body) = match protocol {
        Protocol::Soap11 => ("text/xml; charset=utf-8", enveloped("http://schemas.xmlsoap.org/soap/envelope/", text)),
        Protocol::Soap12 => {
            ("application/soap+xml; charset=utf-8", enveloped("http://www.w3.org/2003/05/soap-envelope", text))
        }
        _ if is_text => ("text/html; charset=utf-8", text.to_owned()),
        _ => ("text/xml; charset=utf-8", text.trim_start().to_owned()),
    };
    let mut response = http::Response::new(Bytes::from(body));
    response.headers_mut().insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    response
}

fn enveloped(namespace: &str, text: &str) -> String {
    if text.contains("Envelope") {
        return text.trim_start().to_owned();
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"{namespace}\"><soap:Body>{}</soap:Body></soap:Envelope>",
        text.trim()
    )
}
