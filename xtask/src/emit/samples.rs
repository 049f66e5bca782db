//! Values of examples as Rust: calls that give them, checks that expect them.

use base64::{Engine, prelude::BASE64_STANDARD};
use heck::ToSnakeCase;

use super::rust::{definition, fields, scalar_kind, type_path};
use crate::model::{Example, Field, NamedType, Operation, Output, Sample, ScalarKind, TypeDef, TypeRef, Vendor};

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
        && operation
            .one_of
            .iter()
            .all(|group| example.params.iter().filter(|(name, _)| group.contains(name)).count() == 1)
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

/// Checks of an output, or of what a refusal carries, as statements on a reference of this name.
pub fn checks(vendor: &Vendor, output: &Output, sample: &Sample, name: &str) -> Vec<String> {
    let mut statements = Vec::new();
    let value = Shown { ty: &output.ty, is_secret: output.secret };
    match sample {
        Sample::List(items) if output.many => {
            check_items(vendor, value, name, items, &mut statements);
        }
        sample => check_value(vendor, value, &Place::reference(name.to_owned()), sample, &mut statements),
    }
    statements
}

/// A value that is checked: its type, and whether it is a secret.
#[derive(Clone, Copy)]
struct Shown<'a> {
    ty: &'a TypeRef,
    is_secret: bool,
}

/// An expression that is a value, or a reference to one.
struct Place {
    text: String,
    is_reference: bool,
}

impl Place {
    fn plain(text: String) -> Place {
        Place { text, is_reference: false }
    }

    fn reference(text: String) -> Place {
        Place { text, is_reference: true }
    }
}

fn check_items(vendor: &Vendor, value: Shown<'_>, list: &str, items: &[Sample], statements: &mut Vec<String>) {
    statements.push(format!("assert_eq!({list}.len(), {});", items.len()));
    for (index, item) in items.iter().enumerate() {
        check_value(vendor, value, &Place::plain(format!("{list}[{index}]")), item, statements);
    }
}

fn check_record(
    vendor: &Vendor,
    fields: &[Field],
    path: &str,
    values: &[(String, Sample)],
    statements: &mut Vec<String>,
) {
    for (name, value) in values {
        let Some(field) = fields.iter().find(|field| field.name == *name) else { continue };
        let place = format!("{path}.{}", field.rust);
        let shown = Shown { ty: &field.ty, is_secret: field.secret };
        match value {
            Sample::List(items) if field.many => {
                check_items(vendor, shown, &place, items, statements);
            }
            value if field.required => check_value(vendor, shown, &Place::plain(place), value, statements),
            value => {
                let inner = format!("{place}.as_ref().expect({:?})", field.name);
                check_value(vendor, shown, &Place::reference(inner), value, statements);
            }
        }
    }
}

fn check_value(vendor: &Vendor, value: Shown<'_>, place: &Place, sample: &Sample, statements: &mut Vec<String>) {
    let text = &place.text;
    if let (Sample::Record(values), Some(fields)) = (sample, fields(vendor, value.ty)) {
        check_record(vendor, fields, text, values, statements);
        return;
    }
    if value.is_secret {
        statements.push(format!("assert_eq!({text}.expose(), {});", literal(sample)));
        return;
    }
    let dereferenced = if place.is_reference { format!("*{text}") } else { text.clone() };
    let statement = match (scalar_kind(vendor, value.ty), sample) {
        (Some(ScalarKind::Map), Sample::Record(pairs)) => {
            for (name, value) in pairs {
                statements.push(format!("assert_eq!({text}.get({name:?}), Some({}));", literal(value)));
            }
            format!("assert_eq!({text}.len(), {});", pairs.len())
        }
        (Some(ScalarKind::Bytes), Sample::Text(bytes)) => {
            format!("assert_eq!({text}.as_slice(), {});", byte_string(bytes))
        }
        (Some(ScalarKind::Bool { .. }), Sample::Bool(false)) => format!("assert!(!{dereferenced});"),
        (Some(ScalarKind::Bool { .. }), _) => format!("assert!({dereferenced});"),
        (Some(ScalarKind::Int(_)), _) => format!("assert_eq!({dereferenced}, {});", literal(sample)),
        _ => format!("assert_eq!({text}.as_str(), {});", literal(sample)),
    };
    statements.push(statement);
}

fn argument(vendor: &Vendor, field: &Field, value: &Sample) -> String {
    match value {
        Sample::List(items) if field.many => {
            let items: Vec<String> = items.iter().map(|item| single(vendor, field, item)).collect();
            format!("[{}]", items.join(", "))
        }
        value => single(vendor, field, value),
    }
}

fn single(vendor: &Vendor, field: &Field, value: &Sample) -> String {
    match (value, definition(vendor, &field.ty)) {
        (Sample::Text(text), Some(named @ NamedType { def: TypeDef::Enum(words), .. })) => {
            let path = public_path(vendor, named);
            return match words.iter().find(|word| word.wire == *text) {
                Some(word) => format!("{path}::{}", word.rust),
                None => format!("{path}::from({text:?})"),
            };
        }
        (Sample::Record(values), Some(named @ NamedType { def: TypeDef::Record(fields), .. })) => {
            return record(vendor, named, fields, values);
        }
        _ => {}
    }
    match (value, scalar_kind(vendor, &field.ty)) {
        (Sample::Text(text), Some(ScalarKind::Number)) => format!("{text:?}.parse::<bindery_transport::Number>()?"),
        (Sample::Text(text), Some(ScalarKind::Bytes)) => format!("*{}", byte_string(text)),
        _ => literal(value),
    }
}

/// A record that is made for a parameter.
fn record(vendor: &Vendor, named: &NamedType, fields: &[Field], values: &[(String, Sample)]) -> String {
    let value_of = |field: &Field| values.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value);
    let required = fields.iter().filter(|field| field.required);
    let arguments =
        required.map(|field| value_of(field).map(|value| argument(vendor, field, value)).unwrap_or_default());
    let mut made = format!("{}::new({})", public_path(vendor, named), arguments.collect::<Vec<_>>().join(", "));
    for field in fields.iter().filter(|field| !field.required) {
        if let Some(value) = value_of(field) {
            made.push_str(&format!(".{}({})", super::types::setter(field), argument(vendor, field, value)));
        }
    }
    made
}

/// Bytes that a spec writes as base64.
fn byte_string(base64: &str) -> String {
    let bytes = BASE64_STANDARD.decode(base64).unwrap_or_default();
    proc_macro2::Literal::byte_string(&bytes).to_string()
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
