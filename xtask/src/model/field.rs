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
    diagnostic::At,
    spec::{self, Entry, Node, Place, Table, Value},
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
        if let Some(field) = field(cx, entry, used, owner, ground) {
            fields.push((field, entry.key_at.clone()));
        }
    }
    cx.unique(fields.iter().map(|(field, at)| (field.rust.clone(), at.clone())), "field");
    fields.into_iter().map(|(field, _)| field).collect()
}

/// One field.
pub fn field(cx: &mut Cx<'_>, entry: &Entry, used: Use, owner: Option<usize>, ground: &Ground) -> Option<Field> {
    let Some(own) = spec::shorthand(&entry.node, "type", "at") else {
        read::wrong(&entry.node, &entry.key, "a type, or a table", cx.d);
        return None;
    };
    spec::check_words(&own, used.place(), cx.d);
    let defaults = if used.is_param() { &cx.default_param } else { &cx.default_field };
    let table = spec::merge(defaults, &own);
    let (ty, many) = match table.get("type").cloned() {
        Some(node) => match read::text(&node, "type", cx.d) {
            Some(text) => ty::reference(cx, &text, &node.at, owner),
            None => (string(), false),
        },
        None => (string(), false),
    };
    let spelled = refined(cx, ty.clone(), &table, &own);
    // A named type keeps its name in Rust; how it is spelled here is the wire's.
    let ty = if matches!(ty, TypeRef::Named(_)) { ty } else { spelled.clone() };
    let mut wires = Vec::new();
    for (protocol, answer) in &ground.protocols {
        if spec::is_off(&table, *protocol) {
            continue;
        }
        let wire = wire(cx, entry, &table, *protocol, *answer, used, owner, &spelled, many);
        types::push_on(&mut wires, *protocol, wire);
    }
    let wires: Vec<Wire> = wires.into_iter().map(|(on, wire)| Wire { on, ..wire }).collect();
    if wires.is_empty() {
        cx.d.mistake(&entry.key_at, format!("`{}` stands on no protocol", entry.key), "here")
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
    if let (Some(sample), Some(node)) = (&fixed, table.get("fixed")) {
        check_holes(cx, sample, node);
    }
    if let (true, Some(node)) = (required && own.get("required").is_some(), table.get("fixed")) {
        cx.d.mistake(&node.at, format!("`{}` is required, and has a value already", entry.key), "nobody gives it")
            .help("take `required` away");
    }
    let (min, max) = bounds(cx, &table, &ty, many);
    if used.is_param() && matches!(&ty, TypeRef::Scalar(Scalar { kind: ScalarKind::Map, .. })) {
        cx.d.mistake(&entry.key_at, "a map is read, and cannot be sent", "this is a parameter");
    }
    Some(Field {
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
        default: table.get("default").map(|node| read::texts(node, "default", cx.d).join(", ")),
        wires,
    })
}

/// `min` and `max`, of what has a size.
fn bounds(cx: &mut Cx<'_>, table: &Table, ty: &TypeRef, many: bool) -> (Option<i64>, Option<i64>) {
    let (min, max) = (read::opt_int(table, "min", cx.d), read::opt_int(table, "max", cx.d));
    let has_size = many
        || matches!(
            ty::scalar_of(cx, ty).map(|scalar| &scalar.kind),
            Some(ScalarKind::String | ScalarKind::Url | ScalarKind::Int(_) | ScalarKind::Number | ScalarKind::Bytes)
        );
    for word in ["min", "max"] {
        if let Some(node) = table.get(word).filter(|_| !has_size) {
            cx.d.mistake(&node.at, format!("`{word}` is of a number, a text, bytes or a list"), "this is none of them");
        }
    }
    if let (Some(least), Some(most), Some(node)) = (min, max, table.get("max"))
        && least > most
    {
        cx.d.mistake(&node.at, format!("nothing is at least {least} and at most {most}"), "less than `min`");
    }
    (min, max)
}

/// A fixed text may have holes: those of addresses and actions.
fn check_holes(cx: &mut Cx<'_>, sample: &Sample, node: &Node) {
    let Sample::Text(text) = sample else { return };
    let vendor = cx.vendor.clone();
    let own = vendor.get("names").and_then(Node::as_table);
    for piece in text.split('{').skip(1) {
        let Some((hole, _)) = piece.split_once('}') else { continue };
        let is_known = ["operation", "namespace"].contains(&hole) || own.is_some_and(|own| own.get(hole).is_some());
        if !is_known {
            let own = own.into_iter().flat_map(|own| &own.entries).map(|entry| entry.key.as_str());
            cx.d.mistake(&node.at, format!("nothing is called `{hole}` here"), format!("`{{{hole}}}` is unknown"))
                .suggest(hole, own.chain(["operation", "namespace"]));
        }
    }
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
    fields: &[xsd::XsdField],
    said: Option<&Table>,
    position: impl Fn(&str) -> usize,
) -> Vec<Field> {
    for entry in said.iter().flat_map(|said| &said.entries) {
        if !fields.iter().any(|field| field.name == entry.key) {
            cx.d.mistake(&entry.key_at, format!("the type has no field `{}`", entry.key), "unknown")
                .suggest(&entry.key, fields.iter().map(|field| field.name.as_str()));
        }
    }
    let on = cx.protocols();
    let mut out = Vec::new();
    for field in fields {
        let node = said.and_then(|said| said.get(&field.name));
        let words = node.and_then(|node| spec::shorthand(node, "type", "at"));
        let words = words.unwrap_or_else(|| Table::empty(&At { file: 0, span: 0..0 }));
        if node.is_some() {
            spec::check_words(&words, Place::Field, cx.d);
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
        out.push(Field {
            name: field.name.clone(),
            rust: name::said_or(&words, || name::snake(&field.name), cx.d),
            doc: if doc.is_empty() { field.doc.clone() } else { doc },
            doubts: read::doubts(&words, cx.d),
            ty,
            required: read::opt_flag(&words, "required", cx.d).unwrap_or(field.required),
            required_if: None,
            many: field.many,
            secret: read::flag(&words, "secret", cx.d),
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
    protocol: Protocol,
    answer: usize,
    used: Use,
    owner: Option<usize>,
    plain: &TypeRef,
    many: bool,
) -> Wire {
    let key = entry.key.as_str();
    let is_text = !used.is_param() && cx.answers.get(answer).is_some_and(|answer| answer.format == Format::Text);
    let is_form = used.is_param() && matches!(protocol, Protocol::Get | Protocol::Post);
    let carrier = carrier(cx, table, protocol);
    let at = match spec::on(table, protocol, "at").cloned() {
        Some(node) => {
            let places = read::texts(&node, "at", cx.d);
            if is_text || is_form || matches!(carrier, Carrier::Header | Carrier::Basic) {
                places
            } else {
                places.iter().map(|place| template::place(place, &node, cx.d)).collect()
            }
        }
        None if is_text || used.is_param() => vec![key.to_owned()],
        None => vec![cx.field_form(answer).replace("{name}", key)],
    };
    let ty = match spec::on(table, protocol, "type").cloned() {
        Some(node) => match read::text(&node, "type", cx.d) {
            Some(text) => {
                let (ty, _) = ty::reference(cx, &text, &node.at, owner);
                let own = spec::shorthand(&entry.node, "type", "at");
                let ty = refined(cx, ty, table, own.as_ref().unwrap_or(table));
                if !same_rust_type(cx, plain, &ty) {
                    cx.d.mistake(&node.at, format!("`{text}` is another type in Rust than the field's"), "here")
                        .help("on a protocol a type may only be spelled otherwise");
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
        Some(node) => matches!(node.value, Value::Bool(true)),
        None => false,
    };
    let (template, document) = made(cx, table, protocol, used, &ty, many);
    if many && join.is_none() && document.is_none() && is_form && !is_told_apart(cx, &ty, carrier) {
        let what = format!("how is the list of records `{key}` sent over {protocol:?}?");
        cx.d.mistake(&entry.key_at, what, "here").help(
            "number the names of its fields (`at = \"name{n}\"`), send it `as = \"xml\"`, or not at all: `form = false`",
        );
    }
    if carrier == Carrier::Header
        && let Some(name) = at.first()
        && !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    {
        cx.d.mistake(&entry.key_at, format!("`{name}` is no name of a header"), "here")
            .help("say another: `at = \"X-Name\"`");
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
    match node.as_str() {
        Some("header") => Carrier::Header,
        Some("basic") => Carrier::Basic,
        Some("soap-header") if protocol.is_soap() => Carrier::SoapHeader,
        Some("soap-header") => {
            cx.d.mistake(&node.at, format!("{protocol:?} has no SOAP header"), "here")
                .help("say it for SOAP alone: `soap = { in = \"soap-header\" }`");
            Carrier::Body
        }
        _ => {
            cx.d.mistake(&node.at, "`in` is `header`, `basic` or `soap-header`", "none of them");
            Carrier::Body
        }
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
        if root.is_none() {
            cx.d.mistake(&node.at, "only one record can be an XML document", "this is none");
        }
        return (None, root);
    }
    if !used.is_param() {
        cx.d.mistake(&node.at, "`as` of a field of an answer is `xml`", "this is a template")
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
    let words = if matches!(ty, TypeRef::Scalar(_)) { table } else { own };
    if !["none", "format", "true", "false"].iter().any(|word| words.get(word).is_some()) {
        return ty;
    }
    match ty::scalar_of(cx, &ty).cloned() {
        Some(scalar) => TypeRef::Scalar(ty::refine(cx, scalar, words)),
        None => {
            cx.d.mistake(&own.at, "`none`, `format`, `true` and `false` are spellings of scalars", "this is none");
            ty
        }
    }
}

/// Whether two references are the same type in Rust.
fn same_rust_type(cx: &Cx<'_>, one: &TypeRef, other: &TypeRef) -> bool {
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
        Some(true) if !is_text => {
            cx.d.mistake(&entry.key_at, format!("`{}` is secret, but no text", entry.key), "only a text can be secret");
            false
        }
        Some(said) => said,
        None if is_text && looks_secret(&entry.key) => {
            cx.d.mistake(&entry.key_at, format!("`{}` looks like a secret", entry.key), "is it one?")
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
