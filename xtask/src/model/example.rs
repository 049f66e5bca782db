//! Examples: wire forms beside the values that they mean.

use base64::{Engine, prelude::BASE64_STANDARD};

use super::{
    read, ty,
    types::{Example, Field, Operation, Output, Protocol, Sample, ScalarKind, TypeDef, TypeRef},
    vendor::Cx,
};
use crate::{
    diagnostic::{Kind, list},
    spec::{self, Node, Place, Table, Value},
};

pub fn of_operation(cx: &mut Cx<'_>, table: &Table, operation: &Operation) -> Vec<Example> {
    const HELP: &str = "write one from the vendor's page: `[[examples]]` with a request, an answer and what they mean";
    let items = match table.get("examples").map(|node| (node, &node.value)) {
        Some((_, Value::Array(items))) if !items.is_empty() => items.clone(),
        Some((node, Value::Array(_))) => {
            cx.d.mistake(Kind::MissingExample, &node.at, "the operation has no example", "an empty list").help(HELP);
            return Vec::new();
        }
        Some((node, _)) => {
            read::wrong(node, "examples", "a list of tables: `[[examples]]`", cx.d);
            return Vec::new();
        }
        None => {
            cx.d.mistake(Kind::MissingExample, &table.at, "the operation has no example", "this file shows none")
                .help(HELP);
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
    let table = spec::check_words(table, Place::Example, cx.d);
    let table = table.as_ref();
    let mut is_of_wire = ["request", "answer"].iter().any(|word| table.get(word).is_some());
    for entry in &table.entries {
        let members = spec::members(&entry.key);
        is_of_wire |= !members.is_empty();
        let is_there = members.iter().any(|member| operation.on.contains(member));
        if !members.is_empty() && !is_there && !operation.on.is_empty() && !cx.unsure_protocols {
            let on: Vec<&str> = operation.on.iter().map(|protocol| spec::names(*protocol)[0]).collect();
            let message = format!("the operation is not on `{}`", entry.key);
            cx.d.mistake(Kind::NotOnProtocol, &entry.key_at, message, "so nothing of it can be shown")
                .help(format!("it is on {}", list(&on)));
        }
    }
    let requests = wires(cx, table, operation, "request");
    let answers = wires(cx, table, operation, "answer");
    if !is_of_wire {
        cx.d.mistake(Kind::EmptyExample, &node.at, "the example shows nothing of the wire", "this one")
            .help("write `form.request`, `soap.answer` or another, as it stands on the vendor's page");
    }
    let mut params = Vec::new();
    if let Some(said) = read::opt_table(table, "params", cx.d).cloned() {
        for entry in &said.entries {
            match operation.params.iter().find(|param| param.name == entry.key) {
                Some(param) if param.fixed.is_some() => {
                    let message = format!("`{}` has its value already", entry.key);
                    cx.d.mistake(Kind::FixedGiven, &entry.key_at, message, "nobody gives it")
                        .help("take it away here: what is `fixed` is always sent");
                }
                Some(param) => {
                    complete(cx, &param.ty, &entry.node);
                    if let Some(value) = value(cx, param, &entry.node) {
                        params.push((entry.key.clone(), value));
                    }
                }
                None => {
                    let known: Vec<&str> = operation.params.iter().map(|param| param.name.as_str()).collect();
                    let message = format!("the operation has no parameter `{}`", entry.key);
                    cx.d.mistake(Kind::UnknownParameter, &entry.key_at, message, "not in `[params]`").suggest_or_list(
                        &entry.key,
                        known,
                        "parameters",
                    );
                }
            }
        }
    }
    let given =
        |name: &str| table.get("params").and_then(Node::as_table).is_some_and(|params| params.get(name).is_some());
    let all_known = table
        .get("params")
        .and_then(Node::as_table)
        .is_none_or(|params| params.entries.len() == params_known(params, operation));
    let lacking: Vec<&str> = operation
        .params
        .iter()
        .filter(|param| param.required && !given(&param.name))
        .map(|param| param.name.as_str())
        .collect();
    if !lacking.is_empty() && all_known && table.get("params").is_none_or(|node| node.as_table().is_some()) {
        let at = table.get("params").map_or(&node.at, |node| &node.at);
        let message = format!("the example lacks {}, which the call needs", list(&lacking));
        cx.d.mistake(Kind::MissingParameter, at, message, "it is made for real")
            .help("give it among `params`; also to what is refused");
    }
    let code = read::opt_text(table, "code", cx.d);
    if let (Some(code), Some(node)) = (&code, table.get("code"))
        && !operation.codes.iter().any(|known| known.name == *code)
    {
        let is_reply = operation.replies.iter().any(|(reply, _)| reply.name == *code);
        let message = format!("the operation has no code `{code}`");
        let reported =
            cx.d.mistake(Kind::UnknownCode, &node.at, message, "not in its `[codes]`, nor in those it shares");
        if is_reply {
            reported.help("a refusal with it is an answer: say `output`, not `code`");
        } else {
            reported.suggest_or_list(code, operation.codes.iter().map(|code| code.name.as_str()), "its codes");
        }
    }
    let output = match (table.get("output"), &operation.output) {
        (Some(node), Some(output)) => self::output(cx, node, output),
        (Some(node), None) => {
            cx.d.mistake(Kind::NoOutput, &node.at, "the operation gives nothing back", "so there is no output")
                .help("take it away, or say in `[output]` what the operation gives");
            None
        }
        (None, _) => None,
    };
    let details = table.get("details").and_then(|node| details(cx, node, operation, code.as_deref()));
    for entry in ["details", "message", "parameter"].iter().filter_map(|word| table.entry(word)) {
        if table.get("code").is_none() {
            let message = format!("`{}` is about a refusal", entry.key);
            cx.d.mistake(Kind::RefusalWord, &entry.key_at, message, "this example is accepted")
                .help("say with `code` what it is refused with, or take this away");
        }
    }
    if let (Some(first), Some(second)) = (table.entry("output"), table.entry("code")) {
        let (first, second) =
            if first.key_at.span.start < second.key_at.span.start { (first, second) } else { (second, first) };
        cx.d.mistake(Kind::OutputAndCode, &second.key_at, "an example is accepted or refused", "one of them")
            .see(&first.key_at, "the other")
            .help("take one of them away");
    }
    // Where tests of it say that it stands.
    let at = table.entries.first().map_or(&node.at, |entry| &entry.key_at).clone();
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
        for entry in &said.entries {
            read::header_name(&entry.key, &entry.key_at, cx.d);
        }
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
            cx.d.mistake(
                Kind::NoDetails,
                &node.at,
                "a refusal with that code carries nothing",
                "so there are no details",
            )
            .help("say with `type` or `fields` of the code what it carries, or take this away");
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
    let of_schemes = operation.schemes.iter().filter_map(|scheme| cx.schemes.get(*scheme));
    let names: Vec<String> =
        of_schemes.flat_map(|scheme| &scheme.params).map(|param| param.field.name.clone()).collect();
    let Some(scheme) = operation.schemes.iter().copied().find(|scheme| has(*scheme, &first.key, cx)) else {
        cx.d.mistake(
            Kind::UnknownAuthParameter,
            &first.key_at,
            format!("no way to sign in to this operation has a parameter `{}`", first.key),
            "none of theirs",
        )
        .suggest_or_list(&first.key, names.iter().map(String::as_str), "they have");
        return None;
    };
    let mut values = Vec::new();
    for entry in &said.entries {
        if !has(scheme, &entry.key, cx) {
            cx.d.mistake(
                Kind::OtherScheme,
                &entry.key_at,
                format!("`{}` is of another way to sign in than `{}`", entry.key, first.key),
                "of another one",
            )
            .see(&first.key_at, "of this one")
            .help("a call is signed in in one way: take one of them away");
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
                    "not in its type",
                )
                .suggest_or_list(
                    &entry.key,
                    fields.iter().map(|field| field.name.as_str()),
                    "its fields",
                );
            }
        }
    }
    Some(Sample::Record(values))
}

/// Checks that records which are made for a call have what they must have.
fn complete(cx: &mut Cx<'_>, ty: &TypeRef, node: &Node) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| complete(cx, ty, item)),
        Value::Table(table) => {
            let fields = ty::fields_of(cx, ty).unwrap_or_default();
            let lacking = fields.iter().find(|field| field.required && table.get(&field.name).is_none());
            let lacking = lacking.map(|field| field.name.clone());
            let inner: Vec<(&Node, TypeRef)> = table
                .entries
                .iter()
                .filter_map(|entry| {
                    Some((&entry.node, fields.iter().find(|field| field.name == entry.key)?.ty.clone()))
                })
                .collect();
            if let Some(name) = lacking {
                cx.d.mistake(Kind::MissingField, &node.at, format!("the record lacks `{name}`"), "it must have that")
                    .help(format!("give it, too: `{name} = …`"));
            }
            for (node, ty) in inner {
                complete(cx, &ty, node);
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
    if ty::is_unsure(cx, ty) {
        return None;
    }
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
        (ScalarKind::Int(int), Value::Int(number)) => {
            ty::check_range(cx, *number, int, &node.at);
            Some(Sample::Int(*number))
        }
        (ScalarKind::Bool { .. }, Value::Bool(value)) => Some(Sample::Bool(*value)),
        (ScalarKind::Number, Value::Int(number)) => Some(Sample::Text(number.to_string())),
        (ScalarKind::Number | ScalarKind::DateTime(_), Value::Other(text)) => Some(Sample::Text(text.clone())),
        (ScalarKind::Int(_) | ScalarKind::Bool { .. }, _) => None,
        (ScalarKind::Bytes, Value::String(text)) => {
            if let Err(error) = BASE64_STANDARD.decode(text) {
                cx.d.mistake(Kind::MalformedValue, &node.at, "bytes are written as base64", error.to_string())
                    .help("encode them: `base64 < FILE` does so");
            }
            Some(Sample::Text(text.clone()))
        }
        (ScalarKind::Number, Value::String(text)) => {
            if !is_decimal(text) {
                cx.d.mistake(Kind::MalformedValue, &node.at, format!("`{text}` is no number"), "no decimal number")
                    .help("digits, with a `.` before the decimals: `12.50`");
            }
            Some(Sample::Text(text.clone()))
        }
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

fn is_decimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) && text.parse::<f64>().is_ok()
}

/// How many of the parameters that an example gives there are.
fn params_known(given: &Table, operation: &Operation) -> usize {
    given.entries.iter().filter(|entry| operation.params.iter().any(|param| param.name == entry.key)).count()
}
