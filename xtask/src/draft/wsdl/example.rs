//! A call as it stands on the wire, by the WSDL: values that fit, in their places.

use std::collections::HashSet;

use super::super::{Value, table};
use crate::{
    model::xsd::{XsdDef, XsdField, XsdRef},
    wsdl::Types,
};

/// Deeper than anybody reads an example.
const DEEPEST: usize = 16;

/// A value as a spec writes it, and as it stands on the wire.
#[derive(Clone, Debug)]
pub struct Sample {
    pub value: Value,
    pub attributes: String,
    /// What is in the element.
    pub inside: String,
}

impl Sample {
    /// A whole element.
    pub fn element(&self, name: &str) -> String {
        element(name, &self.attributes, &self.inside)
    }
}

pub fn element(name: &str, attributes: &str, inside: &str) -> String {
    if inside.is_empty() { format!("<{name}{attributes}/>") } else { format!("<{name}{attributes}>{inside}</{name}>") }
}

/// One value of a field's type. None: there is none that ends.
pub fn of(types: &Types, ty: &XsdRef) -> Option<Sample> {
    match ty {
        // A parameter of which nothing is known is a text.
        XsdRef::Named(name) if types.is_anything(name) => Some(scalar("string")),
        ty => sample(types, ty, &mut HashSet::new()),
    }
}

fn sample(types: &Types, ty: &XsdRef, inside_of: &mut HashSet<String>) -> Option<Sample> {
    let name = match ty {
        XsdRef::Scalar(word) => return Some(scalar(word)),
        XsdRef::Named(name) => name,
    };
    match &types.get(name)?.def {
        XsdDef::Enum(words) => {
            let word = words.iter().find(|word| !word.wire.is_empty())?.wire.clone();
            Some(Sample { inside: escape(&word), value: Value::from(word), attributes: String::new() })
        }
        XsdDef::Scalar(word) => Some(scalar(word)),
        XsdDef::Same(_) => None,
        XsdDef::Record(fields) => {
            if inside_of.len() >= DEEPEST || !inside_of.insert(name.clone()) {
                return None;
            }
            let found = record(types, fields, inside_of);
            inside_of.remove(name);
            found
        }
    }
}

fn record(types: &Types, fields: &[XsdField], inside_of: &mut HashSet<String>) -> Option<Sample> {
    let mut values: Vec<(String, Value)> = Vec::new();
    let (mut attributes, mut inside) = (String::new(), String::new());
    for field in fields {
        let Some(one) = sample(types, &field.ty, inside_of) else {
            // What would hold itself for ever is left out, where it can be.
            if field.required && !field.many {
                return None;
            }
            continue;
        };
        let value =
            if field.many { Value::Array([one.value.clone()].into_iter().collect()) } else { one.value.clone() };
        values.push((field.name.clone(), value));
        match field.place.strip_prefix('@') {
            Some(name) => attributes.push_str(&format!(" {name}=\"{}\"", one.inside)),
            None if field.place == "." => inside.push_str(&one.inside),
            None => inside.push_str(&one.element(&field.place)),
        }
    }
    Some(Sample { value: table(values), attributes, inside })
}

fn scalar(word: &str) -> Sample {
    let (value, text) = match word {
        "bool" => (Value::from(true), "true"),
        "i16" | "u16" | "i32" | "u32" | "i64" => (Value::from(1), "1"),
        "number" => (Value::from("1"), "1"),
        "datetime" => (Value::from("2026-01-31T12:00:00"), "2026-01-31T12:00:00"),
        "date" => (Value::from("2026-01-31"), "2026-01-31"),
        "time" => (Value::from("12:00:00"), "12:00:00"),
        "bytes" => (Value::from("QUJD"), "QUJD"),
        _ => (Value::from("text"), "text"),
    };
    Sample { value, attributes: String::new(), inside: text.to_owned() }
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
