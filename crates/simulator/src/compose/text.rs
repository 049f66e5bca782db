//! Outputs as text.

use bindery_transport::description::{Field, Kind, Record, TextForm, Wire};

use super::{Scene, template::written};
use crate::{node::Node, spell::spelled};

/// The text of an output, which stands for a template's `{output}`.
pub(super) fn output(scene: &Scene, value: &Node, part: &str) -> String {
    let Some(record) = record(scene) else { return String::new() };
    match scene.operation.output_form(scene.protocol).map(|form| form.text) {
        Some(TextForm::Records(separator)) => {
            value.records().iter().map(|item| labelled(scene, record, item, part)).collect::<Vec<_>>().join(separator)
        }
        Some(TextForm::Template(template)) => written(scene, &template, &|hole| field_text(scene, value, hole)),
        Some(_) => labelled(scene, record, value, part),
        None => String::new(),
    }
}

/// The text of one field of an output.
pub(super) fn field_text(scene: &Scene, value: &Node, name: &str) -> Option<String> {
    let field = record(scene)?.fields.iter().find(|field| field.name == name)?;
    text_of(field, field.wire(scene.protocol)?, value)
}

fn record(scene: &Scene) -> Option<&'static Record> {
    match scene.operation.output?.ty.kind {
        Kind::Record(record) => Some(record),
        _ => None,
    }
}

/// The fields of a record, each on a line with its label.
fn labelled(scene: &Scene, record: &Record, value: &Node, part: &str) -> String {
    let mut lines = Vec::new();
    for field in record.fields {
        let Some(wire) = field.wire(scene.protocol) else { continue };
        if let Some(text) = text_of(field, wire, value) {
            lines.push(format!("{}{part}{text}", wire.place()));
        }
    }
    lines.join("\n")
}

fn text_of(field: &Field, wire: &Wire, value: &Node) -> Option<String> {
    let value = value.field(field.name)?;
    Some(spelled(wire.ty, value).join(wire.join.unwrap_or(",")))
}
