//! `cargo xtask compare`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;

use crate::{place::Place, report::Format, wsdl::WsdlArgs};

#[derive(Subcommand)]
pub enum Compare {
    /// Against a WSDL 1.1, a line each: where in the specs, what kind of disagreement, and where in the WSDL
    Wsdl {
        #[command(flatten)]
        wsdl: WsdlArgs,
        /// The vendor (a folder of the specs)
        #[arg(long)]
        vendor: String,
        /// Count operations that no spec has among the disagreements
        #[arg(long)]
        all: bool,
        /// Another folder of specs than this workspace's
        #[arg(long, value_name = "DIR")]
        specs: Option<PathBuf>,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

impl Compare {
    pub fn run(self) -> Result<bool> {
        let Compare::Wsdl { wsdl, vendor, all, specs, format } = self;
        let place = Place::find(specs, None)?;
        let asked = wsdl.asked();
        super::command(&place, &super::Request { file: wsdl.file, vendor, asked, all }, format)
    }
}
