//! What an operation gives back.

use super::{
    field, read, template, ty,
    types::{Format, NamedType, Output, OutputForm, Protocol, TextForm, TypeDef, TypeRef},
    vendor::Cx,
};
use crate::spec::{self, Node, Place, Table, Value};

/// The output of `[output]`. `ground`: the operation's protocols, and how its answers are made there.
pub fn check(cx: &mut Cx<'_>, node: &Node, owner: usize, ground: &field::Ground) -> Option<Output> {
    let table = spec::shorthand(node, "type", "at")?;
    spec::check_words(&table, Place::Output, cx.d);
    let said: Vec<&str> = ["type", "fields"].into_iter().filter(|word| table.get(word).is_some()).collect();
    let (ty, many) = match said.as_slice() {
        ["type"] => {
            let node = table.get("type")?;
            let text = read::text(node, "type", cx.d)?;
            match ty::reference(cx, &text, &node.at, Some(owner)) {
                (TypeRef::Named(index), many) => (index, many),
                (TypeRef::Scalar(_), _) => {
                    cx.d.mistake(&node.at, "an output is a record", "this is a scalar")
                        .help("name it: `fields = { value = { type = … } }`");
                    return None;
                }
            }
        }
        ["fields"] => {
            let fields = read::opt_table(&table, "fields", cx.d)?.clone();
            let fields = field::fields_on(cx, &fields, field::Use::Output, Some(owner), ground);
            let index = cx.types.len();
            cx.types.push(NamedType {
                name: "Output".to_owned(),
                rust: "Output".to_owned(),
                doc: read::text_or_empty(&table, "doc", cx.d),
                doubts: Vec::new(),
                owner: Some(owner),
                def: TypeDef::Record(fields),
            });
            cx.type_places.push((node.at.clone(), table.clone(), true));
            (index, false)
        }
        _ => {
            cx.d.mistake(&node.at, "an output has `type` or `fields`", "this one has not");
            return None;
        }
    };
    let mut forms: Vec<OutputForm> = Vec::new();
    for (protocol, answer) in &ground.protocols {
        let form = form(cx, &table, *protocol, *answer, ty, many)?;
        match forms.iter_mut().find(|known| known.at == form.at && known.text == form.text) {
            Some(known) => {
                known.on.extend(form.on);
                known.on.sort_unstable();
            }
            None => forms.push(form),
        }
    }
    Some(Output { ty, many, doc: read::text_or_empty(&table, "doc", cx.d), doubts: read::doubts(&table, cx.d), forms })
}

fn form(
    cx: &mut Cx<'_>,
    table: &Table,
    protocol: Protocol,
    answer: usize,
    ty: usize,
    many: bool,
) -> Option<OutputForm> {
    let on = vec![protocol];
    let is_text = cx.answers.get(answer).is_some_and(|answer| answer.format == Format::Text);
    if !is_text {
        let at = match spec::on(table, protocol, "at").cloned() {
            Some(node) => {
                let text = read::text(&node, "at", cx.d)?;
                template::place(&text, &node, cx.d)
            }
            None if many => {
                cx.d.mistake(&table.at, format!("where does the list stand on {protocol:?}?"), "say `at` here");
                ".".to_owned()
            }
            None => ".".to_owned(),
        };
        return Some(OutputForm { on, at, text: TextForm::Fields });
    }
    let text = match spec::on(table, protocol, "as").cloned() {
        Some(node) => match &node.value {
            Value::String(text) if text == "fields" => TextForm::Fields,
            Value::String(text) => {
                let known = field_names(cx, ty);
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                TextForm::Template(template::template(text, &node.at, Some(&known), cx.d))
            }
            _ => {
                read::wrong(&node, "as", "a template", cx.d);
                TextForm::Fields
            }
        },
        None if many => match spec::on(table, protocol, "separator").cloned() {
            Some(node) => TextForm::Records(read::text(&node, "separator", cx.d)?),
            None => {
                cx.d.mistake(&table.at, "what parts the records of the text?", "say `separator` here");
                TextForm::Fields
            }
        },
        None => TextForm::Fields,
    };
    Some(OutputForm { on, at: ".".to_owned(), text })
}

fn field_names(cx: &Cx<'_>, ty: usize) -> Vec<String> {
    match cx.types.get(ty).map(|named| &named.def) {
        Some(TypeDef::Record(fields)) => fields.iter().map(|field| field.name.clone()).collect(),
        _ => Vec::new(),
    }
}
