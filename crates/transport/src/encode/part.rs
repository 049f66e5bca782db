//! What goes out with a call: its parameters and those of its sign-in, checked, in the order in which they are written.

use crate::{
    Credentials, Kind, Target, Value, Values,
    description::{Field, Operation, Scheme, SchemeParam, Wire},
};

use super::{Problem, check};

/// One parameter that goes out.
pub(super) struct Part<'a> {
    pub(super) field: &'static Field,
    pub(super) wire: &'static Wire,
    pub(super) given: Given<'a>,
    /// Whether it is a key that a login gave, which is secret whatever the spec says.
    key: bool,
}

/// What is written for a parameter.
#[derive(Clone, Copy)]
pub(super) enum Given<'a> {
    /// The caller's value.
    Value(&'a Value),
    /// The text of a credential.
    Credential(&'a str),
    /// What the description writes for a parameter that was not given.
    Absent(&'static str),
}

impl Part<'_> {
    /// Whether it carries a secret.
    pub(super) fn is_secret(&self) -> bool {
        !matches!(self.given, Given::Absent(_)) && (self.key || self.field.holds_secret())
    }
}

/// All that goes out, checked.
pub(super) fn of_call<'a>(
    operation: &'static Operation,
    target: &Target<'a>,
    values: &'a Values,
) -> Result<Vec<Part<'a>>, Problem> {
    let mut parts = Vec::with_capacity(operation.params.len() + 1);
    let credentials = credentials(operation, target);
    if let Some(credentials) = credentials.filter(|credentials| credentials.scheme().first) {
        of_scheme(operation, target, credentials, &mut parts)?;
    }
    of_others(operation, target, credentials, true, &mut parts);
    for (index, field) in operation.params.iter().enumerate() {
        of_param(operation, target, values, index, field, &mut parts)?;
    }
    if let Some(credentials) = credentials.filter(|credentials| !credentials.scheme().first) {
        of_scheme(operation, target, credentials, &mut parts)?;
    }
    of_others(operation, target, credentials, false, &mut parts);
    Ok(parts)
}

/// The credentials, if the operation takes their scheme.
pub(super) fn credentials<'a>(operation: &'static Operation, target: &Target<'a>) -> Option<&'a Credentials> {
    let takes = |scheme: &Scheme| {
        operation
            .schemes
            .iter()
            .any(|index| target.vendor.schemes.get(*index).is_some_and(|one| std::ptr::eq(one, scheme)))
    };
    target.credentials.filter(|credentials| takes(credentials.scheme()))
}

fn of_param<'a>(
    operation: &'static Operation,
    target: &Target<'_>,
    values: &'a Values,
    index: usize,
    field: &'static Field,
    parts: &mut Vec<Part<'a>>,
) -> Result<(), Problem> {
    let value = values.get(index);
    let Some(wire) = field.wire(target.protocol) else {
        return match value {
            Some(_) => Err(Problem::input(field.name, format!("it cannot be sent over {}", target.protocol))),
            None => Ok(()),
        };
    };
    let given = match (value, wire.absent) {
        (Some(value), _) => {
            check::value(field, wire, target.protocol, value).map_err(|what| Problem::input(field.name, what))?;
            needed(operation, values, field)?;
            Given::Value(value)
        }
        (None, _) if field.required => return Err(Problem::input(field.name, "it is required and was not given")),
        (None, Some(text)) => Given::Absent(text),
        (None, None) => return Ok(()),
    };
    parts.push(Part { field, wire, given, key: false });
    Ok(())
}

/// The parameter that this one needs was given too.
fn needed(operation: &'static Operation, values: &Values, field: &'static Field) -> Result<(), Problem> {
    let Some(other) = field.needs else {
        return Ok(());
    };
    let given =
        operation.params.iter().position(|param| param.name == other).is_none_or(|index| values.get(index).is_some());
    if given {
        return Ok(());
    }
    Err(Problem::input(field.name, format!("it needs `{other}`, which was not given")))
}

fn of_scheme<'a>(
    operation: &'static Operation,
    target: &Target<'_>,
    credentials: &'a Credentials,
    parts: &mut Vec<Part<'a>>,
) -> Result<(), Problem> {
    for (index, param) in credentials.scheme().params.iter().enumerate() {
        let field = spelled_here(operation, param);
        let Some(wire) = field.wire(target.protocol) else {
            continue;
        };
        let given = match (credentials.value(index), wire.absent) {
            (Some(value), _) => {
                let text = value.expose();
                check::text(target.protocol, text)
                    .map_err(|what| Problem::new(Kind::Credentials, what).about(field.name))?;
                Given::Credential(text)
            }
            (None, Some(text)) => Given::Absent(text),
            (None, None) if field.required => {
                let what = format!("the sign-in `{}` lacks its `{}`", credentials.scheme().name, field.name);
                return Err(Problem::new(Kind::Credentials, what).about(field.name));
            }
            (None, None) => continue,
        };
        parts.push(Part { field, wire, given, key: param.from.is_some() });
    }
    Ok(())
}

/// What is written for the parameters of the other schemes by a caller whose own scheme has none: an anonymous one.
fn of_others<'a>(
    operation: &'static Operation,
    target: &Target<'_>,
    credentials: Option<&Credentials>,
    first: bool,
    parts: &mut Vec<Part<'a>>,
) {
    if !credentials
        .is_some_and(|credentials| credentials.scheme().params.is_empty() && credentials.scheme().cookie.is_none())
    {
        return;
    }
    let schemes = operation.schemes.iter().filter_map(|index| target.vendor.schemes.get(*index));
    for param in schemes.filter(|scheme| scheme.first == first).flat_map(|scheme| scheme.params) {
        let field = spelled_here(operation, param);
        if let Some(wire) = field.wire(target.protocol)
            && let Some(text) = wire.absent
        {
            parts.push(Part { field, wire, given: Given::Absent(text), key: false });
        }
    }
}

/// The parameter of a sign-in as this operation spells it.
fn spelled_here(operation: &'static Operation, param: &'static SchemeParam) -> &'static Field {
    operation.scheme_params.iter().find(|field| field.name == param.field.name).unwrap_or(&param.field)
}
