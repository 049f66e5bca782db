//! Types: named ones of TOML and XSD, and references to them.

use std::path::Path;

use super::{
    field, name, read,
    types::{NamedType, Scalar, ScalarKind, TypeDef, TypeRef, Word},
    vendor::Cx,
    xsd,
};
use crate::{
    diagnostic::At,
    spec::{self, Node, Place, Table, Value},
};

/// The language's own scalars.
pub const SCALARS: &[&str] =
    &["string", "bool", "i16", "u16", "i32", "u32", "i64", "number", "datetime", "date", "time", "url", "bytes", "map"];

/// Declares the types of a table `[types]`, before anything refers to them.
pub fn declare(cx: &mut Cx<'_>, types: &Table, owner: Option<usize>) {
    for entry in &types.entries {
        let Some(table) = spec::shorthand(&entry.node, "base", "base") else {
            read::wrong(&entry.node, &entry.key, "a table", cx.d);
            continue;
        };
        spec::check_words(&table, Place::Type, cx.d);
        if entry.key.contains('#') {
            // Words for the fields of an XSD's type: its fields take them up when it is loaded.
            cx.xsd_words.push((entry.key.clone(), table));
            continue;
        }
        cx.types.push(NamedType {
            name: entry.key.clone(),
            rust: name::said_or(&table, || name::camel(&entry.key), cx.d),
            doc: read::text_or_empty(&table, "doc", cx.d),
            doubts: read::doubts(&table, cx.d),
            owner,
            def: TypeDef::Record(Vec::new()),
        });
        cx.type_places.push((entry.key_at.clone(), table, false));
    }
}

/// Fills in the types that were declared since `from`.
pub fn define(cx: &mut Cx<'_>, from: usize) {
    for index in from..cx.types.len() {
        let Some((at, table, done)) = cx.type_places.get_mut(index) else { continue };
        if std::mem::replace(done, true) {
            continue;
        }
        let (at, table) = (at.clone(), table.clone());
        let def = definition(cx, &table, &at, index);
        if let Some(named) = cx.types.get_mut(index) {
            named.def = def;
        }
    }
}

fn definition(cx: &mut Cx<'_>, table: &Table, at: &At, index: usize) -> TypeDef {
    let said: Vec<&str> = ["base", "values", "fields"].into_iter().filter(|word| table.get(word).is_some()).collect();
    if said.len() != 1 {
        cx.d.mistake(at, "a type has one of `base`, `values` and `fields`", "this one has not");
    }
    if let Some(values) = table.get("values") {
        return TypeDef::Enum(words(cx, values));
    }
    if let Some(fields) = read::opt_table(table, "fields", cx.d) {
        let owner = cx.types.get(index).and_then(|named| named.owner);
        return TypeDef::Record(field::fields(cx, fields, field::Use::Record, owner));
    }
    match table.get("base").and_then(Node::as_str).map(str::to_owned) {
        Some(base) => match scalar(&base) {
            Some(kind) => TypeDef::Scalar(refine(cx, Scalar { kind, none: Vec::new() }, table)),
            None => {
                let at = table.get("base").map_or(at, |node| &node.at).clone();
                cx.d.mistake(&at, format!("`{base}` is no scalar"), "unknown").suggest(&base, SCALARS.iter().copied());
                TypeDef::Scalar(Scalar { kind: ScalarKind::String, none: Vec::new() })
            }
        },
        None => TypeDef::Scalar(Scalar { kind: ScalarKind::String, none: Vec::new() }),
    }
}

/// The words of an enumeration of an XSD. Those that would have one name in Rust are numbered.
fn xsd_words(words: &[xsd::XsdWord]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for word in words {
        let name = name::variant(&word.wire);
        let is_taken = |name: &str| out.iter().any(|known| known.rust == name);
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let rust = std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name);
        out.push(Word { wire: word.wire.clone(), rust, doc: word.doc.clone(), spelled: Vec::new() });
    }
    out
}

/// The words of an enumeration: a list, or a table with something said of each.
fn words(cx: &mut Cx<'_>, values: &Node) -> Vec<Word> {
    let mut words: Vec<(Word, At)> = Vec::new();
    match &values.value {
        Value::Array(items) => {
            for item in items {
                if let Some(wire) = read::text(item, "values", cx.d) {
                    let word = Word { rust: name::variant(&wire), wire, doc: String::new(), spelled: Vec::new() };
                    words.push((word, item.at.clone()));
                }
            }
        }
        Value::Table(table) => {
            for entry in &table.entries {
                let Some(table) = spec::shorthand(&entry.node, "doc", "as") else {
                    read::wrong(&entry.node, &entry.key, "a text or a table", cx.d);
                    continue;
                };
                spec::check_words(&table, Place::Value, cx.d);
                let rust = name::said_variant_or(&table, || name::variant(&entry.key), cx.d);
                let doc = read::text_or_empty(&table, "doc", cx.d);
                let spelled = spelled(cx, &table);
                words.push((Word { wire: entry.key.clone(), rust, doc, spelled }, entry.key_at.clone()));
            }
        }
        _ => read::wrong(values, "values", "a list of texts, or a table", cx.d),
    }
    cx.unique(words.iter().map(|(word, at)| (word.rust.clone(), at.clone())), "word");
    words.into_iter().map(|(word, _)| word).collect()
}

/// How a word is spelled on the protocols where it is spelled otherwise; plain `as` says it for all others.
fn spelled(cx: &mut Cx<'_>, table: &Table) -> Vec<(super::types::Protocol, String)> {
    let mut spelled = Vec::new();
    for protocol in cx.protocols() {
        if let Some(node) = spec::on(table, protocol, "as").cloned()
            && let Some(text) = read::text(&node, "as", cx.d)
        {
            spelled.push((protocol, text));
        }
    }
    spelled
}

/// What a type is, seen through its name, when it is a scalar.
pub fn scalar_of<'a>(cx: &'a Cx<'_>, ty: &'a TypeRef) -> Option<&'a Scalar> {
    match ty {
        TypeRef::Scalar(scalar) => Some(scalar),
        TypeRef::Named(index) => match &cx.types.get(*index)?.def {
            TypeDef::Scalar(scalar) => Some(scalar),
            TypeDef::Enum(_) | TypeDef::Record(_) => None,
        },
    }
}

/// The fields of a type, when it is a record.
pub fn fields_of<'a>(cx: &'a Cx<'_>, ty: &TypeRef) -> Option<&'a [super::types::Field]> {
    let TypeRef::Named(index) = ty else { return None };
    match &cx.types.get(*index)?.def {
        TypeDef::Record(fields) => Some(fields),
        TypeDef::Scalar(_) | TypeDef::Enum(_) => None,
    }
}

/// The words of a type, when it is an enumeration.
pub fn words_of<'a>(cx: &'a Cx<'_>, ty: &TypeRef) -> Option<&'a [Word]> {
    let TypeRef::Named(index) = ty else { return None };
    match &cx.types.get(*index)?.def {
        TypeDef::Enum(words) => Some(words),
        TypeDef::Scalar(_) | TypeDef::Record(_) => None,
    }
}

/// What its values are called where a template or a scheme names them: the fields of a record, else `value`.
pub fn value_names(cx: &Cx<'_>, ty: &TypeRef) -> Vec<String> {
    match fields_of(cx, ty) {
        Some(fields) => fields.iter().map(|field| field.name.clone()).collect(),
        None => vec!["value".to_owned()],
    }
}

/// Whether the labels or names of a record's fields are numbered.
pub fn is_numbered(cx: &Cx<'_>, ty: &TypeRef) -> bool {
    let places = fields_of(cx, ty).into_iter().flatten().flat_map(|field| &field.wires).flat_map(|wire| &wire.at);
    places.into_iter().any(|place| place.contains("{n}"))
}

/// Whether it is a text, or a URL.
pub fn is_text(cx: &Cx<'_>, ty: &TypeRef) -> bool {
    matches!(scalar_of(cx, ty), Some(Scalar { kind: ScalarKind::String | ScalarKind::Url, .. }))
}

/// A scalar by its word.
pub fn scalar(word: &str) -> Option<ScalarKind> {
    Some(match word {
        "string" => ScalarKind::String,
        "bool" => ScalarKind::Bool { yes: vec!["true".to_owned()], no: vec!["false".to_owned()] },
        "i16" => ScalarKind::Int("i16"),
        "u16" => ScalarKind::Int("u16"),
        "i32" => ScalarKind::Int("i32"),
        "u32" => ScalarKind::Int("u32"),
        "i64" => ScalarKind::Int("i64"),
        "number" => ScalarKind::Number,
        "datetime" => ScalarKind::DateTime(Vec::new()),
        "date" => ScalarKind::DateTime(vec!["%Y-%m-%d".to_owned()]),
        "time" => ScalarKind::DateTime(vec!["%H:%M:%S".to_owned()]),
        "url" => ScalarKind::Url,
        "bytes" => ScalarKind::Bytes,
        "map" => ScalarKind::Map,
        _ => return None,
    })
}

/// A scalar with the spellings that a table says.
pub fn refine(cx: &mut Cx<'_>, scalar: Scalar, table: &Table) -> Scalar {
    let Scalar { mut kind, mut none } = scalar;
    if let Some(node) = table.get("none") {
        none = read::texts(node, "none", cx.d);
    }
    match &mut kind {
        ScalarKind::Bool { yes, no } => {
            if let Some(node) = table.get("true") {
                *yes = spellings(cx, node, "true");
            }
            if let Some(node) = table.get("false") {
                *no = spellings(cx, node, "false");
            }
        }
        ScalarKind::DateTime(formats) => {
            if let Some(node) = table.get("format") {
                *formats = read::texts(node, "format", cx.d);
            }
        }
        _ => {}
    }
    Scalar { kind, none }
}

/// Spellings of yes or no; the first is written, so it has to be one.
fn spellings(cx: &mut Cx<'_>, node: &Node, word: &str) -> Vec<String> {
    let spellings = read::texts(node, word, cx.d);
    if spellings.first().is_some_and(|first| first == "*") {
        cx.d.mistake(&node.at, "`*` is any other text, and cannot be written", "it comes first here")
            .help("put the spelling that is written before it");
    }
    spellings
}

/// A type by what a spec calls it; `X[]` is many of them.
pub fn reference(cx: &mut Cx<'_>, text: &str, at: &At, owner: Option<usize>) -> (TypeRef, bool) {
    let (word, many) = match text.strip_suffix("[]") {
        Some(word) => (word, true),
        None => (text, false),
    };
    if let Some(kind) = scalar(word) {
        return (TypeRef::Scalar(Scalar { kind, none: Vec::new() }), many);
    }
    if let Some(index) = find(cx, word, owner) {
        return (TypeRef::Named(index), many);
    }
    if let Some((file, _)) = word.split_once('#') {
        load_xsd(cx, file, at);
        if let Some(index) = find(cx, word, None) {
            return (TypeRef::Named(index), many);
        }
    }
    let known: Vec<String> = cx.types.iter().map(|named| named.name.clone()).collect();
    cx.d.mistake(at, format!("there is no type `{word}`"), "unknown")
        .suggest(word, known.iter().map(String::as_str).chain(SCALARS.iter().copied()))
        .suggest_any("a type is a scalar of the language, one of `[types]`, or `file.xsd#name`");
    (TypeRef::Scalar(Scalar { kind: ScalarKind::String, none: Vec::new() }), many)
}

fn find(cx: &Cx<'_>, word: &str, owner: Option<usize>) -> Option<usize> {
    let by = |owner: Option<usize>| cx.types.iter().position(|named| named.name == word && named.owner == owner);
    owner
        .and_then(|owner| by(Some(owner)))
        .or_else(|| by(None))
        .or_else(|| cx.aliases.iter().find(|(name, _)| name == word).map(|(_, index)| *index))
}

/// Loads an XSD beside the vendor's specs, once.
fn load_xsd(cx: &mut Cx<'_>, file: &str, at: &At) {
    if cx.xsds.iter().any(|known| known == file) {
        return;
    }
    cx.xsds.push(file.to_owned());
    let path = cx.folder.join(file);
    let shown = Path::new(&cx.vendor_folder).join(file).display().to_string();
    let text = match fs_err::read_to_string(&path) {
        Ok(text) => text.replace("\r\n", "\n"),
        Err(error) => {
            cx.d.mistake(at, format!("the schema `{file}` cannot be read"), error.to_string());
            return;
        }
    };
    if let Some(start) = text.find("<!-- #> ") {
        let index = cx.d.add_file(path.display().to_string(), text.clone());
        let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| start + length);
        cx.d.mistake(
            &At { file: index, span: start..end },
            "the vendor's own words are still in this schema",
            "quoted here",
        )
        .help("say it in your own words, as `xs:documentation` where it stands, and delete the line");
    }
    let types = match xsd::load(&shown, &text) {
        Ok(types) => types,
        Err(mistakes) => {
            let index = cx.d.add_file(path.display().to_string(), text.clone());
            for mistake in mistakes {
                let start: usize = text.split_inclusive('\n').take(mistake.line.saturating_sub(1)).map(str::len).sum();
                let start = start + mistake.column.saturating_sub(1);
                let end =
                    text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| start + length);
                let at = At { file: index, span: start..end };
                let reported = cx.d.mistake(&at, mistake.message, "here");
                if let Some(help) = mistake.help {
                    reported.help(help);
                }
            }
            return;
        }
    };
    add_xsd(cx, file, &types);
}

fn add_xsd(cx: &mut Cx<'_>, file: &str, types: &[xsd::XsdType]) {
    let full = |name: &str| format!("{file}#{name}");
    // Where each type of the list stands in the model; a second name stands where the first does.
    let defining = types.iter().filter(|ty| !matches!(ty.def, xsd::XsdDef::Same(_)));
    let mut places: Vec<(&str, usize)> = defining.map(|ty| ty.name.as_str()).zip(cx.types.len()..).collect();
    for ty in types {
        if let xsd::XsdDef::Same(first) = &ty.def
            && let Some((_, place)) = places.iter().find(|(name, _)| name == first)
        {
            let place = *place;
            places.push((&ty.name, place));
            cx.aliases.push((full(&ty.name), place));
        }
    }
    let place = |name: &str| places.iter().find(|(known, _)| *known == name).map_or(0, |(_, place)| *place);
    let mut records = Vec::new();
    for ty in types {
        let words = cx.xsd_words.iter().find(|(name, _)| *name == full(&ty.name)).map(|(_, table)| table.clone());
        let words = words.unwrap_or_else(|| Table::empty(&At { file: 0, span: 0..0 }));
        let def = match &ty.def {
            xsd::XsdDef::Same(_) => continue,
            xsd::XsdDef::Scalar(word) => {
                TypeDef::Scalar(Scalar { kind: scalar(word).unwrap_or(ScalarKind::String), none: Vec::new() })
            }
            xsd::XsdDef::Enum(words) => TypeDef::Enum(xsd_words(words)),
            xsd::XsdDef::Record(fields) => {
                records.push((cx.types.len(), fields, words.clone()));
                TypeDef::Record(Vec::new())
            }
        };
        let doc = read::text_or_empty(&words, "doc", cx.d);
        cx.types.push(NamedType {
            name: full(&ty.name),
            rust: name::said_or(&words, || name::camel(&ty.name), cx.d),
            doc: if doc.is_empty() { ty.doc.clone() } else { doc },
            doubts: read::doubts(&words, cx.d),
            owner: None,
            def,
        });
        cx.type_places.push((words.at.clone(), words, true));
    }
    // Only now that all of them have their places: what is said of a field may bring in another file's types.
    for (index, fields, words) in records {
        let said = words.get("fields").and_then(Node::as_table);
        let fields = field::xsd_fields(cx, fields, said, place);
        if let Some(named) = cx.types.get_mut(index) {
            named.def = TypeDef::Record(fields);
        }
    }
}
