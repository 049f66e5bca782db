//! TOML as a tree in which every key and value knows its place.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::scan;
use crate::diagnostic::{At, Diagnostics, Kind};

/// Entries of a table or list. What is looked up in them is looked for one by one.
const MOST: usize = 5_000;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    pub at: At,
    pub value: Value,
}

#[derive(Clone, Debug)]
pub enum Value {
    String(String),
    Int(i64),
    Bool(bool),
    Array(Vec<Node>),
    Table(Table),
    /// A float, or a date of TOML's own, which no word takes; as it was written.
    Other(String),
}

/// A table, in the order in which it was written.
#[derive(Clone, Debug)]
pub struct Table {
    pub at: At,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub key: String,
    pub key_at: At,
    pub node: Node,
}

impl Table {
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub fn empty(at: &At) -> Table {
        Table { at: at.clone(), entries: Vec::new() }
    }
}

impl Node {
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub fn is_false(&self) -> bool {
        matches!(self.value, Value::Bool(false))
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::String(_) => "a text",
            Value::Int(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
            Value::Other(_) => "a float or a date",
        }
    }
}

/// Parses a file. Of syntax mistakes only the first is reported: recovering from it invents others.
pub fn parse(file: usize, diagnostics: &mut Diagnostics) -> Option<Table> {
    let text = diagnostics.text(file).to_owned();
    for (span, lines) in scan::quoted(&text) {
        let label = match lines {
            1 => "a sentence of the page".to_owned(),
            _ => format!("sentences of the page, in {lines} lines"),
        };
        diagnostics
            .mistake(Kind::QuotedLine, &At { file, span }, "a line that quotes the page stands in a spec", label)
            .help("say what it says in your own words, as a `doc`, and take the lines with `#>` away");
    }
    if let Some(span) = scan::too_deep(&text) {
        diagnostics
            .mistake(
                Kind::TooDeep,
                &At { file, span },
                format!("more than {} tables and lists stand in each other", scan::DEEPEST),
                "the first that is too much",
            )
            .help("nothing in the language is that deep; look for a bracket that is not closed");
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(&text);
    if let Some(error) = errors.first() {
        let span = error.span().unwrap_or(0..0);
        let at = At { file, span };
        let first = first_of_two(&text, error).map(|span| At { file, span });
        match first {
            Some(first) => {
                let key = diagnostics.text(file).get(at.span.clone()).unwrap_or_default().to_owned();
                diagnostics
                    .mistake(Kind::DuplicateKey, &at, format!("`{key}` is said twice in one table"), "the second")
                    .see(&first, "the first")
                    .help("put what both say into one, or give one of them another name");
            }
            None => {
                diagnostics
                    .mistake(Kind::Syntax, &at, format!("this is not TOML: {}", error.message()), "not understood")
                    .help("texts stand in quotes, a `key = value` or `[table]` on a line of its own");
            }
        }
        return None;
    }
    let at = diagnostics.top(file);
    let table = convert_table(file, &at, table.get_ref());
    if let Some(at) = too_many(&table) {
        diagnostics
            .mistake(
                Kind::TooMany,
                &at,
                format!("more than {MOST} stand in one table or list"),
                "the first that is too much",
            )
            .help("nothing that a person writes is that long");
        return None;
    }
    Some(table)
}

/// Where the key stands that an error says to be a duplicate: the one without which there is no such error.
fn first_of_two(text: &str, error: &toml::de::Error) -> Option<Range<usize>> {
    let second = error.span().filter(|_| error.message() == "duplicate key")?;
    let key = text.get(second.clone())?;
    let before = text.get(..second.start)?;
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\''));
    before.match_indices(key).map(|(start, _)| start..start + key.len()).find(|span| {
        let around = (text.get(..span.start), text.get(span.end..));
        let (Some(left), Some(right)) = around else { return false };
        if is_word(left.chars().next_back()) || is_word(right.chars().next()) {
            return false;
        }
        // As long as the key, and no other key: every place stays where it is.
        let other: String = format!("{left}{}{right}", "_".repeat(key.len()));
        let (_, errors) = DeTable::parse_recoverable(&other);
        errors.first().is_none_or(|error| error.span() != Some(second.clone()))
    })
}

/// The first that is too much in a table or list.
fn too_many(table: &Table) -> Option<At> {
    let below = || table.entries.iter().find_map(|entry| too_many_in(&entry.node));
    table.entries.get(MOST).map(|entry| entry.key_at.clone()).or_else(below)
}

fn too_many_in(node: &Node) -> Option<At> {
    match &node.value {
        Value::Table(table) => too_many(table),
        Value::Array(items) => {
            items.get(MOST).map(|item| item.at.clone()).or_else(|| items.iter().find_map(too_many_in))
        }
        _ => None,
    }
}

fn convert_table(file: usize, at: &At, table: &DeTable<'_>) -> Table {
    let entries = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_at: At { file, span: key.span() },
            node: convert(file, value),
        })
        .collect();
    Table { at: at.clone(), entries }
}

fn convert(file: usize, value: &Spanned<DeValue<'_>>) -> Node {
    let at = At { file, span: value.span() };
    let value = match value.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Int(number),
            Err(_) => Value::Other(number.as_str().to_owned()),
        },
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Float(number) => Value::Other(number.as_str().to_owned()),
        DeValue::Datetime(date) => Value::Other(date.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| convert(file, item)).collect()),
        DeValue::Table(table) => Value::Table(convert_table(file, &at, table)),
    };
    Node { at, value }
}
