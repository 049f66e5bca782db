//! The core without I/O, seen from outside: requests and answers of two vendors that do not exist.

mod binary;
mod decode;
mod encode;
mod hostile;
mod ledger;
mod limits;
mod lying;
mod no_answer;
mod refusals;
mod rows;
mod tables;
mod texts;
mod vendor;

use bindery_transport::{
    Credentials, Failure, Protocol, Record, Secret, Stage, Target, UnknownFields, Value, Values, decode as decoding,
    description::{Operation, Vendor},
    encode as encoding,
};
use bytes::Bytes;
use http::{Request, Response, header::CONTENT_TYPE};

/// An address that no error may repeat.
const BASE: &str = "https://pantry.example/tenant-77";

fn target(vendor: &'static Vendor, protocol: Protocol) -> Target<'static> {
    Target { vendor, base: BASE, protocol, credentials: None, secrets_in_url: false }
}

/// The values of a call, by the names of its parameters.
fn values(operation: &Operation, given: &[(&str, Value)]) -> Values {
    let mut values = Values::new(operation.params.len());
    for (name, value) in given {
        let index =
            operation.params.iter().position(|param| param.name == *name).expect("a parameter of the operation");
        values.set(index, Some(value.clone()));
    }
    values
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn texts(texts: &[&str]) -> Value {
    Value::List(texts.iter().map(|one| text(one)).collect())
}

fn secret(text: &str) -> Value {
    Value::Secret(Secret::from(text))
}

fn record(fields: &[Option<Value>]) -> Value {
    let mut record = Record::new(fields.len());
    for (index, field) in fields.iter().enumerate() {
        record.set(index, field.clone());
    }
    Value::Record(record)
}

fn request(
    operation: &'static Operation,
    target: &Target<'_>,
    given: &[(&str, Value)],
) -> Result<Request<Vec<u8>>, Failure> {
    let request = encoding::request(operation, target, &values(operation, given));
    if let Err(failure) = &request {
        assert_eq!(failure.stage(), Stage::NotBuilt);
        assert_eq!(failure.protocol(), Some(target.protocol));
        assert_silent(failure, &[]);
    }
    request
}

/// The body of a request that can be built.
fn body(operation: &'static Operation, target: &Target<'_>, given: &[(&str, Value)]) -> String {
    let request = request(operation, target, given).expect("a request");
    String::from_utf8(request.into_body()).expect("UTF-8")
}

fn response(status: u16, content_type: Option<&str>, body: impl AsRef<[u8]>) -> Response<Bytes> {
    let mut response = Response::builder().status(status);
    if let Some(content_type) = content_type {
        response = response.header(CONTENT_TYPE, content_type);
    }
    response.body(Bytes::copy_from_slice(body.as_ref())).expect("a response")
}

fn answer(
    operation: &'static Operation,
    target: &Target<'_>,
    given: &[(&str, Value)],
    response: &Response<Bytes>,
) -> Result<Option<Value>, Failure> {
    let answer = decoding::answer(operation, target, &values(operation, given), response);
    if let Err(failure) = &answer {
        assert_eq!(failure.operation(), operation.name);
        assert_eq!(failure.protocol(), Some(target.protocol));
        assert_eq!(failure.status(), Some(response.status()));
        assert_silent(failure, &secrets(given, target.credentials));
    }
    answer
}

fn secrets(given: &[(&str, Value)], credentials: Option<&Credentials>) -> Vec<String> {
    let given = given.iter().filter_map(|(_, value)| match value {
        Value::Secret(secret) => Some(secret.expose().to_owned()),
        _ => None,
    });
    let credentials = credentials.into_iter().flat_map(Credentials::secrets).map(|secret| secret.expose().to_owned());
    given.chain(credentials).collect()
}

/// Neither a URL nor a secret is in what an error shows of itself.
fn assert_silent(failure: &Failure, secrets: &[String]) {
    for shown in [format!("{failure}"), format!("{failure:?}"), format!("{failure:#?}")] {
        for address in ["pantry.example", "tenant-77"] {
            assert!(!shown.contains(address), "an address in {shown}");
        }
        for secret in secrets {
            assert!(!shown.contains(secret.as_str()), "a secret in {shown}");
        }
    }
}

/// The record of an accepted answer.
fn fields(answer: Result<Option<Value>, Failure>) -> Fields {
    match answer {
        Ok(Some(Value::Record(record))) => Fields(record),
        other => panic!("no record: {other:?}"),
    }
}

/// The records of an accepted answer.
fn rows(answer: Result<Option<Value>, Failure>) -> Vec<Fields> {
    let Ok(Some(Value::List(items))) = answer else { panic!("no list: {answer:?}") };
    items.into_iter().map(|item| fields(Ok(Some(item)))).collect()
}

/// A record whose fields are easily compared.
struct Fields(Record);

impl Fields {
    /// A field as text: `-` is none, lists stand in brackets.
    fn show(&self, index: usize) -> String {
        show(self.0.get(index))
    }

    fn all(&self, count: usize) -> Vec<String> {
        (0..count).map(|index| self.show(index)).collect()
    }

    fn unknown(&self) -> Vec<(&str, &str)> {
        UnknownFields::iter(self.0.unknown()).collect()
    }
}

fn show(value: Option<&Value>) -> String {
    match value {
        None => "-".to_owned(),
        Some(Value::Text(text)) => format!("{text:?}"),
        Some(Value::Secret(secret)) => format!("secret {:?}", secret.expose()),
        Some(Value::Int(number)) => number.to_string(),
        Some(Value::Bool(value)) => value.to_string(),
        Some(Value::Number(number)) => number.as_str().to_owned(),
        Some(Value::DateTime(date)) => date.as_str().to_owned(),
        Some(Value::Bytes(bytes)) => format!("{bytes:?}"),
        Some(Value::List(items)) => {
            let items: Vec<String> = items.iter().map(|item| show(Some(item))).collect();
            format!("[{}]", items.join(" "))
        }
        Some(Value::Map(map)) => format!("{:?}", map.iter().collect::<Vec<_>>()),
        Some(Value::Record(record)) => format!("{{{}}}", show(record.get(0))),
        Some(other) => panic!("a new kind of value: {other:?}"),
    }
}
