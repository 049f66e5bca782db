//! Specs of which an entry is taken away.

use xtask::{
    diagnostic::At,
    model::Sources,
    spec::{Node, Table, Value},
};

/// The specs without the entry whose key stands there; none if none does.
pub fn without(sources: &Sources, at: &At) -> Option<Sources> {
    let mut sources = sources.clone();
    let tables = std::iter::once(&mut sources.vendor).chain(sources.operations.iter_mut().map(|file| &mut file.table));
    let mut taken = false;
    for table in tables {
        taken |= take(table, at);
    }
    taken.then_some(sources)
}

fn take(table: &mut Table, at: &At) -> bool {
    let before = table.entries.len();
    table.entries.retain(|entry| entry.key_at != *at);
    table.entries.len() < before || table.entries.iter_mut().any(|entry| take_below(&mut entry.node, at))
}

fn take_below(node: &mut Node, at: &At) -> bool {
    match &mut node.value {
        Value::Table(table) => take(table, at),
        Value::Array(items) => items.iter_mut().any(|item| take_below(item, at)),
        _ => false,
    }
}
