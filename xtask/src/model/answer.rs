//! How answers read: formats, readings, labels.

use super::{
    read, template,
    types::{Answer, Escape, Format, Reading},
    vendor::Cx,
};
use crate::{
    diagnostic::{At, Diagnostics},
    spec::{self, Node, Place, Table, Value, words},
};

/// The answers of `[answers]`.
pub fn vendor_answers(cx: &mut Cx<'_>, vendor: &Table) {
    let Some(answers) = read::opt_table(vendor, "answers", cx.d).cloned() else {
        let at = At { file: vendor.at.file, span: 0..0 };
        cx.d.mistake(&at, "no answer is said", "say `[answers.text]` or `[answers.xml]` here");
        return;
    };
    for entry in &answers.entries {
        let Some(table) = entry.node.as_table() else {
            read::wrong(&entry.node, &entry.key, "a table", cx.d);
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
    let known: Vec<String> = cx.answer_tables.iter().map(|(name, _)| name.clone()).collect();
    // What an operation lays over an answer has no name.
    let found = known.iter().position(|known| *known == name && !name.is_empty());
    if found.is_none() {
        cx.d.mistake(&node.at, format!("there is no answer `{name}`"), "unknown")
            .suggest(&name, known.iter().map(String::as_str));
    }
    found
}

fn answer(cx: &mut Cx<'_>, name: &str, table: &Table) -> Answer {
    spec::check_words(table, Place::Answer, cx.d);
    let format = match table.get("format") {
        Some(node) => read::one_of(node, "format", words::FORMATS, cx.d).unwrap_or_default(),
        None => name,
    };
    let format = match format {
        "text" => Format::Text,
        "xml" => Format::Xml,
        "bytes" => Format::Bytes,
        _ if table.get("format").is_some() => Format::Text,
        _ => {
            cx.d.mistake(
                &table.at,
                format!("what is the answer `{name}` made of?"),
                "say `format = \"text\"`, `\"xml\"` or `\"bytes\"`",
            );
            Format::Text
        }
    };
    let case = table.get("case").and_then(|node| read::one_of(node, "case", words::CASES, cx.d));
    let own = own_names(cx);
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let accepted_holes: Vec<&str> = ["output", "operation"].into_iter().chain(own.iter().copied()).collect();
    let accepted = readings(cx, table.get("accepted"), &accepted_holes, template::place);
    let refused_holes: Vec<&str> =
        ["code", "message", "parameter", "operation"].into_iter().chain(own.iter().copied()).collect();
    let refused = readings(cx, table.get("refused"), &refused_holes, template::refused_place);
    let faults = readings(cx, table.get("faults"), &refused_holes, template::refused_place);
    if let Some(node) = table.get("faults").filter(|_| format == Format::Text) {
        let at = node.at.clone();
        cx.d.mistake(&at, "a text has no SOAP faults", "this answer is text");
    }
    Answer {
        format,
        charset: charset(cx, table),
        accepted,
        refused,
        faults,
        escape: escape(cx, format, table),
        part: part(cx, format, table),
        any_case: case == Some("any"),
        doubts: read::doubts(table, cx.d),
    }
}

/// The character set of a form or an answer.
pub fn charset(cx: &mut Cx<'_>, table: &Table) -> Option<String> {
    let node = table.get("charset")?;
    let label = read::text(node, "charset", cx.d)?;
    if encoding_rs::Encoding::for_label(label.as_bytes()).is_none() {
        cx.d.mistake(&node.at, format!("`{label}` is no character set"), "unknown")
            .suggest(&label, ["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "shift_jis", "gb18030"])
            .suggest_any("the names are those of the WHATWG's Encoding Standard, such as `windows-1252`");
    }
    Some(label)
}

fn escape(cx: &mut Cx<'_>, format: Format, table: &Table) -> Escape {
    let Some(node) = table.get("escape") else { return Escape::None };
    if format != Format::Text {
        cx.d.mistake(&node.at, "`escape` is for values of a text", "this answer is none");
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
    let form = read::text(node, "field", cx.d).filter(|_| format == Format::Text);
    let Some(form) = form else { return ":".to_owned() };
    let part = form.strip_prefix("{name}").and_then(|rest| rest.strip_suffix("{value}")).map(str::trim);
    match part {
        Some(part) if !part.is_empty() => part.to_owned(),
        _ => {
            cx.d.mistake(&node.at, "a field of a text is `{name}`, what parts it, `{value}`", "this is not")
                .help("for example `field = \"{name}: {value}\"`");
            ":".to_owned()
        }
    }
}

/// The vendor's own names for holes.
fn own_names(cx: &mut Cx<'_>) -> Vec<String> {
    let vendor = cx.vendor.clone();
    read::opt_table(&vendor, "names", cx.d)
        .map(|names| names.entries.iter().map(|entry| entry.key.clone()).collect())
        .unwrap_or_default()
}

/// Checks the form of a place.
type CheckPlace = fn(&str, &Node, &mut Diagnostics) -> String;

/// A reading, or a list of them. `known`: the names that holes may have.
fn readings(cx: &mut Cx<'_>, node: Option<&Node>, known: &[&str], place: CheckPlace) -> Vec<Reading> {
    let Some(node) = node else { return Vec::new() };
    match &node.value {
        Value::Array(items) => items.iter().flat_map(|item| reading(cx, item, known, place)).collect(),
        _ => reading(cx, node, known, place).into_iter().collect(),
    }
}

fn reading(cx: &mut Cx<'_>, node: &Node, known: &[&str], place: CheckPlace) -> Option<Reading> {
    match &node.value {
        Value::String(text) => {
            Some(Reading { at: Vec::new(), template: Some(template::template(text, &node.at, Some(known), cx.d)) })
        }
        Value::Table(table) => {
            spec::check_words(table, Place::Reading, cx.d);
            let at = table.get("at").map(|at| (at, read::texts(at, "at", cx.d)));
            let at = at.map(|(node, places)| places.iter().map(|text| place(text, node, cx.d)).collect::<Vec<_>>());
            let template = table
                .get("as")
                .and_then(|node| Some((node, read::text(node, "as", cx.d)?)))
                .map(|(node, text)| template::template(&text, &node.at, Some(known), cx.d));
            Some(Reading { at: at.unwrap_or_default(), template })
        }
        _ => {
            read::wrong(node, "accepted` or `refused", "a template, or `{ at = …, as = … }`", cx.d);
            None
        }
    }
}
