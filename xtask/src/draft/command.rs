//! `cargo xtask draft`.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{
    Draft as Drafted, compare, page,
    save::{self, Mode},
    wsdl,
};
use crate::{
    place::Place,
    report::{self, Format, count},
    wsdl::WsdlArgs,
};

#[derive(Subcommand)]
pub enum Draft {
    /// From a saved help page of one operation: plain text, Markdown or HTML
    Page {
        /// The page, as a browser saved it or somebody copied it
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The operation's name, where the page does not tell it
        #[arg(long)]
        name: Option<String>,
        /// The folder below the vendor's that the operation belongs in
        #[arg(long)]
        area: Option<String>,
        /// The page's address
        #[arg(long, value_name = "URL")]
        page: Option<String>,
        #[command(flatten)]
        to: To,
    },
    /// From a WSDL 1.1: a draft for each operation, and the XSD of the records in its payloads
    Wsdl {
        #[command(flatten)]
        wsdl: WsdlArgs,
        #[command(flatten)]
        to: To,
    },
}

/// Whose draft it is, and where it goes.
#[derive(Args)]
pub struct To {
    /// The vendor (a folder of the specs, with a vendor.toml)
    #[arg(long)]
    pub vendor: String,
    /// Print the draft; write nothing
    #[arg(long)]
    pub stdout: bool,
    /// Write over a draft that is there already; never over a spec
    #[arg(long)]
    pub force: bool,
    /// Another folder of specs than this workspace's
    #[arg(long, value_name = "DIR")]
    pub specs: Option<PathBuf>,
    /// How to print what was written
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// What was drafted, for programs.
#[derive(Debug, Serialize)]
struct Outcome {
    operation: String,
    /// The file, if one was written.
    draft: Option<PathBuf>,
    params: usize,
    codes: usize,
    doubts: usize,
    /// The spec that is there already, and what the page says otherwise.
    spec: Option<PathBuf>,
    differs: Vec<String>,
}

impl Draft {
    pub fn run(self) -> Result<bool> {
        match self {
            Draft::Page { file, name, area, page, to } => {
                let place = to.place()?;
                let said = page::Said { name, area, page, ..page::Said::default() };
                let draft = page::draft(&file, &place.specs, &to.vendor, said)?;
                to.finish(&place, &draft)?;
                Ok(true)
            }
            Draft::Wsdl { wsdl: args, to } => {
                // A vendor that is not there is told what its `vendor.toml` would have to say.
                let place = Place::find(to.specs.clone(), None)?;
                let asked = args.asked();
                let To { vendor, stdout, force, format, .. } = to;
                wsdl::command(&place, &wsdl::Request { file: args.file, vendor, asked, force, stdout, format })
            }
        }
    }
}

impl To {
    /// The folder of specs; the vendor is one of it.
    pub fn place(&self) -> Result<Place> {
        let place = Place::find(self.specs.clone(), None)?;
        place.choose(std::slice::from_ref(&self.vendor), &Default::default())?;
        Ok(place)
    }

    /// Prints or writes a draft, and what it says otherwise than the spec that is there.
    pub fn finish(&self, place: &Place, draft: &Drafted) -> Result<()> {
        let vendor = place.specs.join(&self.vendor);
        let path = save::path(&vendor, draft)?;
        if self.stdout {
            anstream::print!("{}", draft.to_toml());
            return Ok(());
        }
        let spec = path.with_extension("");
        let diff = if spec.exists() { Some(compare::with_spec(&place.specs, &self.vendor, draft)?) } else { None };
        let path = save::save(&vendor, draft, if self.force { Mode::Replace } else { Mode::Keep })?;
        let lines =
            |diff: &str| diff.lines().skip(2).filter(|line| line.starts_with(['+', '-'])).map(str::to_owned).collect();
        let outcome = Outcome {
            operation: draft.name.clone(),
            params: draft.params.len(),
            codes: draft.codes.len(),
            doubts: draft.count_doubts(),
            spec: diff.is_some().then_some(spec),
            differs: diff.as_deref().map(lines).unwrap_or_default(),
            draft: Some(path.clone()),
        };
        if self.format == Format::Json {
            return report::print_json(Some(&outcome), &[]);
        }
        let here = std::env::current_dir().ok();
        let shown = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(&path).display();
        anstream::println!(
            "{shown}: {}, {}, {}",
            count(outcome.params, "parameter"),
            count(outcome.codes, "code"),
            count(outcome.doubts, "doubt")
        );
        match diff.as_deref() {
            Some("") => anstream::println!("the spec that is there says the same"),
            Some(diff) => anstream::print!("the spec that is there says otherwise (-) than the source (+):\n{diff}"),
            None => {}
        }
        Ok(())
    }
}
