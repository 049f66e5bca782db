//! Where single words are said in the specs, of which the model keeps no place.

use std::collections::HashMap;

use super::{Line, line_of};
use crate::{
    diagnostic::{At, Diagnostics},
    model::{Operation, Protocol, Sources},
    spec::{self, Table},
};

/// The files of a vendor as they were written.
pub struct Places {
    sources: Sources,
    /// Positions of operations, by their files.
    files: HashMap<String, usize>,
}

impl Places {
    pub fn of(sources: Sources) -> Places {
        let files = sources.operations.iter().enumerate().map(|(index, file)| (file.path.clone(), index)).collect();
        Places { sources, files }
    }

    /// A word of an operation, or the file.
    pub fn word(&self, operation: &Operation, word: &str, d: &Diagnostics) -> Line {
        let file = self.files.get(&operation.file).and_then(|index| self.sources.operations.get(*index));
        let said = file.and_then(|file| find(&file.table, &[word]));
        line_of(&said.unwrap_or_else(|| operation.at.clone()), d)
    }

    /// What holds for a protocol.
    pub fn protocol(&self, protocol: Protocol, word: &str, d: &Diagnostics) -> Option<Line> {
        let names = spec::names(protocol);
        let said = names.iter().find_map(|name| find(&self.sources.vendor, &["protocols", name, word]));
        let table = || names.iter().find_map(|name| find(&self.sources.vendor, &["protocols", name]));
        said.or_else(table).or_else(|| find(&self.sources.vendor, &["protocols"])).map(|at| line_of(&at, d))
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
