//! Which parameters have to be given, and which beside which.

use crate::{
    Kind, Value, Values,
    description::{Field, Operation, Sample},
};

use super::{Context, Problem};

/// The parameter that this one, which was given, needs was given too.
pub(super) fn needed(context: Context, values: &Values, field: &'static Field) -> Result<(), Problem> {
    match field.needs.filter(|other| !is_given(context.operation, values, other)) {
        None => Ok(()),
        Some(other) => Err(Problem::input(field.name, format!("it needs `{other}`, which was not given"))),
    }
}

/// This one, which was not given, need not be.
pub(super) fn required(context: Context, values: &Values, field: &'static Field) -> Result<(), Problem> {
    if field.fixed.is_some() {
        return Ok(());
    }
    if field.required {
        return Err(Problem::input(field.name, "it is required and was not given"));
    }
    match field.required_if.filter(|(other, wanted)| has(context.operation, values, other, wanted)) {
        None => Ok(()),
        Some((other, wanted)) => {
            let what = format!("it is required when `{other}` is {}", shown(&wanted));
            Err(Problem::input(field.name, what))
        }
    }
}

/// Of each group of parameters exactly one was given.
pub(super) fn groups(context: Context, values: &Values) -> Result<(), Problem> {
    for group in context.operation.one_of {
        let exists = |name: &&&str| {
            let params = context.operation.params;
            params.iter().any(|param| param.name == **name && param.wire(context.protocol).is_some())
        };
        let given = group.iter().filter(|name| is_given(context.operation, values, name)).count();
        let what = match given {
            1 => continue,
            // The protocol has none of them.
            0 if group.iter().find(exists).is_none() => continue,
            0 => "none was",
            _ if group.len() == 2 => "both were",
            _ => "several were",
        };
        let what = format!("exactly one of {} has to be given, and {what}", listed(group));
        return Err(Problem::new(Kind::Input, what));
    }
    Ok(())
}

fn is_given(operation: &Operation, values: &Values, name: &str) -> bool {
    match position(operation, name) {
        Some((index, param)) => param.fixed.is_some() || values.get(index).is_some(),
        // A description that names what it does not have asks for nothing.
        None => true,
    }
}

/// Whether a parameter has this value.
fn has(operation: &Operation, values: &Values, name: &str, wanted: &Sample) -> bool {
    let Some((index, param)) = position(operation, name) else {
        return false;
    };
    match (&param.fixed, values.get(index)) {
        (Some(fixed), _) => shown(fixed) == shown(wanted),
        (None, Some(value)) => is(value, wanted),
        (None, None) => false,
    }
}

fn is(value: &Value, wanted: &Sample) -> bool {
    match (value, wanted) {
        (Value::List(items), wanted) => items.iter().any(|item| is(item, wanted)),
        (Value::Text(text), Sample::Text(wanted)) => text == wanted,
        (Value::Secret(text), Sample::Text(wanted)) => text.expose() == *wanted,
        (Value::DateTime(date), Sample::Text(wanted)) => date.as_str() == *wanted,
        (Value::Number(number), Sample::Text(wanted)) => number.as_str() == *wanted,
        (Value::Number(number), Sample::Int(wanted)) => number.as_str() == wanted.to_string(),
        (Value::Int(number), Sample::Int(wanted)) => number == wanted,
        (Value::Bool(value), Sample::Bool(wanted)) => value == wanted,
        _ => false,
    }
}

fn position<'a>(operation: &'a Operation, name: &str) -> Option<(usize, &'a Field)> {
    operation.params.iter().enumerate().find(|(_, param)| param.name == name)
}

/// A value of the description, for a message.
fn shown(sample: &Sample) -> String {
    match sample {
        Sample::Text(text) => format!("`{text}`"),
        Sample::Int(number) => format!("`{number}`"),
        Sample::Bool(value) => format!("`{value}`"),
        other => format!("{other:?}"),
    }
}

/// `` `a`, `b` and `c` ``.
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, front)) if !front.is_empty() => format!("{} and {last}", front.join(", ")),
        _ => names.concat(),
    }
}
