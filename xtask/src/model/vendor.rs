//! A vendor: what its `vendor.toml` says, and what everything else is checked against.

use std::path::PathBuf;

use super::{
    answer, auth, code, name, operation, read, ty,
    types::{Answer, Binding, Format, NamedType, Protocol, Scheme, Vendor},
};
use crate::{
    diagnostic::{At, Diagnostics},
    spec::{self, Node, Place, Table},
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

/// What the checks of one vendor share.
pub struct Cx<'d> {
    pub d: &'d mut Diagnostics,
    /// The vendor's folder on the disk.
    pub folder: PathBuf,
    /// The name of that folder.
    pub vendor_folder: String,
    pub vendor: Table,
    pub bindings: Vec<Binding>,
    pub answers: Vec<Answer>,
    /// The name and the table of each of `answers` that is the vendor's own.
    pub answer_tables: Vec<(String, Table)>,
    pub schemes: Vec<Scheme>,
    pub types: Vec<NamedType>,
    /// Beside `types`: where each was written, and whether it is filled in.
    pub type_places: Vec<(At, Table, bool)>,
    pub aliases: Vec<(String, usize)>,
    pub xsds: Vec<String>,
    pub xsd_words: Vec<(String, Table)>,
    pub default_param: Table,
    pub default_field: Table,
}

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
        let mut seen: Vec<(String, At)> = Vec::new();
        for (name, at) in names {
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == name) {
                self.d
                    .mistake(&at, format!("two names become the {kind} `{name}` in Rust"), "the second")
                    .see(first, "the first")
                    .help("give one of them another name: `rust = \"…\"`");
            } else {
                seen.push((name, at));
            }
        }
    }
}

/// Checks a vendor and its operations.
pub fn check(d: &mut Diagnostics, folder: PathBuf, vendor: Table, files: Vec<OperationFile>) -> Vendor {
    let vendor_folder = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    spec::check_words(&vendor, Place::Vendor, d);
    let defaults = read::opt_table(&vendor, "defaults", d).cloned().unwrap_or_else(|| Table::empty(&vendor.at));
    spec::check_words(&defaults, Place::Defaults, d);
    let default = |word: &str, place: Place, d: &mut Diagnostics| {
        let table = read::opt_table(&defaults, word, d).cloned().unwrap_or_else(|| Table::empty(&vendor.at));
        spec::check_words(&table, place, d);
        table
    };
    let default_param = default("param", Place::Parameter, d);
    let default_field = default("field", Place::Field, d);
    let mut cx = Cx {
        d,
        folder,
        vendor_folder: vendor_folder.clone(),
        vendor: vendor.clone(),
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
    };
    answer::vendor_answers(&mut cx, &vendor);
    bindings(&mut cx, &vendor);
    if let Some(types) = read::opt_table(&vendor, "types", cx.d).cloned() {
        ty::declare(&mut cx, &types, None);
        ty::define(&mut cx, 0);
    }
    auth::schemes(&mut cx, &vendor);
    let shared = code::Shared::of(&mut cx, &vendor);
    let mut operations = Vec::new();
    for (index, file) in files.iter().enumerate() {
        operations.push(operation::check(&mut cx, &shared, index, file));
    }
    auth::check_operations(&mut cx, &operations);
    operation::check_all(&mut cx, &mut operations, &files);
    let client_at =
        vendor.get("client").map_or_else(|| At { file: vendor.at.file, span: 0..0 }, |node| node.at.clone());
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
            cx.d.mistake(at, format!("the crate needs the name `{name}` for itself"), "here")
                .help("give the type another name: `rust = \"…\"`; one of an XSD has its words in `[types.\"file.xsd#name\"]`");
        }
    }
    cx.unique(roots.into_iter(), "type");
    let said = |cx: &mut Cx<'_>, word: &str| match cx.vendor.get(word).cloned() {
        Some(node) => read::text(&node, word, cx.d).unwrap_or_default(),
        None => {
            let at = At { file: vendor.at.file, span: 0..0 };
            cx.d.mistake(&at, format!("`{word}` is missing"), format!("say `{word} = \"…\"` here"));
            String::new()
        }
    };
    let name = said(&mut cx, "name");
    let client = said(&mut cx, "client");
    Vendor {
        name,
        client: name::camel(&client),
        version: said(&mut cx, "version"),
        license: said(&mut cx, "license"),
        repository: said(&mut cx, "repository"),
        doc: read::text_or_empty(&vendor, "doc", cx.d),
        page: read::opt_text(&vendor, "page", cx.d),
        base: read::opt_text(&vendor, "base", cx.d),
        doubts: read::doubts(&vendor, cx.d),
        folder: vendor_folder,
        bindings: cx.bindings,
        answers: cx.answers,
        schemes: cx.schemes,
        types: cx.types,
        operations,
    }
}

/// The bindings of `[protocols]`: families spread, what is said of a member laid over what is said of its family.
fn bindings(cx: &mut Cx<'_>, vendor: &Table) {
    let Some(protocols) = read::opt_table(vendor, "protocols", cx.d).cloned() else {
        let at = At { file: vendor.at.file, span: 0..0 };
        cx.d.mistake(&at, "no protocol is said", "say `[protocols.form]` or another here");
        return;
    };
    let mut order: Vec<(Protocol, Table)> = Vec::new();
    for entry in &protocols.entries {
        let members = spec::members(&entry.key);
        let Some(table) = entry.node.as_table().filter(|_| !members.is_empty()) else {
            cx.d.mistake(&entry.key_at, format!("`{}` is no protocol", entry.key), "unknown")
                .suggest(&entry.key, ["get", "post", "form", "soap11", "soap12", "soap", "xml"]);
            continue;
        };
        spec::check_words(table, Place::Protocol, cx.d);
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
            cx.d.mistake(&table.at, format!("`{word}` is missing for {protocol:?}"), format!("say `{word}` here"));
        }
    }
    let headers = match read::opt_table(table, "headers", cx.d) {
        Some(said) => read::pairs(said, cx.d),
        None => Vec::new(),
    };
    let answer = match table.get("answer") {
        Some(node) => answer::by_name(cx, node).unwrap_or(0),
        None => 0,
    };
    let format = cx.answers.get(answer).map_or(Format::Text, |answer| answer.format);
    if format == Format::Text && protocol.is_soap() {
        let at = table.get("answer").map_or(&table.at, |node| &node.at).clone();
        cx.d.mistake(&at, "a SOAP answer is XML", "this answer is text");
    }
    Binding {
        protocol,
        path: read::text_or_empty(table, "path", cx.d),
        namespace: read::text_or_empty(table, "namespace", cx.d),
        action: read::text_or_empty(table, "action", cx.d),
        root: read::text_or_empty(table, "root", cx.d),
        inside: read::text_or_empty(table, "inside", cx.d),
        charset: answer::charset(cx, table),
        headers,
        answer,
        doubts: read::doubts(table, cx.d),
    }
}
