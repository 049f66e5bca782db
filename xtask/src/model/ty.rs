//! Types: named ones of TOML and XSD, and references to them.

use std::collections::{HashMap, HashSet};

use super::{
    field, name, read,
    types::{self, NamedType, Scalar, ScalarKind, TypeDef, TypeRef, Word},
    vendor::Cx,
    xsd,
};
use jiff::{fmt::strtime, tz::Offset};

use crate::{
    diagnostic::{At, Kind, list},
    spec::{self, Node, Place, Table, Value, words::SCALARS},
};

/// Stands for a type that is not known; that is reported, and no reason for other mistakes.
pub const UNKNOWN: TypeRef = TypeRef::Named(usize::MAX);

/// Whether it cannot be told what a type is, because of a mistake that is reported.
pub fn is_unsure(cx: &Cx<'_>, ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Named(index) if *index >= cx.types.len() || cx.unsure_types.contains(index))
}

/// Declares the types of a table `[types]`, before anything refers to them.
pub fn declare(cx: &mut Cx<'_>, types: &Table, owner: Option<usize>) {
    for entry in &types.entries {
        let Some(table) = spec::shorthand(&entry.node, Place::Type) else {
            read::wrong(&entry.node, &entry.key, "a table", cx.d);
            cx.d.lose("types", &entry.node.at);
            continue;
        };
        let table = spec::check_words(&table, Place::Type, cx.d).into_owned();
        if entry.key.contains('#') {
            for word in
                table.entries.iter().filter(|word| !["doc", "doubt", "rust", "fields"].contains(&word.key.as_str()))
            {
                let message = format!("`{}` of this type is what its schema says", word.key);
                cx.d.mistake(Kind::TypeDefinition, &word.key_at, message, "said there already")
                    .help("here stand `doc`, `doubt`, `rust`, and `fields` with words that XSD does not have");
            }
            // Words for the fields of an XSD's type: its fields take them up when it is loaded.
            cx.xsd_words.push((entry.key.clone(), entry.key_at.clone(), table));
            continue;
        }
        if SCALARS.contains(&entry.key.as_str()) {
            let message = format!("`{}` is a type of the language, and stays one", entry.key);
            cx.d.mistake(Kind::ScalarName, &entry.key_at, message, "nobody can refer to this one")
                .help("give it another name; what is spelled otherwise everywhere stands in `[defaults.param]` and `[defaults.field]`");
        }
        cx.types.push(NamedType {
            at: entry.key_at.clone(),
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
    // Records last: what is said of their fields hangs on what those are.
    let (records, others): (Vec<usize>, Vec<usize>) = (from..cx.types.len())
        .partition(|index| cx.type_places.get(*index).is_some_and(|(_, table, _)| table.get("fields").is_some()));
    for index in others.into_iter().chain(records) {
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
        let place = |word: &str| table.entry(word).map_or(at, |entry| &entry.key_at).clone();
        match said.as_slice() {
            [first, second, ..] => {
                cx.d.mistake(
                    Kind::TypeDefinition,
                    &place(second),
                    "a type has one of `base`, `values` and `fields`",
                    "the second",
                )
                .see(&place(first), "the first")
                .help("a scalar has a `base`, an enumeration `values`, a record `fields`: take one away");
            }
            _ => {
                cx.d.mistake(
                    Kind::TypeDefinition,
                    at,
                    "a type has one of `base`, `values` and `fields`",
                    "this one has none",
                )
                .help("a scalar has a `base`, an enumeration `values`, a record `fields`");
            }
        }
        cx.unsure_types.push(index);
        return TypeDef::Record(Vec::new());
    }
    if let Some(values) = table.get("values") {
        return TypeDef::Enum(words(cx, values));
    }
    if let Some(fields) = read::opt_table(table, "fields", cx.d) {
        let owner = cx.types.get(index).and_then(|named| named.owner);
        return TypeDef::Record(field::fields(cx, fields, field::Use::Record, owner));
    }
    match read::opt_text(table, "base", cx.d) {
        Some(base) => match scalar(&base) {
            Some(kind) => {
                misplaced_spellings(cx, &kind, table);
                TypeDef::Scalar(refine(cx, Scalar { kind, none: Vec::new() }, table))
            }
            None => {
                let at = table.get("base").map_or(at, |node| &node.at).clone();
                cx.d.mistake(Kind::BaseNoScalar, &at, format!("`{base}` is no scalar"), "not one of the language")
                    .suggest_or_list(&base, SCALARS.iter().copied(), "scalars");
                cx.unsure_types.push(index);
                TypeDef::Record(Vec::new())
            }
        },
        None => {
            cx.unsure_types.push(index);
            TypeDef::Record(Vec::new())
        }
    }
}

/// The words of an enumeration of an XSD. Those that would have one name in Rust are numbered.
fn xsd_words(words: &[xsd::XsdWord], at: &At) -> Vec<Word> {
    let mut taken = HashSet::new();
    let mut out: Vec<Word> = Vec::new();
    for word in words {
        let name = name::variant(&word.wire);
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let rust =
            std::iter::once(name.clone()).chain(numbered).find(|name| taken.insert(name.clone())).unwrap_or(name);
        out.push(Word { at: at.clone(), wire: word.wire.clone(), rust, doc: word.doc.clone(), spelled: Vec::new() });
    }
    out
}

/// The words of an enumeration: a list, or a table with something said of each.
fn words(cx: &mut Cx<'_>, values: &Node) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    match &values.value {
        Value::Array(items) => {
            for item in items {
                if let Some(wire) = read::text(item, "values", cx.d) {
                    words.push(Word {
                        at: item.at.clone(),
                        rust: name::variant(&wire),
                        wire,
                        doc: String::new(),
                        spelled: Vec::new(),
                    });
                }
            }
        }
        Value::Table(table) => {
            for entry in &table.entries {
                let Some(table) = spec::shorthand(&entry.node, Place::Value) else {
                    read::wrong(&entry.node, &entry.key, "a text or a table", cx.d);
                    cx.d.lose("values", &entry.node.at);
                    continue;
                };
                let table = spec::check_words(&table, Place::Value, cx.d);
                let table = table.as_ref();
                let rust = name::said_variant_or(table, || name::variant(&entry.key), cx.d);
                let doc = read::text_or_empty(table, "doc", cx.d);
                let spelled = spelled(cx, table);
                words.push(Word { at: entry.key_at.clone(), wire: entry.key.clone(), rust, doc, spelled });
            }
        }
        _ => read::wrong(values, "values", "a list of texts, or a table", cx.d),
    }
    same_spelling(cx, &mut words);
    cx.unique(words.iter().map(|word| (word.rust.clone(), word.at.clone())), "word");
    words
}

/// Reports words that no answer can tell from another; of two that are one word only the first stays.
fn same_spelling(cx: &mut Cx<'_>, words: &mut Vec<Word>) {
    let protocols = cx.protocols();
    let mut index = 0;
    while let Some(word) = words.get(index) {
        let on = |word: &Word, protocol| {
            let own = word.spelled.iter().find(|(on, _)| *on == protocol).map(|(_, text)| text.as_str());
            own.unwrap_or(&word.wire).to_owned()
        };
        let mut before = words.iter().take(index);
        let twin = before.clone().find(|other| other.wire == word.wire).map(|first| (first, word.wire.clone(), true));
        let alike = before.find_map(|first| {
            let protocol = protocols.iter().find(|protocol| on(first, **protocol) == on(word, **protocol))?;
            Some((first, on(word, *protocol), false))
        });
        let (Some((first, spelling, is_twin)), at) = (twin.or(alike), word.at.clone()) else {
            index += 1;
            continue;
        };
        cx.d.mistake(Kind::SameSpelling, &at, format!("two words are spelled `{spelling}`"), "the second")
            .see(&first.at, "the first")
            .help("nobody can tell them apart: take one away, or spell one otherwise");
        if is_twin {
            words.remove(index);
        } else {
            index += 1;
        }
    }
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
        "date" => ScalarKind::DateTime(vec![types::DATE.to_owned()]),
        "time" => ScalarKind::DateTime(vec![types::TIME.to_owned()]),
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
                *formats = self::formats(cx, node);
            }
        }
        _ => {}
    }
    if let ScalarKind::Bool { yes, no } = &kind {
        for (word, spellings, other, others) in
            [("false", no, "true", yes), ("none", &none, "true", yes), ("none", &none, "false", no)]
        {
            let same = spellings.iter().find(|spelling| others.contains(spelling));
            let (Some(same), Some(second)) = (same, table.get(word).or_else(|| table.get(other))) else { continue };
            let message = format!("`{word}` and `{other}` are both spelled `{same}`");
            let reported = cx.d.mistake(Kind::SameSpelling, &second.at, message, "nobody can tell them apart");
            if let (Some(first), true) = (table.get(other), table.get(word).is_some()) {
                reported.see(&first.at, "here, too");
            }
            reported.help("a spelling means one of them: take it away from the other");
        }
    }
    Scalar { kind, none }
}

/// Reports a number that an integer of that type cannot be.
pub fn check_range(cx: &mut Cx<'_>, number: i64, int: &str, at: &At) {
    let range = match int {
        "i16" => i64::from(i16::MIN)..=i64::from(i16::MAX),
        "u16" => 0..=i64::from(u16::MAX),
        "i32" => i64::from(i32::MIN)..=i64::from(i32::MAX),
        "u32" => 0..=i64::from(u32::MAX),
        _ => i64::MIN..=i64::MAX,
    };
    if !range.contains(&number) {
        let label = format!("from {} to {}", range.start(), range.end());
        cx.d.mistake(Kind::OutOfRange, at, format!("`{number}` is no `{int}`"), label)
            .help("write a number that fits, or let the type be a larger one: `i64`, `number`");
    }
}

/// Reports spellings that a scalar of this kind has none of.
pub fn misplaced_spellings(cx: &mut Cx<'_>, kind: &ScalarKind, table: &Table) {
    for (word, fits, what) in [
        ("true", matches!(kind, ScalarKind::Bool { .. }), "a `bool`"),
        ("false", matches!(kind, ScalarKind::Bool { .. }), "a `bool`"),
        ("format", matches!(kind, ScalarKind::DateTime(_)), "a `datetime`, `date` or `time`"),
    ] {
        if let Some(entry) = table.entry(word).filter(|_| !fits) {
            cx.d.mistake(Kind::MisplacedSpelling, &entry.key_at, format!("`{word}` is for {what}"), "this is none")
                .help(format!("take `{word}` away, or let the type be {what}"));
        }
    }
}

/// The formats of dates, which have to be such that dates can be written and read with them.
fn formats(cx: &mut Cx<'_>, node: &Node) -> Vec<String> {
    let mut formats = Vec::new();
    for (format, at) in read::placed_texts(node, "format", cx.d) {
        // A day whose parts all differ.
        let some_day = jiff::civil::date(2021, 3, 14).at(15, 9, 26, 535_000_000);
        let some_time = Offset::UTC.to_timestamp(some_day).map_err(|error| error.to_string());
        let written = some_time.and_then(|time| strtime::format(&format, time).map_err(|error| error.to_string()));
        let read = written.and_then(|text| strtime::parse(&format, text).map_err(|error| error.to_string()));
        if let Err(error) = read {
            let error = error.lines().next().unwrap_or_default().to_owned();
            cx.d.mistake(Kind::DateFormat, &at, format!("`{format}` is no format of dates"), error)
                .help("write it as strftime does: `%Y-%m-%d %H:%M:%S`, `%-m/%-d/%Y %-I:%M:%S %p`");
        } else if !format.contains('%') {
            cx.d.mistake(Kind::DateFormat, &at, format!("`{format}` is no format of dates"), "no part of a date in it")
                .help("write it as strftime does: `%Y-%m-%d %H:%M:%S`, `%-m/%-d/%Y %-I:%M:%S %p`");
        }
        formats.push(format);
    }
    formats
}

/// Spellings of yes or no; the first is written, so it has to be one.
fn spellings(cx: &mut Cx<'_>, node: &Node, word: &str) -> Vec<String> {
    let spellings = read::texts(node, word, cx.d);
    if spellings.first().is_some_and(|first| first == "*") {
        cx.d.mistake(
            Kind::AnyTextFirst,
            &node.at,
            "`*` is any other text, and cannot be written",
            "it comes first here",
        )
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
        if !load_xsd(cx, file, at) {
            return (UNKNOWN, many);
        }
        if let Some(index) = find(cx, word, None) {
            return (TypeRef::Named(index), many);
        }
        unknown_of_schema(cx, word, file, at);
        return (UNKNOWN, many);
    }
    let in_sight = |named: &&NamedType| named.owner.is_none() || named.owner == owner;
    let known = cx.types.iter().filter(in_sight).map(|named| named.name.clone());
    let known: Vec<String> = known.filter(|name| !name.contains('#')).collect();
    let reported = cx.d.mistake(Kind::UnknownType, at, format!("there is no type `{word}`"), "not a type");
    reported.suggest(word, known.iter().map(String::as_str).chain(SCALARS.iter().copied()));
    let own = match known.as_slice() {
        [] => String::new(),
        known => format!("; of `[types]`: {}", list(&known.iter().map(String::as_str).collect::<Vec<_>>())),
    };
    reported.suggest_any(&format!("types are {}{own}; and those of a schema, `file.xsd#name`", list(SCALARS)));
    (UNKNOWN, many)
}

/// Reports a type that a schema does not have.
fn unknown_of_schema(cx: &mut Cx<'_>, word: &str, file: &str, at: &At) {
    let prefix = format!("{file}#");
    let names = cx.types.iter().map(|named| &named.name).chain(cx.aliases.iter().map(|(name, _)| name));
    // One without a name of its own has a place instead, which is no word that somebody would have meant.
    let known: Vec<String> = names.filter(|name| name.starts_with(&prefix) && !name.contains('/')).cloned().collect();
    cx.d.mistake(
        Kind::UnknownSchemaType,
        at,
        format!("the schema has no type or element `{}`", word.trim_start_matches(&prefix)),
        format!("not in `{file}`"),
    )
    .suggest_or_list(word, known.iter().map(String::as_str), "it has");
}

/// Checks that what `[types]` says of types of schemas is said of some that exist.
pub fn check_schema_words(cx: &mut Cx<'_>) {
    for (name, at, _) in cx.xsd_words.clone() {
        reference(cx, &name, &at, None);
    }
}

fn find(cx: &Cx<'_>, word: &str, owner: Option<usize>) -> Option<usize> {
    let by = |owner: Option<usize>| cx.types.iter().position(|named| named.name == word && named.owner == owner);
    owner
        .and_then(|owner| by(Some(owner)))
        .or_else(|| by(None))
        .or_else(|| cx.aliases.iter().find(|(name, _)| name == word).map(|(_, index)| *index))
}

/// Loads an XSD beside the vendor's specs, once; whether its types are there. What is wrong is reported.
fn load_xsd(cx: &mut Cx<'_>, file: &str, at: &At) -> bool {
    if let Some((_, good)) = cx.xsds.iter().find(|(known, _)| known == file) {
        return *good;
    }
    let Some(schema) = cx.schemas.iter().find(|schema| schema.name == file).cloned() else {
        no_such_schema(cx, file, at);
        return false;
    };
    if let Some(text) = &schema.text
        && let Some(start) = text.find("<!-- #> ")
    {
        let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| start + length);
        let file = cx.d.add_file(schema.path.clone(), text.clone());
        let (message, label) = ("the vendor's own words are still in this schema", "quoted here");
        cx.d.mistake(Kind::QuotedLine, &At { file, span: start..end }, message, label)
            .help("say it in your own words, as `xs:documentation` where it stands, and delete the line");
    }
    let types = schema.text.map(|text| {
        let types = xsd::load(&text);
        (types, cx.d.add_file(schema.path, text))
    });
    cx.xsds.push((file.to_owned(), matches!(types, Some((Ok(_), _)))));
    match types {
        Some((Ok(types), index)) => {
            add_xsd(cx, file, index, &types);
            true
        }
        Some((Err(mistakes), index)) => {
            for mistake in mistakes {
                let at = |span| At { file: index, span };
                let reported = cx.d.mistake(mistake.kind, &at(mistake.span), mistake.message, mistake.label);
                if let Some(help) = mistake.help {
                    reported.help(help);
                }
                if let Some((span, label)) = mistake.see {
                    reported.see(&at(span), label);
                }
            }
            false
        }
        None => false,
    }
}

fn no_such_schema(cx: &mut Cx<'_>, file: &str, at: &At) {
    let known: Vec<String> = cx.schemas.iter().map(|schema| schema.name.clone()).collect();
    let leads_out = file.starts_with('/') || file.contains('\\') || file.split('/').any(|step| step == "..");
    if leads_out {
        cx.d.mistake(
            Kind::SchemaOutside,
            at,
            format!("the schema `{file}` is not in the vendor's folder"),
            "the way to it leads out of there",
        )
        .help("put the XSD beside the vendor's specs, and write its name alone");
    } else {
        cx.d.mistake(Kind::UnknownSchema, at, format!("there is no schema `{file}`"), "no file of the vendor's folder")
            .suggest(file, known.iter().map(String::as_str))
            .suggest_any(&match known.as_slice() {
                [] => "put it beside `vendor.toml`".to_owned(),
                known => format!("there are: {}", known.join(", ")),
            });
    }
}

fn add_xsd(cx: &mut Cx<'_>, file: &str, index: usize, types: &[xsd::XsdType]) {
    let full = |name: &str| format!("{file}#{name}");
    // Where each type of the list stands in the model; a second name stands where the first does.
    let defining = types.iter().filter(|ty| !matches!(ty.def, xsd::XsdDef::Same(_)));
    let mut places: HashMap<&str, usize> = defining.map(|ty| ty.name.as_str()).zip(cx.types.len()..).collect();
    for ty in types {
        if let xsd::XsdDef::Same(first) = &ty.def
            && let Some(place) = places.get(first.as_str()).copied()
        {
            places.insert(&ty.name, place);
            cx.aliases.push((full(&ty.name), place));
        }
    }
    let place = |name: &str| places.get(name).copied().unwrap_or(0);
    let mut records = Vec::new();
    for ty in types {
        let words = cx.xsd_words.iter().find(|(name, ..)| *name == full(&ty.name)).cloned();
        if let (xsd::XsdDef::Same(first), Some((_, at, _))) = (&ty.def, &words) {
            let message = format!("`{}` is a second name of `{first}`", ty.name);
            cx.d.mistake(Kind::SecondName, at, message, "what is said under it is lost")
                .help(format!("say it under the first: `[types.\"{}\"]`", full(first)));
        }
        let words = words.map(|(_, _, table)| table).unwrap_or_else(|| Table::empty(&At { file: 0, span: 0..0 }));
        let at = At { file: index, span: ty.span.clone() };
        let def = match &ty.def {
            xsd::XsdDef::Same(_) => continue,
            xsd::XsdDef::Scalar(word) => {
                TypeDef::Scalar(Scalar { kind: scalar(word).unwrap_or(ScalarKind::String), none: Vec::new() })
            }
            xsd::XsdDef::Enum(words) => TypeDef::Enum(xsd_words(words, &at)),
            xsd::XsdDef::Record(fields) => {
                records.push((cx.types.len(), fields, words.clone()));
                TypeDef::Record(Vec::new())
            }
        };
        if let Some(entry) = words.entry("fields").filter(|_| !matches!(def, TypeDef::Record(_))) {
            cx.d.mistake(Kind::UnknownField, &entry.key_at, format!("`{}` is no record", ty.name), "it has no fields");
        }
        let doc = read::text_or_empty(&words, "doc", cx.d);
        cx.types.push(NamedType {
            at,
            name: full(&ty.name),
            rust: name::said_or(&words, || name::camel(&ty.name), cx.d),
            doc: if doc.is_empty() { ty.doc.clone() } else { doc },
            doubts: read::doubts(&words, cx.d),
            owner: None,
            def,
        });
        // What is said of it in the spec comes before where it is defined.
        let at = match words.entries.as_slice() {
            [] => At { file: index, span: ty.span.clone() },
            _ => words.at.clone(),
        };
        cx.type_places.push((at, words, true));
    }
    // Only now that all of them have their places: what is said of a field may bring in another file's types.
    for (index, fields, words) in records {
        let said = words.get("fields").and_then(Node::as_table);
        let fields = field::xsd_fields(cx, index, fields, said, place);
        if let Some(named) = cx.types.get_mut(index) {
            named.def = TypeDef::Record(fields);
        }
    }
}
