//! Operations.

use super::{
    answer, auth, code, example, field, name, output, read, ty,
    types::{Operation, Protocol},
    vendor::{Cx, OperationFile},
};
use crate::{
    diagnostic::At,
    spec::{self, Node, Place, Table},
};

/// Names that builders need for themselves.
const RESERVED: &[&str] = &["send", "with", "new"];

pub fn check(cx: &mut Cx<'_>, shared: &code::Shared, index: usize, file: &OperationFile) -> Operation {
    let table = &file.table;
    let start = At { file: table.at.file, span: 0..0 };
    spec::check_words(table, Place::Operation, cx.d);
    let exists =
        |protocol: Protocol| !spec::names(protocol).iter().any(|name| table.get(name).is_some_and(Node::is_false));
    let order: Vec<Protocol> = cx.protocols().into_iter().filter(|protocol| exists(*protocol)).collect();
    let mut on = order.clone();
    on.sort_unstable();
    if on.is_empty() {
        cx.d.mistake(&start, "the operation is on no protocol", "take a `= false` away");
    }
    let answers = answers(cx, table, &order);
    let protocols = order
        .iter()
        .filter_map(|protocol| {
            let binding = cx.bindings.iter().find(|binding| binding.protocol == *protocol)?;
            let own = answers.iter().find(|(on, _)| on.contains(protocol)).map(|(_, answer)| *answer);
            Some((*protocol, own.unwrap_or(binding.answer)))
        })
        .collect();
    let ground = field::Ground { protocols };
    if let Some(types) = read::opt_table(table, "types", cx.d).cloned() {
        let from = cx.types.len();
        ty::declare(cx, &types, Some(index));
        ty::define(cx, from);
    }
    let schemes = auth::of_operation(cx, table);
    let (params, scheme_params) = params(cx, shared, table, index, &schemes, &ground);
    let param_names: Vec<String> = params.iter().map(|param| param.name.clone()).collect();
    for param in &params {
        if let Some(needs) = &param.needs
            && !param_names.contains(needs)
        {
            cx.d.mistake(&start, format!("`{}` needs `{needs}`, which is no parameter", param.name), "in this file")
                .suggest(needs, param_names.iter().map(String::as_str));
        }
    }
    let output = table.get("output").cloned().and_then(|node| output::check(cx, &node, index, &ground));
    let codes = code::of_operation(cx, shared, table, &schemes, &order, &param_names);
    let mut operation = Operation {
        name: file.name.clone(),
        rust: name::said_or(table, || name::snake(&file.name), cx.d),
        builder: name::camel(table.get("rust").and_then(Node::as_str).unwrap_or(&file.name)),
        area: file.area.as_deref().map(name::snake),
        file: file.path.clone(),
        doc: read::text_or_empty(table, "doc", cx.d),
        page: read::opt_text(table, "page", cx.d),
        doubts: read::doubts(table, cx.d),
        supersedes: read::opt_text(table, "supersedes", cx.d),
        deprecated: read::opt_text(table, "deprecated", cx.d),
        demo: read::flag(table, "demo", cx.d),
        names: per_protocol(cx, table, &order, "at"),
        paths: per_protocol(cx, table, &order, "path"),
        on,
        answers,
        holes: holes(cx, table),
        schemes,
        scheme_params,
        idempotent: read::flag(table, "idempotent", cx.d),
        params,
        output,
        codes,
        examples: Vec::new(),
    };
    operation.examples = example::of_operation(cx, table, &operation);
    operation
}

/// Checks what concerns all operations together.
pub fn check_all(cx: &mut Cx<'_>, operations: &[Operation], files: &[OperationFile]) {
    let start = |file: &OperationFile| At { file: file.table.at.file, span: 0..0 };
    let methods: Vec<(String, At)> =
        operations.iter().zip(files).map(|(operation, file)| (operation.rust.clone(), start(file))).collect();
    cx.unique(methods.into_iter(), "method");
    let names: Vec<&str> = operations.iter().map(|operation| operation.name.as_str()).collect();
    for (operation, file) in operations.iter().zip(files) {
        if let Some(area) = &operation.area
            && operations.iter().any(|other| other.area.is_none() && other.rust == *area)
        {
            cx.d.mistake(&start(file), format!("the area `{area}` has the name of an operation"), "in this folder");
        }
        if let Some(node) = file.table.get("supersedes")
            && let Some(old) = &operation.supersedes
            && !names.contains(&old.as_str())
            && let Some(near) =
                crate::diagnostic::nearest(old, names.iter().copied().filter(|name| *name != operation.name))
            && near.to_lowercase() == old.to_lowercase()
        {
            cx.d.warning(&node.at, format!("there is no operation `{old}`"), "unknown")
                .help(format!("did you mean `{near}`?"));
        }
    }
}

/// The parameters, and those of the sign-in that are spelled otherwise here.
fn params(
    cx: &mut Cx<'_>,
    shared: &code::Shared,
    table: &Table,
    index: usize,
    schemes: &[usize],
    ground: &field::Ground,
) -> (Vec<super::types::Field>, Vec<super::types::Field>) {
    let mut all = Table::empty(&table.at);
    for part in shared.used(cx, table) {
        if let Some(params) = read::opt_table(part, "params", cx.d) {
            all = spec::merge(&all, params);
        }
    }
    if let Some(own) = read::opt_table(table, "params", cx.d) {
        all = spec::merge(&all, own);
    }
    let of_scheme: Vec<super::types::Field> = schemes
        .iter()
        .filter_map(|index| cx.schemes.get(*index))
        .flat_map(|scheme| scheme.params.iter().map(|param| param.field.clone()))
        .collect();
    let (of_scheme_entries, own): (Vec<_>, Vec<_>) =
        all.entries.into_iter().partition(|entry| of_scheme.iter().any(|field| field.name == entry.key));
    for entry in &own {
        let rust = name::snake(&entry.key);
        if RESERVED.contains(&rust.as_str()) && entry.node.as_table().is_none_or(|table| table.get("rust").is_none()) {
            cx.d.mistake(&entry.key_at, format!("builders need the name `{rust}` for themselves"), "here")
                .help("give the parameter another: `rust = \"…\"`");
        }
    }
    let params =
        field::fields_on(cx, &Table { at: table.at.clone(), entries: own }, field::Use::Param, Some(index), ground);
    let mut overridden = Vec::new();
    for entry in &of_scheme_entries {
        let said = field::field(cx, &over_scheme(cx, schemes, entry), field::Use::Param, Some(index), ground);
        if let (Some(mut said), Some(base)) = (said, of_scheme.iter().find(|field| field.name == entry.key)) {
            said.rust.clone_from(&base.rust);
            said.required = false;
            overridden.push(said);
        }
    }
    (params, overridden)
}

/// What an operation says of a parameter of the sign-in, laid over what the scheme says.
fn over_scheme(cx: &Cx<'_>, schemes: &[usize], entry: &spec::Entry) -> spec::Entry {
    let of_scheme = schemes
        .iter()
        .filter_map(|index| cx.schemes.get(*index))
        .filter_map(|scheme| {
            cx.vendor.get("auth")?.as_table()?.get(&scheme.name)?.as_table()?.get("params")?.as_table()
        })
        .find_map(|params| params.entry(&entry.key));
    let own = spec::shorthand(&entry.node, "type", "at").unwrap_or_else(|| Table::empty(&entry.key_at));
    let merged = match of_scheme.and_then(|base| spec::shorthand(&base.node, "type", "at")) {
        Some(base) => spec::merge(&base, &own),
        None => own,
    };
    auth::secret(&field::entry(&entry.key, &entry.key_at, merged))
}

/// Answers of its own: `[answers.text]` lays words over the vendor's answer, `answer = "…"` takes another one.
fn answers(cx: &mut Cx<'_>, table: &Table, on: &[Protocol]) -> Vec<(Vec<Protocol>, usize)> {
    let mut found: Vec<(Vec<Protocol>, usize)> = Vec::new();
    let mut own: Vec<(String, usize)> = Vec::new();
    if let Some(said) = read::opt_table(table, "answers", cx.d).cloned() {
        for entry in &said.entries {
            let Some(over) = entry.node.as_table() else {
                read::wrong(&entry.node, &entry.key, "a table", cx.d);
                continue;
            };
            match answer::overridden(cx, &entry.key, over) {
                Some(index) => own.push((entry.key.clone(), index)),
                None => {
                    let known: Vec<String> = cx.answer_tables.iter().map(|(name, _)| name.clone()).collect();
                    cx.d.mistake(&entry.key_at, format!("there is no answer `{}`", entry.key), "unknown")
                        .suggest(&entry.key, known.iter().map(String::as_str));
                }
            }
        }
    }
    for protocol in on {
        let name = protocol_word(table, *protocol, "answer").cloned();
        let named = name.as_ref().and_then(|node| answer::by_name(cx, node));
        let Some(binding) = cx.bindings.iter().find(|binding| binding.protocol == *protocol) else { continue };
        let base = named.unwrap_or(binding.answer);
        let base_name = cx.answer_tables.get(base).map(|(name, _)| name.clone()).unwrap_or_default();
        let index = own.iter().find(|(name, _)| *name == base_name).map_or(base, |(_, index)| *index);
        if index != binding.answer {
            push(&mut found, *protocol, index);
        }
    }
    found
}

/// A word of the operation itself that differs by protocol.
fn per_protocol(cx: &mut Cx<'_>, table: &Table, on: &[Protocol], word: &str) -> Vec<(Vec<Protocol>, String)> {
    let mut found: Vec<(Vec<Protocol>, String)> = Vec::new();
    for protocol in on {
        if let Some(node) = protocol_word(table, *protocol, word).cloned()
            && let Some(text) = read::text(&node, word, cx.d)
        {
            push(&mut found, *protocol, text);
        }
    }
    found
}

/// Where `soap = "name"` stands for `soap = { at = "name" }`, on an operation.
fn protocol_word<'a>(table: &'a Table, protocol: Protocol, word: &str) -> Option<&'a Node> {
    spec::names(protocol)
        .into_iter()
        .filter_map(|name| {
            let node = table.get(name)?;
            match node.as_table() {
                Some(below) => below.get(word),
                None => (word == "at" && node.as_str().is_some()).then_some(node),
            }
        })
        .next()
        .or_else(|| table.get(word).filter(|_| word != "at"))
}

fn holes(cx: &mut Cx<'_>, table: &Table) -> Vec<(String, String)> {
    let vendor = cx.vendor.clone();
    let empty = Table::empty(&vendor.at);
    let base = read::opt_table(&vendor, "names", cx.d).cloned().unwrap_or_else(|| empty.clone());
    let own = read::opt_table(table, "names", cx.d).cloned().unwrap_or(empty);
    for entry in &own.entries {
        if base.get(&entry.key).is_none() {
            let known: Vec<&str> = base.entries.iter().map(|entry| entry.key.as_str()).collect();
            cx.d.mistake(&entry.key_at, format!("the vendor's `[names]` has no `{}`", entry.key), "unknown")
                .suggest(&entry.key, known);
        }
    }
    let mut holes = Vec::new();
    for entry in &spec::merge(&base, &own).entries {
        let Some(value) = read::text(&entry.node, &entry.key, cx.d) else { continue };
        if value.contains('{') && value != "{operation}" {
            cx.d.mistake(&entry.node.at, "a name of one's own is a word, or `{operation}` alone", "this is neither");
        }
        holes.push((entry.key.clone(), value));
    }
    holes
}

fn push<T: PartialEq>(found: &mut Vec<(Vec<Protocol>, T)>, protocol: Protocol, value: T) {
    match found.iter_mut().find(|(_, known)| *known == value) {
        Some((on, _)) => {
            on.push(protocol);
            on.sort_unstable();
        }
        None => found.push((vec![protocol], value)),
    }
}
