//! Answers that repeat the secrets of a call, in whatever encoding, wherever they like: no failure shows one.
//!
//! The first byte chooses the operation and the protocol, the second the secret, the third where else it stands. In the
//! body, control characters stand for the secret, each in an encoding of its own.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use bindery_transport::{Credentials, Failure, Protocol, Secret, Value, Values};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};
use quick_xml::escape::{escape, partial_escape};

use crate::{
    check::{Call, choice, response},
    vendor::{DEPOT, DOCUMENTS, TEXTS},
};

const USER: &str = "ann";

/// Nothing in a message is like one of these by chance.
const SECRETS: [&str; 7] = [
    "Zq7hunter-Zq7hunter",
    "Zq7 p&ss<w>%rd\"'Qx",
    "Zq7é😀ü&amp;\u{202E}Qx",
    "Zq7%25+%2B%41&lt;Qx",
    "Zq7+/=Zq7+/=Qx",
    "&Zq7Qx;",
    "Zq7\\n\\\"]]>Qx",
];

/// Reads an answer that repeats a secret.
pub fn run(data: &[u8]) {
    let Some((index, data)) = choice(data, TEXTS.len() + 2 * DOCUMENTS.len()) else { return };
    let Some((secret, data)) = choice(data, SECRETS.len()) else { return };
    let Some((how, body)) = choice(data, 16) else { return };
    let secret = SECRETS[secret];
    let (operation, protocol) = match TEXTS.get(index) {
        Some(operation) => (*operation, Protocol::Post),
        None => {
            let index = index - TEXTS.len();
            (DOCUMENTS[index / 2], if index.is_multiple_of(2) { Protocol::Xml } else { Protocol::Soap12 })
        }
    };
    let mut values = Values::new(operation.params.len());
    let mut credentials = None;
    match how & 3 {
        0 => values.set(0, Some(Value::Secret(Secret::from(secret)))),
        1 => values.set(2, Some(Value::List(vec![Value::Secret(Secret::from(secret))]))),
        2 => credentials = Some(Credentials::new(&DEPOT.schemes[0]).cookie(secret)),
        _ => {
            let given = Credentials::new(&DEPOT.schemes[0]).param("user", USER).param("password", secret);
            credentials = Some(given);
        }
    }
    let status = if how & 4 == 0 { 200 } else { 500 };
    let content_type = if how & 8 == 0 { "text/xml".to_owned() } else { format!("text/xml; x={secret}") };
    let response = response(status, Some(&content_type), &planted(body, secret));
    let call = Call { vendor: &DEPOT, operation, protocol, credentials: credentials.as_ref() };
    if let Err(failure) = call.read_with(&values, &response) {
        is_silent(&failure, secret);
    }
}

/// A body with the secret where a control character stands for it.
fn planted(body: &[u8], secret: &str) -> Vec<u8> {
    let each = |one: &dyn Fn(u32) -> String| secret.chars().map(|char| one(char.into())).collect::<String>();
    let mut planted = Vec::with_capacity(body.len());
    for byte in body {
        let text = match byte {
            1 => secret.to_owned(),
            2 => utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
            3 => utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string().replace("%20", "+").to_lowercase(),
            4 => escape(secret).into_owned(),
            5 => partial_escape(secret).into_owned(),
            6 => each(&|code| format!("&#{code};")),
            7 => each(&|code| format!("&#x{code:x};")),
            8 => STANDARD.encode(secret),
            11 => URL_SAFE_NO_PAD.encode(secret),
            12 => STANDARD.encode(format!("{USER}:{secret}")),
            14 => escape(&*escape(secret)).into_owned(),
            15 => secret.bytes().map(|byte| format!("%{byte:02x}")).collect(),
            _ => {
                planted.push(*byte);
                continue;
            }
        };
        planted.extend(text.into_bytes());
    }
    planted
}

/// Checks that nothing that a failure shows of itself is the secret.
fn is_silent(failure: &Failure, secret: &str) {
    let mut shown = vec![failure.to_string(), format!("{failure:?}"), format!("{failure:#?}")];
    shown.extend(failure.message().map(str::to_owned));
    shown.extend(failure.parameter().map(str::to_owned));
    shown.extend(failure.refusals().map(|refusal| format!("{refusal:?} {}", refusal.text)));
    shown.extend(failure.fault().map(|fault| format!("{} {} {:?}", fault.code, fault.text, fault.detail)));
    let mut source = std::error::Error::source(failure);
    while let Some(error) = source {
        shown.push(format!("{error} {error:?}"));
        source = error.source();
    }
    let encoded = [
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
        escape(&*escape(secret)).into_owned(),
        partial_escape(&*escape(secret)).into_owned(),
    ];
    for shown in shown {
        for form in &encoded {
            assert!(!shown.contains(form), "{form} in {shown}");
        }
        for read in readings(&shown) {
            assert!(!read.contains(secret), "the secret in {shown}");
        }
    }
}

/// A text as it came, and with escapes undone in every way.
fn readings(shown: &str) -> Vec<String> {
    let mut readings = vec![shown.to_owned(), shown.replace("\\\"", "\"").replace("\\\\", "\\").replace("\\'", "'")];
    readings.extend(readings.clone().iter().map(|text| unreferenced(text)));
    readings.extend(readings.clone().iter().map(|text| text.replace('+', " ")));
    let decoded = |text: &String| percent_decode(text.as_bytes()).decode_utf8_lossy().into_owned();
    readings.extend(readings.clone().iter().filter(|text| text.contains('%')).map(decoded));
    readings
}

/// A text with its character references resolved.
fn unreferenced(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((front, after)) = rest.split_once('&') {
        plain.push_str(front);
        let resolved = after.split_once(';').and_then(|(name, tail)| {
            let reference = format!("&{name};");
            Some((quick_xml::escape::unescape(&reference).ok()?.into_owned(), tail))
        });
        match resolved {
            Some((char, tail)) => {
                plain.push_str(&char);
                rest = tail;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain + rest
}
