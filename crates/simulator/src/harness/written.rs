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
use crate::{call::Call, charset, request::body_element, route};

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
    let encode = |protocol| encode::request(operation, &target(protocol), &case.call.values);
    for (protocol, wanted) in case.wires.requests {
        match encode(*protocol) {
            Ok(request) => {
                if let Err(what) = compare_request(vendor, operation, *protocol, &request, wanted) {
                    report(format!("the request over {protocol} is another than the spec's: {what}"));
                }
            }
            Err(error) => report(format!("over {protocol}: {error}")),
        }
    }
    for (protocol, wanted) in case.wires.headers {
        match encode(*protocol) {
            Ok(request) => {
                for (name, value) in *wanted {
                    let sent = request.headers().get_all(*name);
                    if sent.iter().all(|sent| sent.as_bytes() != value.as_bytes()) {
                        let sent: Vec<_> = sent.iter().map(|sent| String::from_utf8_lossy(sent.as_bytes())).collect();
                        report(format!("the request over {protocol} has {name}: {sent:?} instead of {value:?}"));
                    }
                }
            }
            Err(error) => report(format!("over {protocol}: {error}")),
        }
    }
    for (protocol, text) in case.wires.answers {
        let response = response(vendor, operation, *protocol, text);
        let outcome = decode::answer(operation, &target(*protocol), &case.call.values, &response);
        let outcome = outcome.map(|value| case.check_output(value));
        if let Err(what) = judge(case.kind, operation, outcome, |failure| case.check_details(failure)) {
            report(format!("the spec's answer over {protocol}: {what}"));
        }
    }
}

/// Holds what came of a call against what is expected. `Ok` is an accepted call, with what its output was found to be.
pub(super) fn judge(
    kind: ExpectKind,
    operation: &Operation,
    outcome: Result<Result<(), String>, Failure>,
    details: impl FnOnce(&Failure) -> Result<(), String>,
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
            details(&error)
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
            let charset = vendor.binding(protocol).and_then(|binding| binding.charset);
            if protocol == Protocol::Post && !says(header("content-type"), charset) {
                return Err(format!("its content type is {}", header("content-type")));
            }
            if let Some(address) = compare::address(wanted)
                && request.uri().path() != format!("/base{address}")
            {
                return Err(format!("it goes to {}, not to {address} below the base", request.uri().path()));
            }
            let sent = if protocol == Protocol::Get { request.uri().query().unwrap_or_default() } else { &*body };
            let (sent, wanted) = (compare::form(sent, charset), compare::form(wanted, charset));
            if compare::same_forms(&sent, &wanted) {
                return Ok(());
            }
            let (sent, wanted) = (compare::shown(&sent, charset), compare::shown(&wanted, charset));
            Err(format!("{sent:?}\n    instead of {wanted:?}"))
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
            if wanted.is(&sent) { Ok(()) } else { Err(format!("{sent:?}\n    instead of {wanted:?}")) }
        }
    }
}

/// Whether the content type of a form says its character set, where that is not the usual one.
fn says(content_type: &str, charset: Option<&str>) -> bool {
    let said = charset::of_content_type(content_type);
    content_type.starts_with("application/x-www-form-urlencoded")
        && charset.is_none_or(|charset| said.is_some_and(|said| said.eq_ignore_ascii_case(charset)))
}

/// A hand-written answer as a response: in the character set of answers, and a bare element of SOAP in its envelope.
fn response(vendor: &'static Vendor, operation: &'static Operation, on: Protocol, text: &str) -> http::Response<Bytes> {
    let call = Call { vendor, operation, on };
    let format = call.how().map_or(Format::Text, |how| how.format);
    let (kind, text) = match on {
        _ if call.is_raw() => ("application/octet-stream", text.to_owned()),
        Protocol::Soap11 => ("text/xml", enveloped("http://schemas.xmlsoap.org/soap/envelope/", text)),
        Protocol::Soap12 => ("application/soap+xml", enveloped("http://www.w3.org/2003/05/soap-envelope", text)),
        _ if format == Format::Text => ("text/html", text.to_owned()),
        _ => ("text/xml", text.trim_start().to_owned()),
    };
    // A document that says its own set is in that one.
    let charset = call.how().and_then(|how| how.charset).filter(|_| !text.trim_start().starts_with("<?xml"));
    let content_type = match charset {
        _ if call.is_raw() => kind.to_owned(),
        Some(_) => kind.to_owned(),
        None => format!("{kind}; charset=utf-8"),
    };
    let is_fault = on.is_soap()
        && roxmltree::Document::parse(&text)
            .is_ok_and(|document| body_element(&document).is_some_and(|element| element.tag_name().name() == "Fault"));
    route::response(if is_fault { 500 } else { 200 }, &content_type, charset::encode(&text, charset)).map(Bytes::from)
}

fn enveloped(namespace: &str, text: &str) -> String {
    if text.contains("Envelope") {
        return text.trim_start().to_owned();
    }
    format!("<soap:Envelope xmlns:soap=\"{namespace}\"><soap:Body>{}</soap:Body></soap:Envelope>", text.trim())
}
