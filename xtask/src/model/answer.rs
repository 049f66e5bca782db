//! How answers read: formats, readings, labels.

use super::{
    read, template,
    types::{Answer, Escape, Format, Piece, Reading},
    vendor::Cx,
};
use crate::{
    diagnostic::{At, Diagnostics, Kind},
    spec::{self, Node, Place, Table, Value, words},
};

/// The answers of `[answers]`.
pub fn vendor_answers(cx: &mut Cx<'_>, vendor: &Table) {
    let Some(answers) = read::opt_table(vendor, "answers", cx.d).cloned() else {
        let at = vendor.at.clone();
        if vendor.get("answers").is_none() {
            cx.d.mistake(Kind::MissingWord, &at, "`answers` is missing", "this file says nothing of answers")
                .help("say how they read: `[answers.text]` or `[answers.xml]`");
        }
        return;
    };
    for entry in &answers.entries {
        let Some(table) = entry.node.as_table() else {
            read::wrong(&entry.node, &entry.key, "a table", cx.d);
            cx.d.lose("answers", &entry.node.at);
            continue;
        };
        let answer = answer(cx, &entry.key, table);
        cx.answers.push(answer);
        cx.answer_tables.push((entry.key.clone(), table.clone()));
    }
}

/// An answer of the vendor's that an operation lays its own words over.
pub fn overridden(cx: &mut Cx<'_>, name: &str, over: &Table) -> Option<usize> {
    let base = cx.answer_tables.iter().position(|(known, _)| known == name)?;
    let (_, table) = cx.answer_tables.get(base)?;
    let merged = spec::merge(table, over);
    let answer = answer(cx, name, &merged);
    cx.answers.push(answer);
    cx.answer_tables.push((String::new(), merged));
    Some(cx.answers.len() - 1)
}

/// The answer that a word names.
pub fn by_name(cx: &mut Cx<'_>, node: &Node) -> Option<usize> {
    let name = read::text(node, "answer", cx.d)?;
    // What an operation lays over an answer has no name.
    let found = cx.answer_tables.iter().position(|(known, _)| *known == name && !name.is_empty());
    if found.is_none() {
        unknown(cx, &name, &node.at);
    }
    found
}

/// Reports a name that no answer has, unless there is none at all, which is said already.
pub fn unknown(cx: &mut Cx<'_>, name: &str, at: &At) {
    let known: Vec<&str> =
        cx.answer_tables.iter().map(|(name, _)| name.as_str()).filter(|name| !name.is_empty()).collect();
    if !known.is_empty() {
        cx.d.mistake(Kind::UnknownAnswer, at, format!("there is no answer `{name}`"), "not in `[answers]`")
            .suggest_or_list(name, known, "answers");
    }
}

fn answer(cx: &mut Cx<'_>, name: &str, table: &Table) -> Answer {
    let table = spec::check_words(table, Place::Answer, cx.d);
    let table = table.as_ref();
    let format = match table.get("format") {
        Some(node) => read::one_of(node, "format", words::FORMATS, cx.d),
        None => words::FORMATS.iter().copied().find(|format| *format == name),
    };
    if format.is_none() {
        if table.get("format").is_none() {
            cx.d.mistake(Kind::MissingWord, &table.at, "`format` is missing", "what is this answer made of?")
                .help("say `format = \"text\"`, `\"xml\"` or `\"bytes\"`; an answer that is called so needs not");
        }
        cx.unsure_answers.push(cx.answers.len());
    }
    let unsure = format.is_none();
    let format = match format {
        Some("xml") => Format::Xml,
        Some("bytes") => Format::Bytes,
        _ => Format::Text,
    };
    let case = table.get("case").and_then(|node| read::one_of(node, "case", words::CASES, cx.d));
    let own = cx.own_names();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let accepted_holes: Vec<&str> = ["output", "operation"].into_iter().chain(own.iter().copied()).collect();
    let accepted = readings(cx, table, "accepted", &accepted_holes, template::place);
    unreachable(cx, table, "accepted", &accepted);
    let refused_holes: Vec<&str> =
        ["code", "message", "parameter", "operation"].into_iter().chain(own.iter().copied()).collect();
    let refused = readings(cx, table, "refused", &refused_holes, template::refused_place);
    unreachable(cx, table, "refused", &refused);
    let faults = readings(cx, table, "faults", &refused_holes, template::refused_place);
    if let Some(entry) = table.entry("faults").filter(|_| format == Format::Text && !unsure) {
        cx.d.mistake(Kind::FaultsInText, &entry.key_at, "a text has no SOAP faults", "this answer is a text")
            .help("say it of the answer that SOAP has");
    }
    Answer {
        at: table.at.clone(),
        format,
        charset: charset(cx, table),
        accepted,
        refused,
        faults,
        escape: if unsure { Escape::None } else { escape(cx, format, table) },
        part: if unsure { ":".to_owned() } else { part(cx, format, table) },
        any_case: case == Some("any"),
        doubts: read::doubts(table, cx.d),
    }
}

/// The character set of a form or an answer.
pub fn charset(cx: &mut Cx<'_>, table: &Table) -> Option<String> {
    let node = table.get("charset")?;
    let label = read::text(node, "charset", cx.d)?;
    if encoding_rs::Encoding::for_label(label.as_bytes()).is_none() {
        cx.d.mistake(Kind::UnknownCharset, &node.at, format!("`{label}` is no character set"), "unknown")
            .suggest(&label, ["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "shift_jis", "gb18030"])
            .suggest_any("the names are those of the WHATWG's Encoding Standard, such as `windows-1252`");
    }
    Some(label)
}

fn escape(cx: &mut Cx<'_>, format: Format, table: &Table) -> Escape {
    let Some(node) = table.get("escape") else { return Escape::None };
    if format != Format::Text {
        let at = table.entry("escape").map_or(&node.at, |entry| &entry.key_at);
        cx.d.mistake(Kind::EscapeNoText, at, "`escape` is for values of a text", "this answer is none")
            .help("take it away: XML has its own escapes, and is read with them");
    }
    match read::one_of(node, "escape", words::ESCAPES, cx.d) {
        Some("percent") => Escape::Percent,
        Some("form") => Escape::Form,
        _ => Escape::None,
    }
}

/// What parts a label from its value: of `{name}: {value}` the `:`.
fn part(cx: &mut Cx<'_>, format: Format, table: &Table) -> String {
    let Some(node) = table.get("field") else { return ":".to_owned() };
    let Some(form) = read::text(node, "field", cx.d) else { return ":".to_owned() };
    if format != Format::Text {
        if !form.contains("{name}") {
            cx.d.mistake(Kind::FieldForm, &node.at, "a field of XML is a place with `{name}` in it", "this is not")
                .help("for example `field = \"@{name}\"`: fields are attributes");
        }
        return ":".to_owned();
    }
    let part = form.strip_prefix("{name}").and_then(|rest| rest.strip_suffix("{value}")).map(str::trim);
    match part {
        Some(part) if !part.is_empty() => part.to_owned(),
        _ => {
            cx.d.mistake(
                Kind::FieldForm,
                &node.at,
                "a field of a text is `{name}`, what parts it, `{value}`",
                "this is not",
            )
            .help("for example `field = \"{name}: {value}\"`");
            ":".to_owned()
        }
    }
}

/// Checks the form of a place.
type CheckPlace = fn(&str, &At, &mut Diagnostics) -> String;

/// A reading, or a list of them. `known`: the names that holes may have.
fn readings(cx: &mut Cx<'_>, table: &Table, word: &str, known: &[&str], place: CheckPlace) -> Vec<Reading> {
    let Some(node) = table.get(word) else { return Vec::new() };
    match &node.value {
        Value::Array(items) => items.iter().flat_map(|item| reading(cx, word, item, known, place)).collect(),
        _ => reading(cx, word, node, known, place).into_iter().collect(),
    }
}

/// Reports readings that another before it always takes; of refusals, which are all read through, only those that are the same.
fn unreachable(cx: &mut Cx<'_>, table: &Table, word: &str, readings: &[Reading]) {
    let Some(Node { value: Value::Array(items), .. }) = table.get(word) else { return };
    if items.len() != readings.len() {
        return;
    }
    for (index, reading) in readings.iter().enumerate() {
        let takes = |before: &Reading| {
            let any = match before.template.as_deref() {
                None => !before.at.is_empty(),
                Some(pieces) => matches!(pieces, [Piece::Hole(_)]),
            };
            before == reading || (word == "accepted" && any && before.at == reading.at)
        };
        let first = readings.iter().take(index).position(takes);
        if let (Some(first), Some(second)) = (first.and_then(|first| items.get(first)), items.get(index)) {
            cx.d.mistake(Kind::UnreachableForm, &second.at, "this is never come to", "comes too late")
                .see(&first.at, "takes every answer that this would")
                .help("put the one that fits less before the other, or take it away");
        }
    }
}

fn reading(cx: &mut Cx<'_>, word: &str, node: &Node, known: &[&str], place: CheckPlace) -> Option<Reading> {
    match &node.value {
        Value::String(text) => {
            Some(Reading { at: Vec::new(), template: Some(template::template(text, &node.at, Some(known), cx.d)) })
        }
        Value::Table(table) => {
            let table = spec::check_words(table, Place::Reading, cx.d);
            let mut at = Vec::new();
            for (text, here) in table.get("at").map(|node| read::placed_texts(node, "at", cx.d)).unwrap_or_default() {
                at.push(place(&text, &here, cx.d));
                let known = cx.own_holes();
                template::holes(&text, &here, &known.iter().map(String::as_str).collect::<Vec<_>>(), cx.d);
            }
            let template = table
                .get("as")
                .and_then(|node| Some((node, read::text(node, "as", cx.d)?)))
                .map(|(node, text)| template::template(&text, &node.at, Some(known), cx.d));
            Some(Reading { at, template })
        }
        _ => {
            read::wrong(node, word, "a template, `{ at = …, as = … }`, or a list of such", cx.d);
            None
        }
    }
}
