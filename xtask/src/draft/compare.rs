//! A draft beside the spec that is there: what they mean, not how they are written.

use std::path::Path;

use anyhow::{Result, anyhow};
use similar::TextDiff;

use super::Draft;
use crate::{
    diagnostic::Diagnostics,
    model::{self, Field, Operation, Piece, ScalarKind, Sources, TypeDef, TypeRef, Vendor},
    spec,
};

/// A unified diff of what the spec and the draft say of the operation, a line each; empty where they say the same.
pub fn with_spec(specs: &Path, vendor: &str, draft: &Draft) -> Result<String> {
    let mut d = Diagnostics::default();
    let sources = model::sources(specs, vendor, &mut d).ok_or_else(|| anyhow!("{}", d.render(false)))?;
    let is_it = |name: &str, area: &Option<String>| name == draft.name && *area == draft.area;
    let mut drafted = sources.clone();
    let text: Vec<String> = draft.to_toml().lines().filter(|line| !line.starts_with("#>")).map(str::to_owned).collect();
    let file = d.add_file(draft.file_name(), text.join("\n"));
    let table = spec::parse(file, &mut d).ok_or_else(|| anyhow!("the draft is no TOML:\n{}", d.render(false)))?;
    for operation in drafted.operations.iter_mut().filter(|file| is_it(&file.name, &file.area)) {
        operation.table = table.clone();
    }
    let path = format!("{}.toml", draft.name);
    let mut before = operation(sources, draft);
    let mut after = operation(drafted, draft);
    // Pages that say nothing of what comes back are many.
    if draft.output.is_none() {
        before.retain(|line| !line.starts_with("output "));
    }
    // What a page does not say of types, it does not say otherwise.
    for line in &mut after {
        if let Some((start, "string")) = line.split_once(" is a ")
            && let Some(known) = before.iter().find(|known| known.starts_with(&format!("{start} is a ")))
        {
            line.clone_from(known);
        }
    }
    let text = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let (before, after) = (text(&before), text(&after));
    if before == after {
        return Ok(String::new());
    }
    let diff = TextDiff::from_lines(&before, &after);
    Ok(diff.unified_diff().context_radius(0).header(&path, &draft.file_name()).to_string())
}

fn operation(sources: Sources, draft: &Draft) -> Vec<String> {
    // Mistakes of a draft are what is still to be done in it.
    let vendor = model::check(sources, &mut Diagnostics::default());
    let area = |operation: &Operation| {
        let parts: Vec<&str> = operation.file.split('/').collect();
        if let [_, area, _] = parts.as_slice() { Some((*area).to_owned()) } else { None }
    };
    let found =
        vendor.operations.iter().find(|operation| operation.name == draft.name && area(operation) == draft.area);
    found.map(|operation| facts(&vendor, operation)).unwrap_or_default()
}

/// What a spec says of the wire, a line each, in an order that does not depend on how it is written.
fn facts(vendor: &Vendor, operation: &Operation) -> Vec<String> {
    let mut lines = Vec::new();
    for param in &operation.params {
        field(vendor, &format!("parameter {}", param.name), param, &mut lines);
    }
    if let Some(output) = &operation.output {
        match &output.ty {
            TypeRef::Named(index) if vendor.types.get(*index).is_some_and(|ty| ty.owner.is_some()) => {
                if let Some(TypeDef::Record(fields)) = vendor.types.get(*index).map(|ty| &ty.def) {
                    for known in fields {
                        field(vendor, &format!("output {}", known.name), known, &mut lines);
                    }
                }
            }
            ty => lines.push(format!("output is a {}", type_name(vendor, ty))),
        }
    }
    let mut codes: Vec<String> = Vec::new();
    for code in operation.codes.iter().chain(operation.replies.iter().map(|(code, _)| code)).filter(|code| !code.shared)
    {
        let mut spelled: Vec<&String> = code
            .spellings
            .iter()
            .filter(|(on, _)| on.iter().any(|protocol| !protocol.is_soap()))
            .flat_map(|(_, codes)| codes)
            .collect();
        spelled.dedup();
        let spelled = spelled.into_iter().cloned().collect::<Vec<_>>().join(", ");
        let messages: Vec<String> = code.messages.iter().map(|message| written(message)).collect();
        match messages.is_empty() {
            true => codes.push(format!("code {spelled}")),
            false => codes.push(format!("code {spelled} {}", messages.join(" | ")).replace("  ", " ")),
        }
    }
    codes.sort();
    lines.extend(codes);
    lines
}

fn field(vendor: &Vendor, name: &str, field: &Field, lines: &mut Vec<String>) {
    let many = if field.many { "list of " } else { "" };
    lines.push(format!("{name} is a {many}{}", type_name(vendor, &field.ty)));
    lines.push(format!("{name} is {}", if field.required { "required" } else { "optional" }));
    if let Some(default) = &field.default {
        lines.push(format!("{name} has the default {default}"));
    }
}

fn type_name(vendor: &Vendor, ty: &TypeRef) -> String {
    let scalar = |scalar: &model::Scalar| match &scalar.kind {
        ScalarKind::String => "string".to_owned(),
        ScalarKind::Bool { .. } => "bool".to_owned(),
        ScalarKind::Int(name) => (*name).to_owned(),
        ScalarKind::Number => "number".to_owned(),
        ScalarKind::DateTime(_) => "date".to_owned(),
        ScalarKind::Url => "url".to_owned(),
        ScalarKind::Bytes => "bytes".to_owned(),
        ScalarKind::Map => "map".to_owned(),
    };
    match ty {
        TypeRef::Scalar(kind) => scalar(kind),
        TypeRef::Named(index) => match vendor.types.get(*index) {
            Some(named) => match &named.def {
                TypeDef::Scalar(kind) => scalar(kind),
                TypeDef::Enum(words) => {
                    let mut words: Vec<&str> = words.iter().map(|word| word.wire.as_str()).collect();
                    words.sort_unstable();
                    format!("word of {}", words.join(", "))
                }
                TypeDef::Record(fields) => {
                    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                    format!("record of {}", names.join(", "))
                }
            },
            None => String::new(),
        },
    }
}

fn written(template: &[Piece]) -> String {
    template
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Blank => " ".to_owned(),
            Piece::Hole(name) => format!("{{{name}}}"),
        })
        .collect()
}
