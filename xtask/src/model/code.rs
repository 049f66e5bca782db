//! Codes of refusals.

use super::{
    example, field, name, output, read, template,
    types::{self, Code, Means, Output, Protocol, Sample, Telling, Template},
    vendor::Cx,
};
use crate::{
    diagnostic::{At, Kind, list, nearest},
    spec::{self, Entry, Node, Place, Table, Value, words},
};

/// Codes that are written in `vendor.toml`.
pub struct Shared {
    vendor: Vec<Entry>,
    /// By the position of the scheme.
    schemes: Vec<Vec<Entry>>,
    parts: Vec<(String, Table)>,
}

/// A code as an operation has it, with the place it was written at.
struct Written<'a> {
    entry: &'a Entry,
    shared: bool,
    /// Those of one source have no order that says which is meant.
    source: usize,
}

impl Shared {
    pub fn of(cx: &mut Cx<'_>, vendor: &Table) -> Shared {
        let codes = |table: &Table, cx: &mut Cx<'_>| {
            read::opt_table(table, "codes", cx.d).map(|codes| codes.entries.clone()).unwrap_or_default()
        };
        let schemes = match vendor.get("auth").and_then(Node::as_table).cloned() {
            Some(auth) => {
                auth.entries.iter().filter_map(|entry| entry.node.as_table()).map(|table| codes(table, cx)).collect()
            }
            None => Vec::new(),
        };
        let mut parts = Vec::new();
        if let Some(said) = read::opt_table(vendor, "parts", cx.d).cloned() {
            for entry in said.entries {
                match entry.node.as_table() {
                    Some(table) => {
                        let table = spec::check_words(table, Place::Part, cx.d).into_owned();
                        check_part(cx, &table);
                        parts.push((entry.key.clone(), table));
                    }
                    None => {
                        read::wrong(&entry.node, &entry.key, "a table", cx.d);
                        cx.d.lose("parts", &entry.node.at);
                    }
                }
            }
        }
        Shared { vendor: codes(vendor, cx), schemes, parts }
    }

    /// Looks, once all operations are known, for codes of several that are about a parameter which none of them has.
    pub fn check_params(&self, cx: &mut Cx<'_>, operations: &[types::Operation]) {
        let params = operations.iter().flat_map(|operation| operation.params.iter().chain(&operation.scheme_params));
        let of_schemes = cx.schemes.iter().flat_map(|scheme| &scheme.params).map(|param| param.field.name.clone());
        let mut known: Vec<String> = params.map(|param| param.name.clone()).chain(of_schemes).collect();
        known.sort();
        known.dedup();
        let of_parts =
            self.parts.iter().filter_map(|(_, table)| table.get("codes")?.as_table()).flat_map(|codes| &codes.entries);
        let entries: Vec<&Entry> = self.vendor.iter().chain(self.schemes.iter().flatten()).chain(of_parts).collect();
        if operations.is_empty() || !cx.unread.is_empty() {
            return;
        }
        for entry in entries {
            let Some(node) = tellings(&entry.node).0.as_table().and_then(|table| table.get("param")) else { continue };
            let Some(param) = node.as_str().filter(|param| !known.iter().any(|known| known == param)) else { continue };
            // An operation that has it may be still to be written; what looks like a slip is told.
            if let Some(near) = nearest(param, known.iter().map(String::as_str)) {
                let message = format!("no operation has a parameter `{param}`");
                cx.d.warning(Kind::UnknownShared, &node.at, message, "in no `[params]`")
                    .help(format!("did you mean `{near}`?"));
            }
        }
    }

    /// The parts that an operation uses.
    pub fn used<'a>(&'a self, cx: &mut Cx<'_>, table: &Table) -> Vec<&'a Table> {
        let Some(node) = table.get("use") else { return Vec::new() };
        let mut used = Vec::new();
        for (name, at) in read::placed_texts(node, "use", cx.d) {
            match self.parts.iter().find(|(known, _)| *known == name) {
                Some((_, table)) => used.push(table),
                None => {
                    cx.d.lose("part", &at);
                    cx.d.mistake(
                        Kind::UnknownPart,
                        &at,
                        format!("there is no part `{name}`"),
                        "not in the vendor's `[parts]`",
                    )
                    .suggest_or_list(
                        &name,
                        self.parts.iter().map(|(known, _)| known.as_str()),
                        "parts",
                    );
                }
            }
        }
        used
    }
}

/// Whose codes they are.
pub struct Owner<'a> {
    /// The operation, by its position.
    pub index: usize,
    pub schemes: &'a [usize],
    pub params: &'a [String],
    pub output: Option<&'a Output>,
    pub ground: &'a field::Ground,
}

/// What an operation can be refused with, in matching order.
pub struct Refusals {
    pub codes: Vec<Code>,
    /// Refusals that are an answer.
    pub replies: Vec<(Code, Sample)>,
}

/// The words of a part, which no operation may use yet.
fn check_part(cx: &mut Cx<'_>, part: &Table) {
    if let Some(output) = read::opt_table(part, "output", cx.d) {
        spec::check_words(output, Place::Output, cx.d);
        if let Some(node) = output.get("pages") {
            cx.d.mistake(Kind::PagesInPart, &node.at, "an operation itself says what its pages are", "this is a part")
                .help("say it below `[output]` of the operation");
        }
    }
    for (word, place) in [("params", Place::Parameter), ("codes", Place::Code)] {
        let Some(said) = read::opt_table(part, word, cx.d) else { continue };
        for entry in &said.entries {
            match spec::shorthand(tellings(&entry.node).0, place) {
                Some(table) => {
                    spec::check_words(&table, place, cx.d);
                }
                None if entry.node.is_false() => {}
                None => read::wrong(&entry.node, &entry.key, "a text or a table", cx.d),
            }
        }
    }
}

/// All codes that hold for an operation.
pub fn of_operation(cx: &mut Cx<'_>, shared: &Shared, table: &Table, owner: &Owner<'_>) -> Refusals {
    let own = read::opt_table(table, "codes", cx.d).cloned();
    let parts = shared.used(cx, table);
    let mut written: Vec<Written<'_>> = Vec::new();
    if let Some(own) = &own {
        written.extend(own.entries.iter().map(|entry| Written { entry, shared: false, source: 0 }));
    }
    for (source, part) in (1..).zip(&parts) {
        if let Some(codes) = part.get("codes").and_then(Node::as_table) {
            written.extend(codes.entries.iter().map(|entry| Written { entry, shared: true, source }));
        }
    }
    for scheme in owner.schemes {
        if let Some(codes) = shared.schemes.get(*scheme) {
            let source = 1 + parts.len() + scheme;
            written.extend(codes.iter().map(|entry| Written { entry, shared: true, source }));
        }
    }
    written.extend(shared.vendor.iter().map(|entry| Written { entry, shared: true, source: usize::MAX }));

    let mut codes: Vec<(Code, At)> = Vec::new();
    let mut told: Vec<(Code, At, usize)> = Vec::new();
    let mut replies = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (position, code) in written.iter().enumerate() {
        let key = code.entry.key.as_str();
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        if code.entry.node.is_false() {
            let known: Vec<&str> =
                written.iter().filter(|code| code.shared).map(|code| code.entry.key.as_str()).collect();
            if !code.shared && !known.contains(&key) {
                let message = format!("there is no code `{key}` to take away");
                cx.d.mistake(Kind::UnknownCode, &code.entry.key_at, message, "not among those that are shared")
                    .suggest_or_list(key, known, "shared codes");
            }
            continue;
        }
        // What is said nearer to the operation lies over what is said further away.
        let further = written.iter().skip(position + 1).filter(|other| !code.shared && other.entry.key == key);
        let (first, mut others) = tellings(&code.entry.node);
        let mut table = spec::shorthand(first, Place::Code);
        for other in further {
            let (below, more) = tellings(&other.entry.node);
            if let (Some(over), Some(below)) = (&table, spec::shorthand(below, Place::Code)) {
                if others.is_empty() {
                    others = more;
                }
                table = Some(spec::merge(&below, over));
            }
        }
        match table {
            Some(table) => {
                let mut found = self::code(cx, key, &table, owner, code.shared);
                found.at = code.entry.key_at.clone();
                found.also = others.iter().filter_map(|node| also(cx, key, node, owner)).collect();
                told.push((found.clone(), code.entry.key_at.clone(), code.source));
                match table.get("output") {
                    Some(node) => replies.extend(reply(cx, node, owner).map(|sample| (found, sample))),
                    None => codes.push((found, code.entry.key_at.clone())),
                }
            }
            None => {
                read::wrong(&code.entry.node, key, "a text, a table, a list of tables, or false", cx.d);
                cx.d.lose("codes", &code.entry.node.at);
            }
        }
    }
    shadowed(cx, &told, owner.ground);
    cx.unique(codes.iter().map(|(code, at)| (code.rust.clone(), at.clone())), "variant");
    Refusals { codes: codes.into_iter().map(|(code, _)| code).collect(), replies }
}

/// What is said of a code: in a table, or in the first of several, of which the others say how it is told, too.
fn tellings(node: &Node) -> (&Node, &[Node]) {
    match &node.value {
        Value::Array(items) => items.split_first().unwrap_or((node, &[])),
        _ => (node, &[]),
    }
}

/// Another way in which a code is told.
fn also(cx: &mut Cx<'_>, key: &str, node: &Node, owner: &Owner<'_>) -> Option<Telling> {
    let Some(table) = node.as_table() else {
        read::wrong(node, key, "tables, of which those behind the first say `code` or `message`", cx.d);
        return None;
    };
    let table = spec::check_words(table, Place::Telling, cx.d).into_owned();
    let table = spec::shorthand(&Node { at: node.at.clone(), value: Value::Table(table) }, Place::Telling)?;
    Some(telling(cx, key, &table, owner))
}

/// How a table says that a code is told.
fn telling(cx: &mut Cx<'_>, key: &str, table: &Table, owner: &Owner<'_>) -> Telling {
    let messages: Vec<Template> = match table.get("message") {
        Some(node) => read::placed_texts(node, "message", cx.d)
            .iter()
            .map(|(message, at)| template::template(message, at, None, cx.d))
            .collect(),
        None => Vec::new(),
    };
    let mut spellings: Vec<(Vec<Protocol>, Vec<String>)> = Vec::new();
    for (protocol, _) in &owner.ground.protocols {
        if spec::is_off(table, *protocol) {
            continue;
        }
        let codes = match spec::on(table, *protocol, "code") {
            Some(node) => read::texts(node, "code", cx.d),
            None if messages.is_empty() => vec![key.to_owned()],
            None => Vec::new(),
        };
        types::push_on(&mut spellings, *protocol, codes);
    }
    Telling { spellings, messages }
}

/// The output that a refusal stands for.
fn reply(cx: &mut Cx<'_>, node: &Node, owner: &Owner<'_>) -> Option<Sample> {
    match owner.output {
        Some(output) => example::output(cx, node, output),
        None => {
            cx.d.mistake(
                Kind::NoOutput,
                &node.at,
                "the operation gives nothing back",
                "so a refusal cannot be its answer",
            )
            .help("say in `[output]` what it gives, for example `type = \"bool\"` with `fixed = true`");
            None
        }
    }
}

/// What a refusal with a code carries.
fn details(cx: &mut Cx<'_>, table: &Table, owner: &Owner<'_>, record: &str, shared: bool) -> Option<Output> {
    let said = ["type", "fields"].iter().any(|word| table.get(word).is_some());
    if !said {
        if let Some(node) = table.get("at") {
            let at = table.entry("at").map_or(&node.at, |entry| &entry.key_at);
            cx.d.mistake(
                Kind::AtWithoutType,
                at,
                "a code says where something stands, and not what",
                "what stands there?",
            )
            .help("say `type` or `fields`, too");
        }
        return None;
    }
    let operation = if shared { None } else { Some(owner.index) };
    Some(output::of_table(cx, table, &output::Owner { operation, record }, owner.ground))
}

fn code(cx: &mut Cx<'_>, key: &str, table: &Table, owner: &Owner<'_>, shared: bool) -> Code {
    let params = owner.params;
    let table = spec::check_words(table, Place::Code, cx.d);
    let table = table.as_ref();
    let Telling { spellings, messages } = telling(cx, key, table, owner);
    let param = read::opt_text(table, "param", cx.d);
    if let (Some(param), Some(node)) = (&param, table.get("param"))
        && !shared
        && !params.contains(param)
    {
        let message = format!("the operation has no parameter `{param}`");
        cx.d.mistake(Kind::UnknownParameter, &node.at, message, "not in `[params]`").suggest_or_list(
            param,
            params.iter().map(String::as_str),
            "parameters",
        );
    }
    let derived = spellings
        .iter()
        .filter(|(on, _)| on.iter().any(|on| on.is_soap()))
        .find_map(|(_, codes)| codes.first())
        .map_or_else(|| key.to_owned(), |soap| name::with_boundaries(key, soap));
    let rust = name::said_variant_or(table, || name::variant(&derived), cx.d);
    Code {
        at: table.at.clone(),
        name: key.to_owned(),
        details: details(cx, table, owner, &rust, shared),
        rust,
        doc: read::text_or_empty(table, "doc", cx.d),
        doubts: read::doubts(table, cx.d),
        spellings,
        messages,
        also: Vec::new(),
        means: means(cx, table, param.is_some()),
        param,
        shared,
    }
}

fn means(cx: &mut Cx<'_>, table: &Table, has_param: bool) -> Means {
    let default = if has_param { Means::Input } else { Means::VendorFault };
    let Some(node) = table.get("means") else { return default };
    let known: Vec<&'static str> = words::MEANINGS.iter().map(|(word, _)| *word).collect();
    let said = read::one_of(node, "means", &known, cx.d);
    words::MEANINGS.iter().find(|(word, _)| said == Some(word)).map_or(default, |(_, means)| *means)
}

/// Reports codes that can never be told: another one of the same source is told by the same before.
fn shadowed(cx: &mut Cx<'_>, told: &[(Code, At, usize)], ground: &field::Ground) {
    for (index, (code, at, source)) in told.iter().enumerate() {
        let before = told.iter().take(index).filter(|(.., other)| other == source);
        let twin = before.clone().find_map(|(other, first, _)| {
            let over = |protocol: &Protocol| {
                let (ways, others) = (ways(code, *protocol), ways(other, *protocol));
                !ways.is_empty() && ways.iter().all(|way| others.iter().any(|other| takes(other, way)))
            };
            let protocols = ground.protocols.iter().map(|(protocol, _)| protocol);
            let families: Vec<&str> =
                protocols.filter(|protocol| over(protocol)).map(|on| spec::names(*on)[1]).collect();
            (!families.is_empty()).then_some((other, first, families))
        });
        let Some((other, first, mut families)) = twin else { continue };
        families.dedup();
        let message = format!("`{}` can never be told from `{}` over {}", code.name, other.name, list(&families));
        cx.d.mistake(Kind::ShadowedCode, at, message, "never met")
            .see(first, "told by the same, and comes first")
            .help("say by which `code` or `message` each is told, or make one of them");
    }
}

/// How a code is told on a protocol: by one of some spellings and one of some messages, as far as there are any.
type Way<'a> = (&'a [String], &'a [Template]);

fn ways(code: &Code, protocol: Protocol) -> Vec<Way<'_>> {
    let first = (&code.spellings, &code.messages);
    let all = std::iter::once(first).chain(code.also.iter().map(|telling| (&telling.spellings, &telling.messages)));
    all.filter_map(|(spellings, messages)| {
        let (_, codes) = spellings.iter().find(|(on, _)| on.contains(&protocol))?;
        Some((codes.as_slice(), messages.as_slice()))
    })
    .collect()
}

/// Whether one way takes all that the other would.
fn takes(one: &Way<'_>, other: &Way<'_>) -> bool {
    let same = |a: &String, b: &String| match (a.parse::<i64>(), b.parse::<i64>()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a.eq_ignore_ascii_case(b),
    };
    let codes = one.0.is_empty() || (!other.0.is_empty() && other.0.iter().all(|b| one.0.iter().any(|a| same(a, b))));
    let messages = one.1.is_empty() || (!other.1.is_empty() && other.1.iter().all(|b| one.1.contains(b)));
    codes && messages
}
