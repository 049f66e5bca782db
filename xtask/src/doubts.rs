//! `cargo xtask doubts`: what the pages leave open or contradict, from every place of a spec where it was written down.

use std::collections::BTreeSet;

use anyhow::Result;
use serde::Serialize;

use crate::{
    diagnostic::{Diagnostics, Spot},
    load,
    model::{self, Field, Operation, TypeDef, Vendor},
    place::Place,
    report::{self, Format},
};

/// One doubt, and where it stands.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    pub vendor: String,
    /// None: it is about the vendor as a whole, or was written once for many operations.
    pub operation: Option<String>,
    /// What it is about: `param mobileaddon`, `code ERROR`; empty for the operation or vendor itself.
    pub about: String,
    pub doubt: String,
    /// The page that raises it: the operation's, or the vendor's.
    pub page: Option<String>,
    #[serde(flatten)]
    pub spot: Spot,
}

/// Runs the command; a doubt is no failure.
pub fn command(place: &Place, asked: &[String], format: Format) -> Result<bool> {
    let names = place.choose(asked, &Default::default())?;
    let loaded = load::vendors(&place.specs, &names, format)?;
    let doubts: Vec<Doubt> = loaded.vendors.iter().flat_map(|(vendor, _)| of(vendor, &loaded.texts)).collect();
    match format {
        Format::Json => report::print_json(Some(&doubts), &loaded.texts.shown())?,
        Format::Text | Format::Short => print(&doubts),
    }
    Ok(true)
}

/// Every doubt of a vendor, each once: first what was written for all of it, then by operation.
pub fn of(vendor: &Vendor, texts: &Diagnostics) -> Vec<Doubt> {
    let mut list = List { found: Vec::new() };
    list.add(None, "", &vendor.doubts);
    for binding in &vendor.bindings {
        list.add(None, format!("protocol {:?}", binding.protocol).to_lowercase(), &binding.doubts);
    }
    for answer in vendor.answers.iter().filter(|answer| answer.at.file == vendor.at.file) {
        list.add(None, "how answers are read", &answer.doubts);
    }
    for scheme in &vendor.schemes {
        list.add(None, format!("auth {}", scheme.name), &scheme.doubts);
        for param in &scheme.params {
            list.field(None, &format!("auth {} param", scheme.name), &param.field);
        }
    }
    list.types(vendor, None);
    for (index, operation) in vendor.operations.iter().enumerate() {
        list.operation(vendor, index, operation);
    }
    // What operations share is in each of them, and has a place in no operation's file.
    let mut seen = BTreeSet::new();
    list.found.retain(|found| seen.insert((found.doubt.at.file, found.doubt.at.span.start)));
    list.found.sort_by_key(|found| found.operation.filter(|index| is_own(vendor, *index, found.doubt)));
    list.found.into_iter().map(|found| found.told(vendor, texts)).collect()
}

fn is_own(vendor: &Vendor, operation: usize, doubt: &model::Doubt) -> bool {
    vendor.operations.get(operation).is_some_and(|operation| operation.at.file == doubt.at.file)
}

struct Found<'a> {
    operation: Option<usize>,
    about: String,
    doubt: &'a model::Doubt,
}

impl Found<'_> {
    fn told(self, vendor: &Vendor, texts: &Diagnostics) -> Doubt {
        let own = self.operation.filter(|index| is_own(vendor, *index, self.doubt));
        let operation = own.and_then(|index| vendor.operations.get(index));
        Doubt {
            vendor: vendor.folder.clone(),
            operation: operation.map(|operation| operation.name.clone()),
            about: self.about,
            doubt: self.doubt.text.clone(),
            page: operation.and_then(|operation| operation.page.clone()).or_else(|| vendor.page.clone()),
            spot: texts.spot(&self.doubt.at),
        }
    }
}

struct List<'a> {
    found: Vec<Found<'a>>,
}

impl<'a> List<'a> {
    fn add(&mut self, operation: Option<usize>, about: impl Into<String>, doubts: &'a [model::Doubt]) {
        let about = about.into();
        self.found.extend(doubts.iter().map(|doubt| Found { operation, about: about.clone(), doubt }));
    }

    fn field(&mut self, operation: Option<usize>, kind: &str, field: &'a Field) {
        self.add(operation, format!("{kind} {}", field.name), &field.doubts);
    }

    fn operation(&mut self, vendor: &'a Vendor, index: usize, operation: &'a Operation) {
        let owner = Some(index);
        self.add(owner, "", &operation.doubts);
        for (_, answer) in &operation.answers {
            if let Some(answer) = vendor.answers.get(*answer) {
                self.add(owner, "how answers are read", &answer.doubts);
            }
        }
        for param in operation.params.iter().chain(&operation.scheme_params) {
            self.field(owner, "param", param);
        }
        if let Some(output) = &operation.output {
            self.add(owner, "output", &output.doubts);
        }
        self.types(vendor, owner);
        for code in operation.replies.iter().map(|(code, _)| code).chain(&operation.codes) {
            self.add(owner, format!("code {}", code.name), &code.doubts);
        }
        for example in &operation.examples {
            self.add(owner, format!("example in line {}", example.line), &example.doubts);
        }
    }

    fn types(&mut self, vendor: &'a Vendor, owner: Option<usize>) {
        for ty in vendor.types.iter().filter(|ty| ty.owner == owner) {
            self.add(owner, format!("type {}", ty.name), &ty.doubts);
            if let TypeDef::Record(fields) = &ty.def {
                for field in fields {
                    self.field(owner, &format!("{} field", ty.name), field);
                }
            }
        }
    }
}

fn print(doubts: &[Doubt]) {
    let mut heading = None;
    for doubt in doubts {
        let here = (&doubt.vendor, &doubt.operation);
        if heading != Some(here) {
            let blank = if heading.is_some() { "\n" } else { "" };
            let operation = doubt.operation.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
            let page = doubt.page.as_ref().map(|page| format!(", {page}")).unwrap_or_default();
            anstream::println!("{blank}{}{operation}{page}", doubt.vendor);
            heading = Some(here);
        }
        let about = if doubt.about.is_empty() { String::new() } else { format!("{}: ", doubt.about) };
        anstream::println!("  {about}{}\n    {}", doubt.doubt, doubt.spot);
    }
    let vendors = doubts.iter().map(|doubt| &doubt.vendor).collect::<BTreeSet<_>>();
    anstream::println!("\n{} of {}", report::count(doubts.len(), "doubt"), report::count(vendors.len(), "vendor"));
}
