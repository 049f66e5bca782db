//! Values of any kind, and the way that they go round.

use base64::{Engine, prelude::BASE64_STANDARD};
use bindery_simulator::answer;
use bindery_transport::{
    Record, Target, Value, Values, decode,
    description::{Kind, Operation, Protocol, Sample, Type},
};
use bytes::Bytes;
use proptest::{prelude::*, test_runner::TestCaseResult};

use crate::vendor::VENDOR;

/// A value, as a description understands it.
#[derive(Clone, Debug, PartialEq)]
pub enum Any {
    None,
    Text(String),
    Int(i64),
    Bool(bool),
    List(Vec<Any>),
    Map(Vec<(String, String)>),
    Record(Vec<(&'static str, Any)>),
}

impl Any {
    /// What an example of a description would say. It lives as long as the test.
    pub fn sample(&self) -> Sample {
        let name = |name: &str| &*Box::leak(name.to_owned().into_boxed_str());
        match self {
            Any::None => Sample::None,
            Any::Text(text) => Sample::Text(name(text)),
            Any::Int(number) => Sample::Int(*number),
            Any::Bool(value) => Sample::Bool(*value),
            Any::List(items) => Sample::List(Vec::leak(items.iter().map(Any::sample).collect())),
            Any::Map(pairs) => {
                let pairs = pairs.iter().map(|(label, text)| (name(label), Sample::Text(name(text))));
                Sample::Record(Vec::leak(pairs.collect()))
            }
            Any::Record(fields) => {
                let fields = fields.iter().filter(|(_, value)| *value != Any::None);
                Sample::Record(Vec::leak(fields.map(|(name, value)| (*name, value.sample())).collect()))
            }
        }
    }

    /// What was read.
    pub fn of(value: &Value, ty: &Type) -> Any {
        match value {
            Value::Text(text) => Any::Text(text.clone()),
            Value::Secret(secret) => Any::Text(secret.expose().to_owned()),
            Value::Int(number) => Any::Int(*number),
            Value::Bool(value) => Any::Bool(*value),
            Value::Number(number) => Any::Text(number.as_str().to_owned()),
            Value::DateTime(date) => Any::Text(date.as_str().to_owned()),
            Value::Bytes(bytes) => Any::Text(BASE64_STANDARD.encode(bytes)),
            Value::Map(map) => Any::Map(map.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()),
            Value::List(items) => Any::List(items.iter().map(|item| Any::of(item, ty)).collect()),
            Value::Record(record) => Any::of_record(record, ty),
            other => panic!("a new kind of value: {other:?}"),
        }
    }

    fn of_record(record: &Record, ty: &Type) -> Any {
        let Kind::Record(shape) = ty.kind else { panic!("a record of {ty:?}") };
        assert!(
            record.unknown().is_empty(),
            "nothing is unknown, but {:?}",
            record.unknown().iter().collect::<Vec<_>>()
        );
        let fields = shape.fields.iter().enumerate().map(|(index, field)| {
            let value = record.get(index).map_or(Any::None, |value| Any::of(value, field.wires[0].ty));
            (field.name, value)
        });
        Any::Record(fields.collect())
    }
}

/// Checks that an output, written in one of its text forms, is read as what it is.
pub fn goes_round(operation: &'static Operation, protocol: Protocol, form: usize, output: &Any) -> TestCaseResult {
    let written = answer::accepted(&VENDOR, operation, protocol, form, &output.sample()).map(Bytes::from);
    let target = Target { vendor: &VENDOR, base: "http://x", protocol, credentials: None, secrets_in_url: true };
    let body = String::from_utf8_lossy(written.body()).into_owned();
    let read = match decode::answer(operation, &target, &Values::new(0), &written) {
        Ok(read) => read,
        Err(failure) => return Err(TestCaseError::fail(format!("{failure}\n{body}"))),
    };
    let ty = operation.output.expect("an output").ty;
    prop_assert_eq!(
        &read.as_ref().map_or(Any::None, |value| Any::of(value, ty)),
        output,
        "over {}: {}",
        protocol,
        body
    );
    Ok(())
}

/// A record of some fields: the others are not there.
pub fn record_of(ty: &Type, fields: Vec<(&'static str, Any)>) -> Any {
    let Kind::Record(shape) = ty.kind else { unreachable!() };
    Any::Record(
        shape
            .fields
            .iter()
            .map(|field| {
                let given = fields.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.clone());
                let none = if field.many { Any::List(Vec::new()) } else { Any::None };
                (field.name, given.unwrap_or(none))
            })
            .collect(),
    )
}

pub fn empty() -> Any {
    Any::Text(String::new())
}
