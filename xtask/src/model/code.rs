//! Codes of refusals.

use super::{
    example, field, name, output, read, template,
    types::{self, Code, Means, Output, Protocol, Sample, Telling, Template},
    vendor::Cx,
};
use crate::{
    diagnostic::At,
    spec::{self, Entry, Node, Place, Table, Value},
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
                        spec::check_words(table, Place::Part, cx.d);
                        check_part(cx, table);
                        parts.push((entry.key.clone(), table.clone()));
                    }
                    None => read::wrong(&entry.node, &entry.key, "a table", cx.d),
                }
            }
        }
        Shared { vendor: codes(vendor, cx), schemes, parts }
    }

    /// The parts that an operation uses.
    pub fn used<'a>(&'a self, cx: &mut Cx<'_>, table: &Table) -> Vec<&'a Table> {
        let Some(node) = table.get("use") else { return Vec::new() };
        let mut used = Vec::new();
        for name in read::texts(node, "use", cx.d) {
            match self.parts.iter().find(|(known, _)| *known == name) {
                Some((_, table)) => used.push(table),
                None => {
                    cx.d.mistake(&node.at, format!("there is no part `{name}`"), "unknown")
                        .suggest(&name, self.parts.iter().map(|(known, _)| known.as_str()));
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
            cx.d.mistake(&node.at, "an operation itself says what its pages are", "this is a part")
                .help("say it below `[output]` of the operation");
        }
    }
    for (word, place, short, protocol) in
        [("params", Place::Parameter, "type", "at"), ("codes", Place::Code, "doc", "code")]
    {
        let Some(said) = read::opt_table(part, word, cx.d) else { continue };
        for entry in &said.entries {
            if let Some(table) = spec::shorthand(tellings(&entry.node).0, short, protocol) {
                spec::check_words(&table, place, cx.d);
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
        written.extend(own.entries.iter().map(|entry| Written { entry, shared: false }));
    }
    for part in &parts {
        if let Some(codes) = part.get("codes").and_then(Node::as_table) {
            written.extend(codes.entries.iter().map(|entry| Written { entry, shared: true }));
        }
    }
    for scheme in owner.schemes {
        if let Some(codes) = shared.schemes.get(*scheme) {
            written.extend(codes.iter().map(|entry| Written { entry, shared: true }));
        }
    }
    written.extend(shared.vendor.iter().map(|entry| Written { entry, shared: true }));

    let mut codes: Vec<(Code, At)> = Vec::new();
    let mut replies = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (position, code) in written.iter().enumerate() {
        let key = code.entry.key.as_str();
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        if code.entry.node.is_false() {
            continue;
        }
        // What is said nearer to the operation lies over what is said further away.
        let further = written.iter().skip(position + 1).filter(|other| !code.shared && other.entry.key == key);
        let (first, mut others) = tellings(&code.entry.node);
        let mut table = spec::shorthand(first, "doc", "code");
        for other in further {
            let (below, more) = tellings(&other.entry.node);
            if let (Some(over), Some(below)) = (&table, spec::shorthand(below, "doc", "code")) {
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
                match table.get("output") {
                    Some(node) => replies.extend(reply(cx, node, owner).map(|sample| (found, sample))),
                    None => codes.push((found, code.entry.key_at.clone())),
                }
            }
            None => read::wrong(&code.entry.node, key, "a text, a table, a list of tables, or false", cx.d),
        }
    }
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
    spec::check_words(table, Place::Telling, cx.d);
    let table = spec::shorthand(node, "code", "code")?;
    Some(telling(cx, key, &table, owner))
}

/// How a table says that a code is told.
fn telling(cx: &mut Cx<'_>, key: &str, table: &Table, owner: &Owner<'_>) -> Telling {
    let messages: Vec<Template> = match table.get("message") {
        Some(node) => read::texts(node, "message", cx.d)
            .iter()
            .map(|message| template::template(message, &node.at, None, cx.d))
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
            cx.d.mistake(&node.at, "the operation gives nothing back", "so a refusal cannot be its answer")
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
            cx.d.mistake(&node.at, "what stands there?", "say `type` or `fields`, too");
        }
        return None;
    }
    let operation = if shared { None } else { Some(owner.index) };
    output::of_table(cx, table, &output::Owner { operation, record }, owner.ground)
}

fn code(cx: &mut Cx<'_>, key: &str, table: &Table, owner: &Owner<'_>, shared: bool) -> Code {
    let params = owner.params;
    spec::check_words(table, Place::Code, cx.d);
    let Telling { spellings, messages } = telling(cx, key, table, owner);
    let param = read::opt_text(table, "param", cx.d);
    if let (Some(param), Some(node)) = (&param, table.get("param"))
        && !shared
        && !params.contains(param)
    {
        cx.d.mistake(&node.at, format!("the operation has no parameter `{param}`"), "unknown")
            .suggest(param, params.iter().map(String::as_str));
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
    const WORDS: &[(&str, Means)] = &[
        ("sign-in", Means::SignIn),
        ("credentials", Means::Credentials),
        ("slow-down", Means::SlowDown),
        ("input", Means::Input),
        ("forbidden", Means::Forbidden),
        ("not-found", Means::NotFound),
        ("conflict", Means::Conflict),
        ("limit", Means::Limit),
        ("vendor-fault", Means::VendorFault),
    ];
    let default = if has_param { Means::Input } else { Means::VendorFault };
    let Some(node) = table.get("means") else { return default };
    let Value::String(word) = &node.value else {
        read::wrong(node, "means", "a text", cx.d);
        return default;
    };
    match WORDS.iter().find(|(known, _)| known == word) {
        Some((_, means)) => *means,
        None => {
            let known: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
            cx.d.mistake(&node.at, format!("`{word}` is no meaning of a code"), "unknown")
                .suggest(word, known.iter().copied())
                .suggest_any(&format!("it is one of {}", known.join(", ")));
            default
        }
    }
}
