//! `cargo xtask list`: the operations of vendors, with their protocols, parameters, codes and doubts.

use anyhow::Result;
use serde::Serialize;

use crate::{
    diagnostic::{Diagnostics, Spot},
    doubts, load,
    model::{self, Field, Output, Sample},
    place::Place,
    report::{self, Format},
    spec,
};

/// Runs the command.
pub fn command(place: &Place, asked: &[String], format: Format) -> Result<bool> {
    let names = place.choose(asked, &Default::default())?;
    let loaded = load::vendors(&place.specs, &names, format)?;
    let vendors: Vec<Vendor> = loaded.vendors.iter().map(|(vendor, _)| of(vendor, &loaded.texts)).collect();
    match format {
        Format::Json => report::print_json(Some(&vendors), &loaded.texts.shown())?,
        Format::Text | Format::Short => print(&vendors),
    }
    Ok(true)
}

/// What there is of a vendor.
#[derive(Debug, Serialize)]
pub struct Vendor {
    /// The folder of its specs, and the name of its crate.
    pub vendor: String,
    pub name: String,
    pub version: String,
    pub client: String,
    pub page: Option<String>,
    pub operations: Vec<Operation>,
    /// All doubts, those of its operations included.
    pub doubts: usize,
}

#[derive(Debug, Serialize)]
pub struct Operation {
    pub name: String,
    pub area: Option<String>,
    /// The method of the client.
    pub method: String,
    pub doc: String,
    pub page: Option<String>,
    pub protocols: Vec<&'static str>,
    /// The ways to sign in that it takes.
    pub sign_in: Vec<String>,
    pub supersedes: Option<String>,
    /// The operation that supersedes it.
    pub superseded_by: Option<String>,
    pub deprecated: Option<String>,
    pub params: Vec<Param>,
    /// Groups of parameters of which exactly one is given.
    pub one_of: Vec<Vec<String>>,
    /// The type that it gives, if anything.
    pub output: Option<String>,
    pub codes: Vec<Code>,
    pub examples: usize,
    /// Its own; those that operations share are the vendor's.
    pub doubts: usize,
    #[serde(flatten)]
    pub spot: Spot,
}

#[derive(Debug, Serialize)]
pub struct Param {
    pub name: String,
    pub rust: String,
    /// As a spec writes it; `X[]` is many.
    pub r#type: String,
    pub required: bool,
    /// When it is required, where that depends on another one.
    pub required_if: Option<(String, String)>,
    pub secret: bool,
    /// What always goes out, so that nobody gives it.
    pub fixed: Option<String>,
    pub default: Option<String>,
    pub doc: String,
    #[serde(flatten)]
    pub spot: Spot,
}

#[derive(Debug, Serialize)]
pub struct Code {
    pub name: String,
    pub rust: String,
    pub means: &'static str,
    /// The parameter that it is about.
    pub parameter: Option<String>,
    /// The type that comes with it, if anything.
    pub carries: Option<String>,
    pub doc: String,
    /// Whether it was written once for many operations.
    pub shared: bool,
    #[serde(flatten)]
    pub spot: Spot,
}

/// What there is of a vendor.
pub fn of(vendor: &model::Vendor, texts: &Diagnostics) -> Vendor {
    let doubts = doubts::of(vendor, texts);
    Vendor {
        vendor: vendor.folder.clone(),
        name: vendor.name.clone(),
        version: vendor.version.clone(),
        client: vendor.client.clone(),
        page: vendor.page.clone(),
        operations: vendor
            .operations
            .iter()
            .map(|operation| Operation {
                doubts: doubts.iter().filter(|doubt| doubt.operation.as_ref() == Some(&operation.name)).count(),
                ..of_operation(vendor, operation, texts)
            })
            .collect(),
        doubts: doubts.len(),
    }
}

fn of_operation(vendor: &model::Vendor, operation: &model::Operation, texts: &Diagnostics) -> Operation {
    let output = |output: &Output| vendor.type_word(&output.ty, output.many);
    let superseding = vendor.operations.iter().find(|other| other.supersedes.as_ref() == Some(&operation.name));
    Operation {
        name: operation.name.clone(),
        area: operation.area.clone(),
        method: operation.rust.clone(),
        doc: operation.doc.clone(),
        page: operation.page.clone(),
        protocols: spec::families(&operation.on),
        sign_in: operation
            .schemes
            .iter()
            .filter_map(|scheme| vendor.schemes.get(*scheme))
            .map(|scheme| scheme.name.clone())
            .collect(),
        supersedes: operation.supersedes.clone(),
        superseded_by: superseding.map(|other| other.name.clone()),
        deprecated: operation.deprecated.clone(),
        params: operation.params.iter().map(|param| of_param(vendor, param, texts)).collect(),
        one_of: operation.one_of.clone(),
        output: operation.output.as_ref().map(output),
        codes: operation
            .codes
            .iter()
            .map(|code| Code {
                name: code.name.clone(),
                rust: code.rust.clone(),
                means: code.means.word(),
                parameter: code.param.clone(),
                carries: code.details.as_ref().map(output),
                doc: code.doc.clone(),
                shared: code.shared,
                spot: texts.spot(&code.at),
            })
            .collect(),
        examples: operation.examples.len(),
        doubts: 0,
        spot: texts.spot(&operation.at),
    }
}

fn of_param(vendor: &model::Vendor, param: &Field, texts: &Diagnostics) -> Param {
    Param {
        name: param.name.clone(),
        rust: param.rust.clone(),
        r#type: vendor.type_word(&param.ty, param.many),
        required: param.required,
        required_if: param.required_if.as_ref().map(|(other, value)| (other.clone(), value.to_string())),
        secret: param.secret,
        fixed: param.fixed.as_ref().map(Sample::to_string),
        default: param.default.clone(),
        doc: param.doc.clone(),
        spot: texts.spot(&param.at),
    }
}

fn print(vendors: &[Vendor]) {
    for (index, vendor) in vendors.iter().enumerate() {
        if index > 0 {
            anstream::println!();
        }
        anstream::println!("{} {}: {}", vendor.vendor, vendor.version, vendor.name);
        report::print_table(&table(vendor));
        anstream::println!("{}", totals(std::slice::from_ref(vendor)));
    }
    if vendors.len() > 1 {
        anstream::println!("\n{} of {}", totals(vendors), report::count(vendors.len(), "vendor"));
    }
}

fn table(vendor: &Vendor) -> comfy_table::Table {
    let has_areas = vendor.operations.iter().any(|operation| operation.area.is_some());
    let mut head = vec!["operation", "protocols", "parameters", "codes", "doubts", ""];
    if has_areas {
        head.insert(0, "area");
    }
    let first = usize::from(has_areas);
    let mut table = report::table(&head, &[first + 3, first + 4]);
    for operation in &vendor.operations {
        let mut row = vec![
            operation.name.clone(),
            operation.protocols.join(" "),
            parameters(operation),
            operation.codes.len().to_string(),
            operation.doubts.to_string(),
            mark(operation),
        ];
        if has_areas {
            row.insert(0, operation.area.clone().unwrap_or_default());
        }
        table.add_row(row);
    }
    table
}

/// The names of those that have to be given, and how many others there are: `name, role +3`.
fn parameters(operation: &Operation) -> String {
    let given = || operation.params.iter().filter(|param| param.fixed.is_none());
    let choices = operation.one_of.iter().map(|group| group.join("|"));
    let required: Vec<String> =
        given().filter(|param| param.required).map(|param| param.name.clone()).chain(choices).collect();
    let chosen = |param: &Param| operation.one_of.iter().any(|group| group.contains(&param.name));
    let optional = given().filter(|param| !param.required && !chosen(param)).count();
    let parts = [required.join(", "), if optional > 0 { format!("+{optional}") } else { String::new() }];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn mark(operation: &Operation) -> String {
    let marks = [
        operation.deprecated.as_ref().map(|_| "deprecated".to_owned()),
        operation.superseded_by.as_ref().map(|new| format!("superseded by {new}")),
        operation.supersedes.as_ref().map(|old| format!("supersedes {old}")),
    ];
    marks.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn totals(vendors: &[Vendor]) -> String {
    let operations = || vendors.iter().flat_map(|vendor| &vendor.operations);
    let numbers = [
        (operations().count(), "operation"),
        (operations().map(|operation| operation.params.len()).sum(), "parameter"),
        (operations().map(|operation| operation.codes.len()).sum(), "code"),
        (operations().map(|operation| operation.examples).sum(), "example"),
        (vendors.iter().map(|vendor| vendor.doubts).sum(), "doubt"),
    ];
    numbers.map(|(number, thing)| report::count(number, thing)).join(", ")
}
