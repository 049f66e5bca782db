//! "It may be called … now": what is gone, and what came, that looks like it.

use crate::{
    diagnostic,
    model::{Field, Operation},
};

/// Of a field that is gone.
pub fn field(gone: &Field, added: &[&Field]) -> String {
    let place = |field: &Field| field.wires.first().and_then(|wire| wire.at.first()).cloned();
    let same_place = added.iter().find(|field| place(field) == place(gone) && field.ty == gone.ty);
    same_place
        .map(|field| field.name.as_str())
        .or_else(|| near(&gone.name, added.iter().map(|field| &*field.name)))
        .map_or_else(String::new, said)
}

/// Of an operation that is gone.
pub fn operation(gone: &Operation, added: &[&Operation]) -> String {
    let successor = added.iter().find(|other| other.supersedes.as_ref() == Some(&gone.name));
    let params =
        |operation: &Operation| -> Vec<String> { operation.params.iter().map(|param| param.name.clone()).collect() };
    let alike = || added.iter().find(|other| !gone.params.is_empty() && params(other) == params(gone));
    match successor {
        Some(other) => format!("; `{}` supersedes it", other.name),
        None => near(&gone.name, added.iter().map(|other| &*other.name))
            .or_else(|| alike().map(|other| other.name.as_str()))
            .map_or_else(String::new, said),
    }
}

/// Of anything that has but a name.
pub fn name<'a>(gone: &str, added: impl IntoIterator<Item = &'a str>) -> String {
    near(gone, added).map_or_else(String::new, said)
}

fn near<'a>(gone: &str, added: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    diagnostic::nearest(gone, added)
}

pub fn said(name: &str) -> String {
    format!("; it may be called `{name}` now")
}
