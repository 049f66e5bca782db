//! The words of the language: one list, which says where each may stand.

use super::{Table, merge::members};
use crate::diagnostic::Diagnostics;

/// A kind of table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Vendor,
    Defaults,
    Protocol,
    Answer,
    Reading,
    Scheme,
    Type,
    Word,
    Part,
    Field,
    Output,
    Code,
    Operation,
    Example,
}

/// Words that any table takes.
const ANYWHERE: &[&str] = &["doc", "page", "doubt", "rust"];

/// The words of a kind of table, besides those that any takes.
pub fn words(place: Place) -> &'static [&'static str] {
    match place {
        Place::Vendor => &[
            "name",
            "client",
            "base",
            "version",
            "license",
            "repository",
            "defaults",
            "names",
            "protocols",
            "answers",
            "auth",
            "types",
            "codes",
            "parts",
        ],
        Place::Defaults => &["param", "field"],
        Place::Protocol => &["path", "answer", "headers", "namespace", "action", "root", "inside"],
        Place::Answer => &["format", "accepted", "refused", "field", "case"],
        Place::Reading => &["at", "as"],
        Place::Scheme => &["params", "codes", "login", "logout", "cookie", "idle", "order"],
        Place::Type => &["base", "values", "fields", "true", "false", "format", "none"],
        Place::Word => &[],
        Place::Part => &["params", "codes"],
        Place::Field => &[
            "at",
            "type",
            "required",
            "secret",
            "separator",
            "min",
            "max",
            "default",
            "absent",
            "needs",
            "from",
            "none",
            "format",
            "true",
            "false",
        ],
        Place::Output => &["at", "as", "type", "fields", "separator"],
        Place::Code => &["code", "message", "param", "means"],
        Place::Operation => &[
            "names",
            "path",
            "answer",
            "answers",
            "auth",
            "use",
            "params",
            "output",
            "types",
            "codes",
            "examples",
            "idempotent",
            "supersedes",
            "deprecated",
            "demo",
        ],
        Place::Example => &["params", "auth", "request", "answer", "output", "code", "parameter", "message", "source"],
    }
}

/// Whether a protocol's name may stand in a kind of table, for "on this protocol it differs so".
fn differs(place: Place) -> bool {
    matches!(place, Place::Operation | Place::Field | Place::Output | Place::Code | Place::Example)
}

/// Reports keys that are no words of this kind of table.
pub fn check_words(table: &Table, place: Place, diagnostics: &mut Diagnostics) {
    for entry in &table.entries {
        let key = entry.key.as_str();
        if ANYWHERE.contains(&key) || words(place).contains(&key) {
            continue;
        }
        if differs(place) && !members(key).is_empty() {
            if let Some(below) = entry.node.as_table() {
                for inner in &below.entries {
                    let key = inner.key.as_str();
                    let known = if place == Place::Operation { &["path", "answer", "at"][..] } else { words(place) };
                    if !ANYWHERE.contains(&key) && !known.contains(&key) && key != "at" && key != "code" {
                        unknown(key, &inner.key_at, known, diagnostics);
                    }
                }
            }
            continue;
        }
        unknown(key, &entry.key_at, words(place), diagnostics);
    }
}

fn unknown(key: &str, at: &crate::diagnostic::At, known: &'static [&'static str], diagnostics: &mut Diagnostics) {
    let mut all: Vec<&str> = known.to_vec();
    all.extend(ANYWHERE);
    all.extend(["form", "get", "post", "soap", "soap11", "soap12", "xml"]);
    diagnostics
        .mistake(at, format!("unknown word `{key}`"), "not a word of this table")
        .suggest(key, all.iter().copied())
        .suggest_any(&format!("here stand {}", list(known)));
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
