//! Values of examples as Rust: calls that give them, checks that expect them.

use heck::ToSnakeCase;

use super::rust::{definition, scalar_kind, type_path};
use crate::model::{Example, Field, NamedType, Operation, Sample, ScalarKind, TypeDef, TypeRef, Vendor};

/// The first example that was accepted.
pub fn first_accepted(operation: &Operation) -> Option<&Example> {
    operation.examples.iter().find(|example| example.code.is_none() && gives_required(operation, example))
}

/// Whether an example gives every required parameter, so that its call compiles.
pub fn gives_required(operation: &Operation, example: &Example) -> bool {
    operation
        .params
        .iter()
        .filter(|param| param.required)
        .all(|param| example.params.iter().any(|(name, _)| *name == param.name))
}

/// What the client is called in examples.
pub fn client_variable(vendor: &Vendor) -> String {
    vendor.client.to_snake_case()
}

/// The calls of an example's setters: `.create_user().parent(337364)`, without `send`.
pub fn chain(vendor: &Vendor, operation: &Operation, example: &Example) -> String {
    chain_without(vendor, operation, example, None)
}

/// The same, with one parameter left out.
pub fn chain_without(vendor: &Vendor, operation: &Operation, example: &Example, left_out: Option<&str>) -> String {
    let mut chain = format!(".{}()", operation.rust);
    for param in &operation.params {
        let Some((_, value)) = example.params.iter().find(|(name, _)| *name == param.name) else { continue };
        if left_out == Some(param.name.as_str()) {
            continue;
        }
        chain.push_str(&format!(".{}({})", param.rust, argument(vendor, param, value)));
    }
    chain
}

/// Checks of an output, as statements on a reference named `output`.
pub fn checks(vendor: &Vendor, operation: &Operation, sample: &Sample) -> Vec<String> {
    let mut statements = Vec::new();
    let Some(output) = &operation.output else { return statements };
    let Some(named) = vendor.types.get(output.ty) else { return statements };
    match sample {
        Sample::List(items) if output.many => {
            statements.push(format!("assert_eq!(output.len(), {});", items.len()));
            for (index, item) in items.iter().enumerate() {
                check_record(vendor, named, &format!("output[{index}]"), item, &mut statements);
            }
        }
        sample => check_record(vendor, named, "output", sample, &mut statements),
    }
    statements
}

fn check_record(vendor: &Vendor, named: &NamedType, path: &str, sample: &Sample, statements: &mut Vec<String>) {
    let (Sample::Record(values), TypeDef::Record(fields)) = (sample, &named.def) else { return };
    for (name, value) in values {
        let Some(field) = fields.iter().find(|field| field.name == *name) else { continue };
        let place = format!("{path}.{}", field.rust);
        match value {
            Sample::List(items) if field.many => {
                statements.push(format!("assert_eq!({place}.len(), {});", items.len()));
                for (index, item) in items.iter().enumerate() {
                    check_value(vendor, field, &format!("{place}[{index}]"), item, statements);
                }
            }
            value => {
                let inner = if field.required { place } else { format!("{place}.as_ref().expect({:?})", field.name) };
                check_value(vendor, field, &inner, value, statements);
            }
        }
    }
}

/// `place` is a value or a reference to it.
fn check_value(vendor: &Vendor, field: &Field, place: &str, value: &Sample, statements: &mut Vec<String>) {
    if let (Sample::Record(_), Some(named)) = (value, definition(vendor, &field.ty)) {
        check_record(vendor, named, place, value, statements);
        return;
    }
    let check = if field.secret {
        format!("assert_eq!({place}.expose(), {});", literal(value))
    } else {
        match scalar_kind(vendor, &field.ty) {
            Some(ScalarKind::Number | ScalarKind::DateTime(_)) => {
                format!("assert_eq!({place}.as_str(), {});", literal(value))
            }
            Some(ScalarKind::String) => format!("assert_eq!({place}.as_str(), {});", literal(value)),
            Some(ScalarKind::Bytes) => format!("assert_eq!({place}.as_slice(), b{});", literal(value)),
            Some(ScalarKind::Bool { .. }) => match value {
                Sample::Bool(false) => format!("assert!(!{place});"),
                _ => format!("assert!({place});"),
            },
            Some(ScalarKind::Int(_)) => {
                let dereferenced = if place.ends_with(')') { format!("*{place}") } else { place.to_owned() };
                format!("assert_eq!({dereferenced}, {});", literal(value))
            }
            None => format!("assert_eq!({place}.as_str(), {});", literal(value)),
        }
    };
    statements.push(check);
}

fn argument(vendor: &Vendor, param: &Field, value: &Sample) -> String {
    match value {
        Sample::List(items) if param.many => {
            let items: Vec<String> = items.iter().map(|item| single(vendor, param, item)).collect();
            format!("[{}]", items.join(", "))
        }
        value => single(vendor, param, value),
    }
}

fn single(vendor: &Vendor, param: &Field, value: &Sample) -> String {
    if let (Sample::Text(text), TypeRef::Named(_)) = (value, &param.ty)
        && let Some(named) = definition(vendor, &param.ty)
        && let TypeDef::Enum(words) = &named.def
    {
        let path = public_path(vendor, named);
        return match words.iter().find(|word| word.wire == *text) {
            Some(word) => format!("{path}::{}", word.rust),
            None => format!("{path}::from({text:?})"),
        };
    }
    match (value, scalar_kind(vendor, &param.ty)) {
        (Sample::Text(text), Some(ScalarKind::Number)) => format!("{text:?}.parse::<bindery_transport::Number>()?"),
        (Sample::Text(text), Some(ScalarKind::Bytes)) => format!("*b{text:?}"),
        _ => literal(value),
    }
}

/// The path of a type from outside its crate.
fn public_path(vendor: &Vendor, named: &NamedType) -> String {
    let krate = super::rust::crate_name(vendor);
    let path = type_path(vendor, named).to_string().replace(' ', "");
    path.replacen("crate", &krate.to_string(), 1)
}

fn literal(value: &Sample) -> String {
    match value {
        Sample::Text(text) => format!("{text:?}"),
        Sample::Int(value) => value.to_string(),
        Sample::Bool(value) => value.to_string(),
        Sample::List(_) | Sample::Record(_) => String::new(),
    }
}
