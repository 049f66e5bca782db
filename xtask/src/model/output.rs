//! What an operation gives back, and what a refusal carries.

use super::{
    example, field, read, template, ty,
    types::{
        self, Format, NamedType, Output, OutputForm, Piece, Protocol, Scalar, ScalarKind, TextForm, TypeDef, TypeRef,
    },
    vendor::Cx,
};
use crate::diagnostic::{At, Kind};
use crate::spec::{self, Node, Place, Table, Value};

/// Whose output it is.
pub struct Owner<'a> {
    /// The operation; none for what a code of all operations carries.
    pub operation: Option<usize>,
    /// What a record of its own fields is called.
    pub record: &'a str,
}

/// The output of `[output]`. `ground`: the operation's protocols, and how its answers are made there.
pub fn check(cx: &mut Cx<'_>, node: &Node, owner: usize, ground: &field::Ground) -> Output {
    let Some(table) = spec::shorthand(node, Place::Output) else {
        read::wrong(node, "output", "a table, or the text of its `type`", cx.d);
        return unsure(&node.at);
    };
    let table = spec::check_words(&table, Place::Output, cx.d);
    if let Some(pages) = read::opt_table(&table, "pages", cx.d) {
        spec::check_words(pages, Place::Pages, cx.d);
    }
    let owner = Owner { operation: Some(owner), record: "Output" };
    of_table(cx, &table, &owner, ground)
}

/// Stands for an output of which a mistake is reported.
fn unsure(at: &At) -> Output {
    Output {
        at: at.clone(),
        ty: ty::UNKNOWN,
        many: false,
        secret: false,
        fixed: None,
        pages: None,
        doc: String::new(),
        doubts: Vec::new(),
        forms: Vec::new(),
    }
}

/// Checks that words of outputs which are made of a text have one to work on.
pub fn made_of_text(cx: &mut Cx<'_>, own: &Table, output: &Output, ground: &field::Ground) {
    let is_text = |(_, answer): &(Protocol, usize)| cx.format(*answer).is_none_or(|format| format == Format::Text);
    let none_known = ground.protocols.is_empty() || output.forms.is_empty();
    if none_known || ground.protocols.iter().any(is_text) || output.forms.iter().any(|form| form.inside.is_some()) {
        return;
    }
    for word in ["as", "separator"] {
        if let Some(entry) = own.entry(word) {
            cx.d.mistake(Kind::NoText, &entry.key_at, "no answer of this operation is a text", "has no effect")
                .help("leave it out, or say where in the XML the text is: `inside = \".\"` is the root's own");
        }
    }
}

/// An output that a table says: that of an operation, or what a code carries.
pub fn of_table(cx: &mut Cx<'_>, table: &Table, owner: &Owner<'_>, ground: &field::Ground) -> Output {
    try_table(cx, table, owner, ground).unwrap_or_else(|| unsure(&table.at))
}

fn try_table(cx: &mut Cx<'_>, table: &Table, owner: &Owner<'_>, ground: &field::Ground) -> Option<Output> {
    let said: Vec<&str> = ["type", "fields"].into_iter().filter(|word| table.get(word).is_some()).collect();
    let (ty, many) = match said.as_slice() {
        ["type"] => {
            let node = table.get("type")?;
            let text = read::text(node, "type", cx.d)?;
            let (ty, many) = ty::reference(cx, &text, &node.at, owner.operation);
            if ty::words_of(cx, &ty).is_some_and(|words| words.iter().any(|word| !word.spelled.is_empty())) {
                cx.d.mistake(
                    Kind::SpelledOutput,
                    &node.at,
                    "an output cannot be a word that is spelled otherwise by protocol",
                    "its words are",
                )
                .help("let it be a field of the output: `fields = { value = { type = … } }`");
            }
            (ty, many)
        }
        ["fields"] => (fields(cx, table, owner, ground)?, false),
        [] => {
            cx.d.mistake(Kind::TypeOrFields, &table.at, "an output has `type` or `fields`", "this one has neither")
                .help("say `type = \"…\"`, which may be any type, or `[output.fields]`; what gives nothing has no `[output]`");
            return None;
        }
        _ => {
            let at = |word: &str| table.entry(word).map_or(&table.at, |entry| &entry.key_at);
            cx.d.mistake(Kind::TypeOrFields, at("type"), "an output has `type` or `fields`, and not both", "the one")
                .see(at("fields"), "the other")
                .help("take one of them away: `fields` are a record of the output's own");
            return None;
        }
    };
    let fixed = table.get("fixed").cloned().and_then(|node| example::value_of(cx, "fixed", &ty, many, &node));
    let mut forms = Vec::new();
    for (protocol, answer) in &ground.protocols {
        let form = form(cx, table, *protocol, *answer, &ty, many)?;
        types::push_on(&mut forms, *protocol, form);
    }
    let forms = forms.into_iter().map(|(on, form)| OutputForm { on, ..form }).collect();
    Some(Output {
        at: table.at.clone(),
        secret: secret(cx, table, &ty),
        ty,
        many,
        fixed,
        // Other operations are not known yet.
        pages: None,
        doc: read::text_or_empty(table, "doc", cx.d),
        doubts: read::doubts(table, cx.d),
        forms,
    })
}

/// The record of `fields`; for a code of all operations it is made once.
fn fields(cx: &mut Cx<'_>, table: &Table, owner: &Owner<'_>, ground: &field::Ground) -> Option<TypeRef> {
    let said = read::opt_table(table, "fields", cx.d)?.clone();
    let known = cx.types.iter().position(|named| named.owner == owner.operation && named.name == owner.record);
    if let (Some(index), None) = (known, owner.operation) {
        return Some(TypeRef::Named(index));
    }
    let used = field::Use::Output;
    let fields = match owner.operation {
        Some(_) => field::fields_on(cx, &said, used, owner.operation, ground),
        None => field::fields(cx, &said, used, None),
    };
    let index = cx.types.len();
    cx.types.push(NamedType {
        at: table.at.clone(),
        name: owner.record.to_owned(),
        rust: owner.record.to_owned(),
        doc: read::text_or_empty(table, "doc", cx.d),
        doubts: Vec::new(),
        owner: owner.operation,
        def: TypeDef::Record(fields),
    });
    cx.type_places.push((table.at.clone(), table.clone(), true));
    Some(TypeRef::Named(index))
}

fn secret(cx: &mut Cx<'_>, table: &Table, ty: &TypeRef) -> bool {
    let secret = read::flag(table, "secret", cx.d);
    let is_text = ty::is_text(cx, ty);
    if let (true, Some(entry)) = (secret && !is_text && !ty::is_unsure(cx, ty), table.entry("secret")) {
        cx.d.mistake(Kind::SecretNoText, &entry.key_at, "only a text can be secret", "this output is none")
            .help("say it of the field that holds the secret");
        return false;
    }
    secret
}

/// How it stands on a protocol; the protocol itself is left out.
fn form(
    cx: &mut Cx<'_>,
    table: &Table,
    protocol: Protocol,
    answer: usize,
    ty: &TypeRef,
    many: bool,
) -> Option<OutputForm> {
    let format = cx.format(answer);
    let mut form = OutputForm {
        on: Vec::new(),
        at: ".".to_owned(),
        inside: None,
        text: vec![TextForm::Fields],
        separator: None,
        titles: None,
    };
    let Some(format) = format else { return Some(form) };
    if format == Format::Bytes && !protocol.is_soap() {
        if (!is_bytes(ty) && !ty::is_unsure(cx, ty)) || many {
            let at = table.get("type").map_or(&table.at, |node| &node.at);
            cx.d.mistake(Kind::BytesOutput, at, "the answer is bytes, and so is the output", "this is something else")
                .help("say `type = \"bytes\"`, or let `answer` be another one");
        }
        return Some(form);
    }
    if format != Format::Text {
        form.inside = match spec::on(table, protocol, "inside").cloned() {
            Some(node) => {
                let text = read::text(&node, "inside", cx.d)?;
                cx.check_holes(&text, &node.at);
                Some(template::place(&text, &node.at, cx.d))
            }
            None => None,
        };
    }
    let made_of_text = format == Format::Text || form.inside.is_some();
    if made_of_text {
        form.text = text_forms(cx, table, protocol, ty, many)?;
        form.separator = match spec::on(table, protocol, "separator").cloned() {
            Some(node) => Some(read::text(&node, "separator", cx.d)?),
            None => None,
        };
        let needs = form.text.contains(&TextForm::Table)
            || (many && !form.text.contains(&TextForm::Xml) && !ty::is_numbered(cx, ty));
        if needs && form.separator.is_none() {
            let at = table.get("type").map_or(&table.at, |node| &node.at);
            cx.d.mistake(Kind::UnpartedRecords, at, "nothing says what parts these in a text", "many of them")
                .help("say it on `[output]`: `separator = \"\\n\\n\"`, or of a table what parts its cells");
        }
        if form.text != [TextForm::Xml] {
            lists_in_text(cx, table, protocol, ty);
        }
    }
    if !made_of_text || form.text.contains(&TextForm::Xml) {
        match spec::on(table, protocol, "at").cloned() {
            Some(node) => {
                let text = read::text(&node, "at", cx.d)?;
                cx.check_holes(&text, &node.at);
                form.at = template::place(&text, &node.at, cx.d);
            }
            None if many => {
                let at = table.get("type").map_or(&table.at, |node| &node.at);
                let family = spec::names(protocol)[1];
                cx.d.mistake(
                    Kind::ListWithoutPlace,
                    at,
                    "nothing says where the items of the list stand",
                    "many of them",
                )
                .help(format!("say it on `[output]`: `{family} = \"aItems/ITEM\"`, or `at` for all protocols"));
            }
            None => {}
        }
        if let Some(node) = spec::on(table, protocol, "titles").cloned() {
            let text = read::text(&node, "titles", cx.d)?;
            cx.check_holes(&text, &node.at);
            form.titles = Some(template::place(&text, &node.at, cx.d));
        }
    }
    Some(form)
}

/// Checks that lists in a record that is made of a text can be taken apart.
fn lists_in_text(cx: &mut Cx<'_>, table: &Table, protocol: Protocol, ty: &TypeRef) {
    let fields = ty::fields_of(cx, ty).unwrap_or_default();
    let cannot = fields.iter().find(|field| {
        let wire = field.wires.iter().find(|wire| wire.on.contains(&protocol));
        let is_one = |wire: &super::types::Wire| {
            let numbered = wire.at.iter().any(|place| place.contains("{n}"));
            wire.join.is_none() && wire.document.is_none() && !numbered && !ty::is_numbered(cx, &field.ty)
        };
        field.many && wire.is_some_and(is_one)
    });
    if let Some(name) = cannot.map(|field| field.name.clone()) {
        let at = table.get("fields").and_then(Node::as_table).and_then(|fields| fields.entry(&name));
        let at = at.map_or(&table.at, |entry| &entry.key_at).clone();
        let word = spec::names(protocol)[1];
        let help = match protocol {
            Protocol::Get | Protocol::Post => "say `separator`, or number the labels: `at = \"item{n}\"`".to_owned(),
            _ => format!("say it for the text in the XML: `{word} = {{ separator = \"…\" }}`"),
        };
        let message = format!("nothing says what parts the items of `{name}` in a text");
        cx.d.mistake(Kind::UnpartedItems, &at, message, "many of them").help(help);
    }
}

/// `as`: `fields`, `table`, `xml`, a template, or a list of them.
fn text_forms(cx: &mut Cx<'_>, table: &Table, protocol: Protocol, ty: &TypeRef, many: bool) -> Option<Vec<TextForm>> {
    let Some(node) = spec::on(table, protocol, "as").cloned() else { return Some(vec![TextForm::Fields]) };
    let items = match &node.value {
        Value::String(_) => vec![node.clone()],
        Value::Array(items) if !items.is_empty() => items.clone(),
        _ => {
            read::wrong(&node, "as", "`fields`, `table`, `xml`, a template, or a list of them", cx.d);
            return None;
        }
    };
    let holes = ty::value_names(cx, ty);
    let holes: Vec<&str> = holes.iter().map(String::as_str).collect();
    let holes = Some(holes.as_slice()).filter(|_| !ty::is_unsure(cx, ty));
    let mut forms = Vec::new();
    for item in &items {
        let Some(text) = read::text(item, "as", cx.d) else { continue };
        forms.push(match text.as_str() {
            "fields" => TextForm::Fields,
            "xml" => TextForm::Xml,
            "table" => {
                if !many {
                    cx.d.mistake(
                        Kind::TableNoList,
                        &item.at,
                        "a table is a list of its rows",
                        "this output is one thing",
                    )
                    .help("let the `type` end in `[]`");
                }
                TextForm::Table
            }
            _ => TextForm::Template(template::template(&text, &item.at, holes, cx.d)),
        });
    }
    for (index, form) in forms.iter().enumerate() {
        let takes_all = |before: &&(usize, &TextForm)| before.1 == form || is_any_text(cx, before.1, ty);
        let before = forms.iter().enumerate().take(index).collect::<Vec<_>>();
        if let (Some((first, _)), Some(second)) = (before.iter().find(takes_all), items.get(index))
            && let Some(first) = items.get(*first)
        {
            cx.d.mistake(Kind::UnreachableForm, &second.at, "this is never come to", "comes too late")
                .see(&first.at, "takes every text that this would")
                .help("put the one that fits less before the other, or take it away");
        }
    }
    Some(forms)
}

/// Whether a form takes any text at all.
fn is_any_text(cx: &Cx<'_>, form: &TextForm, ty: &TypeRef) -> bool {
    let TextForm::Template(pieces) = form else { return false };
    let [Piece::Hole(hole)] = pieces.as_slice() else { return false };
    match ty::fields_of(cx, ty) {
        Some(fields) => fields.iter().any(|field| field.name == *hole && !field.many && ty::is_text(cx, &field.ty)),
        None => ty::is_text(cx, ty),
    }
}

fn is_bytes(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Scalar(Scalar { kind: ScalarKind::Bytes, .. }))
}
