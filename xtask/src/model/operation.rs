//! Operations.

use std::collections::{HashMap, HashSet};

use super::{
    answer, auth, code, example, field, name, output, read, template, ty,
    types::{
        self, Carrier, Field, Format, Operation, Output, Pages, Piece, Protocol, Sample, Scalar, ScalarKind, TextForm,
        TypeRef,
    },
    vendor::{Cx, OperationFile, UNKNOWN_ANSWER},
};
use crate::{
    diagnostic::{At, Kind},
    spec::{self, Node, Place, Table, Value},
};

/// Names that builders need for themselves.
pub const RESERVED: &[&str] = &["send", "with", "new", "pages", "download"];

/// Methods that clients have for all vendors.
pub const RESERVED_METHODS: &[&str] = &["builder", "sender", "sign_in", "sign_out"];

/// Modules that a crate has for all vendors.
pub const RESERVED_MODULES: &[&str] =
    &["bindery_transport", "blocking", "client", "given", "lib", "main", "sans_io", "types", "wire"];

/// Names that an operation's module needs for itself.
pub const RESERVED_TYPES: &[&str] = &["Output", "Code", "Details", "Operation", "Given", "Missing"];

pub fn check(cx: &mut Cx<'_>, shared: &code::Shared, index: usize, file: &OperationFile) -> Operation {
    let table = spec::check_words(&file.table, Place::Operation, cx.d);
    let table = table.as_ref();
    let order: Vec<Protocol> = cx.protocols().into_iter().filter(|protocol| !spec::is_off(table, *protocol)).collect();
    let mut on = order.clone();
    on.sort_unstable();
    if on.is_empty() && !cx.unsure_protocols {
        let mut off =
            table.entries.iter().filter(|entry| entry.node.is_false() && !spec::members(&entry.key).is_empty());
        let at = off.next().map_or(&table.at, |entry| &entry.key_at);
        let reported = cx.d.mistake(Kind::OnNoProtocol, at, "the operation is on no protocol", "taken away here");
        for entry in off {
            reported.see(&entry.key_at, "and here");
        }
        reported.help("the vendor has no other: take one of them away");
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
        for position in from..cx.types.len() {
            let (Some(named), Some((at, ..))) = (cx.types.get(position), cx.type_places.get(position)) else {
                continue;
            };
            if named.owner == Some(index) && is_reserved_type(&named.rust) {
                let at = at.clone();
                cx.d.mistake(
                    Kind::ReservedName,
                    &at,
                    format!("the operation's module needs the name `{}` for itself", named.rust),
                    "taken",
                )
                .help("give the type another: `rust = \"…\"`");
            }
        }
    }
    let schemes = auth::of_operation(cx, table);
    let (written, params, scheme_params) = params(cx, shared, table, index, &schemes, &ground);
    let param_names: Vec<String> = params.iter().map(|param| param.name.clone()).collect();
    conditions(cx, &written, &params);
    let one_of = one_of(cx, table, &written, &params);
    let output = output_of(cx, shared, table).map(|node| output::check(cx, &node, index, &ground));
    if let (Some(own), Some(output)) = (table.get("output").and_then(Node::as_table), &output) {
        output::made_of_text(cx, own, output, &ground);
    }
    warn_of_unreachable(cx, table, output.as_ref(), &ground);
    let owner =
        code::Owner { index, schemes: &schemes, params: &param_names, output: output.as_ref(), ground: &ground };
    let code::Refusals { codes, replies } = code::of_operation(cx, shared, table, &owner);
    let mut operation = Operation {
        at: cx.d.top(table.at.file),
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
        insides: per_protocol(cx, table, &order, "inside"),
        on,
        answers,
        holes: holes(cx, table),
        schemes,
        scheme_params,
        idempotent: read::flag(table, "idempotent", cx.d),
        params,
        one_of,
        limit: limit(cx, table),
        output,
        replies,
        codes,
        examples: Vec::new(),
    };
    let own_types: Vec<(String, At)> = cx
        .types
        .iter()
        .zip(&cx.type_places)
        .filter(|(named, _)| named.owner == Some(index))
        .map(|(named, (at, ..))| (named.rust.clone(), at.clone()))
        .collect();
    cx.unique(std::iter::once((operation.builder.clone(), name_at(table))).chain(own_types), "type");
    operation.examples = example::of_operation(cx, table, &operation);
    operation
}

/// Checks what concerns all operations together, and fills in what names another one.
pub fn check_all(cx: &mut Cx<'_>, operations: &mut [Operation], files: &[OperationFile]) {
    let pages: Vec<Option<Pages>> = files.iter().map(|file| pages(cx, file, operations)).collect();
    for (operation, pages) in operations.iter_mut().zip(pages) {
        if let Some(output) = &mut operation.output {
            output.pages = pages;
        }
    }
    let operations = &*operations;
    const HELP: &str = "give the operation another name: `rust = \"…\"`";
    let methods: Vec<(String, At)> =
        operations.iter().zip(files).map(|(operation, file)| (operation.rust.clone(), name_at(&file.table))).collect();
    for ((operation, file), (name, at)) in operations.iter().zip(files).zip(&methods) {
        let module = operation.area.as_ref().unwrap_or(name);
        let taken = if is_reserved_type(&operation.builder) {
            Some(format!("the operation's module needs the name `{}` for itself", operation.builder))
        } else if RESERVED_METHODS.contains(&name.as_str()) {
            Some(format!("clients have a `{name}` of their own"))
        } else if RESERVED_MODULES.contains(&module.as_str()) && operation.area.is_none() {
            Some(format!("crates have a module `{module}` of their own"))
        } else {
            None
        };
        if let Some(message) = taken {
            let label =
                if file.table.get("rust").is_some() { "taken" } else { "the operation is called as its file is" };
            cx.d.mistake(Kind::ReservedName, at, message, label).help(HELP);
        }
        if RESERVED_MODULES.contains(&module.as_str()) && operation.area.is_some() {
            let message = format!("crates have a module `{module}` of their own");
            cx.d.mistake(Kind::ReservedName, &file.table.at, message, "this file's folder is called so")
                .help("give the folder another name");
        }
    }
    let same = same_letters(cx, files);
    let methods = methods.into_iter().enumerate().filter(|(index, _)| !same.contains(index));
    cx.unique(methods.map(|(_, method)| method), "method");
    let names: Vec<&str> = operations.iter().map(|operation| operation.name.as_str()).collect();
    for (operation, file) in operations.iter().zip(files) {
        if let Some(area) = &operation.area
            && operations.iter().any(|other| other.area.is_none() && other.rust == *area)
        {
            let message = format!("the folder `{area}` and an operation become the same module in Rust");
            let reported = cx.d.mistake(Kind::AreaName, &file.table.at, message, "in that folder");
            let twin = operations.iter().zip(files).find(|(other, _)| other.area.is_none() && other.rust == *area);
            if let Some((_, twin)) = twin {
                reported.see(&name_at(&twin.table), "the operation");
            }
            reported.help("give the folder another name, or the operation: `rust = \"…\"`");
        }
        if operation.supersedes.as_ref() == Some(&operation.name)
            && let Some(node) = file.table.get("supersedes")
        {
            let message = format!("`{}` supersedes itself", operation.name);
            cx.d.mistake(Kind::NeedsItself, &node.at, message, "the same operation").help("name the older one");
        }
        if let Some(node) = file.table.get("supersedes")
            && let Some(old) = &operation.supersedes
            && !names.contains(&old.as_str())
            && let Some(near) =
                crate::diagnostic::nearest(old, names.iter().copied().filter(|name| *name != operation.name))
            && near.to_lowercase() == old.to_lowercase()
        {
            cx.d.warning(Kind::UnknownSuperseded, &node.at, format!("there is no operation `{old}`"), "no file of it")
                .help(format!("did you mean `{near}`?"));
        }
    }
}

/// Reports operations whose names differ in case alone: some disks have one file for both. The second ones.
fn same_letters(cx: &mut Cx<'_>, files: &[OperationFile]) -> HashSet<usize> {
    let mut known: HashMap<String, &OperationFile> = HashMap::new();
    let mut same = HashSet::new();
    for (index, file) in files.iter().enumerate() {
        let first = *known.entry(file.name.to_lowercase()).or_insert(file);
        if first.name != file.name {
            let message = format!("`{}` and `{}` differ in case alone", first.name, file.name);
            cx.d.mistake(Kind::OperationCase, &file.table.at, message, "this file is called so")
                .see(&first.table.at, "and this one so")
                .help("keep the one that is called as the vendor calls it; on some disks both are one file");
            same.insert(index);
        }
    }
    same
}

/// How the pages of an operation's output are gone through.
fn pages(cx: &mut Cx<'_>, file: &OperationFile, operations: &[Operation]) -> Option<Pages> {
    let said = file.table.get("output")?.as_table()?.get("pages")?;
    let Some(table) = said.as_table() else {
        read::wrong(said, "pages", "a table: `{ next = …, last = … }`", cx.d);
        return None;
    };
    // Slips in its words were reported when the output was checked.
    let table = spec::check_words(table, Place::Pages, cx.d);
    let mut text = |word: &str| match table.get(word) {
        Some(node) => Some((node, read::text(node, word, cx.d)?)),
        None => {
            cx.d.mistake(
                Kind::MissingWord,
                &said.at,
                format!("`{word}` is missing"),
                "it needs both `next` and `last`",
            )
            .help(
                "say the operation that gives the `next` page, and the field of its output that tells the `last` one",
            );
            None
        }
    };
    let (next, last) = (text("next"), text("last"));
    let ((next_node, next), (last_node, last)) = (next?, last?);
    let names = || operations.iter().map(|operation| operation.name.as_str());
    let Some(index) = names().position(|name| name == next) else {
        if !cx.unread.contains(&next) {
            cx.d.mistake(
                Kind::UnknownOperation,
                &next_node.at,
                format!("there is no operation `{next}`"),
                "no file of it",
            )
            .suggest_or_list(&next, names(), "operations");
        }
        return None;
    };
    let output = operations.get(index).and_then(|operation| operation.output.as_ref());
    if output.is_some_and(|output| ty::is_unsure(cx, &output.ty)) {
        return None;
    }
    let fields = output.and_then(|output| ty::fields_of(cx, &output.ty)).unwrap_or_default().to_vec();
    let is_bool =
        |field: &Field| matches!(ty::scalar_of(cx, &field.ty), Some(Scalar { kind: ScalarKind::Bool { .. }, .. }));
    let bools: Vec<&str> =
        fields.iter().filter(|field| is_bool(field) && !field.many).map(|field| field.name.as_str()).collect();
    if !bools.contains(&last.as_str()) {
        let message = format!("the output of `{next}` has no field `{last}` that is a `bool`");
        cx.d.mistake(Kind::LastNoFlag, &last_node.at, message, "it has to say yes or no").suggest_or_list(
            &last,
            bools,
            "such fields",
        );
        return None;
    }
    Some(Pages { next: index, last })
}

/// The parameters, and those of the sign-in that are spelled otherwise here.
fn params(
    cx: &mut Cx<'_>,
    shared: &code::Shared,
    table: &Table,
    index: usize,
    schemes: &[usize],
    ground: &field::Ground,
) -> (Table, Vec<Field>, Vec<Field>) {
    let vendor = cx.vendor.clone();
    let mut all = read::opt_table(&vendor, "params", cx.d).cloned().unwrap_or_else(|| Table::empty(&table.at));
    for part in shared.used(cx, table) {
        if let Some(params) = read::opt_table(part, "params", cx.d) {
            all = spec::merge(&all, params);
        }
    }
    if let Some(own) = read::opt_table(table, "params", cx.d) {
        all = spec::merge(&all, own);
    }
    let of_scheme: Vec<Field> = schemes
        .iter()
        .filter_map(|index| cx.schemes.get(*index))
        .flat_map(|scheme| scheme.params.iter().map(|param| param.field.clone()))
        .collect();
    let (of_scheme_entries, own): (Vec<_>, Vec<_>) =
        all.entries.into_iter().partition(|entry| of_scheme.iter().any(|field| field.name == entry.key));
    let own = Table { at: table.at.clone(), entries: own };
    let params = field::fields_on(cx, &own, field::Use::Param, Some(index), ground);
    for (param, entry) in params.iter().zip(&own.entries) {
        if RESERVED.contains(&param.rust.as_str()) {
            let at = said(entry, "rust").map_or(&entry.key_at, |rust| &rust.node.at);
            let message = format!("builders need the name `{}` for themselves", param.rust);
            cx.d.mistake(Kind::ReservedName, at, message, "taken").help("give the parameter another: `rust = \"…\"`");
        }
    }
    let mut overridden = Vec::new();
    for entry in &of_scheme_entries {
        if spec::shorthand(&entry.node, Place::Parameter).is_none() {
            read::wrong(&entry.node, &entry.key, "a table", cx.d);
        }
        let mut said = field::field(cx, &over_scheme(cx, schemes, entry), field::Use::SchemeParam, Some(index), ground);
        if let Some(base) = of_scheme.iter().find(|field| field.name == entry.key) {
            said.rust.clone_from(&base.rust);
            said.required = false;
            overridden.push(said);
        }
    }
    (own, params, overridden)
}

/// A word of a parameter, as it was written.
fn said<'a>(entry: &'a spec::Entry, word: &str) -> Option<&'a spec::Entry> {
    entry.node.as_table()?.entry(word)
}

/// Where an operation's name is said, which else is that of its file.
fn name_at(table: &Table) -> At {
    table.get("rust").map_or(&table.at, |node| &node.at).clone()
}

fn is_reserved_type(name: &str) -> bool {
    RESERVED_TYPES.contains(&name) || name::IN_SCOPE.contains(&name)
}

/// `[output]`, laid over what the parts say of it.
fn output_of(cx: &mut Cx<'_>, shared: &code::Shared, table: &Table) -> Option<Node> {
    let own = table.get("output");
    let mut merged: Option<Table> = None;
    for part in shared.used(cx, table) {
        if let Some(output) = read::opt_table(part, "output", cx.d) {
            merged = Some(match merged {
                Some(below) => spec::merge(&below, output),
                None => output.clone(),
            });
        }
    }
    let Some(mut merged) = merged else { return own.cloned() };
    let at = own.map_or(&merged.at, |node| &node.at).clone();
    if let Some(own) = own.and_then(|node| spec::shorthand(node, Place::Output)) {
        merged = spec::merge(&merged, &own);
    }
    Some(Node { at, value: Value::Table(merged) })
}

/// Checks what parameters ask of others, as it was written.
fn conditions(cx: &mut Cx<'_>, written: &Table, params: &[Field]) {
    let names = || params.iter().map(|param| param.name.as_str());
    let of_defaults = cx.default_param.clone();
    for (param, entry) in params.iter().zip(&written.entries) {
        let place = |word: &str| said(entry, word).or_else(|| of_defaults.entry(word));
        if let (Some(needs), Some(word)) = (&param.needs, place("needs")) {
            if *needs == param.name {
                cx.d.mistake(Kind::NeedsItself, &word.node.at, format!("`{needs}` needs itself"), "the same parameter")
                    .help("name the one that has to be given with it");
            } else if !names().any(|name| name == needs) {
                let message = format!("`{}` needs `{needs}`, which is no parameter", param.name);
                cx.d.mistake(Kind::UnknownParameter, &word.node.at, message, "not in `[params]`").suggest_or_list(
                    needs,
                    names().filter(|name| *name != param.name),
                    "parameters",
                );
            }
        }
        let (Some((other, value)), Some(word)) = (&param.required_if, place("required")) else { continue };
        let when = word.node.as_table().and_then(|when| when.entry(other)).unwrap_or(word);
        if *other == param.name {
            let message = format!("`{other}` is required by itself");
            cx.d.mistake(Kind::NeedsItself, &when.key_at, message, "the same parameter")
                .help("name the one that it hangs on, or say `required = true`");
            continue;
        }
        let Some(on) = params.iter().find(|param| param.name == *other) else {
            let message = format!("`{}` depends on `{other}`, which is no parameter", param.name);
            cx.d.mistake(Kind::UnknownParameter, &when.key_at, message, "not in `[params]`").suggest_or_list(
                other,
                names().filter(|name| *name != param.name),
                "parameters",
            );
            continue;
        };
        if ty::is_unsure(cx, &on.ty) {
            continue;
        }
        let words =
            ty::words_of(cx, &on.ty).map(|words| words.iter().map(|word| word.wire.clone()).collect::<Vec<_>>());
        let well = match (ty::scalar_of(cx, &on.ty).map(|scalar| &scalar.kind), value) {
            (Some(ScalarKind::Bool { .. }), Sample::Bool(_)) | (Some(ScalarKind::Int(_)), Sample::Int(_)) => true,
            (Some(ScalarKind::Bool { .. } | ScalarKind::Int(_)), _) => false,
            (Some(_), value) => matches!(value, Sample::Text(_)),
            (None, Sample::Text(text)) => words.as_ref().is_some_and(|words| words.contains(text)),
            (None, _) => false,
        };
        if !well {
            let message = format!("`{}` is required when `{other}` is {value}, which it never is", param.name);
            let help = match (ty::scalar_of(cx, &on.ty).map(|scalar| &scalar.kind), value) {
                (Some(ScalarKind::Bool { .. } | ScalarKind::Int(_)), Sample::Text(text)) => {
                    format!("write it without quotes: `{other} = {text}`")
                }
                _ => format!("write a value that `{other}` can have, as an example would"),
            };
            let reported = cx.d.mistake(Kind::ImpossibleCondition, &when.node.at, message, "not a value of it");
            if let Some(first) = written.entry(other) {
                reported.see(&first.key_at, "it is this one");
            }
            if let (Some(words), Sample::Text(text)) = (&words, value) {
                reported.suggest_or_list(text, words.iter().map(String::as_str), "its values");
            }
            reported.suggest_any(&help);
        }
    }
    let is_basic = |param: &Field| param.wires.iter().any(|wire| wire.carrier == Carrier::Basic);
    let basics: Vec<_> = params.iter().zip(&written.entries).filter(|(param, _)| is_basic(param)).collect();
    if let [(_, user), (_, password), (_, third), ..] = basics.as_slice() {
        let message = "HTTP's own sign-in carries a user and a password, not more";
        cx.d.mistake(Kind::BasicParameters, &third.key_at, message, "one too many")
            .see(&user.key_at, "the user")
            .see(&password.key_at, "the password")
            .help("let it be carried otherwise: take `in = \"basic\"` away");
    }
}

/// `one-of`: a list of parameters, or a list of such lists.
fn one_of(cx: &mut Cx<'_>, table: &Table, written: &Table, params: &[Field]) -> Vec<Vec<String>> {
    let Some(node) = table.get("one-of").cloned() else { return Vec::new() };
    let groups = match &node.value {
        Value::Array(items) if !items.is_empty() && items.iter().all(|item| matches!(item.value, Value::Array(_))) => {
            items.clone()
        }
        Value::Array(_) => vec![node.clone()],
        _ => return Vec::new(),
    };
    let mut found: Vec<Vec<(String, At)>> = Vec::new();
    for group in &groups {
        let names = read::placed_texts(group, "one-of", cx.d);
        if names.len() < 2 && matches!(&group.value, Value::Array(items) if items.len() < 2) {
            cx.d.mistake(Kind::OneOfOne, &group.at, "exactly one of them is given, so there have to be two", "fewer")
                .help("say `required = true` of a single parameter, or name another");
        }
        let mut here: Vec<(String, At)> = Vec::new();
        for (name, at) in names {
            let twin = found.iter().flatten().chain(&here).find(|(known, _)| *known == name).cloned();
            match params.iter().find(|param| param.name == name) {
                _ if twin.is_some() => {
                    let first = twin.map_or_else(|| at.clone(), |(_, at)| at);
                    cx.d.mistake(Kind::OneOfTwice, &at, format!("`{name}` is named twice"), "the second time")
                        .see(&first, "the first")
                        .help("a parameter belongs to one group, once");
                }
                None => {
                    let message = format!("the operation has no parameter `{name}`");
                    cx.d.mistake(Kind::UnknownParameter, &at, message, "not in `[params]`").suggest_or_list(
                        &name,
                        params.iter().map(|param| param.name.as_str()),
                        "parameters",
                    );
                }
                Some(param) if param.required => {
                    let message = format!("`{name}` is required, so the others can never be given");
                    let reported = cx.d.mistake(Kind::OneOfRequired, &at, message, "one of several");
                    if let Some(required) = written.entry(&name).and_then(|entry| said(entry, "required")) {
                        reported.see(&required.key_at, "but required");
                    }
                    reported.help("take `required` away from it");
                }
                Some(_) => {}
            }
            here.push((name, at));
        }
        found.push(here);
    }
    found.into_iter().map(|group| group.into_iter().map(|(name, _)| name).collect()).collect()
}

/// `1 in 60 s`: so many calls in so many seconds.
fn limit(cx: &mut Cx<'_>, table: &Table) -> Option<(u32, u32)> {
    let node = table.get("limit")?;
    let text = read::text(node, "limit", cx.d)?;
    let parsed = text.split_once(" in ").and_then(|(calls, span)| {
        let calls: u32 = calls.trim().parse().ok()?;
        Some((calls, read::span(span)?)).filter(|(calls, seconds)| *calls > 0 && *seconds > 0)
    });
    if parsed.is_none() {
        cx.d.mistake(Kind::CallLimit, &node.at, format!("`{text}` is no limit of calls"), "not written as one")
            .help("write how many calls in which time: `1 in 60 s`, `10 in 3 min`");
    }
    parsed
}

/// Warns where any text at all is an accepted answer, so that an undocumented refusal is taken for one.
fn warn_of_unreachable(cx: &mut Cx<'_>, table: &Table, output: Option<&Output>, ground: &field::Ground) {
    let is_literal = |pieces: &[Piece]| pieces.iter().any(|piece| matches!(piece, Piece::Text(_)));
    for (protocol, answer) in &ground.protocols {
        let Some(how) = cx.answers.get(*answer).filter(|answer| answer.format == Format::Text) else { continue };
        let fits_all = how.accepted.is_empty()
            || how
                .accepted
                .iter()
                .any(|reading| *reading.template.as_ref().unwrap_or(&Vec::new()) == [Piece::Hole("output".to_owned())]);
        let tells = how.refused.iter().any(|reading| reading.template.as_deref().is_some_and(is_literal));
        let form = output.and_then(|output| output.forms.iter().find(|form| form.on.contains(protocol)));
        let is_told = match (output, form) {
            (Some(output), Some(form)) => {
                form.text.iter().any(|form| match form {
                    TextForm::Template(pieces) => is_literal(pieces) || has_typed_hole(cx, &output.ty, pieces),
                    TextForm::Table | TextForm::Xml => true,
                    TextForm::Fields => false,
                }) || is_typed(cx, &output.ty)
            }
            _ => false,
        };
        if fits_all && !how.refused.is_empty() && !tells && !is_told {
            let at = table.get("output").map_or(&table.at, |node| &node.at);
            cx.d.warning(
                Kind::AnyTextAccepted,
                at,
                "any text is an accepted answer here, also a refusal with an undocumented code",
                "nothing tells what is none of it",
            )
            .help(
                "let `accepted` or the output's `as` hold some text, or give the output a type that not every text is",
            );
            return;
        }
    }
}

/// Whether not every text is a value of the type.
fn is_typed(cx: &Cx<'_>, ty: &TypeRef) -> bool {
    if ty::is_unsure(cx, ty) {
        return true;
    }
    match ty::scalar_of(cx, ty) {
        Some(scalar) => !matches!(scalar.kind, ScalarKind::String | ScalarKind::DateTime(_)),
        None => ty::fields_of(cx, ty).is_some_and(|fields| fields.iter().any(|field| field.required)),
    }
}

/// Whether a hole of a template is a field that not every text is a value of.
fn has_typed_hole(cx: &Cx<'_>, ty: &TypeRef, pieces: &[Piece]) -> bool {
    let is_hole = |field: &&Field| pieces.contains(&Piece::Hole(field.name.clone()));
    ty::fields_of(cx, ty).into_iter().flatten().filter(is_hole).any(|field| is_typed(cx, &field.ty))
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
    let own = spec::shorthand(&entry.node, Place::Parameter).unwrap_or_else(|| Table::empty(&entry.key_at));
    let merged = match of_scheme.and_then(|base| spec::shorthand(&base.node, Place::Parameter)) {
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
                None => answer::unknown(cx, &entry.key, &entry.key_at),
            }
        }
    }
    for protocol in on {
        let name = protocol_word(table, *protocol, "answer").cloned();
        let named = name.as_ref().and_then(|node| answer::by_name(cx, node));
        let Some(binding) = cx.bindings.iter().find(|binding| binding.protocol == *protocol) else { continue };
        let base = match &name {
            Some(_) => named.unwrap_or(UNKNOWN_ANSWER),
            None => binding.answer,
        };
        let base_name = cx.answer_tables.get(base).map(|(name, _)| name.clone()).unwrap_or_default();
        let index = own.iter().find(|(name, _)| *name == base_name).map_or(base, |(_, index)| *index);
        if index != binding.answer {
            types::push_on(&mut found, *protocol, index);
            let is_text = cx.format(index) == Some(Format::Text) && cx.format(binding.answer) != Some(Format::Text);
            if let Some(node) = name.filter(|_| is_text && protocol.is_soap()) {
                cx.d.mistake(Kind::SoapText, &node.at, "a SOAP answer is XML", "this answer is a text")
                    .help("say it for the other protocols alone: `form = { answer = \"…\" }`");
            }
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
            cx.check_holes(&text, &node.at);
            if word == "path" {
                read::path(&text, &node.at, cx.d);
            }
            if word == "inside" && !text.is_empty() {
                template::place(&text, &node.at, cx.d);
            }
            types::push_on(&mut found, *protocol, text);
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
        .or_else(|| table.get(word))
}

fn holes(cx: &mut Cx<'_>, table: &Table) -> Vec<(String, String)> {
    let vendor = cx.vendor.clone();
    let empty = Table::empty(&vendor.at);
    let base = read::opt_table(&vendor, "names", cx.d).cloned().unwrap_or_else(|| empty.clone());
    let own = read::opt_table(table, "names", cx.d).cloned().unwrap_or(empty);
    for entry in &own.entries {
        if base.get(&entry.key).is_none() {
            let known: Vec<&str> = base.entries.iter().map(|entry| entry.key.as_str()).collect();
            cx.d.mistake(
                Kind::UnknownName,
                &entry.key_at,
                format!("the vendor's `[names]` has no `{}`", entry.key),
                "not among the vendor's",
            )
            .suggest_or_list(&entry.key, known, "the vendor's names");
        }
    }
    let mut holes = Vec::new();
    for entry in &spec::merge(&base, &own).entries {
        let Some(value) = read::text(&entry.node, &entry.key, cx.d) else { continue };
        if value.contains('{') && value != "{operation}" {
            cx.d.mistake(
                Kind::NameNoWord,
                &entry.node.at,
                "a name of one's own is a word, or `{operation}` alone",
                "this is neither",
            )
            .help("write the rest where the name is used: `{prefix}Ret` in a template");
        }
        holes.push((entry.key.clone(), value));
    }
    holes
}
