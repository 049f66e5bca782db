//! Parameters, fields of outputs, fields of records: what each is, and how it stands on each protocol.

use super::{
    example, name, read, template, ty,
    types::{
        self, Carrier, Field, Format, Protocol, Sample, Scalar, ScalarKind, Template, TypeDef, TypeRef, Wire, Word,
    },
    vendor::Cx,
    xsd,
};
use crate::{
    diagnostic::{At, Kind},
    spec::{self, Entry, Node, Place, Table, Value, words},
};

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Goes out with a request.
    Param,
    /// The same, and signs in.
    SchemeParam,
    /// Comes in an answer.
    Output,
    /// A field of a record, which is read as one of an answer.
    Record,
}

impl Use {
    fn place(self) -> Place {
        match self {
            Use::Param => Place::Parameter,
            Use::SchemeParam => Place::SchemeParam,
            Use::Output | Use::Record => Place::Field,
        }
    }

    fn is_param(self) -> bool {
        matches!(self, Use::Param | Use::SchemeParam)
    }
}

/// Where fields stand: on which protocols, and how the answers there are made.
pub struct Ground {
    /// Protocols with the answer of each (an index into the answers).
    pub protocols: Vec<(Protocol, usize)>,
}

impl Ground {
    /// All of the vendor's protocols.
    pub fn of_vendor(cx: &Cx<'_>) -> Ground {
        Ground { protocols: cx.bindings.iter().map(|binding| (binding.protocol, binding.answer)).collect() }
    }
}

/// Fields on all of the vendor's protocols.
pub fn fields(cx: &mut Cx<'_>, table: &Table, used: Use, owner: Option<usize>) -> Vec<Field> {
    let ground = Ground::of_vendor(cx);
    fields_on(cx, table, used, owner, &ground)
}

/// Fields on some protocols.
pub fn fields_on(cx: &mut Cx<'_>, table: &Table, used: Use, owner: Option<usize>, ground: &Ground) -> Vec<Field> {
    let mut fields = Vec::new();
    for entry in &table.entries {
        fields.push((field(cx, entry, used, owner, ground), entry.key_at.clone()));
    }
    cx.unique(fields.iter().map(|(field, at)| (field.rust.clone(), at.clone())), "field");
    fields.into_iter().map(|(field, _)| field).collect()
}

/// One field. Where it is a mistake, it is one of a type that is not known.
pub fn field(cx: &mut Cx<'_>, entry: &Entry, used: Use, owner: Option<usize>, ground: &Ground) -> Field {
    let said = spec::shorthand(&entry.node, used.place());
    if said.is_none() {
        read::wrong(&entry.node, &entry.key, "a type, or a table", cx.d);
        cx.d.lose(if used.is_param() { "params" } else { "fields" }, &entry.node.at);
    }
    let own = said.clone().unwrap_or_else(|| Table::empty(&entry.key_at));
    let own = spec::check_words(&own, used.place(), cx.d);
    let own = own.as_ref();
    let defaults = if used.is_param() { &cx.default_param } else { &cx.default_field };
    let table = spec::merge(defaults, own);
    let (ty, many) = match table.get("type").cloned() {
        _ if said.is_none() => (ty::UNKNOWN, false),
        Some(node) => match read::text(&node, "type", cx.d) {
            Some(text) => ty::reference(cx, &text, &node.at, owner),
            None => (ty::UNKNOWN, false),
        },
        None => (string(), false),
    };
    let spelled = refined(cx, ty.clone(), &table, own);
    // A named type keeps its name in Rust; how it is spelled here is the wire's.
    let ty = if matches!(ty, TypeRef::Named(_)) { ty } else { spelled.clone() };
    let mut wires = Vec::new();
    for (protocol, answer) in &ground.protocols {
        if spec::is_off(&table, *protocol) {
            continue;
        }
        let wire = wire(cx, entry, &table, own, *protocol, *answer, used, owner, &spelled, many);
        types::push_on(&mut wires, *protocol, wire);
    }
    let wires: Vec<Wire> = wires.into_iter().map(|(on, wire)| Wire { on, ..wire }).collect();
    if wires.is_empty() && !ground.protocols.is_empty() {
        let message = format!("`{}` stands on no protocol", entry.key);
        cx.d.mistake(Kind::OnNoProtocol, &entry.key_at, message, "all are taken away")
            .help("one of them must have it: take a `= false` away");
    }
    let soap = wires.iter().find_map(|wire| wire.on.iter().any(|on| on.is_soap()).then(|| wire.at.first()).flatten());
    let derived = match soap {
        Some(soap) => name::with_boundaries(&entry.key, soap),
        None => entry.key.clone(),
    };
    let rust = name::said_or(&table, || name::snake(&derived), cx.d);
    let secret = secret(cx, entry, &table, &ty);
    let (required, required_if) = required(cx, &table);
    let fixed = table.get("fixed").cloned().and_then(|node| example::value_of(cx, &entry.key, &ty, many, &node));
    if let (Some(Sample::Text(text)), Some(node)) = (&fixed, table.get("fixed")) {
        cx.check_holes(text, &node.at);
    }
    let (min, max) = bounds(cx, &table, &ty, many);
    let default = default(cx, &table, &ty);
    never_absent(cx, &table, own, used, required);
    if let Some(node) = own.entry("separator").filter(|_| !many && !ty::is_unsure(cx, &ty)) {
        cx.d.mistake(Kind::SeparatorNoList, &node.key_at, "`separator` is for a list", "this is one value")
            .help("let the `type` end in `[]`, or take `separator` away");
    }
    if used.is_param() && matches!(&ty, TypeRef::Scalar(Scalar { kind: ScalarKind::Map, .. })) {
        let at = table.get("type").map_or(&entry.key_at, |node| &node.at);
        cx.d.mistake(Kind::MapSent, at, "a map is read, and cannot be sent", "this is a parameter")
            .help("let each name be a parameter of its own");
    }
    Field {
        at: entry.key_at.clone(),
        name: entry.key.clone(),
        rust,
        doc: read::text_or_empty(&table, "doc", cx.d),
        doubts: read::doubts(&table, cx.d),
        ty,
        required: required && fixed.is_none(),
        required_if,
        many,
        secret,
        fixed,
        min,
        max,
        needs: read::opt_text(&table, "needs", cx.d),
        default,
        wires,
    }
}

/// Reports what is said of a parameter that is required, or always sent, for the case that it is not given.
fn never_absent(cx: &mut Cx<'_>, table: &Table, own: &Table, used: Use, required: bool) {
    if !used.is_param() {
        return;
    }
    let Some(first) = table.entry("required").filter(|_| required) else { return };
    if let Some(fixed) = table.entry("fixed") {
        let message = "what has its value already is given by nobody";
        cx.d.mistake(Kind::RequiredFixed, &first.key_at, message, "so it cannot be required")
            .see(&fixed.key_at, "its value")
            .help("take one of them away");
        return;
    }
    let differing = spec::words::PROTOCOLS.iter().filter_map(|name| own.get(name)?.as_table());
    let said = std::iter::once(own)
        .chain(differing)
        .flat_map(|table| ["default", "absent", "nillable"].map(|word| table.entry(word)));
    for entry in said.flatten().filter(|entry| !entry.node.is_false()) {
        let (kind, message) = match entry.key.as_str() {
            "default" => (Kind::RequiredDefault, "a required parameter has no default"),
            _ => (Kind::NeverAbsent, "a required parameter is always given"),
        };
        cx.d.mistake(kind, &entry.key_at, message, "for when it is not given")
            .see(&first.key_at, "but it has to be")
            .help(format!("take `required` or `{}` away", entry.key));
    }
}

/// What the vendor takes a parameter for that is not given, which has to be one of its values.
fn default(cx: &mut Cx<'_>, table: &Table, ty: &TypeRef) -> Option<String> {
    let node = table.get("default")?;
    let texts = read::placed_texts(node, "default", cx.d);
    for (text, at) in &texts {
        match ty::scalar_of(cx, ty).map(|scalar| scalar.kind.clone()) {
            Some(ScalarKind::Int(int)) => match text.parse() {
                Ok(number) => ty::check_range(cx, number, int, at),
                Err(_) => read::wrong(
                    &Node { at: at.clone(), value: Value::String(text.clone()) },
                    "default",
                    "a whole number, as the parameter does",
                    cx.d,
                ),
            },
            Some(ScalarKind::Bool { yes, no }) => {
                let known: Vec<&str> = yes.iter().chain(&no).map(String::as_str).chain(["true", "false"]).collect();
                if !known.contains(&text.as_str()) && !known.contains(&"*") {
                    not_a_word(cx, text, at, &known);
                }
            }
            _ => {}
        }
        let words = ty::words_of(cx, ty).map(|words| words.iter().map(|word| word.wire.clone()).collect::<Vec<_>>());
        if let Some(words) = words.filter(|words| !words.contains(text)) {
            not_a_word(cx, text, at, &words.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
    Some(texts.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join(", "))
}

fn not_a_word(cx: &mut Cx<'_>, text: &str, at: &At, known: &[&str]) {
    cx.d.mistake(Kind::DefaultUnknown, at, format!("the parameter is never `{text}`"), "none of its values")
        .suggest_or_list(text, known.iter().copied(), "its values");
}

/// `min` and `max`, of what has a size.
fn bounds(cx: &mut Cx<'_>, table: &Table, ty: &TypeRef, many: bool) -> (Option<i64>, Option<i64>) {
    let (min, max) = (read::opt_int(table, "min", cx.d), read::opt_int(table, "max", cx.d));
    let kind = ty::scalar_of(cx, ty).map(|scalar| scalar.kind.clone());
    let has_size = many
        || ty::is_unsure(cx, ty)
        || matches!(
            kind,
            Some(ScalarKind::String | ScalarKind::Url | ScalarKind::Int(_) | ScalarKind::Number | ScalarKind::Bytes)
        );
    for (word, bound) in [("min", min), ("max", max)] {
        let Some(entry) = table.entry(word) else { continue };
        if !has_size {
            let message = format!("`{word}` is of a number, a text, bytes or a list");
            cx.d.mistake(Kind::UnsizedBounds, &entry.key_at, message, "this is none of them")
                .help(format!("take `{word}` away"));
        }
        match (bound, &kind) {
            (Some(bound), Some(ScalarKind::Int(int))) if !many => ty::check_range(cx, bound, int, &entry.node.at),
            (Some(_), Some(ScalarKind::Number)) if !many => {}
            (Some(bound), _) if has_size && bound < 0 => {
                cx.d.mistake(Kind::OutOfRange, &entry.node.at, format!("a length is never {bound}"), "less than 0")
                    .help(format!("write `{word} = 0` or more, or take it away"));
            }
            _ => {}
        }
    }
    if let (Some(least), Some(most), Some(first), Some(second)) = (min, max, table.get("min"), table.get("max"))
        && least > most
    {
        cx.d.mistake(
            Kind::EmptyRange,
            &second.at,
            format!("nothing is at least {least} and at most {most}"),
            "the most",
        )
        .see(&first.at, "the least, which is more")
        .help("write the lesser as `min`");
    }
    (min, max)
}

/// Whether it must be given, or when: `true`, or `{ other = value }`.
fn required(cx: &mut Cx<'_>, table: &Table) -> (bool, Option<(String, Sample)>) {
    let Some(node) = table.get("required").cloned() else { return (false, None) };
    match &node.value {
        Value::Bool(required) => (*required, None),
        Value::Table(when) if when.entries.len() == 1 => {
            let condition = when.entries.first().and_then(|entry| {
                let value = match &entry.node.value {
                    Value::String(text) => Sample::Text(text.clone()),
                    Value::Int(number) => Sample::Int(*number),
                    Value::Bool(value) => Sample::Bool(*value),
                    _ => {
                        read::wrong(&entry.node, &entry.key, "a text, a number, true or false", cx.d);
                        return None;
                    }
                };
                Some((entry.key.clone(), value))
            });
            (false, condition)
        }
        _ => {
            read::wrong(&node, "required", "true, false, or `{ other = value }`", cx.d);
            (false, None)
        }
    }
}

/// Fields of a record of an XSD, which says itself where each stands; the spec may add words.
pub fn xsd_fields(
    cx: &mut Cx<'_>,
    file: usize,
    fields: &[xsd::XsdField],
    said: Option<&Table>,
    position: impl Fn(&str) -> usize,
) -> Vec<Field> {
    for entry in said.iter().flat_map(|said| &said.entries) {
        if !fields.iter().any(|field| field.name == entry.key) {
            cx.d.mistake(
                Kind::UnknownField,
                &entry.key_at,
                format!("the type has no field `{}`", entry.key),
                "unknown",
            )
            .suggest(&entry.key, fields.iter().map(|field| field.name.as_str()));
        }
    }
    let on = cx.protocols();
    let mut out = Vec::new();
    for field in fields {
        let node = said.and_then(|said| said.get(&field.name));
        let words = node.and_then(|node| spec::shorthand(node, Place::Field));
        if let (Some(node), None) = (node, &words) {
            read::wrong(node, &field.name, "a type, or a table", cx.d);
        }
        let words = words.unwrap_or_else(|| Table::empty(&At { file: 0, span: 0..0 }));
        let words = if node.is_some() { spec::check_words(&words, Place::Field, cx.d).into_owned() } else { words };
        for word in &words.entries {
            if ["at", "as", "separator", "absent", "nillable", "fixed"].contains(&word.key.as_str())
                || spec::words::PROTOCOLS.contains(&word.key.as_str())
            {
                let message = format!("`{}` of this field is what its schema says", word.key);
                cx.d.mistake(Kind::NoEffect, &word.key_at, message, "has no effect")
                    .help("take it away, or describe the field otherwise in the schema");
            }
        }
        let said = |word: &str, cx: &mut Cx<'_>| read::opt_int(&words, word, cx.d);
        let ty = match &field.ty {
            xsd::XsdRef::Scalar(word) => {
                TypeRef::Scalar(Scalar { kind: ty::scalar(word).unwrap_or(ScalarKind::String), none: Vec::new() })
            }
            xsd::XsdRef::Named(name) => TypeRef::Named(position(name)),
        };
        let ty = match words.get("type").cloned() {
            Some(node) => match read::text(&node, "type", cx.d) {
                Some(text) => ty::reference(cx, &text, &node.at, None).0,
                None => ty,
            },
            None => ty,
        };
        let ty = refined(cx, ty, &words, &words);
        let doc = read::text_or_empty(&words, "doc", cx.d);
        let wire = Wire {
            on: on.clone(),
            at: vec![field.place.clone()],
            ty: ty.clone(),
            spelled: Vec::new(),
            join: field.join.map(str::to_owned),
            absent: None,
            nillable: field.nillable,
            carrier: Carrier::Body,
            template: None,
            document: None,
        };
        let mut sorted = wire;
        sorted.on.sort_unstable();
        let secret = read::flag(&words, "secret", cx.d);
        if let Some(entry) =
            words.entry("secret").filter(|_| secret && !ty::is_text(cx, &ty) && !ty::is_unsure(cx, &ty))
        {
            let message = format!("`{}` is secret, and no text", field.name);
            cx.d.mistake(Kind::SecretNoText, &entry.key_at, message, "only a text can be secret")
                .help("say it of the field that holds the secret");
        }
        out.push(Field {
            at: At { file, span: field.span.clone() },
            name: field.name.clone(),
            rust: name::said_or(&words, || name::snake(&field.name), cx.d),
            doc: if doc.is_empty() { field.doc.clone() } else { doc },
            doubts: read::doubts(&words, cx.d),
            ty,
            required: read::opt_flag(&words, "required", cx.d).unwrap_or(field.required),
            required_if: None,
            many: field.many,
            secret,
            fixed: None,
            min: said("min", cx),
            max: said("max", cx),
            needs: None,
            default: None,
            wires: vec![sorted],
        });
    }
    out
}

/// How a field stands on a protocol; the protocol itself is left out.
#[allow(clippy::too_many_arguments, reason = "all of it decides how one field stands on one protocol")]
fn wire(
    cx: &mut Cx<'_>,
    entry: &Entry,
    table: &Table,
    own: &Table,
    protocol: Protocol,
    answer: usize,
    used: Use,
    owner: Option<usize>,
    plain: &TypeRef,
    many: bool,
) -> Wire {
    let key = entry.key.as_str();
    // What is not known may be a text, of which a place can be any.
    let is_text = !used.is_param() && cx.format(answer).is_none_or(|format| format == Format::Text);
    let is_form = used.is_param() && matches!(protocol, Protocol::Get | Protocol::Post);
    let carrier = carrier(cx, table, protocol);
    let at = match spec::on(table, protocol, "at").cloned() {
        Some(node) => {
            let is_name = is_text || is_form || matches!(carrier, Carrier::Header | Carrier::Basic);
            let known: Vec<String> = cx.own_holes().into_iter().chain(["n".to_owned()]).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let mut places = Vec::new();
            for (place, at) in read::placed_texts(&node, "at", cx.d) {
                if place.is_empty() || !is_name {
                    template::place(&place, &at, cx.d);
                }
                if carrier == Carrier::Header {
                    read::header_name(&place, &at, cx.d);
                }
                template::holes(&place, &at, &known, cx.d);
                places.push(place);
            }
            places
        }
        None if carrier == Carrier::Header => {
            read::header_name(key, &entry.key_at, cx.d);
            vec![key.to_owned()]
        }
        None if is_text || used.is_param() => vec![key.to_owned()],
        None => vec![cx.field_form(answer).replace("{name}", key)],
    };
    let ty = match spec::on(table, protocol, "type").cloned() {
        Some(node) => match read::text(&node, "type", cx.d) {
            Some(text) => {
                let (ty, _) = ty::reference(cx, &text, &node.at, owner);
                let ty = refined(cx, ty, table, own);
                if !same_rust_type(cx, plain, &ty) {
                    let message = format!("`{text}` holds other values than the type that is said for all protocols");
                    let reported = cx.d.mistake(Kind::TypeDiffers, &node.at, message, "another type");
                    if let Some(plain) = table.get("type") {
                        reported.see(&plain.at, "the type");
                    }
                    reported
                        .help("a protocol may only spell a type otherwise: both have to be texts, say, or both `bool`");
                }
                ty
            }
            None => plain.clone(),
        },
        None => plain.clone(),
    };
    let own_separator = spec::only_on(table, protocol, "separator").cloned();
    let joins = is_text || is_form || (used.is_param() && protocol == Protocol::Xml) || carrier == Carrier::Header;
    let is_attribute = at.first().is_some_and(|place| place.contains('@'));
    let separator = own_separator.or_else(|| table.get("separator").filter(|_| joins || is_attribute).cloned());
    let join = separator.filter(|_| many).and_then(|node| read::text(&node, "separator", cx.d));
    let absent = match spec::on(table, protocol, "absent").cloned() {
        Some(node) if node.is_false() => None,
        Some(node) => read::text(&node, "absent", cx.d),
        None => None,
    };
    let nillable = match spec::on(table, protocol, "nillable").cloned() {
        Some(node) => read::is_true(&node, "nillable", cx.d).unwrap_or(false),
        None => false,
    };
    let (template, document) = made(cx, table, protocol, used, &ty, many);
    if many && join.is_none() && document.is_none() && is_form && !is_told_apart(cx, &ty, carrier) {
        let what = format!("how is the list of records `{key}` sent over `form`?");
        cx.d.mistake(Kind::UnnumberedRecords, &entry.key_at, what, "its records cannot be told apart").help(
            "number the names of its fields (`at = \"name{n}\"`), send it `as = \"xml\"`, or not at all: `form = false`",
        );
    }
    Wire {
        on: Vec::new(),
        at,
        spelled: spelled(cx, &ty, protocol),
        ty,
        join,
        absent,
        nillable: nillable && !matches!(protocol, Protocol::Get | Protocol::Post),
        carrier,
        template,
        document,
    }
}

/// Whether the items of a list that a form carries can be told apart: values repeat their name, records are numbered.
fn is_told_apart(cx: &Cx<'_>, ty: &TypeRef, carrier: Carrier) -> bool {
    match ty::fields_of(cx, ty) {
        // A record that is not filled in yet is taken for a good one.
        Some(fields) if carrier == Carrier::Body && !fields.is_empty() => ty::is_numbered(cx, ty),
        _ => true,
    }
}

/// How the words of an enumeration are spelled on a protocol; empty where they are as they are.
fn spelled(cx: &Cx<'_>, ty: &TypeRef, protocol: Protocol) -> Vec<String> {
    let Some(words) = ty::words_of(cx, ty) else { return Vec::new() };
    let on = |word: &Word| word.spelled.iter().find(|(on, _)| *on == protocol).map(|(_, text)| text.clone());
    if !words.iter().any(|word| on(word).is_some()) {
        return Vec::new();
    }
    words.iter().map(|word| on(word).unwrap_or_else(|| word.wire.clone())).collect()
}

/// What carries a parameter: `in`.
fn carrier(cx: &mut Cx<'_>, table: &Table, protocol: Protocol) -> Carrier {
    let Some(node) = spec::on(table, protocol, "in").cloned() else { return Carrier::Body };
    match read::one_of(&node, "in", words::CARRIERS, cx.d) {
        Some("header") => Carrier::Header,
        Some("basic") => Carrier::Basic,
        Some("soap-header") if protocol.is_soap() => Carrier::SoapHeader,
        Some("soap-header") => {
            let message = format!("`{}` has no SOAP header", spec::names(protocol)[1]);
            cx.d.mistake(Kind::NoSoapHeader, &node.at, message, "said for all protocols")
                .help("say it for SOAP alone: `soap = { in = \"soap-header\" }`");
            Carrier::Body
        }
        _ => Carrier::Body,
    }
}

/// How the text of a field is made: `as` is `xml`, or a template with the hole `value`.
fn made(
    cx: &mut Cx<'_>,
    table: &Table,
    protocol: Protocol,
    used: Use,
    ty: &TypeRef,
    many: bool,
) -> (Option<Template>, Option<String>) {
    let Some(node) = spec::on(table, protocol, "as").cloned() else { return (None, None) };
    let Some(text) = read::text(&node, "as", cx.d) else { return (None, None) };
    if text == "xml" {
        let named = match ty {
            TypeRef::Named(index) if !many => cx.types.get(*index),
            _ => None,
        };
        // A type that is not filled in yet is a record for the time being.
        let root = named.filter(|named| matches!(named.def, TypeDef::Record(_))).map(|named| {
            let name = named.name.rsplit(['#', '/']).next().unwrap_or(&named.name);
            name.trim_start_matches('@').to_owned()
        });
        if root.is_none() && !ty::is_unsure(cx, ty) {
            let what = if many { "this is a list" } else { "this is no record" };
            cx.d.mistake(Kind::DocumentNoRecord, &node.at, "only one record can be an XML document", what).help(
                "let the `type` be a record of `[types]` or of a schema; a record with one field can hold a list",
            );
        }
        return (None, root);
    }
    if !used.is_param() {
        cx.d.mistake(Kind::TemplateInAnswer, &node.at, "`as` of a field of an answer is `xml`", "this is a template")
            .help("a text that several fields are made of is a template of `[output]`");
        return (None, None);
    }
    let template = template::template(&text, &node.at, Some(&["value"]), cx.d);
    (Some(template), None)
}

fn string() -> TypeRef {
    TypeRef::Scalar(Scalar { kind: ScalarKind::String, none: Vec::new() })
}

/// A type with the spellings that the field says itself, or where it is a plain scalar, those that hold for all fields; a
/// named scalar is seen through.
fn refined(cx: &mut Cx<'_>, ty: TypeRef, table: &Table, own: &Table) -> TypeRef {
    const SPELLINGS: [&str; 4] = ["none", "format", "true", "false"];
    let words = if matches!(ty, TypeRef::Scalar(_)) { table } else { own };
    if ty::is_unsure(cx, &ty) || !SPELLINGS.iter().any(|word| words.get(word).is_some()) {
        return ty;
    }
    match ty::scalar_of(cx, &ty).cloned() {
        Some(scalar) => {
            ty::misplaced_spellings(cx, &scalar.kind, own);
            TypeRef::Scalar(ty::refine(cx, scalar, words))
        }
        None => {
            for entry in SPELLINGS.iter().filter_map(|word| own.entry(word)) {
                let message = format!("`{}` is for scalars", entry.key);
                cx.d.mistake(Kind::MisplacedSpelling, &entry.key_at, message, "this is none")
                    .help("an enumeration says how each of its words is spelled, a record what each of its fields is");
            }
            ty
        }
    }
}

/// Whether two references are the same type in Rust.
fn same_rust_type(cx: &Cx<'_>, one: &TypeRef, other: &TypeRef) -> bool {
    if ty::is_unsure(cx, one) || ty::is_unsure(cx, other) {
        return true;
    }
    let scalar = |ty: &TypeRef| ty::scalar_of(cx, ty).map(|scalar| scalar.kind.clone());
    match (scalar(one), scalar(other)) {
        (Some(ScalarKind::Int(one)), Some(ScalarKind::Int(other))) => one == other,
        (Some(one), Some(other)) => std::mem::discriminant(&one) == std::mem::discriminant(&other),
        (None, None) => one == other,
        _ => false,
    }
}

/// Whether a field is secret. A text whose name looks so has to say which.
fn secret(cx: &mut Cx<'_>, entry: &Entry, table: &Table, ty: &TypeRef) -> bool {
    let said = read::opt_flag(table, "secret", cx.d);
    let is_text = ty::is_text(cx, ty);
    match said {
        Some(true) if !is_text && !ty::is_unsure(cx, ty) => {
            let secret = table.entry("secret").map_or(&entry.key_at, |secret| &secret.key_at);
            let message = format!("`{}` is secret, and no text", entry.key);
            let reported = cx.d.mistake(Kind::SecretNoText, secret, message, "only a text can be secret");
            if let Some(ty) = table.get("type") {
                reported.see(&ty.at, "its type");
            }
            reported.help("let the `type` be `string` or `url`");
            false
        }
        Some(said) => said,
        None if is_text && looks_secret(&entry.key) => {
            cx.d.mistake(
                Kind::SecretUnsaid,
                &entry.key_at,
                format!("`{}` looks like a secret", entry.key),
                "is it one?",
            )
            .help("say `secret = true`, or `secret = false` if it may be shown");
            true
        }
        None => false,
    }
}

/// Whether a parameter of this name is likely to be one that nobody may see.
pub fn looks_secret(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["pwd", "passw", "passphrase", "secret", "token", "ticket", "authcode", "apikey", "sessionkey"]
        .iter()
        .any(|word| lower.contains(word))
        || lower == "key"
        || lower.ends_with("_key")
}

/// The entry of a table, as if it had been written with this value.
pub fn entry(key: &str, at: &At, table: Table) -> Entry {
    let node = Node { at: at.clone(), value: Value::Table(table) };
    Entry { key: key.to_owned(), key_at: at.clone(), node }
}
