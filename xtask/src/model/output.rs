//! What an operation gives back, and what a refusal carries.

use super::{
    example, field, read, template, ty,
    types::{self, Format, NamedType, Output, OutputForm, Protocol, Scalar, ScalarKind, TextForm, TypeDef, TypeRef},
    vendor::Cx,
};
use crate::spec::{self, Node, Place, Table, Value};

/// Whose output it is.
pub struct Owner<'a> {
    /// The operation; none for what a code of all operations carries.
    pub operation: Option<usize>,
    /// What a record of its own fields is called.
    pub record: &'a str,
}

/// The output of `[output]`. `ground`: the operation's protocols, and how its answers are made there.
pub fn check(cx: &mut Cx<'_>, node: &Node, owner: usize, ground: &field::Ground) -> Option<Output> {
    let table = spec::shorthand(node, "type", "at")?;
    spec::check_words(&table, Place::Output, cx.d);
    if let Some(pages) = read::opt_table(&table, "pages", cx.d) {
        spec::check_words(pages, Place::Pages, cx.d);
    }
    let owner = Owner { operation: Some(owner), record: "Output" };
    of_table(cx, &table, &owner, ground)
}

/// Checks that words of outputs which are made of a text have one to work on.
pub fn made_of_text(cx: &mut Cx<'_>, own: &Table, output: &Output, ground: &field::Ground) {
    let mut answers = ground.protocols.iter().filter_map(|(_, answer)| cx.answers.get(*answer));
    if answers.any(|answer| answer.format == Format::Text) || output.forms.iter().any(|form| form.inside.is_some()) {
        return;
    }
    for word in ["as", "separator"] {
        if let Some(node) = own.get(word) {
            cx.d.mistake(&node.at, "no answer of this operation is a text", "has no effect")
                .help("leave it out, or say where in the XML the text is: `inside = \".\"` is the root's own");
        }
    }
}

/// An output that a table says: that of an operation, or what a code carries.
pub fn of_table(cx: &mut Cx<'_>, table: &Table, owner: &Owner<'_>, ground: &field::Ground) -> Option<Output> {
    let said: Vec<&str> = ["type", "fields"].into_iter().filter(|word| table.get(word).is_some()).collect();
    let (ty, many) = match said.as_slice() {
        ["type"] => {
            let node = table.get("type")?;
            let text = read::text(node, "type", cx.d)?;
            let (ty, many) = ty::reference(cx, &text, &node.at, owner.operation);
            if ty::words_of(cx, &ty).is_some_and(|words| words.iter().any(|word| !word.spelled.is_empty())) {
                cx.d.mistake(&node.at, "words that are spelled otherwise by protocol are those of a field", "here")
                    .help("say `fields = { value = { type = … } }`");
            }
            (ty, many)
        }
        ["fields"] => (fields(cx, table, owner, ground)?, false),
        [] => {
            cx.d.mistake(&table.at, "an output has `type` or `fields`", "this one has neither");
            return None;
        }
        _ => {
            let at = |word: &str| table.get(word).map_or(&table.at, |node| &node.at);
            cx.d.mistake(at("type"), "an output has `type` or `fields`, and not both", "the one")
                .see(at("fields"), "the other; a part may have said it");
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
    if let (true, Some(node)) = (secret && !is_text, table.get("secret")) {
        cx.d.mistake(&node.at, "only a text can be secret", "this output is none")
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
    let format = cx.answers.get(answer).map_or(Format::Text, |answer| answer.format);
    let mut form = OutputForm {
        on: Vec::new(),
        at: ".".to_owned(),
        inside: None,
        text: vec![TextForm::Fields],
        separator: None,
        titles: None,
    };
    if format == Format::Bytes && !protocol.is_soap() {
        if !is_bytes(ty) || many {
            cx.d.mistake(&table.at, format!("the answer on {protocol:?} is bytes"), "this output is not")
                .help("say `type = \"bytes\"`");
        }
        return Some(form);
    }
    if format != Format::Text {
        form.inside = match spec::on(table, protocol, "inside").cloned() {
            Some(node) => {
                let text = read::text(&node, "inside", cx.d)?;
                Some(template::place(&text, &node, cx.d))
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
            cx.d.mistake(&table.at, "what parts the records of the text?", "say `separator` here");
        }
        if form.text != [TextForm::Xml] {
            lists_in_text(cx, table, protocol, ty);
        }
    }
    if !made_of_text || form.text.contains(&TextForm::Xml) {
        match spec::on(table, protocol, "at").cloned() {
            Some(node) => {
                let text = read::text(&node, "at", cx.d)?;
                form.at = template::place(&text, &node, cx.d);
            }
            None if many => {
                cx.d.mistake(&table.at, format!("where does the list stand on {protocol:?}?"), "say `at` here");
            }
            None => {}
        }
        if let Some(node) = spec::on(table, protocol, "titles").cloned() {
            let text = read::text(&node, "titles", cx.d)?;
            form.titles = Some(template::place(&text, &node, cx.d));
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
        cx.d.mistake(&at, format!("what parts the items of `{name}` in a text?"), "here").help(help);
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
    let mut forms = Vec::new();
    for item in &items {
        let Some(text) = read::text(item, "as", cx.d) else { continue };
        forms.push(match text.as_str() {
            "fields" => TextForm::Fields,
            "xml" => TextForm::Xml,
            "table" => {
                if !many {
                    cx.d.mistake(&item.at, "a table is a list of its rows", "this output is one thing")
                        .help("let the `type` end in `[]`");
                }
                TextForm::Table
            }
            _ => TextForm::Template(template::template(&text, &item.at, Some(&holes), cx.d)),
        });
    }
    Some(forms)
}

fn is_bytes(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Scalar(Scalar { kind: ScalarKind::Bytes, .. }))
}
