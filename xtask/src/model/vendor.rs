//! A vendor: what its `vendor.toml` says, and what everything else is checked against.

use std::{collections::HashMap, rc::Rc};

use super::{
    answer, auth, circle, code,
    load::{Schema, Sources},
    name, operation, read, template, ty,
    types::{Answer, Binding, Format, NamedType, Protocol, Scheme, TypeDef, Vendor},
};
use crate::{
    diagnostic::{At, Diagnostics, Kind, list, nearest},
    spec::{self, Node, Place, Table, words},
};

/// Types that a crate has at its root for all vendors.
pub const RESERVED_TYPES: &[&str] = &[
    "Builder",
    "CallOptions",
    "Client",
    "DateTime",
    "Error",
    "Failure",
    "Kind",
    "Map",
    "Number",
    "Pages",
    "Protocol",
    "Secret",
    "Stage",
    "VENDOR",
];

/// Parameters and codes that operations share, counted in each.
const MOST_SHARED: usize = 500_000;

/// What the checks of one vendor share.
pub struct Cx<'d> {
    pub d: &'d mut Diagnostics,
    /// The XSDs beside the specs.
    pub schemas: Vec<Schema>,
    pub vendor: Rc<Table>,
    pub bindings: Vec<Binding>,
    pub answers: Vec<Answer>,
    /// The name and the table of each of `answers` that is the vendor's own.
    pub answer_tables: Vec<(String, Table)>,
    pub schemes: Vec<Scheme>,
    pub types: Vec<NamedType>,
    /// Beside `types`: where each was written, and whether it is filled in.
    pub type_places: Vec<(At, Table, bool)>,
    pub aliases: Vec<(String, usize)>,
    /// The XSDs that were asked for, and whether their types are there.
    pub xsds: Vec<(String, bool)>,
    pub xsd_words: Vec<(String, At, Table)>,
    pub default_param: Table,
    pub default_field: Table,
    /// What cannot be told because of a mistake that is reported, and so is no reason for another: positions of answers
    /// whose format, and of types whose definition is not known; whether a protocol is.
    pub unsure_answers: Vec<usize>,
    pub unsure_types: Vec<usize>,
    pub unsure_protocols: bool,
    /// Operations whose files could not be read.
    pub unread: Vec<String>,
}

/// Stands for an answer that is not known, where there is no other.
pub const UNKNOWN_ANSWER: usize = usize::MAX;

/// An operation's file.
#[derive(Clone)]
pub struct OperationFile {
    pub name: String,
    pub area: Option<String>,
    /// From the folder of specs: `acme/user/User.Get.toml`.
    pub path: String,
    pub table: Table,
}

impl Cx<'_> {
    /// The vendor's protocols.
    pub fn protocols(&self) -> Vec<Protocol> {
        self.bindings.iter().map(|binding| binding.protocol).collect()
    }

    /// What answers of this index are made of; none where a mistake is in the way.
    pub fn format(&self, answer: usize) -> Option<Format> {
        self.answers.get(answer).filter(|_| !self.unsure_answers.contains(&answer)).map(|answer| answer.format)
    }

    /// The vendor's own names for holes.
    pub fn own_names(&self) -> Vec<String> {
        let names = self.vendor.get("names").and_then(Node::as_table);
        names.into_iter().flat_map(|names| &names.entries).map(|entry| entry.key.clone()).collect()
    }

    /// What holes of addresses, places and values that are sent may be called.
    pub fn own_holes(&self) -> Vec<String> {
        ["operation", "namespace"].into_iter().map(str::to_owned).chain(self.own_names()).collect()
    }

    /// Checks the holes of a text that is otherwise taken as it is.
    pub fn check_holes(&mut self, text: &str, at: &At) {
        if text.contains('{') {
            let known = self.own_holes();
            template::holes(text, at, &known.iter().map(String::as_str).collect::<Vec<_>>(), self.d);
        }
    }

    /// What is said for every answer of this index, which the answer itself does not keep: the form of a field's place.
    pub fn field_form(&self, answer: usize) -> String {
        self.answer_tables
            .get(answer)
            .and_then(|(_, table)| table.get("field"))
            .and_then(Node::as_str)
            .unwrap_or("{name}")
            .to_owned()
    }

    /// Reports Rust names that two of a kind have.
    pub fn unique(&mut self, names: impl Iterator<Item = (String, At)>, kind: &str) {
        let mut seen: HashMap<String, At> = HashMap::new();
        for (name, at) in names {
            if let Some(first) = seen.get(&name) {
                self.d
                    .mistake(
                        Kind::SameRustName,
                        &at,
                        format!("two names become the {kind} `{name}` in Rust"),
                        "the second",
                    )
                    .see(first, "the first")
                    .help("give one of them another name: `rust = \"…\"`");
            } else {
                seen.insert(name, at);
            }
        }
    }
}

/// Checks a vendor and its operations.
pub fn check(d: &mut Diagnostics, sources: Sources) -> Vendor {
    let Sources { folder, vendor, operations: files, schemas, unread } = sources;
    let from = d.found();
    let vendor = spec::check_words(&vendor, Place::Vendor, d).into_owned();
    let defaults = read::opt_table(&vendor, "defaults", d).cloned().unwrap_or_else(|| Table::empty(&vendor.at));
    let defaults = spec::check_words(&defaults, Place::Defaults, d).into_owned();
    let default = |word: &str, place: Place, d: &mut Diagnostics| {
        let table = read::opt_table(&defaults, word, d).cloned().unwrap_or_else(|| Table::empty(&vendor.at));
        spec::check_words(&table, place, d).into_owned()
    };
    let default_param = default("param", Place::Parameter, d);
    let default_field = default("field", Place::Field, d);
    let mut cx = Cx {
        d,
        schemas,
        vendor: Rc::new(vendor.clone()),
        bindings: Vec::new(),
        answers: Vec::new(),
        answer_tables: Vec::new(),
        schemes: Vec::new(),
        types: Vec::new(),
        type_places: Vec::new(),
        aliases: Vec::new(),
        xsds: Vec::new(),
        xsd_words: Vec::new(),
        default_param,
        default_field,
        unsure_answers: Vec::new(),
        unsure_types: Vec::new(),
        unsure_protocols: false,
        unread,
    };
    answer::vendor_answers(&mut cx, &vendor);
    bindings(&mut cx, &vendor);
    if let Some(types) = read::opt_table(&vendor, "types", cx.d).cloned() {
        ty::declare(&mut cx, &types, None);
        ty::define(&mut cx, 0);
    }
    auth::schemes(&mut cx, &vendor);
    let shared = code::Shared::of(&mut cx, &vendor);
    let is_too_much = too_much_shared(&mut cx, &vendor, files.len());
    let files = if is_too_much { Vec::new() } else { files };
    let mut operations = Vec::new();
    for (index, file) in files.iter().enumerate() {
        operations.push(operation::check(&mut cx, &shared, index, file));
    }
    ty::check_schema_words(&mut cx);
    shared.check_params(&mut cx, &operations);
    if !is_too_much {
        auth::check_operations(&mut cx, &operations);
        operation::check_all(&mut cx, &mut operations, &files);
    }
    let client_at = vendor.get("client").map_or_else(|| vendor.at.clone(), |node| node.at.clone());
    let client = vendor.get("client").and_then(Node::as_str).map(|client| (name::camel(client), client_at));
    let roots: Vec<(String, At)> = cx
        .types
        .iter()
        .zip(&cx.type_places)
        .filter(|(named, _)| named.owner.is_none())
        .map(|(named, (at, ..))| (named.rust.clone(), at.clone()))
        .chain(client)
        .collect();
    for (name, at) in &roots {
        if RESERVED_TYPES.contains(&name.as_str()) || name::IN_SCOPE.contains(&name.as_str()) {
            cx.d.mistake(Kind::ReservedName, at, format!("the crate needs the name `{name}` for itself"), "taken")
                .help("give the type another name: `rust = \"…\"`; one of an XSD has its words in `[types.\"file.xsd#name\"]`");
        }
    }
    cx.unique(roots.into_iter(), "type");
    endless(&mut cx);
    let said = |cx: &mut Cx<'_>, word: &str| match cx.vendor.get(word).cloned() {
        Some(node) => {
            let text = read::text(&node, word, cx.d);
            if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                cx.d.mistake(Kind::EmptyText, &node.at, format!("`{word}` says nothing"), "an empty text")
                    .help(format!("write what it is: `{word} = \"…\"`"));
            }
            text.unwrap_or_default()
        }
        None => {
            cx.d.mistake(Kind::MissingWord, &vendor.at, format!("`{word}` is missing"), "this file lacks it")
                .help(format!("say it before the first table: `{word} = \"…\"`"));
            String::new()
        }
    };
    package(&mut cx, &vendor, &folder);
    let name = said(&mut cx, "name");
    let client = said(&mut cx, "client");
    let checked = Vendor {
        at: vendor.at.clone(),
        name,
        client: name::camel(&client),
        version: said(&mut cx, "version"),
        license: said(&mut cx, "license"),
        repository: said(&mut cx, "repository"),
        doc: read::text_or_empty(&vendor, "doc", cx.d),
        page: read::opt_text(&vendor, "page", cx.d),
        base: read::opt_text(&vendor, "base", cx.d),
        doubts: read::doubts(&vendor, cx.d),
        folder,
        bindings: cx.bindings,
        answers: cx.answers,
        schemes: cx.schemes,
        circles: circle::groups(&cx.types),
        types: cx.types,
        operations,
    };
    cx.d.forget_following(from, vendor.at.file);
    checked
}

/// What operations share is in each of them, and so in the crate as often as there are operations.
fn too_much_shared(cx: &mut Cx<'_>, vendor: &Table, operations: usize) -> bool {
    let below = |table: &Table, word: &str| table.get(word).and_then(Node::as_table).cloned();
    let size = |table: &Table| -> usize {
        ["params", "codes"].iter().filter_map(|word| below(table, word)).map(|table| table.entries.len()).sum()
    };
    let inner = ["auth", "parts"].iter().filter_map(|word| below(vendor, word)).flat_map(|table| table.entries);
    let shared = size(vendor) + inner.filter_map(|entry| entry.node.as_table().map(size)).sum::<usize>();
    if shared.saturating_mul(operations) <= MOST_SHARED {
        return false;
    }
    let message = format!("{operations} operations share {shared} parameters and codes");
    cx.d.mistake(Kind::TooMuchShared, &vendor.at, message, "together more than a crate can hold")
        .help("let the operations that have a parameter or code say so: in `[parts]` that they `use`, or themselves");
    true
}

/// What becomes part of a manifest, or the beginning of every address.
fn package(cx: &mut Cx<'_>, vendor: &Table, folder: &str) {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((node, version)) = vendor.get("version").and_then(|node| Some((node, node.as_str()?)))
        && !version.trim().is_empty()
    {
        let numbers = version.split(['-', '+']).next().unwrap_or_default();
        if numbers.split('.').count() != 3 || !numbers.split('.').all(is_part) {
            cx.d.mistake(
                Kind::PackageVersion,
                &node.at,
                format!("`{version}` is no version of a crate"),
                "not written as one",
            )
            .help("write three numbers: `0.1.0`");
        }
    }
    for word in ["base", "repository"] {
        let Some((node, address)) = vendor.get(word).and_then(|node| Some((node, node.as_str()?))) else { continue };
        let is_url =
            ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme) && address.len() > scheme.len());
        if !address.trim().is_empty() && (!is_url || address.contains(char::is_whitespace)) {
            cx.d.mistake(
                Kind::Address,
                &node.at,
                format!("`{address}` is no address of the web"),
                "not written as one",
            )
            .help(format!("write all of it: `{word} = \"https://…\"`"));
        }
    }
    let is_name = folder.starts_with(|c: char| c.is_ascii_lowercase())
        && folder.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    if !is_name {
        let message = format!("`{folder}` is no name of a crate, and so none of a vendor's folder");
        cx.d.mistake(Kind::FileName, &vendor.at, message, "its folder is called so")
            .help("small letters, digits and `-`, a letter first");
    }
    for entry in vendor.get("names").and_then(Node::as_table).into_iter().flat_map(|names| &names.entries) {
        if ["operation", "namespace", "output", "code", "message", "parameter", "n", "name", "value"]
            .contains(&entry.key.as_str())
        {
            let message = format!("holes have the name `{}` already", entry.key);
            cx.d.mistake(Kind::ReservedName, &entry.key_at, message, "taken").help("give this one another name");
        }
    }
}

/// Reports records that can never be made, because each must hold another without end.
fn endless(cx: &mut Cx<'_>) {
    for way in circle::endless(&cx.types) {
        let steps: Vec<String> = way
            .iter()
            .filter_map(|(index, field)| {
                let named = cx.types.get(*index)?;
                let TypeDef::Record(fields) = &named.def else { return None };
                Some(format!("`{}` needs its `{}`", named.name, fields.get(*field)?.name))
            })
            .collect();
        let Some((at, ..)) = way.first().and_then(|(index, _)| cx.type_places.get(*index)) else { continue };
        let at = at.clone();
        let message = match steps.as_slice() {
            [one] => format!("{one}, which is one of itself, and so without end"),
            steps => format!("{}, which is where it began", steps.join(", which is a type where ")),
        };
        let see = way.get(1).and_then(|(index, _)| cx.type_places.get(*index)).map(|(at, ..)| at.clone());
        let reported = cx.d.mistake(Kind::EndlessType, &at, message, "no value of this type can ever be made");
        reported.help("let one of these fields be optional, or a list");
        if let Some(see) = see {
            reported.see(&see, "the next of the circle");
        }
    }
}

/// The bindings of `[protocols]`: families spread, what is said of a member laid over what is said of its family.
fn bindings(cx: &mut Cx<'_>, vendor: &Table) {
    let Some(protocols) = read::opt_table(vendor, "protocols", cx.d).cloned() else {
        if vendor.get("protocols").is_none() {
            cx.d.mistake(
                Kind::MissingWord,
                &vendor.at,
                "`protocols` is missing",
                "this file says nothing of protocols",
            )
            .help(format!("say how calls are sent: `[protocols.P]`, where P is one of {}", list(words::PROTOCOLS)));
        }
        cx.unsure_protocols = true;
        return;
    };
    let mut order: Vec<(Protocol, Table)> = Vec::new();
    for entry in &protocols.entries {
        let mut members = spec::members(&entry.key);
        if members.is_empty() {
            cx.d.mistake(Kind::UnknownProtocol, &entry.key_at, format!("`{}` is no protocol", entry.key), "unknown")
                .suggest_or_list(&entry.key, words::PROTOCOLS.iter().copied(), "protocols");
            members = nearest(&entry.key, words::PROTOCOLS.iter().copied()).map(spec::members).unwrap_or_default();
            cx.unsure_protocols |= members.is_empty();
        }
        let Some(table) = entry.node.as_table() else {
            read::wrong(&entry.node, &entry.key, "a table", cx.d);
            cx.d.lose("protocols", &entry.node.at);
            cx.unsure_protocols = true;
            continue;
        };
        let table = spec::check_words(table, Place::Protocol, cx.d);
        let table = table.as_ref();
        for protocol in members {
            match order.iter_mut().find(|(known, _)| known == protocol) {
                Some((_, known)) if members.len() == 1 => *known = spec::merge(known, table),
                Some((_, known)) => *known = spec::merge(table, known),
                None => order.push((*protocol, table.clone())),
            }
        }
    }
    for (protocol, table) in order {
        let binding = binding(cx, protocol, &table);
        cx.bindings.push(binding);
    }
}

fn binding(cx: &mut Cx<'_>, protocol: Protocol, table: &Table) -> Binding {
    let mut needed = vec!["path", "answer"];
    match protocol {
        Protocol::Soap11 | Protocol::Soap12 => needed.extend(["namespace", "action"]),
        Protocol::Xml => needed.push("root"),
        Protocol::Get | Protocol::Post => {}
    }
    for word in needed {
        if table.get(word).is_none() {
            cx.d.mistake(Kind::MissingWord, &table.at, format!("`{word}` is missing"), "this protocol needs it")
                .help(missing_of_protocol(word));
        }
    }
    let headers = match read::opt_table(table, "headers", cx.d) {
        Some(said) => read::pairs(said, cx.d),
        None => Vec::new(),
    };
    for entry in table.get("headers").and_then(Node::as_table).into_iter().flat_map(|said| &said.entries) {
        read::header_name(&entry.key, &entry.key_at, cx.d);
    }
    let answer = table.get("answer").and_then(|node| answer::by_name(cx, node)).unwrap_or(UNKNOWN_ANSWER);
    if cx.format(answer) == Some(Format::Text) && protocol.is_soap() {
        let at = table.get("answer").map_or(&table.at, |node| &node.at).clone();
        cx.d.mistake(Kind::SoapText, &at, "a SOAP answer is XML", "this answer is a text")
            .help("name an answer whose `format` is `xml`");
    }
    let filled = |cx: &mut Cx<'_>, word: &str| {
        let Some(node) = table.get(word) else { return String::new() };
        let text = read::text(node, word, cx.d).unwrap_or_default();
        cx.check_holes(&text, &node.at);
        text
    };
    let inside = filled(cx, "inside");
    if let Some(node) = table.get("inside").filter(|_| !inside.is_empty()) {
        template::place(&inside, &node.at, cx.d);
    }
    let path = filled(cx, "path");
    if let Some(node) = table.get("path") {
        read::path(&path, &node.at, cx.d);
    }
    Binding {
        at: table.at.clone(),
        protocol,
        path,
        namespace: read::text_or_empty(table, "namespace", cx.d),
        action: filled(cx, "action"),
        root: filled(cx, "root"),
        inside,
        charset: answer::charset(cx, table),
        headers,
        answer,
        doubts: read::doubts(table, cx.d),
    }
}

fn missing_of_protocol(word: &str) -> &'static str {
    match word {
        "path" => "say what comes after `base`: `path = \"/api/{operation}\"`",
        "answer" => "say which of `[answers]` it has: `answer = \"…\"`",
        "namespace" => "say it as the WSDL's `targetNamespace` does: `namespace = \"…\"`",
        "action" => "say what `SOAPAction` is: `action = \"{namespace}/{operation}\"`",
        _ => "say what the element is called that is posted: `root = \"request\"`",
    }
}
