//! What the vendor's specs say already.

use std::path::Path;

use anyhow::{Result, anyhow};

use crate::{
    diagnostic::{At, Diagnostics},
    model::{self, Operation, Protocol, Sources, TypeDef, Vendor, called::Called},
    spec::{self, Node, Place, Table, Value},
    wsdl::{Call, Operation as Described},
};

pub struct Ground {
    pub vendor: Vendor,
    sources: Sources,
    /// The vendor's own holes, with what fills them.
    pub names: Vec<(String, String)>,
    /// Whether parameters are required unless it is said otherwise.
    pub required: bool,
}

impl Ground {
    pub fn load(specs: &Path, folder: &str) -> Result<Ground> {
        let mut d = Diagnostics::default();
        let sources = model::sources(specs, folder, &mut d).ok_or_else(|| {
            anyhow!("the vendor's specs cannot be read; mend them first\n{}", d.render(false).trim_end())
        })?;
        // Mistakes are for `generate` to tell: a new vendor's sign-in names operations that are only drafted now.
        let vendor = model::check(sources.clone(), &mut Diagnostics::default());
        let names = sources.vendor.get("names").and_then(Node::as_table);
        let names = names.into_iter().flat_map(|names| &names.entries);
        let names = names.filter_map(|entry| Some((entry.key.clone(), entry.node.as_str()?.to_owned()))).collect();
        let defaults = sources.vendor.get("defaults").and_then(Node::as_table);
        let param = defaults.and_then(|defaults| defaults.get("param")).and_then(Node::as_table);
        let required = param.and_then(|param| param.get("required")).map(|node| &node.value);
        Ok(Ground { required: matches!(required, Some(Value::Bool(true))), vendor, names, sources })
    }

    /// Names that types of an XSD cannot have, for something else has them; `xsd` itself does not count.
    pub fn taken(&self, xsd: &str) -> Vec<String> {
        let own = |name: &str| name.split_once('#').is_some_and(|(file, _)| file == xsd);
        let types =
            self.vendor.types.iter().filter(|ty| ty.owner.is_none() && !own(&ty.name)).map(|ty| ty.rust.clone());
        let all = model::RESERVED_TYPES.iter().chain(model::name::IN_SCOPE).map(|name| (*name).to_owned());
        types.chain(all).chain([self.vendor.client.clone()]).collect()
    }

    /// The operation of the specs that one of the WSDL is.
    pub fn known(&self, described: &Described) -> Option<&Operation> {
        let called = |operation: &Operation, call: &Call| {
            let called = Called::new(&self.vendor, operation, call.on);
            called.is_some_and(|called| called.name() == call.request.name || called.name() == described.name)
        };
        let mut operations = self.vendor.operations.iter();
        operations
            .clone()
            .find(|operation| described.calls.iter().any(|call| called(operation, call)))
            .or_else(|| operations.find(|operation| operation.name == described.name))
    }

    /// An operation that no spec has yet, as the vendor's words take it.
    pub fn new_operation(&self, described: &Described) -> Operation {
        let call = described.calls.iter().find(|call| call.on.is_soap());
        let names = call
            .filter(|call| call.request.name != described.name)
            .map(|call| (vec![Protocol::Soap11, Protocol::Soap12], call.request.name.clone()));
        Operation {
            at: At { file: 0, span: 0..0 },
            name: described.name.clone(),
            rust: String::new(),
            builder: String::new(),
            area: None,
            file: String::new(),
            doc: String::new(),
            page: None,
            doubts: Vec::new(),
            supersedes: None,
            deprecated: None,
            demo: false,
            on: self.vendor.bindings.iter().map(|binding| binding.protocol).collect(),
            names: names.into_iter().collect(),
            paths: Vec::new(),
            insides: Vec::new(),
            answers: Vec::new(),
            holes: self.names.clone(),
            schemes: (0..self.vendor.schemes.len()).collect(),
            scheme_params: Vec::new(),
            idempotent: false,
            params: Vec::new(),
            one_of: Vec::new(),
            limit: None,
            output: None,
            replies: Vec::new(),
            codes: Vec::new(),
            examples: Vec::new(),
        }
    }

    /// The words of an operation's own file.
    pub fn table(&self, operation: &Operation) -> Option<&Table> {
        self.sources.operations.iter().find(|file| file.path == operation.file).map(|file| &file.table)
    }

    /// Where else than in the operation's own file a parameter or code is said: `[auth.key]`.
    pub fn said_elsewhere(&self, operation: &Operation, word: &str, name: &str) -> Option<String> {
        let says =
            |table: &Table| table.get(word).and_then(Node::as_table).is_some_and(|table| table.get(name).is_some());
        let inside = |of: &str, chosen: &dyn Fn(&str) -> bool| {
            let tables =
                self.sources.vendor.get(of).and_then(Node::as_table).into_iter().flat_map(|table| &table.entries);
            let mut found = tables.filter(|entry| chosen(&entry.key) && entry.node.as_table().is_some_and(says));
            found.next().map(|entry| format!("`[{of}.{}]`", entry.key))
        };
        let used = self.used(operation);
        inside("parts", &|name| used.iter().any(|used| used == name))
            .or_else(|| inside("auth", &|_| true))
            .or_else(|| says(&self.sources.vendor).then(|| format!("`[{word}]` of the vendor")))
    }

    /// The parts that an operation uses.
    pub fn used(&self, operation: &Operation) -> Vec<String> {
        match self.table(operation).and_then(|table| table.get("use")).map(|node| &node.value) {
            Some(Value::String(name)) => vec![name.clone()],
            Some(Value::Array(names)) => names.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// The vendor's enumeration of some words, if it has one, and whether it is the operation's own.
    pub fn enumeration(&self, operation: Option<usize>, words: &[&str]) -> Option<(&str, bool)> {
        let is_same = |def: &TypeDef| match def {
            TypeDef::Enum(known) => {
                known.len() == words.len()
                    && known.iter().all(|word| words.contains(&word.wire.as_str()) && word.spelled.is_empty())
            }
            _ => false,
        };
        let of = |owner: Option<usize>| {
            self.vendor.types.iter().find(|ty| ty.owner == owner && is_same(&ty.def) && !ty.name.contains('#'))
        };
        let own = operation.and_then(|index| of(Some(index)));
        own.map(|own| (own.name.as_str(), true)).or_else(|| Some((&of(None)?.name, false)))
    }

    /// Whether the fields of a protocol's answers stand elsewhere than in elements of their names: `field = "@{name}"`.
    pub fn fields_elsewhere(&self, binding: &model::Binding) -> bool {
        let answers = self.sources.vendor.get("answers").and_then(Node::as_table);
        let answer =
            answers.and_then(|answers| answers.entries.get(binding.answer)).and_then(|entry| entry.node.as_table());
        answer.and_then(|answer| answer.get("field")).and_then(Node::as_str).is_some_and(|form| form != "{name}")
    }

    /// How the codes are spelled that the vendor says for all: key, spelling and place.
    pub fn vendor_codes(&self, on: Protocol) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        let mut add = |table: &Table, place: String| {
            for entry in table.get("codes").and_then(Node::as_table).into_iter().flat_map(|codes| &codes.entries) {
                let node = match &entry.node.value {
                    Value::Array(items) => items.first().unwrap_or(&entry.node),
                    _ => &entry.node,
                };
                let said = spec::shorthand(node, Place::Code);
                let spelled = said.as_ref().and_then(|table| spec::on(table, on, "code"));
                let spellings: Vec<String> = match spelled.map(|node| &node.value) {
                    Some(Value::String(text)) => vec![text.clone()],
                    Some(Value::Array(items)) => items.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
                    _ => vec![entry.key.clone()],
                };
                found.extend(spellings.into_iter().map(|spelling| (entry.key.clone(), spelling, place.clone())));
            }
        };
        let auth = self.sources.vendor.get("auth").and_then(Node::as_table);
        for entry in auth.into_iter().flat_map(|auth| &auth.entries) {
            if let Some(table) = entry.node.as_table() {
                add(table, format!("`[auth.{}]`", entry.key));
            }
        }
        add(&self.sources.vendor, "`[codes]` of the vendor".to_owned());
        found
    }
}
