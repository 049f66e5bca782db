//! Values of words, checked for their kind.

use super::types::Doubt;
use crate::{
    diagnostic::{At, Diagnostics, Kind, list},
    spec::{self, Node, Table, Value},
};

/// A text; anything else is reported.
pub fn text(node: &Node, word: &str, d: &mut Diagnostics) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.clone()),
        _ => {
            wrong(node, word, "a text", d);
            None
        }
    }
}

/// The texts of a table, with their keys; anything else in it is reported.
pub fn pairs(table: &Table, d: &mut Diagnostics) -> Vec<(String, String)> {
    let entries = table.entries.iter();
    entries.filter_map(|entry| Some((entry.key.clone(), text(&entry.node, &entry.key, d)?))).collect()
}

/// The text of a word, if it is there.
pub fn opt_text(table: &Table, word: &str, d: &mut Diagnostics) -> Option<String> {
    text(table.get(word)?, word, d)
}

/// The text of a word; empty when it is not there.
pub fn text_or_empty(table: &Table, word: &str, d: &mut Diagnostics) -> String {
    opt_text(table, word, d).unwrap_or_default()
}

/// Yes or no; no when it is not there.
pub fn flag(table: &Table, word: &str, d: &mut Diagnostics) -> bool {
    opt_flag(table, word, d).unwrap_or(false)
}

pub fn opt_flag(table: &Table, word: &str, d: &mut Diagnostics) -> Option<bool> {
    is_true(table.get(word)?, word, d)
}

/// Yes or no; anything else is reported.
pub fn is_true(node: &Node, word: &str, d: &mut Diagnostics) -> Option<bool> {
    match node.value {
        Value::Bool(value) => Some(value),
        _ => {
            wrong(node, word, "true or false", d);
            None
        }
    }
}

pub fn opt_int(table: &Table, word: &str, d: &mut Diagnostics) -> Option<i64> {
    let node = table.get(word)?;
    match node.value {
        Value::Int(value) => Some(value),
        _ => {
            wrong(node, word, "a whole number", d);
            None
        }
    }
}

/// One text or a list of them; a number stands for its digits.
pub fn texts(node: &Node, word: &str, d: &mut Diagnostics) -> Vec<String> {
    placed_texts(node, word, d).into_iter().map(|(text, _)| text).collect()
}

/// The same, each with its place.
pub fn placed_texts(node: &Node, word: &str, d: &mut Diagnostics) -> Vec<(String, At)> {
    let items = match &node.value {
        Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut texts = Vec::new();
    for item in items {
        match &item.value {
            Value::String(text) => texts.push((text.clone(), item.at.clone())),
            Value::Int(number) => texts.push((number.to_string(), item.at.clone())),
            _ => wrong(item, word, "a text or a list of texts", d),
        }
    }
    texts
}

/// One of a few words; anything else is reported.
pub fn one_of(node: &Node, word: &str, words: &[&'static str], d: &mut Diagnostics) -> Option<&'static str> {
    let found = words.iter().find(|known| node.as_str() == Some(known)).copied();
    match node.as_str() {
        Some(text) if found.is_none() => {
            d.mistake(Kind::UnknownValue, &node.at, format!("`{word}` is never `{text}`"), "none of its words")
                .suggest_or_list(text, words.iter().copied(), "its words");
        }
        Some(_) => {}
        None => wrong(node, word, &format!("one of {}", list(words)), d),
    }
    found
}

/// The doubts of a table, those said of single protocols included.
pub fn doubts(table: &Table, d: &mut Diagnostics) -> Vec<Doubt> {
    let below = spec::words::PROTOCOLS.iter().filter_map(|name| table.get(name)?.as_table());
    let said = std::iter::once(table).chain(below).filter_map(|table| table.get("doubt"));
    said.flat_map(|node| match &node.value {
        Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    })
    .flat_map(|node| texts(node, "doubt", d).into_iter().map(|text| Doubt { text, at: node.at.clone() }))
    .collect()
}

/// A span of time, `20 min`, `30 days`, `90 s`, `2 h`, in seconds.
pub fn span(text: &str) -> Option<u32> {
    let (number, unit) = text.trim().split_once(' ')?;
    let number: u32 = number.parse().ok()?;
    let unit = match unit.trim() {
        "s" | "sec" | "second" | "seconds" => 1,
        "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3600,
        "day" | "days" => 86400,
        _ => return None,
    };
    number.checked_mul(unit)
}

/// A table that is a word's value; reported when it is something else.
pub fn opt_table<'a>(table: &'a Table, word: &str, d: &mut Diagnostics) -> Option<&'a Table> {
    let node = table.get(word)?;
    let below = node.as_table();
    if below.is_none() {
        wrong(node, word, "a table", d);
    }
    below
}

/// Reports a value of the wrong kind.
pub fn wrong(node: &Node, word: &str, wanted: &str, d: &mut Diagnostics) {
    spec::words::wrong_kind(node, word, wanted, d);
}

/// Reports what is no name of an HTTP header.
pub fn header_name(name: &str, at: &At, d: &mut Diagnostics) {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)) {
        d.mistake(Kind::HeaderName, at, format!("`{name}` is no name of a header"), "no header can be called so")
            .help("letters, digits and `-`: `X-Name`");
    }
}

/// Reports a path that cannot stand behind the address of a host.
pub fn path(path: &str, at: &At, d: &mut Diagnostics) {
    if !path.is_empty() && !path.starts_with(['/', '{']) {
        d.mistake(Kind::Address, at, format!("`{path}` cannot stand behind `base`"), "no `/` parts them")
            .help(format!("write `/{path}`"));
    }
}
