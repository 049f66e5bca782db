//! What holds for every answer, whatever it is.

use bindery_transport::{
    Credentials, Failure, Kind, Stage, Target, Value, Values, decode,
    description::{Operation, Protocol, Vendor},
};
use bytes::Bytes;
use http::{Response, header::CONTENT_TYPE};

/// An operation over a protocol, and who calls it.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub vendor: &'static Vendor,
    pub operation: &'static Operation,
    pub protocol: Protocol,
    pub credentials: Option<&'a Credentials>,
}

impl Call<'_> {
    /// One without credentials.
    pub fn new(vendor: &'static Vendor, operation: &'static Operation, protocol: Protocol) -> Call<'static> {
        Call { vendor, operation, protocol, credentials: None }
    }

    /// Reads an answer to a call with no parameters.
    pub fn read(&self, response: &Response<Bytes>) -> Result<Option<Value>, Failure> {
        self.read_with(&Values::new(self.operation.params.len()), response)
    }

    /// Reads an answer, and checks what holds for every one.
    pub fn read_with(&self, values: &Values, response: &Response<Bytes>) -> Result<Option<Value>, Failure> {
        let target = Target {
            vendor: self.vendor,
            base: "https://depot.example",
            protocol: self.protocol,
            credentials: self.credentials,
            secrets_in_url: false,
        };
        let answer = decode::answer(self.operation, &target, values, response);
        let again = decode::answer(self.operation, &target, values, response);
        assert_eq!(show_all(&answer), show_all(&again), "read twice, it is not the same");
        match &answer {
            Ok(value) => {
                let size = value.as_ref().map_or(0, weight);
                let most = 64 * 1024 + 64 * response.body().len();
                assert!(size <= most, "{size} bytes of {} were kept", response.body().len());
            }
            Err(failure) => self.look_at(failure, response),
        }
        answer
    }

    fn look_at(&self, failure: &Failure, response: &Response<Bytes>) {
        assert_eq!(failure.operation(), self.operation.name);
        assert_eq!(failure.protocol(), Some(self.protocol));
        assert_eq!(failure.status(), Some(response.status()));
        match failure.stage() {
            Stage::Refused => {}
            Stage::NotUnderstood => {
                assert!(matches!(failure.kind(), Kind::Unexpected | Kind::Charset | Kind::TooLarge), "{failure}");
                assert!(failure.refusal().is_none() && failure.fault().is_none(), "{failure:?}");
            }
            stage => panic!("an answer that was read is at {stage:?}"),
        }
        let head = failure.answer().expect("the head of the answer");
        assert_eq!(head.length, response.body().len() as u64);
        let shown = [head.excerpt.as_deref(), head.content_type.as_deref()];
        for text in shown.into_iter().flatten() {
            assert!(text.chars().count() <= 200, "{} characters", text.chars().count());
            assert!(!text.contains(char::is_control), "{text:?}");
        }
        assert!(!failure.to_string().is_empty());
    }
}

/// An answer with this body.
pub fn response(status: u16, content_type: Option<&str>, body: &[u8]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    if let Some(content_type) = content_type.and_then(|text| http::HeaderValue::from_str(text).ok()) {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}

/// The first byte as a choice among so many, and the rest.
pub fn choice(data: &[u8], count: usize) -> Option<(usize, &[u8])> {
    let (first, rest) = data.split_first()?;
    Some((usize::from(*first) % count, rest))
}

/// All that can be seen of what came of an answer.
pub fn show_all(answer: &Result<Option<Value>, Failure>) -> String {
    match answer {
        Ok(value) => value.as_ref().map_or_else(|| "nothing".to_owned(), show),
        Err(failure) => format!("{failure} {failure:?} {:?}", failure.details().map(show)),
    }
}

/// A value with what `Debug` hides of it.
pub fn show(value: &Value) -> String {
    match value {
        Value::Secret(secret) => format!("secret {:?}", secret.expose()),
        Value::Map(map) => format!("{:?}", map.iter().collect::<Vec<_>>()),
        Value::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        Value::Record(record) => {
            let fields: Vec<_> =
                (0..64).filter_map(|index| Some(format!("{index}: {}", show(record.get(index)?)))).collect();
            format!("{{{}; {:?}}}", fields.join(", "), record.unknown().iter().collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    }
}

/// How many bytes of text are in a value.
fn weight(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::Secret(secret) => secret.expose().len(),
        Value::Number(number) => number.as_str().len(),
        Value::DateTime(date) => date.as_str().len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Map(map) => map.iter().map(|(_, text)| text.len()).sum(),
        Value::List(items) => items.iter().map(weight).sum(),
        Value::Record(record) => {
            let fields: usize = (0..64).filter_map(|index| record.get(index)).map(weight).sum();
            fields + record.unknown().iter().map(|(_, text)| text.len()).sum::<usize>()
        }
        _ => 0,
    }
}
