//! Examples: wire forms beside the values that they mean.

use base64::{Engine, prelude::BASE64_STANDARD};

use super::{
    read, ty,
    types::{Example, Field, Operation, Output, Protocol, Sample, ScalarKind, TypeDef, TypeRef},
    vendor::Cx,
};
use crate::{
    diagnostic::Kind,
    spec::{self, Node, Place, Table, Value},
};

pub fn of_operation(cx: &mut Cx<'_>, table: &Table, operation: &Operation) -> Vec<Example> {
    let start = table.at.clone();
    let items = match table.get("examples").map(|node| (node, &node.value)) {
        Some((_, Value::Array(items))) if !items.is_empty() => items.clone(),
        Some((node, _)) => {
            read::wrong(node, "examples", "a list of tables: `[[examples]]`", cx.d);
            return Vec::new();
        }
        None => {
            cx.d.mistake(Kind::MissingExample, &start, "the operation has no example", "in this file")
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
    for entry in &table.entries {
        let members = spec::members(&entry.key);
        if !members.is_empty() && !members.iter().any(|member| operation.on.contains(member)) {
            cx.d.mistake(
                Kind::NotOnProtocol,
                &entry.key_at,
                format!("the operation is not on `{}`", entry.key),
                "here",
            );
        }
    }
    let requests = wires(cx, table, operation, "request");
    let answers = wires(cx, table, operation, "answer");
    if requests.is_empty() && answers.is_empty() {
        cx.d.mistake(Kind::EmptyExample, &at, "the example shows nothing of the wire", "this one")
            .help("write `form.request`, `soap.answer` or another, as it stands on the vendor's page");
    }
    let mut params = Vec::new();
    if let Some(said) = read::opt_table(table, "params", cx.d).cloned() {
        for entry in &said.entries {
            match operation.params.iter().find(|param| param.name == entry.key) {
                Some(param) if param.fixed.is_some() => {
                    cx.d.mistake(
                        Kind::FixedGiven,
                        &entry.key_at,
                        format!("`{}` has its value already", entry.key),
                        "nobody gives it",
                    );
                }
                Some(param) => {
                    complete(cx, &param.ty, &entry.node);
                    if let Some(value) = value(cx, param, &entry.node) {
                        params.push((entry.key.clone(), value));
                    }
                }
                None => {
                    let known: Vec<&str> = operation.params.iter().map(|param| param.name.as_str()).collect();
                    cx.d.mistake(
                        Kind::UnknownParameter,
                        &entry.key_at,
                        format!("the operation has no parameter `{}`", entry.key),
                        "unknown",
                    )
                    .suggest(&entry.key, known);
                }
            }
        }
    }
    let code = read::opt_text(table, "code", cx.d);
    if let (Some(code), Some(node)) = (&code, table.get("code"))
        && !operation.codes.iter().any(|known| known.name == *code)
    {
        let is_reply = operation.replies.iter().any(|(reply, _)| reply.name == *code);
        cx.d.mistake(Kind::UnknownCode, &node.at, format!("the operation has no code `{code}`"), "unknown")
            .suggest(code, operation.codes.iter().map(|code| code.name.as_str()))
            .suggest_any(if is_reply { "it is an answer: say `output`" } else { "the codes stand in `[codes]`" });
    }
    let output = match (table.get("output"), &operation.output) {
        (Some(node), Some(output)) => self::output(cx, node, output),
        (Some(node), None) => {
            cx.d.mistake(Kind::NoOutput, &node.at, "the operation gives nothing back", "this is too much");
            None
        }
        (None, _) => None,
    };
    let details = table.get("details").and_then(|node| details(cx, node, operation, code.as_deref()));
    for word in ["details", "message", "parameter"] {
        if let Some(node) = table.get(word).filter(|_| code.is_none()) {
            cx.d.mistake(
                Kind::RefusalWord,
                &node.at,
                format!("`{word}` is about a refusal"),
                "this example has no `code`",
            );
        }
    }
    if code.is_some() && table.get("output").is_some() {
        cx.d.mistake(
            Kind::OutputAndCode,
            &at,
            "an example is accepted or refused",
            "this one has both `output` and `code`",
        );
    }
    Some(Example {
        doc: read::text_or_empty(table, "doc", cx.d),
        doubts: read::doubts(table, cx.d),
        source: read::opt_text(table, "source", cx.d),
        auth: auth(cx, table, operation),
        params,
        requests,
        answers,
        headers: headers(cx, table, operation),
        output,
        details,
        code,
        parameter: read::opt_text(table, "parameter", cx.d),
        message: read::opt_text(table, "message", cx.d),
        line: cx.d.line(&at),
    })
}

/// The request or the answer on each protocol.
fn wires(cx: &mut Cx<'_>, table: &Table, operation: &Operation, word: &str) -> Vec<(Protocol, String)> {
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

/// The headers that the request has on each protocol.
fn headers(cx: &mut Cx<'_>, table: &Table, operation: &Operation) -> Vec<(Protocol, Vec<(String, String)>)> {
    let mut found = Vec::new();
    for protocol in &operation.on {
        let Some(node) = spec::on(table, *protocol, "headers").cloned() else { continue };
        let Some(said) = node.as_table() else {
            read::wrong(&node, "headers", "a table", cx.d);
            continue;
        };
        found.push((*protocol, read::pairs(said, cx.d)));
    }
    found
}

/// What the refusal of an example carries.
fn details(cx: &mut Cx<'_>, node: &Node, operation: &Operation, code: Option<&str>) -> Option<Sample> {
    let details = operation.codes.iter().find(|known| code == Some(known.name.as_str()))?.details.clone();
    match details {
        Some(details) => output(cx, node, &details),
        None => {
            cx.d.mistake(Kind::NoDetails, &node.at, "a refusal with that code carries nothing", "this is too much")
                .help("a code says with `type` or `fields` what it carries");
            None
        }
    }
}

fn auth(cx: &mut Cx<'_>, table: &Table, operation: &Operation) -> Option<(usize, Vec<(String, String)>)> {
    let said = read::opt_table(table, "auth", cx.d)?.clone();
    let has = |scheme: usize, name: &str, cx: &Cx<'_>| {
        cx.schemes.get(scheme).is_some_and(|scheme| scheme.params.iter().any(|param| param.field.name == name))
    };
    let first = said.entries.first()?;
    let Some(scheme) = operation.schemes.iter().copied().find(|scheme| has(*scheme, &first.key, cx)) else {
        cx.d.mistake(
            Kind::UnknownAuthParameter,
            &first.key_at,
            format!("no way to sign in to this operation has a parameter `{}`", first.key),
            "unknown",
        );
        return None;
    };
    let mut values = Vec::new();
    for entry in &said.entries {
        if !has(scheme, &entry.key, cx) {
            cx.d.mistake(
                Kind::OtherScheme,
                &entry.key_at,
                format!("`{}` belongs to another way to sign in", entry.key),
                "here",
            );
        } else if let Some(text) = read::text(&entry.node, &entry.key, cx.d) {
            values.push((entry.key.clone(), text));
        }
    }
    Some((scheme, values))
}

/// The sample of an output, or of what a refusal carries.
pub fn output(cx: &mut Cx<'_>, node: &Node, output: &Output) -> Option<Sample> {
    value_of(cx, "output", &output.ty, output.many, node)
}

/// A value of a type as a spec writes it.
pub fn value_of(cx: &mut Cx<'_>, name: &str, ty: &TypeRef, many: bool, node: &Node) -> Option<Sample> {
    if !many {
        return single(cx, name, ty, node);
    }
    let Value::Array(items) = &node.value else {
        read::wrong(node, name, "a list", cx.d);
        return None;
    };
    Some(Sample::List(items.iter().filter_map(|item| single(cx, name, ty, item)).collect()))
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
                cx.d.mistake(
                    Kind::UnknownField,
                    &entry.key_at,
                    format!("there is no field `{}`", entry.key),
                    "unknown",
                )
                .suggest(&entry.key, fields.iter().map(|field| field.name.as_str()));
            }
        }
    }
    Some(Sample::Record(values))
}

/// Checks that records which are made for a call have what they must have.
fn complete(cx: &mut Cx<'_>, ty: &TypeRef, node: &Node) {
    let Some(fields) = ty::fields_of(cx, ty).map(<[Field]>::to_vec) else { return };
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| complete(cx, ty, item)),
        Value::Table(table) => {
            for field in &fields {
                match table.get(&field.name) {
                    Some(node) => complete(cx, &field.ty, node),
                    None if field.required => {
                        let message = format!("the record lacks `{}`", field.name);
                        cx.d.mistake(Kind::MissingField, &node.at, message, "which it must have");
                    }
                    None => {}
                }
            }
        }
        _ => {}
    }
}

/// The value of a field, as the field's type has it.
fn value(cx: &mut Cx<'_>, field: &Field, node: &Node) -> Option<Sample> {
    value_of(cx, &field.name, &field.ty, field.many, node)
}

fn single(cx: &mut Cx<'_>, name: &str, ty: &TypeRef, node: &Node) -> Option<Sample> {
    let kind = match ty {
        TypeRef::Scalar(scalar) => scalar.kind.clone(),
        TypeRef::Named(index) => match cx.types.get(*index).map(|named| named.def.clone()) {
            Some(TypeDef::Scalar(scalar)) => scalar.kind,
            Some(TypeDef::Record(_)) => return record(cx, *index, node),
            Some(TypeDef::Enum(_)) | None => ScalarKind::String,
        },
    };
    let sample = match (&kind, &node.value) {
        (ScalarKind::Map, Value::Table(table)) => {
            let texts = read::pairs(table, cx.d).into_iter();
            Some(Sample::Record(texts.map(|(name, text)| (name, Sample::Text(text))).collect()))
        }
        (ScalarKind::Map, _) => None,
        (ScalarKind::Int(_), Value::Int(number)) => Some(Sample::Int(*number)),
        (ScalarKind::Bool { .. }, Value::Bool(value)) => Some(Sample::Bool(*value)),
        (ScalarKind::Number, Value::Int(number)) => Some(Sample::Text(number.to_string())),
        (ScalarKind::Number | ScalarKind::DateTime(_), Value::Other(text)) => Some(Sample::Text(text.clone())),
        (ScalarKind::Int(_) | ScalarKind::Bool { .. }, _) => None,
        (ScalarKind::Bytes, Value::String(text)) if BASE64_STANDARD.decode(text).is_err() => None,
        (_, Value::String(text)) => Some(Sample::Text(text.clone())),
        _ => None,
    };
    if sample.is_none() {
        let wanted = match kind {
            ScalarKind::Int(_) => "a whole number",
            ScalarKind::Bool { .. } => "true or false",
            ScalarKind::Number => "a number",
            ScalarKind::Map => "a table of texts",
            ScalarKind::Bytes => "bytes as base64",
            ScalarKind::String | ScalarKind::DateTime(_) | ScalarKind::Url => "a text",
        };
        read::wrong(node, name, wanted, cx.d);
    }
    sample
}
