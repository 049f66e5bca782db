//! Calls and sign-ins with a marked secret wherever a description has one.

use base64::{Engine, prelude::BASE64_STANDARD};
use bindery_transport::{
    DateTime, Secret, SignIn, Value, Values,
    description::{Field, Kind, Operation, Protocol, Record, Sample, Scheme, Type, Vendor},
};

/// The parameters of an operation's first accepted example, with the mark in every place that is secret.
pub fn values(operation: &'static Operation, protocol: Protocol, mark: &str) -> Values {
    let example = operation.examples.iter().find(|example| example.code.is_none()).map_or(&[][..], |one| one.params);
    let mut values = Values::new(operation.params.len());
    for (index, field) in operation.params.iter().enumerate() {
        let of_another = operation.one_of.iter().any(|group| {
            group.contains(&field.name) && example.iter().any(|(name, _)| *name != field.name && group.contains(name))
        });
        if field.fixed.is_none() && field.wire(protocol).is_some() && !of_another {
            let sample = example.iter().find(|(name, _)| *name == field.name).map(|(_, sample)| sample);
            values.set(index, value(field, protocol, sample, mark));
        }
    }
    values
}

/// A sign-in by a scheme, with the mark in all that is given to it, or to its login and secret.
pub fn sign_in(vendor: &'static Vendor, scheme: &'static Scheme, mark: &str) -> SignIn {
    let Some(login) = scheme.login.first().and_then(|login| vendor.operation(login)) else {
        let asked = scheme.asked().filter(|(_, param)| param.field.fixed.is_none());
        return SignIn::keys(
            scheme.name,
            asked.map(|(_, param)| (param.field.name, Secret::from(mark))).collect::<Vec<_>>(),
        );
    };
    let protocol = login.on.iter().find(|protocol| *protocol != Protocol::Get).expect("a protocol to log in over");
    let values = values(login, protocol, mark);
    let given =
        login.params.iter().enumerate().filter_map(|(index, field)| Some((field.name, values.get(index)?.clone())));
    SignIn::login(scheme.name, given.collect::<Vec<_>>())
}

/// How many secrets there are in some values.
pub fn count(values: &Values, fields: usize) -> usize {
    (0..fields).filter_map(|index| values.get(index)).map(count_in).sum()
}

/// How many places of a description's fields are secret over a protocol.
pub fn places(fields: &'static [Field], protocol: Protocol) -> usize {
    let of_field = |field: &'static Field| match (field.secret, field.wire(protocol).map(|wire| wire.ty.kind)) {
        (true, Some(_)) => 1,
        (false, Some(Kind::Record(record))) => places(record.fields, protocol),
        _ => 0,
    };
    // Records may hold themselves.
    fields.iter().filter(|field| field.fixed.is_none() && field.holds_secret()).map(of_field).sum()
}

/// The secrets that an operation's examples give back.
pub fn handed_out(operation: &'static Operation) -> Vec<String> {
    let mut secrets = Vec::new();
    let outputs = operation.examples.iter().filter(|example| example.code.is_none()).map(|example| &example.output);
    if let Some(output) = operation.output.filter(|output| output.secret) {
        outputs.for_each(|sample| of_sample(sample, output.ty, false, &mut secrets));
    }
    secrets
}

fn of_sample(sample: &Sample, ty: &'static Type, secret: bool, secrets: &mut Vec<String>) {
    match (sample, ty.kind) {
        (Sample::Record(pairs), Kind::Record(record)) => {
            for (name, sample) in *pairs {
                if let Some(field) = record.fields.iter().find(|field| field.name == *name)
                    && let Some(wire) = field.wires.first()
                {
                    of_sample(sample, wire.ty, field.secret, secrets);
                }
            }
        }
        (Sample::List(items), _) => items.iter().for_each(|item| of_sample(item, ty, secret, secrets)),
        (Sample::Text(text), _) if secret => secrets.push((*text).to_owned()),
        _ => {}
    }
}

fn count_in(value: &Value) -> usize {
    match value {
        Value::Secret(_) => 1,
        Value::List(items) => items.iter().map(count_in).max().unwrap_or_default(),
        // No record has so many fields.
        Value::Record(record) => count(record, 100),
        _ => 0,
    }
}

fn value(field: &'static Field, protocol: Protocol, sample: Option<&Sample>, mark: &str) -> Option<Value> {
    let ty = field.wire(protocol)?.ty;
    let one = |sample: Option<&Sample>| one(field, ty, protocol, sample, mark);
    match (field.many, sample) {
        (true, Some(Sample::List(items))) if !items.is_empty() => {
            Some(Value::List(items.iter().filter_map(|item| one(Some(item))).collect()))
        }
        (true, _) => Some(Value::List(vec![one(None)?])),
        (false, sample) => one(sample),
    }
}

fn one(
    field: &'static Field,
    ty: &'static Type,
    protocol: Protocol,
    sample: Option<&Sample>,
    mark: &str,
) -> Option<Value> {
    if field.secret {
        return Some(Value::Secret(mark.into()));
    }
    match (ty.kind, sample) {
        (Kind::Record(record), sample) if sample.is_some() || field.holds_secret() => {
            Some(Value::Record(self::record(record, protocol, sample, mark)))
        }
        (_, Some(sample)) => Some(plain(ty.kind, sample)),
        (kind, None) if field.required => Some(any(kind)),
        _ => None,
    }
}

fn record(record: &'static Record, protocol: Protocol, sample: Option<&Sample>, mark: &str) -> Values {
    let pairs = if let Some(Sample::Record(pairs)) = sample { *pairs } else { &[] };
    let mut values = Values::new(record.fields.len());
    for (index, field) in record.fields.iter().enumerate().filter(|(_, field)| field.fixed.is_none()) {
        let sample = pairs.iter().find(|(name, _)| *name == field.name).map(|(_, sample)| sample);
        if sample.is_some() || field.required || field.holds_secret() {
            values.set(index, value(field, protocol, sample, mark));
        }
    }
    values
}

fn plain(kind: Kind, sample: &Sample) -> Value {
    match (kind, sample) {
        (Kind::DateTime(_), Sample::Text(text)) => Value::DateTime(DateTime::from(*text)),
        (Kind::Number, Sample::Text(text)) => Value::Number(text.parse().expect("a number")),
        (Kind::Number, Sample::Int(number)) => Value::Number((*number).into()),
        (Kind::Bytes, Sample::Text(text)) => Value::Bytes(BASE64_STANDARD.decode(text).expect("base64")),
        (_, Sample::Text(text)) => Value::Text((*text).to_owned()),
        (_, Sample::Int(number)) => Value::Int(*number),
        (_, Sample::Bool(value)) => Value::Bool(*value),
        (_, other) => panic!("{other:?} is no value of a parameter"),
    }
}

fn any(kind: Kind) -> Value {
    match kind {
        Kind::Bool { .. } => Value::Bool(true),
        Kind::Int { min, .. } => Value::Int(min.max(1)),
        Kind::Number => Value::Number(1.into()),
        Kind::DateTime(_) => Value::DateTime(DateTime::from("2025-01-02T03:04:05")),
        Kind::Bytes => Value::Bytes(vec![1]),
        Kind::Url => Value::Text("https://example.com".to_owned()),
        Kind::Enum(words) => Value::Text(words.first().copied().unwrap_or_default().to_owned()),
        _ => Value::Text("x".to_owned()),
    }
}
