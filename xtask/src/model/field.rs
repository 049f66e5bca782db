//! Parameters, fields of outputs, fields of records: what each is, and how it stands on each protocol.

use super::{
    name, read, template, ty,
    types::{Field, Format, Protocol, Scalar, ScalarKind, TypeDef, TypeRef, Wire},
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
    /// Comes in an answer.
    Output,
    /// A field of a record, which is read as one of an answer.
    Record,
}

/// Where fields stand: on which protocols, and how the answers there are made.
pub struct Ground {
    /// Protocols with the answer of each (an index into the answers).
    pub protocols: Vec<(Protocol, usize)>,
}

/// Fields on all of the vendor's protocols.
pub fn fields(cx: &mut Cx<'_>, table: &Table, used: Use, owner: Option<usize>) -> Vec<Field> {
    let protocols = cx.bindings.iter().map(|binding| (binding.protocol, binding.answer)).collect();
    fields_on(cx, table, used, owner, &Ground { protocols })
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
    spec::check_words(&own, Place::Field, cx.d);
    let defaults = if used == Use::Param { &cx.default_param } else { &cx.default_field };
    let table = spec::merge(defaults, &own);
    let (ty, many) = match table.get("type").cloned() {
        Some(node) => match read::text(&node, "type", cx.d) {
            Some(text) => ty::reference(cx, &text, &node.at, owner),
            None => (string(), false),
        },
        None => (string(), false),
    };
    let spelled = refined(cx, ty.clone(), &table);
    // A named type keeps its name in Rust; how it is spelled here is the wire's.
    let ty = if matches!(ty, TypeRef::Named(_)) { ty } else { spelled.clone() };
    let mut wires: Vec<Wire> = Vec::new();
    for (protocol, answer) in &ground.protocols {
        if spec::names(*protocol).iter().any(|name| table.get(name).is_some_and(Node::is_false)) {
            continue;
        }
        let wire = wire(cx, &entry.key, &table, *protocol, *answer, used, owner, &spelled, many);
        push_wire(&mut wires, wire);
    }
    if wires.is_empty() {
        cx.d.mistake(&entry.key_at, format!("`{}` stands on no protocol", entry.key), "here")
            .help("one of them must have it: take a `= false` away");
    }
    let soap = wires.iter().find_map(|wire| {
        wire.on.iter().any(|on| matches!(on, Protocol::Soap11 | Protocol::Soap12)).then(|| wire.at.first()).flatten()
    });
    let derived = match soap {
        Some(soap) => name::with_boundaries(&entry.key, soap),
        None => entry.key.clone(),
    };
    let rust = name::said_or(&table, || name::snake(&derived), cx.d);
    let secret = secret(cx, entry, &table, &ty);
    Some(Field {
        name: entry.key.clone(),
        rust,
        doc: read::text_or_empty(&table, "doc", cx.d),
        doubts: read::doubts(&table, cx.d),
        ty,
        required: read::flag(&table, "required", cx.d),
        many,
        secret,
        min: read::opt_int(&table, "min", cx.d),
        max: read::opt_int(&table, "max", cx.d),
        needs: read::opt_text(&table, "needs", cx.d),
        default: table.get("default").map(|node| read::texts(node, "default", cx.d).join(", ")),
        wires,
    })
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
        let ty = refined(cx, ty, &words);
        let doc = read::text_or_empty(&words, "doc", cx.d);
        let wire = Wire {
            on: on.clone(),
            at: vec![field.place.clone()],
            ty: ty.clone(),
            join: field.join.map(str::to_owned),
            absent: None,
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
            many: field.many,
            secret: read::flag(&words, "secret", cx.d),
            min: None,
            max: None,
            needs: None,
            default: None,
            wires: vec![sorted],
        });
    }
    out
}

#[allow(clippy::too_many_arguments, reason = "all of it decides how one field stands on one protocol")]
fn wire(
    cx: &mut Cx<'_>,
    key: &str,
    table: &Table,
    protocol: Protocol,
    answer: usize,
    used: Use,
    owner: Option<usize>,
    plain: &TypeRef,
    many: bool,
) -> Wire {
    let is_text = used != Use::Param && cx.answers.get(answer).is_some_and(|answer| answer.format == Format::Text);
    let is_form = used == Use::Param && matches!(protocol, Protocol::Get | Protocol::Post);
    let at = match spec::on(table, protocol, "at").cloned() {
        Some(node) => {
            let places = read::texts(&node, "at", cx.d);
            if is_text || is_form {
                places
            } else {
                places.iter().map(|place| template::place(place, &node, cx.d)).collect()
            }
        }
        None if is_text || used == Use::Param => vec![key.to_owned()],
        None => vec![cx.field_form(answer).replace("{name}", key)],
    };
    let ty = match spec::on(table, protocol, "type").cloned() {
        Some(node) => match read::text(&node, "type", cx.d) {
            Some(text) => {
                let (ty, _) = ty::reference(cx, &text, &node.at, owner);
                let ty = refined(cx, ty, table);
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
    let own_separator = spec::names(protocol)
        .into_iter()
        .filter_map(|name| table.get(name)?.as_table()?.get("separator"))
        .next()
        .cloned();
    let joins = is_text || is_form || (used == Use::Param && protocol == Protocol::Xml);
    let is_attribute = at.first().is_some_and(|place| place.contains('@'));
    let separator = own_separator.or_else(|| table.get("separator").filter(|_| joins || is_attribute).cloned());
    let join = separator.filter(|_| many).and_then(|node| read::text(&node, "separator", cx.d));
    let absent = match spec::on(table, protocol, "absent").cloned() {
        Some(node) if node.is_false() => None,
        Some(node) => read::text(&node, "absent", cx.d),
        None => None,
    };
    Wire { on: vec![protocol], at, ty, join, absent: absent.filter(|_| used == Use::Param) }
}

/// Adds a protocol to the wire that is the same, or a wire.
fn push_wire(wires: &mut Vec<Wire>, wire: Wire) {
    let same = wires.iter_mut().find(|known| {
        known.at == wire.at && known.ty == wire.ty && known.join == wire.join && known.absent == wire.absent
    });
    match same {
        Some(known) => {
            known.on.extend(wire.on);
            known.on.sort_unstable();
        }
        None => wires.push(wire),
    }
}

fn string() -> TypeRef {
    TypeRef::Scalar(Scalar { kind: ScalarKind::String, none: Vec::new() })
}

/// A type with the spellings that the field says itself; a named scalar is seen through.
fn refined(cx: &mut Cx<'_>, ty: TypeRef, table: &Table) -> TypeRef {
    if !["none", "format", "true", "false"].iter().any(|word| table.get(word).is_some()) {
        return ty;
    }
    let scalar = match &ty {
        TypeRef::Scalar(scalar) => Some(scalar.clone()),
        TypeRef::Named(index) => match cx.types.get(*index).map(|named| &named.def) {
            Some(TypeDef::Scalar(scalar)) => Some(scalar.clone()),
            _ => None,
        },
    };
    match scalar {
        Some(scalar) => TypeRef::Scalar(ty::refine(cx, scalar, table)),
        None => {
            cx.d.mistake(&table.at, "`none`, `format`, `true` and `false` are spellings of scalars", "this is none");
            ty
        }
    }
}

/// Whether two references are the same type in Rust.
fn same_rust_type(cx: &Cx<'_>, one: &TypeRef, other: &TypeRef) -> bool {
    let scalar = |ty: &TypeRef| match ty {
        TypeRef::Scalar(scalar) => Some(scalar.kind.clone()),
        TypeRef::Named(index) => match cx.types.get(*index).map(|named| &named.def) {
            Some(TypeDef::Scalar(scalar)) => Some(scalar.kind.clone()),
            _ => None,
        },
    };
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
    let is_text = match ty {
        TypeRef::Scalar(scalar) => scalar.kind == ScalarKind::String,
        TypeRef::Named(index) => matches!(
            cx.types.get(*index).map(|named| &named.def),
            Some(TypeDef::Scalar(Scalar { kind: ScalarKind::String, .. }))
        ),
    };
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

fn looks_secret(name: &str) -> bool {
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
