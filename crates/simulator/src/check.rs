//! Whether the parameters of a call are as its description says.

use base64::{Engine, prelude::BASE64_STANDARD};
use bindery_transport::description::{Carrier, Field, Kind, Record, Sample, Type, Wire};

use crate::{
    Received,
    call::Call,
    tree::{Given, Scope},
    wire,
};

/// What is wrong with a call.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// What came is no request of the protocol.
    Unreadable(String),
    /// A name that the operation does not have.
    Unknown(String),
    /// A parameter that had to be in the request, be it empty: ASMX refuses such a request as a whole.
    Missing(&'static str),
    /// A parameter that is missing or does not read.
    Param(&'static str),
}

pub(crate) fn params(call: Call, received: &Received) -> Result<(), Wrong> {
    if let Some(name) = received.unknown(call, &call.fields()) {
        return Err(Wrong::Unknown(name));
    }
    for field in call.operation.params {
        let Some(wire) = field.wire(call.on) else { continue };
        let (given, there) = (received.given(call, field), received.there(call, field));
        if has_to_stand_there(call, field, wire) && !there {
            return Err(Wrong::Missing(field.name));
        }
        if !fits(call, field, wire, &given, there) {
            return Err(Wrong::Param(field.name));
        }
    }
    for field in call.operation.params {
        if let Some((other, sample)) = &field.required_if
            && field.wire(call.on).is_some()
            && has_value(call, received, other, sample)
            && !is_given(call, received, field)
        {
            return Err(Wrong::Param(field.name));
        }
    }
    for group in call.operation.one_of {
        let members = group.iter().filter_map(|name| param(call, name));
        let members: Vec<&'static Field> = members.filter(|field| field.wire(call.on).is_some()).collect();
        let mut given = members.iter().filter(|field| is_given(call, received, field));
        match (given.next(), given.next()) {
            (Some(_), None) => {}
            (None, _) if members.is_empty() => {}
            (None, _) => return Err(Wrong::Param(members.first().map_or("", |field| field.name))),
            (Some(_), Some(second)) => return Err(Wrong::Param(second.name)),
        }
    }
    Ok(())
}

/// Whether what nobody gives is there as it has to be: it tells operations at one address apart.
pub(crate) fn has_fixed(call: Call, received: &Received) -> bool {
    fixed(call).all(|field| {
        let Some((wire, value)) = field.wire(call.on).zip(field.fixed.as_ref()) else { return true };
        received.values(call, field).first() == call.fixed(wire, value).as_ref()
    })
}

/// The parameters that nobody gives.
pub(crate) fn fixed(call: Call) -> impl Iterator<Item = &'static Field> {
    let params = call.operation.params.iter();
    params.filter(move |field| field.fixed.is_some() && field.wire(call.on).is_some())
}

/// Whether a field goes out even where it was not given: as a text, or as nil.
pub(crate) fn has_to_stand_there(call: Call, field: &Field, wire: &Wire) -> bool {
    let in_a_body = matches!(wire.carrier, Carrier::Body | Carrier::SoapHeader);
    let nil = wire.nillable && !call.on.is_form();
    // A record on a form is its fields, and has no name of its own there.
    let is_nameless = call.on.is_form() && wire::is_record(wire);
    in_a_body && !is_nameless && !field.many && field.fixed.is_none() && (wire.absent.is_some() || nil)
}

/// Whether the values of a field are as many, and as they have to be.
fn fits(call: Call, field: &Field, wire: &'static Wire, given: &[Given<'_>], there: bool) -> bool {
    let all_nil = !given.is_empty() && given.iter().all(|given| matches!(given, Given::Nil));
    if let Some(value) = &field.fixed {
        let wanted = call.fixed(wire, value);
        return matches!(given, [Given::Text(text)] if Some(text) == wanted.as_ref());
    }
    if field.required && (!there || all_nil) {
        return false;
    }
    (field.many || given.len() <= 1) && in_order(given) && given.iter().all(|given| reads(call, wire, given))
}

/// Whether numbered records have the numbers from 1 on.
fn in_order(given: &[Given<'_>]) -> bool {
    given.iter().zip(1u64..).all(|(given, index)| match given {
        Given::Record(Scope { number: Some(number), .. }) => *number == index,
        _ => true,
    })
}

fn reads(call: Call, wire: &'static Wire, given: &Given<'_>) -> bool {
    match (given, wire.ty.kind) {
        (Given::Text(text), _) if text.is_empty() || wire.absent == Some(text) => true,
        // Enumerations are open: a word that an example sends is as good as one that the spec lists.
        (Given::Text(text), Kind::Enum(words)) => {
            let words = if wire.ty.spelled.is_empty() { words } else { wire.ty.spelled };
            words.contains(&text.as_str()) || is_in_an_example(call, text)
        }
        (Given::Text(text), _) => reads_as(wire.ty, text),
        (Given::Nil, _) => wire.nillable,
        (Given::Record(scope), Kind::Record(record)) => {
            let fields: Vec<&'static Field> = record.fields.iter().collect();
            (scope.is_form || scope.node.stray(call, &fields).is_none()) && record_fits(call, *scope, record)
        }
        (Given::Document(root), Kind::Record(record)) => {
            let fields: Vec<&'static Field> = record.fields.iter().collect();
            root.stray(call, &fields).is_none() && record_fits(call, Scope::of(root, false), record)
        }
        (Given::Record(_) | Given::Document(_) | Given::Broken, _) => false,
    }
}

/// Whether an accepted example gives a parameter this text.
fn is_in_an_example(call: Call, text: &str) -> bool {
    fn holds(sample: &Sample, text: &str) -> bool {
        match sample {
            Sample::Text(own) => *own == text,
            Sample::List(items) => items.iter().any(|item| holds(item, text)),
            Sample::Record(fields) => fields.iter().any(|(_, value)| holds(value, text)),
            Sample::None | Sample::Int(_) | Sample::Bool(_) => false,
        }
    }
    let accepted = call.operation.examples.iter().filter(|example| example.code.is_none());
    accepted.flat_map(|example| example.params).any(|(_, value)| holds(value, text))
}

fn record_fits(call: Call, scope: Scope<'_>, record: &'static Record) -> bool {
    record.fields.iter().all(|field| {
        let Some(wire) = field.wire(call.on) else { return true };
        let (given, there) = (scope.given(call, field, wire), scope.there(call, field));
        (there || !has_to_stand_there(call, field, wire)) && fits(call, field, wire, &given, there)
    })
}

/// Whether a parameter has a value that is not what goes out when none was given.
fn is_given(call: Call, received: &Received, field: &'static Field) -> bool {
    let absent = field.wire(call.on).and_then(|wire| wire.absent);
    received.given(call, field).iter().any(|given| match given {
        Given::Text(text) => absent != Some(text),
        Given::Nil => false,
        _ => true,
    })
}

/// Whether another parameter was given this value.
fn has_value(call: Call, received: &Received, name: &str, sample: &Sample) -> bool {
    let Some((field, wire)) = param(call, name).and_then(|field| Some((field, field.wire(call.on)?))) else {
        return false;
    };
    let wanted = wire::text(wire, sample).unwrap_or_default();
    received.values(call, field).iter().any(|text| text.eq_ignore_ascii_case(&wanted))
}

fn param(call: Call, name: &str) -> Option<&'static Field> {
    call.operation.params.iter().find(|field| field.name == name)
}

/// Whether a text is a value of the type, spelled as requests spell it.
fn reads_as(ty: &Type, text: &str) -> bool {
    match ty.kind {
        Kind::Bool { yes, no } => yes.iter().chain(no).any(|spelling| *spelling == text),
        Kind::Int { min, max } => text.trim().parse::<i64>().is_ok_and(|number| (min..=max).contains(&number)),
        Kind::Number => text.trim().parse::<f64>().is_ok(),
        Kind::Bytes => BASE64_STANDARD.decode(text).is_ok(),
        Kind::Url => is_url(text),
        Kind::Record(_) | Kind::Map => false,
        _ => true,
    }
}

/// Whether it is an absolute URL: a scheme, `://`, and no blanks.
fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
            && !text.contains(char::is_whitespace)
    })
}
