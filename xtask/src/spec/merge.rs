//! Tables laid over each other, and what holds of one on a protocol.

use super::{Entry, Node, Place, Table, Value};
use crate::model::Protocol;

/// A table over another: the deeper one merges key by key, anything else replaces.
pub fn merge(base: &Table, over: &Table) -> Table {
    let mut merged = Table { at: over.at.clone(), entries: Vec::new() };
    for entry in &base.entries {
        let node = match (over.get(&entry.key), &entry.node.value) {
            (Some(Node { value: Value::Table(over), at }), Value::Table(base)) => {
                Node { at: at.clone(), value: Value::Table(merge(base, over)) }
            }
            (Some(node), _) => node.clone(),
            (None, _) => entry.node.clone(),
        };
        let key_at = over.entry(&entry.key).map_or(&entry.key_at, |entry| &entry.key_at).clone();
        merged.entries.push(Entry { key: entry.key.clone(), key_at, node });
    }
    merged.entries.extend(over.entries.iter().filter(|entry| base.get(&entry.key).is_none()).cloned());
    merged
}

/// A text where a table of this kind could stand, as that table: `parent = "NodeId"`, `soap = "iParentID"`.
pub fn shorthand(node: &Node, place: Place) -> Option<Table> {
    let table = match &node.value {
        Value::Table(table) => table.clone(),
        Value::String(_) => single(node, place.short()?),
        _ => return None,
    };
    let Some(protocol_word) = place.short_on_protocol() else { return Some(table) };
    let entries = table
        .entries
        .into_iter()
        .map(|entry| match entry.node.value {
            Value::String(_) if !members(&entry.key).is_empty() => {
                let table = single(&entry.node, protocol_word);
                Entry { node: Node { at: entry.node.at.clone(), value: Value::Table(table) }, ..entry }
            }
            _ => entry,
        })
        .collect();
    Some(Table { at: table.at, entries })
}

/// The node of a word on a protocol: what is said for it, for its family, or plainly.
pub fn on<'a>(table: &'a Table, protocol: Protocol, word: &str) -> Option<&'a Node> {
    only_on(table, protocol, word).or_else(|| table.get(word))
}

/// The node of a word that is said for the protocol or its family alone.
pub fn only_on<'a>(table: &'a Table, protocol: Protocol, word: &str) -> Option<&'a Node> {
    names(protocol).into_iter().find_map(|name| table.get(name)?.as_table()?.get(word))
}

/// Whether a table says that something does not exist on the protocol: `soap = false`.
pub fn is_off(table: &Table, protocol: Protocol) -> bool {
    names(protocol).iter().any(|name| table.get(name).is_some_and(Node::is_false))
}

/// The names under which something differs on a protocol, the more special first.
pub fn names(protocol: Protocol) -> [&'static str; 2] {
    match protocol {
        Protocol::Get => ["get", "form"],
        Protocol::Post => ["post", "form"],
        Protocol::Soap11 => ["soap11", "soap"],
        Protocol::Soap12 => ["soap12", "soap"],
        Protocol::Xml => ["xml", "xml"],
    }
}

/// The protocols that a name stands for; none if it is none. The first of a family is its default.
pub fn members(name: &str) -> &'static [Protocol] {
    match name {
        "form" => &[Protocol::Post, Protocol::Get],
        "soap" => &[Protocol::Soap12, Protocol::Soap11],
        "get" => &[Protocol::Get],
        "post" => &[Protocol::Post],
        "soap11" => &[Protocol::Soap11],
        "soap12" => &[Protocol::Soap12],
        "xml" => &[Protocol::Xml],
        _ => &[],
    }
}

/// The shortest way to name some protocols: by their families, where all of one are there.
pub fn families(protocols: &[Protocol]) -> Vec<&'static str> {
    let mut left = protocols.to_vec();
    let mut found = Vec::new();
    for name in ["form", "soap", "get", "post", "soap11", "soap12", "xml"] {
        let of_family = members(name);
        if of_family.iter().all(|protocol| left.contains(protocol)) {
            left.retain(|protocol| !of_family.contains(protocol));
            found.push(name);
        }
    }
    found
}

fn single(node: &Node, word: &str) -> Table {
    Table {
        at: node.at.clone(),
        entries: vec![Entry { key: word.to_owned(), key_at: node.at.clone(), node: node.clone() }],
    }
}
