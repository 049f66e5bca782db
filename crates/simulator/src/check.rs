//! Whether the parameters of a call are as its description says.

use base64::{Engine, prelude::BASE64_STANDARD};
use bindery_transport::description::{Field, Kind, Operation, Protocol, Type, Vendor};

use crate::{Received, session};

/// What is wrong with a call.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// A name that the operation does not have.
    Unknown(String),
    /// A parameter that had to be in the request, be it empty: ASMX refuses such a request as a whole.
    Missing(&'static str),
    /// A parameter that is missing or does not read.
    Param(&'static str),
}

pub(crate) fn params(
    vendor: &Vendor,
    operation: &'static Operation,
    received: &Received,
    on: Protocol,
) -> Result<(), Wrong> {
    let of_schemes: Vec<&'static Field> = session::schemes(vendor, operation)
        .flat_map(|scheme| scheme.params.iter().map(|param| session::field(operation, &param.field)))
        .collect();
    let all: Vec<&Field> = operation.params.iter().chain(of_schemes).collect();
    if let Some(name) = received.unknown(&all, on) {
        return Err(Wrong::Unknown(name.to_owned()));
    }
    for field in operation.params {
        let Some(wire) = field.wire(on) else { continue };
        let values = received.values(field, on);
        if wire.absent.is_some() && !field.many && !received.gives(field, on) {
            return Err(Wrong::Missing(field.name));
        }
        let given: Vec<&String> = values.iter().filter(|value| !value.is_empty()).collect();
        if field.required && !received.gives(field, on) {
            return Err(Wrong::Param(field.name));
        }
        if !given.iter().all(|value| reads(wire.ty, value)) || (!field.many && values.len() > 1) {
            return Err(Wrong::Param(field.name));
        }
    }
    Ok(())
}

/// Whether a text is a value of the type, spelled as requests spell it.
fn reads(ty: &Type, text: &str) -> bool {
    match ty.kind {
        Kind::Bool { yes, no } => yes.iter().chain(no).any(|spelling| *spelling == text),
        Kind::Int { min, max } => text.trim().parse::<i64>().is_ok_and(|number| (min..=max).contains(&number)),
        Kind::Number => text.trim().parse::<f64>().is_ok(),
        Kind::Bytes => BASE64_STANDARD.decode(text).is_ok(),
        Kind::Enum(words) => words.contains(&text),
        _ => true,
    }
}
