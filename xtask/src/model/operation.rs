//! Operations.

use super::{
    answer, auth, code, example, field, name, output, read, ty,
    types::{
        self, Carrier, Field, Format, Operation, Output, Pages, Piece, Protocol, Sample, Scalar, ScalarKind, TextForm,
        TypeRef,
    },
    vendor::{Cx, OperationFile},
};
use crate::{
    diagnostic::At,
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
    let table = &file.table;
    let start = At { file: table.at.file, span: 0..0 };
    spec::check_words(table, Place::Operation, cx.d);
    let order: Vec<Protocol> = cx.protocols().into_iter().filter(|protocol| !spec::is_off(table, *protocol)).collect();
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
        for position in from..cx.types.len() {
            let (Some(named), Some((at, ..))) = (cx.types.get(position), cx.type_places.get(position)) else {
                continue;
            };
            if named.owner == Some(index) && is_reserved_type(&named.rust) {
                let at = at.clone();
                cx.d.mistake(&at, format!("the operation's module needs the name `{}` for itself", named.rust), "here")
                    .help("give the type another: `rust = \"…\"`");
            }
        }
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
    conditions(cx, &start, &params);
    let one_of = one_of(cx, table, &params);
    let output = output_of(cx, shared, table).and_then(|node| output::check(cx, &node, index, &ground));
    if let (Some(own), Some(output)) = (table.get("output").and_then(Node::as_table), &output) {
        output::made_of_text(cx, own, output, &ground);
    }
    warn_of_unreachable(cx, table, output.as_ref(), &ground);
    let owner =
        code::Owner { index, schemes: &schemes, params: &param_names, output: output.as_ref(), ground: &ground };
    let code::Refusals { codes, replies } = code::of_operation(cx, shared, table, &owner);
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
    cx.unique(std::iter::once((operation.builder.clone(), start)).chain(own_types), "type");
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
    let start = |file: &OperationFile| At { file: file.table.at.file, span: 0..0 };
    let methods: Vec<(String, At)> =
        operations.iter().zip(files).map(|(operation, file)| (operation.rust.clone(), start(file))).collect();
    for (operation, file) in operations.iter().zip(files) {
        if is_reserved_type(&operation.builder) {
            let message = format!("the operation's module needs the name `{}` for itself", operation.builder);
            cx.d.mistake(&start(file), message, "in this file").help("give the operation another name: `rust = \"…\"`");
        }
    }
    for (name, at) in &methods {
        if RESERVED_METHODS.contains(&name.as_str()) {
            cx.d.mistake(at, format!("clients have a `{name}` of their own"), "in this file")
                .help("give the operation another name: `rust = \"…\"`");
        }
    }
    cx.unique(methods.into_iter(), "method");
    for (operation, file) in operations.iter().zip(files) {
        let module = operation.area.as_ref().unwrap_or(&operation.rust);
        if RESERVED_MODULES.contains(&module.as_str()) {
            cx.d.mistake(&start(file), format!("crates have a module `{module}` of their own"), "in this file").help(
                match operation.area {
                    Some(_) => "give the folder another name",
                    None => "give the operation another name: `rust = \"…\"`",
                },
            );
        }
    }
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

/// How the pages of an operation's output are gone through.
fn pages(cx: &mut Cx<'_>, file: &OperationFile, operations: &[Operation]) -> Option<Pages> {
    let said = file.table.get("output")?.as_table()?.get("pages")?;
    let Some(table) = said.as_table() else {
        read::wrong(said, "pages", "a table: `{ next = …, last = … }`", cx.d);
        return None;
    };
    let mut text = |word: &str| match table.get(word) {
        Some(node) => Some((node, read::text(node, word, cx.d)?)),
        None => {
            cx.d.mistake(&said.at, format!("`{word}` is missing"), "say it here");
            None
        }
    };
    let ((next_node, next), (last_node, last)) = (text("next")?, text("last")?);
    let names = || operations.iter().map(|operation| operation.name.as_str());
    let Some(index) = names().position(|name| name == next) else {
        cx.d.mistake(&next_node.at, format!("there is no operation `{next}`"), "unknown").suggest(&next, names());
        return None;
    };
    let fields = operations.get(index).and_then(|operation| ty::fields_of(cx, &operation.output.as_ref()?.ty));
    let fields = fields.unwrap_or_default().to_vec();
    let is_bool =
        |field: &Field| matches!(ty::scalar_of(cx, &field.ty), Some(Scalar { kind: ScalarKind::Bool { .. }, .. }));
    let bools: Vec<&str> =
        fields.iter().filter(|field| is_bool(field) && !field.many).map(|field| field.name.as_str()).collect();
    if !bools.contains(&last.as_str()) {
        cx.d.mistake(&last_node.at, format!("the output of `{next}` has no yes or no called `{last}`"), "unknown")
            .suggest(&last, bools);
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
) -> (Vec<Field>, Vec<Field>) {
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
        let said = field::field(cx, &over_scheme(cx, schemes, entry), field::Use::SchemeParam, Some(index), ground);
        if let (Some(mut said), Some(base)) = (said, of_scheme.iter().find(|field| field.name == entry.key)) {
            said.rust.clone_from(&base.rust);
            said.required = false;
            overridden.push(said);
        }
    }
    (params, overridden)
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
    if let Some(own) = own.and_then(|node| spec::shorthand(node, "type", "at")) {
        merged = spec::merge(&merged, &own);
    }
    Some(Node { at, value: Value::Table(merged) })
}

/// Checks that parameters which depend on another name one.
fn conditions(cx: &mut Cx<'_>, start: &At, params: &[Field]) {
    for param in params {
        let Some((other, value)) = &param.required_if else { continue };
        let Some(on) = params.iter().find(|param| param.name == *other) else {
            let message = format!("`{}` depends on `{other}`, which is no parameter", param.name);
            cx.d.mistake(start, message, "in this file").suggest(other, params.iter().map(|param| param.name.as_str()));
            continue;
        };
        let well = match (ty::scalar_of(cx, &on.ty).map(|scalar| &scalar.kind), value) {
            (Some(ScalarKind::Bool { .. }), Sample::Bool(_)) | (Some(ScalarKind::Int(_)), Sample::Int(_)) => true,
            (Some(ScalarKind::Bool { .. } | ScalarKind::Int(_)), _) => false,
            (Some(_), value) => matches!(value, Sample::Text(_)),
            (None, Sample::Text(text)) => {
                ty::words_of(cx, &on.ty).is_some_and(|words| words.iter().any(|word| word.wire == *text))
            }
            (None, _) => false,
        };
        if !well {
            let message = format!("`{}` is required when `{other}` is {value}, which it never is", param.name);
            cx.d.mistake(start, message, "in this file")
                .help(format!("write a value that `{other}` can have, as an example would"));
        }
    }
    let basics = params.iter().filter(|param| param.wires.iter().any(|wire| wire.carrier == Carrier::Basic)).count();
    if basics > 2 {
        cx.d.mistake(start, "HTTP's own sign-in carries a user and a password, not more", "in this file");
    }
}

/// `one-of`: a list of parameters, or a list of such lists.
fn one_of(cx: &mut Cx<'_>, table: &Table, params: &[Field]) -> Vec<Vec<String>> {
    let Some(node) = table.get("one-of").cloned() else { return Vec::new() };
    let groups = match &node.value {
        Value::Array(items) if items.iter().all(|item| matches!(item.value, Value::Array(_))) => items.clone(),
        _ => vec![node.clone()],
    };
    let mut found: Vec<Vec<String>> = Vec::new();
    for group in &groups {
        let names = read::texts(group, "one-of", cx.d);
        if names.len() < 2 {
            cx.d.mistake(&group.at, "one of a single parameter is that one", "here")
                .help("say `required = true` of it, or name another");
        }
        for name in &names {
            match params.iter().find(|param| param.name == *name) {
                None => {
                    cx.d.mistake(&group.at, format!("the operation has no parameter `{name}`"), "unknown")
                        .suggest(name, params.iter().map(|param| param.name.as_str()));
                }
                Some(param) if param.required => {
                    cx.d.mistake(&group.at, format!("`{name}` is required, so the others can never be given"), "here")
                        .help("take `required` away from it");
                }
                Some(_) if found.iter().any(|group| group.contains(name)) => {
                    cx.d.mistake(&group.at, format!("`{name}` is in two groups"), "here");
                }
                Some(_) => {}
            }
        }
        found.push(names);
    }
    found
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
        cx.d.mistake(&node.at, format!("`{text}` is no limit"), "here")
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
            let at = At { file: table.at.file, span: 0..0 };
            cx.d.warning(
                &at,
                "any text is an accepted answer here, also a refusal with an undocumented code",
                "of this operation",
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
            types::push_on(&mut found, *protocol, index);
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
