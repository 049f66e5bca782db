//! `cargo xtask doubts`: what the pages leave open or contradict, from every place of a spec where it was written down.

use anyhow::Result;
use serde::Serialize;

use crate::{
    load,
    model::{Field, TypeDef, Vendor},
    place::Place,
    report::{self, Format},
};

/// One doubt, and where it stands.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    pub vendor: String,
    /// None: it is about the vendor as a whole.
    pub operation: Option<String>,
    /// What it is about: `param mobileaddon`, `code ERROR`; empty for the operation or vendor itself.
    pub about: String,
    pub doubt: String,
}

/// Runs the command; a doubt is no failure.
pub fn command(place: &Place, asked: &[String], format: Format) -> Result<bool> {
    let names = place.choose(asked, &Default::default())?;
    let loaded = load::vendors(&place.specs, &names, format)?;
    let doubts: Vec<Doubt> = loaded.vendors.iter().flat_map(|(vendor, _)| of(vendor)).collect();
    match format {
        Format::Json => report::print_json(Some(&doubts), &loaded.warnings)?,
        Format::Text | Format::Short => print(&doubts),
    }
    Ok(true)
}

/// Every doubt of a vendor, in the order of its model.
pub fn of(vendor: &Vendor) -> Vec<Doubt> {
    let mut list = List { vendor: &vendor.folder, operation: None, doubts: Vec::new() };
    list.add("", &vendor.doubts);
    for binding in &vendor.bindings {
        list.add(format!("protocol {:?}", binding.protocol).to_lowercase(), &binding.doubts);
    }
    for answer in &vendor.answers {
        list.add("how answers are read", &answer.doubts);
    }
    for scheme in &vendor.schemes {
        list.add(format!("auth {}", scheme.name), &scheme.doubts);
        for param in &scheme.params {
            list.field(&format!("auth {} param", scheme.name), &param.field);
        }
    }
    list.types(vendor, None);
    // The codes that operations share are in each of them; they are one spec's words, and so are said once.
    let mut shared: Vec<_> =
        vendor.operations.iter().flat_map(|operation| &operation.codes).filter(|code| code.shared).collect();
    shared.sort_by_key(|code| &code.name);
    shared.dedup_by_key(|code| (&code.name, &code.doubts));
    for code in shared {
        list.add(format!("code {}", code.name), &code.doubts);
    }
    for (index, operation) in vendor.operations.iter().enumerate() {
        list.operation = Some(&operation.name);
        list.add("", &operation.doubts);
        for param in &operation.params {
            list.field("param", param);
        }
        for param in &operation.scheme_params {
            list.field("param", param);
        }
        if let Some(output) = &operation.output {
            list.add("output", &output.doubts);
        }
        list.types(vendor, Some(index));
        let replies = operation.replies.iter().map(|(code, _)| code);
        for code in replies.chain(&operation.codes).filter(|code| !code.shared) {
            list.add(format!("code {}", code.name), &code.doubts);
        }
        for example in &operation.examples {
            list.add(format!("example in line {}", example.line), &example.doubts);
        }
    }
    list.doubts
}

struct List<'a> {
    vendor: &'a str,
    operation: Option<&'a str>,
    doubts: Vec<Doubt>,
}

impl List<'_> {
    fn add(&mut self, about: impl Into<String>, doubts: &[String]) {
        let about = about.into();
        for doubt in doubts {
            self.doubts.push(Doubt {
                vendor: self.vendor.to_owned(),
                operation: self.operation.map(str::to_owned),
                about: about.clone(),
                doubt: doubt.clone(),
            });
        }
    }

    fn field(&mut self, kind: &str, field: &Field) {
        self.add(format!("{kind} {}", field.name), &field.doubts);
    }

    fn types(&mut self, vendor: &Vendor, owner: Option<usize>) {
        for ty in vendor.types.iter().filter(|ty| ty.owner == owner) {
            self.add(format!("type {}", ty.name), &ty.doubts);
            if let TypeDef::Record(fields) = &ty.def {
                for field in fields {
                    self.field(&format!("{} field", ty.name), field);
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
            match &doubt.operation {
                Some(operation) => anstream::println!("{blank}{} {operation}", doubt.vendor),
                None => anstream::println!("{blank}{}", doubt.vendor),
            }
            heading = Some(here);
        }
        let about = if doubt.about.is_empty() { String::new() } else { format!("{}: ", doubt.about) };
        anstream::println!("  {about}{}", doubt.doubt);
    }
    let vendors = doubts.iter().map(|doubt| &doubt.vendor).collect::<std::collections::BTreeSet<_>>();
    anstream::println!("\n{} of {}", report::count(doubts.len(), "doubt"), report::count(vendors.len(), "vendor"));
}
