//! Where in the specs something is said.

use std::{cell::RefCell, collections::HashMap, path::PathBuf};

use super::Line;
use crate::{
    diagnostic::{At, Diagnostics},
    model::{NamedType, Operation, Protocol, Sources, Vendor, xsd},
    spec::{self, Node, Table},
};

/// The files of a vendor as they were written.
pub struct Places {
    folder: PathBuf,
    sources: Sources,
    /// Positions of operations, by their files.
    files: HashMap<String, usize>,
    /// The lines of the types and fields of each XSD, by `type` and `type.field`.
    xsds: RefCell<HashMap<String, HashMap<String, usize>>>,
}

impl Places {
    pub fn of(specs: &std::path::Path, vendor: &str, sources: Sources) -> Places {
        let files = sources.operations.iter().enumerate().map(|(index, file)| (file.path.clone(), index)).collect();
        Places { folder: specs.join(vendor), sources, files, xsds: RefCell::default() }
    }

    /// The file of an operation.
    pub fn operation(&self, operation: &Operation, d: &Diagnostics) -> Option<Line> {
        let table = self.table(operation)?;
        Some(Line { file: d.path(&At { file: table.at.file, span: 0..0 }).to_owned(), line: 1 })
    }

    /// A word of an operation, or the file.
    pub fn word(&self, operation: &Operation, word: &str, d: &Diagnostics) -> Option<Line> {
        let at = self.table(operation).and_then(|table| find(table, &[word]));
        at.map(|at| line(&at, d)).or_else(|| self.operation(operation, d))
    }

    /// A parameter: the operation's own, or one that it shares.
    pub fn param(&self, operation: &Operation, name: &str, d: &Diagnostics) -> Option<Line> {
        self.shared(operation, "params", name).map(|at| line(&at, d)).or_else(|| self.operation(operation, d))
    }

    /// A code.
    pub fn code(&self, operation: &Operation, name: &str, d: &Diagnostics) -> Option<Line> {
        self.shared(operation, "codes", name).map(|at| line(&at, d)).or_else(|| self.operation(operation, d))
    }

    /// The output, or a field of it.
    pub fn output(&self, operation: &Operation, field: Option<&str>, d: &Diagnostics) -> Option<Line> {
        let own = self.table(operation);
        let parts = own.into_iter().chain(self.parts(operation));
        let find = |table: &Table| match field {
            Some(field) => find(table, &["output", "fields", field]),
            None => find(table, &["output"]),
        };
        parts.into_iter().find_map(find).map(|at| line(&at, d)).or_else(|| self.operation(operation, d))
    }

    /// A field of a type, or the type.
    pub fn field(&self, vendor: &Vendor, ty: &NamedType, field: Option<&str>, d: &Diagnostics) -> Option<Line> {
        let owner = ty.owner.and_then(|owner| vendor.operations.get(owner));
        if let (Some(owner), "Output") = (owner, ty.name.as_str()) {
            return self.output(owner, field, d);
        }
        if let Some((file, name)) = ty.name.split_once('#') {
            return self.in_xsd(file, name, field, d);
        }
        let table = match owner {
            Some(owner) => self.table(owner)?,
            None => &self.sources.vendor,
        };
        let at = match field {
            Some(field) => find(table, &["types", &ty.name, "fields", field]),
            None => find(table, &["types", &ty.name]),
        };
        at.map(|at| line(&at, d))
    }

    /// What holds for a protocol.
    pub fn protocol(&self, protocol: Protocol, word: &str, d: &Diagnostics) -> Option<Line> {
        let names = spec::names(protocol);
        let said = names.iter().find_map(|name| find(&self.sources.vendor, &["protocols", name, word]));
        let table = || names.iter().find_map(|name| find(&self.sources.vendor, &["protocols", name]));
        said.or_else(table).or_else(|| find(&self.sources.vendor, &["protocols"])).map(|at| line(&at, d))
    }

    fn table(&self, operation: &Operation) -> Option<&Table> {
        self.files.get(&operation.file).and_then(|index| self.sources.operations.get(*index)).map(|file| &file.table)
    }

    fn parts(&self, operation: &Operation) -> Vec<&Table> {
        let used = self.table(operation).and_then(|table| table.get("use"));
        let names: Vec<&str> = match used.map(|node| &node.value) {
            Some(spec::Value::String(name)) => vec![name],
            Some(spec::Value::Array(names)) => names.iter().filter_map(Node::as_str).collect(),
            _ => Vec::new(),
        };
        let parts = self.sources.vendor.get("parts").and_then(Node::as_table);
        names.into_iter().filter_map(|name| parts?.get(name)?.as_table()).collect()
    }

    /// In the order in which one lies over the other: the operation, its parts, ways to sign in, the vendor.
    fn shared(&self, operation: &Operation, word: &str, name: &str) -> Option<At> {
        let auth = self.sources.vendor.get("auth").and_then(Node::as_table);
        let schemes = auth.into_iter().flat_map(|auth| &auth.entries).filter_map(|entry| entry.node.as_table());
        let tables = self.table(operation).into_iter().chain(self.parts(operation)).chain(schemes);
        tables.chain([&self.sources.vendor]).find_map(|table| find(table, &[word, name]))
    }

    fn in_xsd(&self, file: &str, name: &str, field: Option<&str>, d: &Diagnostics) -> Option<Line> {
        let path = self.folder.join(file);
        let mut xsds = self.xsds.borrow_mut();
        let lines = xsds.entry(file.to_owned()).or_insert_with(|| {
            let mut lines = HashMap::new();
            let text = fs_err::read_to_string(&path).unwrap_or_default();
            let line = |start: usize| text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
            for ty in xsd::load(&text).unwrap_or_default() {
                if let xsd::XsdDef::Record(fields) = &ty.def {
                    let fields = fields.iter();
                    lines.extend(fields.map(|field| (format!("{}.{}", ty.name, field.name), line(field.span.start))));
                }
                lines.insert(ty.name, line(ty.span.start));
            }
            lines
        });
        let key = field.map(|field| format!("{name}.{field}"));
        let line = key.and_then(|key| lines.get(&key)).or_else(|| lines.get(name))?;
        // Shown as the TOML beside it is.
        let beside = d.path(&At { file: self.sources.vendor.at.file, span: 0..0 });
        let folder = beside.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
        let file = if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
        Some(Line { file, line: *line })
    }
}

/// The place of a key in tables within tables.
fn find(table: &Table, path: &[&str]) -> Option<At> {
    let (first, rest) = path.split_first()?;
    let entry = table.entry(first)?;
    match rest {
        [] => Some(entry.key_at.clone()),
        rest => find(entry.node.as_table()?, rest),
    }
}

fn line(at: &At, d: &Diagnostics) -> Line {
    Line { file: d.path(at).to_owned(), line: d.line(at) }
}
