//! Examples: wire forms beside the values that they mean.

use super::{
    read,
    types::{Example, Field, Operation, Protocol, Sample, ScalarKind, TypeDef, TypeRef},
    vendor::Cx,
};
use crate::{
    diagnostic::At,
    spec::{self, Node, Place, Table, Value},
};

pub fn of_operation(cx: &mut Cx<'_>, table: &Table, operation: &Operation) -> Vec<Example> {
    let start = At { file: table.at.file, span: 0..0 };
    let items = match table.get("examples").map(|node| (node, &node.value)) {
        Some((_, Value::Array(items))) if !items.is_empty() => items.clone(),
        Some((node, _)) => {
            read::wrong(node, "examples", "a list of tables: `[[examples]]`", cx.d);
            return Vec::new();
        }
        None => {
            cx.d.mistake(&start, "the operation has no example", "in this file")
                .help("write one from the vendor's page: `[[examples]]` with a request, an answer and what they mean");
            return Vec::new();
        }
    };
    items.iter().filter_map(|item| example(cx, item, operation)).collect()
}

fn example(cx: &mut Cx<'_>, node: &Node, operation: &Operation) -> Option<Example> {
    let Some(table) = node.as_table() else {
        read::wrong(node, "examples", "tables", cx.d);
        return None;
    };
    spec::check_words(table, Place::Example, cx.d);
    let at = table.entries.first().map_or(&node.at, |entry| &entry.key_at).clone();
    let requests = wires(cx, table, operation, "request");
    let answers = wires(cx, table, operation, "answer");
    if requests.is_empty() && answers.is_empty() {
        cx.d.mistake(&at, "the example shows nothing of the wire", "this one")
            .help("write `form.request`, `soap.answer` or another, as it stands on the vendor's page");
    }
    let mut params = Vec::new();
    if let Some(said) = read::opt_table(table, "params", cx.d).cloned() {
        for entry in &said.entries {
            match operation.params.iter().find(|param| param.name == entry.key) {
                Some(param) => {
                    if let Some(value) = value(cx, param, &entry.node) {
                        params.push((entry.key.clone(), value));
                    }
                }
                None => {
                    let known: Vec<&str> = operation.params.iter().map(|param| param.name.as_str()).collect();
                    cx.d.mistake(&entry.key_at, format!("the operation has no parameter `{}`", entry.key), "unknown")
                        .suggest(&entry.key, known);
                }
            }
        }
    }
    let code = read::opt_text(table, "code", cx.d);
    if let (Some(code), Some(node)) = (&code, table.get("code"))
        && !operation.codes.iter().any(|known| known.name == *code)
    {
        cx.d.mistake(&node.at, format!("the operation has no code `{code}`"), "unknown")
            .suggest(code, operation.codes.iter().map(|code| code.name.as_str()));
    }
    let output = table.get("output").and_then(|node| output(cx, node, operation));
    if code.is_some() && table.get("output").is_some() {
        cx.d.mistake(&at, "an example is accepted or refused", "this one has both `output` and `code`");
    }
    Some(Example {
        doc: read::text_or_empty(table, "doc", cx.d),
        doubts: read::doubts(table, cx.d),
        source: read::opt_text(table, "source", cx.d),
        auth: auth(cx, table, operation),
        params,
        requests,
        answers,
        output,
        code,
        parameter: read::opt_text(table, "parameter", cx.d),
        message: read::opt_text(table, "message", cx.d),
        line: cx.d.line(&at),
    })
}

/// The request or the answer on each protocol.
fn wires(cx: &mut Cx<'_>, table: &Table, operation: &Operation, word: &str) -> Vec<(Protocol, String)> {
    for entry in &table.entries {
        let members = spec::members(&entry.key);
        if !members.is_empty() && !members.iter().any(|member| operation.on.contains(member)) {
            cx.d.mistake(&entry.key_at, format!("the operation is not on `{}`", entry.key), "here");
        }
    }
    let mut found = Vec::new();
    for protocol in &operation.on {
        if let Some(node) = spec::on(table, *protocol, word).cloned()
            && let Some(text) = read::text(&node, word, cx.d)
        {
            found.push((*protocol, text));
        }
    }
    found
}

fn auth(cx: &mut Cx<'_>, table: &Table, operation: &Operation) -> Option<(usize, Vec<(String, String)>)> {
    let said = read::opt_table(table, "auth", cx.d)?.clone();
    let has = |scheme: usize, name: &str, cx: &Cx<'_>| {
        cx.schemes.get(scheme).is_some_and(|scheme| scheme.params.iter().any(|param| param.field.name == name))
    };
    let first = said.entries.first()?;
    let Some(scheme) = operation.schemes.iter().copied().find(|scheme| has(*scheme, &first.key, cx)) else {
        cx.d.mistake(
            &first.key_at,
            format!("no way to sign in to this operation has a parameter `{}`", first.key),
            "unknown",
        );
        return None;
    };
    let mut values = Vec::new();
    for entry in &said.entries {
        if !has(scheme, &entry.key, cx) {
            cx.d.mistake(&entry.key_at, format!("`{}` belongs to another way to sign in", entry.key), "here");
        } else if let Some(text) = read::text(&entry.node, &entry.key, cx.d) {
            values.push((entry.key.clone(), text));
        }
    }
    Some((scheme, values))
}

fn output(cx: &mut Cx<'_>, node: &Node, operation: &Operation) -> Option<Sample> {
    let Some(output) = &operation.output else {
        cx.d.mistake(&node.at, "the operation gives nothing back", "this is too much");
        return None;
    };
    match (&node.value, output.many) {
        (Value::Array(items), true) => {
            Some(Sample::List(items.iter().filter_map(|item| record(cx, output.ty, item)).collect()))
        }
        (Value::Table(_), false) => record(cx, output.ty, node),
        (_, true) => {
            read::wrong(node, "output", "a list: the operation gives many", cx.d);
            None
        }
        (_, false) => {
            read::wrong(node, "output", "a table", cx.d);
            None
        }
    }
}

fn record(cx: &mut Cx<'_>, ty: usize, node: &Node) -> Option<Sample> {
    let Some(TypeDef::Record(fields)) = cx.types.get(ty).map(|named| named.def.clone()) else { return None };
    let Some(table) = node.as_table() else {
        read::wrong(node, "a record", "a table", cx.d);
        return None;
    };
    let mut values = Vec::new();
    for entry in &table.entries {
        match fields.iter().find(|field| field.name == entry.key) {
            Some(field) => values.extend(value(cx, field, &entry.node).map(|value| (entry.key.clone(), value))),
            None => {
                cx.d.mistake(&entry.key_at, format!("there is no field `{}`", entry.key), "unknown")
                    .suggest(&entry.key, fields.iter().map(|field| field.name.as_str()));
            }
        }
    }
    Some(Sample::Record(values))
}

/// The value of a field, as the field's type has it.
fn value(cx: &mut Cx<'_>, field: &Field, node: &Node) -> Option<Sample> {
    if field.many {
        let Value::Array(items) = &node.value else {
            read::wrong(node, &field.name, "a list", cx.d);
            return None;
        };
        return Some(Sample::List(items.iter().filter_map(|item| single(cx, field, item)).collect()));
    }
    single(cx, field, node)
}

fn single(cx: &mut Cx<'_>, field: &Field, node: &Node) -> Option<Sample> {
    let kind = match &field.ty {
        TypeRef::Scalar(scalar) => scalar.kind.clone(),
        TypeRef::Named(index) => match cx.types.get(*index).map(|named| named.def.clone()) {
            Some(TypeDef::Scalar(scalar)) => scalar.kind,
            Some(TypeDef::Record(_)) => return record(cx, *index, node),
            Some(TypeDef::Enum(_)) | None => ScalarKind::String,
        },
    };
    let sample = match (&kind, &node.value) {
        (ScalarKind::Int(_), Value::Int(number)) => Some(Sample::Int(*number)),
        (ScalarKind::Bool { .. }, Value::Bool(value)) => Some(Sample::Bool(*value)),
        (ScalarKind::Number, Value::Int(number)) => Some(Sample::Text(number.to_string())),
        (ScalarKind::Number | ScalarKind::DateTime(_), Value::Other(text)) => Some(Sample::Text(text.clone())),
        (ScalarKind::Int(_) | ScalarKind::Bool { .. }, _) => None,
        (_, Value::String(text)) => Some(Sample::Text(text.clone())),
        _ => None,
    };
    if sample.is_none() {
        let wanted = match kind {
            ScalarKind::Int(_) => "a whole number",
            ScalarKind::Bool { .. } => "true or false",
            ScalarKind::Number => "a number",
            ScalarKind::String | ScalarKind::DateTime(_) | ScalarKind::Bytes => "a text",
        };
        read::wrong(node, &field.name, wanted, cx.d);
    }
    sample
}
