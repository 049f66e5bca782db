//! `cargo xtask draft wsdl`: a draft for each operation of a WSDL, and the XSD of the records in its payloads.

mod example;
mod ground;
mod operation;
mod types;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use serde::Serialize;
use similar::TextDiff;

use self::ground::Ground;
use super::{Draft, save};
use crate::{
    diagnostic::Diagnostics,
    load,
    model::Protocol,
    place::Place,
    report::{self, Format},
    wsdl::{self, Asked, Call, Contract},
};

/// What is drafted.
#[derive(Clone, Debug)]
pub struct Request {
    pub file: PathBuf,
    pub vendor: String,
    pub asked: Asked,
    /// Whether drafts that are there are written over.
    pub force: bool,
    /// Whether drafts are printed, and no file is written.
    pub stdout: bool,
    pub format: Format,
}

/// What was drafted, for programs.
#[derive(Debug, Serialize)]
struct Outcome<'a> {
    operation: &'a str,
    draft: &'a Path,
    params: usize,
    codes: usize,
    doubts: usize,
    /// The spec that is there already, from the folder of specs.
    spec: Option<&'a str>,
}

/// All that a WSDL gives.
#[derive(Debug)]
pub struct Drafts {
    pub operations: Vec<Drafted>,
    pub xsd: Option<Xsd>,
}

/// A draft, and the spec that there is of the same operation.
#[derive(Debug)]
pub struct Drafted {
    pub draft: Draft,
    /// From the folder of specs: `acme/createUser.toml`.
    pub spec: Option<String>,
}

/// The shapes of records.
#[derive(Debug)]
pub struct Xsd {
    /// As specs name it: `api.xsd`.
    pub name: String,
    pub text: String,
    pub types: usize,
}

/// Runs the command.
pub fn command(place: &Place, request: &Request) -> Result<bool> {
    let mut d = Diagnostics::default();
    let root = place.specs.join(&request.vendor);
    if !root.join("vendor.toml").is_file() {
        let words = first_words(request, &mut d);
        load::print(&d, request.format)?;
        bail!(
            "there is no vendor `{0}` in {1}: make its folder with `cargo xtask new vendor {0}`{words}",
            request.vendor,
            place.specs.display()
        );
    }
    let drafts = draft(&place.specs, request, &mut d);
    load::print(&d, request.format)?;
    let Some(drafts) = drafts? else {
        bail!("{}; nothing was drafted", report::count(d.mistakes().max(1), "mistake"));
    };
    if request.stdout {
        print(&drafts);
    } else {
        write(&root, &place.specs, &drafts, request, &d)?;
    }
    Ok(true)
}

/// Drafts. None: the WSDL cannot be used, and the diagnostics say why.
pub fn draft(specs: &Path, request: &Request, d: &mut Diagnostics) -> Result<Option<Drafts>> {
    let ground = Ground::load(specs, &request.vendor)?;
    let xsd = xsd_name(&request.file);
    let asked = Asked { taken: ground.taken(&xsd), ..request.asked.clone() };
    let Some(contract) = wsdl::read(&request.file, &asked, d) else { return Ok(None) };
    let is_spoken = |call: &&Call| ground.vendor.bindings.iter().any(|binding| binding.protocol == call.on);
    let mut calls = contract.operations.iter().flat_map(|operation| &operation.calls);
    ensure!(
        calls.clone().any(|call| is_spoken(&call)),
        "the specs of `{}` have none of the protocols of the WSDL{}",
        request.vendor,
        calls.find(|call| call.on.is_soap()).map(|_| in_error(&protocol_words(&contract))).unwrap_or_default()
    );
    let source = request.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut writer = operation::Writer {
        ground: &ground,
        contract: &contract,
        source: &source,
        xsd: &xsd,
        records: BTreeSet::new(),
    };
    let mut operations: Vec<Drafted> = Vec::new();
    for described in &contract.operations {
        if let Some(drafted) = writer.operation(described) {
            operations.push(drafted);
        }
    }
    let records: Vec<&str> = writer.records.iter().map(String::as_str).collect();
    let xsd = (!records.is_empty()).then(|| types::xsd(&contract.types, &records, &xsd, &source));
    Ok(Some(Drafts { operations, xsd }))
}

fn print(drafts: &Drafts) {
    for drafted in &drafts.operations {
        anstream::println!("# {}\n{}", drafted.draft.file_name(), drafted.draft.to_toml());
    }
    if let Some(xsd) = &drafts.xsd {
        anstream::println!("<!-- {}.draft -->\n{}", xsd.name, xsd.text);
    }
}

fn write(root: &Path, specs: &Path, drafts: &Drafts, request: &Request, d: &Diagnostics) -> Result<()> {
    let xsd = drafts.xsd.as_ref().map(|xsd| (xsd, root.join(format!("{}.draft", xsd.name))));
    let paths =
        drafts.operations.iter().map(|drafted| save::path(root, &drafted.draft)).collect::<Result<Vec<PathBuf>>>()?;
    let all = paths.iter().chain(xsd.as_ref().map(|(_, path)| path));
    let there: Vec<String> = all.filter(|path| path.exists()).map(|path| path.display().to_string()).collect();
    ensure!(
        there.is_empty() || request.force,
        "{} there already, and somebody may have worked on them: {}; --force writes over them, --stdout prints the drafts instead",
        report::count(there.len(), "draft") + if there.len() == 1 { " is" } else { " are" },
        there.join(", ")
    );
    let mut outcomes = Vec::new();
    for (drafted, path) in drafts.operations.iter().zip(&paths) {
        let draft = &drafted.draft;
        save::save(root, draft, save::Mode::Replace)?;
        outcomes.push(Outcome {
            operation: &draft.name,
            draft: path,
            params: draft.params.len(),
            codes: draft.codes.len(),
            doubts: draft.count_doubts(),
            spec: drafted.spec.as_deref(),
        });
    }
    if let Some((xsd, path)) = &xsd {
        fs_err::write(path, &xsd.text).context("writing the draft of the XSD")?;
    }
    if request.format == Format::Json {
        return report::print_json(Some(&outcomes), &d.shown());
    }
    for outcome in &outcomes {
        anstream::println!(
            "{}: {}, {}, {}",
            outcome.draft.display(),
            report::count(outcome.params, "parameter"),
            report::count(outcome.codes, "code"),
            report::count(outcome.doubts, "doubt")
        );
    }
    if let Some((xsd, path)) = &xsd {
        anstream::println!("{}: {}", path.display(), report::count(xsd.types, "type"));
    }
    for drafted in &drafts.operations {
        if let Some(spec) = &drafted.spec {
            anstream::print!("\n{}", diff(&specs.join(spec), &drafted.draft.to_toml(), spec)?);
        }
    }
    if let Some((xsd, _)) = &xsd {
        let path = root.join(&xsd.name);
        if path.is_file() {
            anstream::print!("\n{}", diff(&path, &xsd.text, &xsd.name)?);
        }
    }
    Ok(())
}

/// From what is there to the draft.
fn diff(there: &Path, draft: &str, name: &str) -> Result<String> {
    let before = fs_err::read_to_string(there).context("reading the spec")?.replace("\r\n", "\n");
    let diff = TextDiff::from_lines(before.as_str(), draft);
    Ok(diff.unified_diff().context_radius(2).header(name, &format!("{name}.draft")).to_string())
}

/// The XSD's name: that of the WSDL, as a file of any system may be called.
fn xsd_name(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let plain: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
    let plain = plain.trim_matches('-');
    format!("{}.xsd", if plain.is_empty() { "wsdl" } else { plain })
}

/// For a vendor that is not there yet: what its `vendor.toml` has to say of the WSDL's protocol.
fn first_words(request: &Request, d: &mut Diagnostics) -> String {
    match wsdl::read(&request.file, &request.asked, d) {
        Some(contract) => in_error(&protocol_words(&contract)),
        None => String::new(),
    }
}

fn in_error(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("; of its protocol the WSDL says\n\n{words}") }
}

/// The words of `[protocols.soap]`, as a WSDL has them; empty where it has no SOAP.
pub fn protocol_words(contract: &Contract) -> String {
    let all = || contract.operations.iter().flat_map(|operation| &operation.calls);
    let Some(call) = all().find(|call| call.on.is_soap()) else { return String::new() };
    let has = |on: Protocol| all().any(|call| call.on == on);
    let family = match (has(Protocol::Soap11), has(Protocol::Soap12)) {
        (true, true) => "soap",
        (true, false) => "soap11",
        _ => "soap12",
    };
    let path = call.address.as_ref().map(|address| wsdl::path_of(&address.text)).unwrap_or_default();
    let namespace = &call.request.namespace;
    let action = call.action.as_ref().map(|(action, _)| action.clone()).unwrap_or_default();
    let template = action.replace(namespace.as_str(), "{namespace}");
    let template = match template.strip_suffix(call.request.name.as_str()) {
        Some(before) => format!("{before}{{operation}}"),
        None => template,
    };
    let template = if namespace.is_empty() { action } else { template };
    format!(
        "[protocols.{family}]\npath      = {}\nnamespace = {}\naction    = {}\nanswer    = \"xml\"\n",
        super::Value::from(path),
        super::Value::from(namespace.as_str()),
        super::Value::from(template)
    )
}
