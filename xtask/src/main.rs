//! The commands, nothing else: `cargo xtask --help`.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Args, Parser, Subcommand, builder::PossibleValuesParser};
use xtask::{
    changes, compare, demo, doubts, draft, generate, interop, list,
    place::Place,
    report::{Format, print_error},
    scaffold::{self, NewOperation, NewVendor},
    schemas, show,
    spec::words::PROTOCOLS,
};

/// Bindery's generator: specs in, crates out.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_version_flag = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the vendors' crates as their specs say
    Generate {
        /// Vendors (folders of the specs); all of them, when none is named
        #[arg(value_name = "VENDOR")]
        vendors: Vec<String>,
        /// Write nothing; show what would change, and fail if anything would
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        place: PlaceArgs,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Generate, then make the documented calls of each vendor against a simulator on this machine
    Demo {
        /// Vendors (folders of the specs); all of them, when none is named
        #[arg(value_name = "VENDOR")]
        vendors: Vec<String>,
    },
    /// Print what the specs of a vendor were understood to mean
    Model(Read),
    /// Tell what changed in the specs since a revision, what it means for users, and what a changelog would say
    Changes {
        /// A commit, branch or tag, or two (`v0.1.0..v0.2.0`); the last tag `v…` if nothing is said, else HEAD
        #[arg(value_name = "REV", conflicts_with = "from")]
        revision: Option<String>,
        /// Compare with the specs of another folder instead of a revision
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
        /// Only this vendor; may be said several times
        #[arg(long = "vendor", value_name = "VENDOR")]
        vendors: Vec<String>,
        /// Another folder of specs than this workspace's
        #[arg(long, value_name = "DIR")]
        specs: Option<PathBuf>,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// List operations, with their protocols, parameters, codes and doubts
    List(Read),
    /// List what the vendors' pages leave open or contradict
    Doubts(Read),
    /// Begin a vendor, or an operation: a spec that generates as it stands, with all else that it may say as comments
    #[command(subcommand)]
    New(New),
    /// Write the JSON Schemas of the specs, by which editors complete, explain and check them
    Schemas {
        /// Write nothing; show what would change, and fail if anything would
        #[arg(long)]
        check: bool,
    },
    /// Write drafts of specs from what a vendor has; they go beside the specs, never over them
    #[command(subcommand)]
    Draft(draft::command::Draft),
    /// Say what a service's own description and the specs disagree on; fails if they do
    #[command(subcommand)]
    Compare(compare::command::Compare),
    /// Run the crates and the simulator against other SOAP runtimes and clients; says what has to be installed for that
    Interop,
}

#[derive(Subcommand)]
enum New {
    /// A folder of specs with a vendor.toml
    Vendor {
        /// The name of the folder, and of the crate: small letters, digits and `-`
        name: String,
        /// What it speaks; the first is the client's default
        #[arg(long = "protocol", value_name = "PROTOCOL", default_value = "form", value_parser = PossibleValuesParser::new(PROTOCOLS))]
        protocols: Vec<String>,
        /// The licence of its crate; this workspace's own when nothing is said
        #[arg(long)]
        license: Option<String>,
        /// Where its crate is kept; with this workspace when nothing is said
        #[arg(long)]
        repository: Option<String>,
        /// Another folder of specs than this workspace's; needs --license and --repository
        #[arg(long, value_name = "DIR", requires_all = ["license", "repository"])]
        specs: Option<PathBuf>,
    },
    /// A spec of one operation
    Operation {
        /// The vendor's folder
        vendor: String,
        /// As the vendor names it: the name of the file
        name: String,
        /// What it does, in a sentence of your own
        #[arg(long)]
        summary: String,
        /// The area of the API that it belongs to: a folder below the vendor's, and a module
        #[arg(long)]
        area: Option<String>,
        /// Its name in Rust, where the derived one is taken
        #[arg(long)]
        rust: Option<String>,
        /// Another folder of specs than this workspace's
        #[arg(long, value_name = "DIR")]
        specs: Option<PathBuf>,
    },
}

/// What is read, and how it is printed.
#[derive(Args)]
struct Read {
    /// Vendors (folders of the specs); all of them, when none is named
    #[arg(value_name = "VENDOR")]
    vendors: Vec<String>,
    /// Another folder of specs than this workspace's
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Read {
    fn run(self, command: fn(&Place, &[String], Format) -> Result<bool>) -> Result<bool> {
        command(&Place::find(self.specs, None)?, &self.vendors, self.format)
    }
}

/// Both or neither: specs from elsewhere would otherwise take the place of this workspace's own crates.
#[derive(Args)]
struct PlaceArgs {
    /// Another folder of specs than this workspace's; needs --out
    #[arg(long, value_name = "DIR", requires = "out")]
    specs: Option<PathBuf>,
    /// Where the crates go, when not into this workspace; needs --specs
    #[arg(long, value_name = "DIR", requires = "specs")]
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Generate { vendors, check, place, format } => {
            Place::find(place.specs, place.out).and_then(|place| generate::command(&place, &vendors, check, format))
        }
        Command::Demo { vendors } => Place::find(None, None).and_then(|place| demo::command(&place, &vendors)),
        Command::Model(read) => read.run(show::command),
        Command::Changes { revision, from, vendors, specs, format } => Place::find(specs, None)
            .and_then(|place| changes::command(&place, &changes::Asked { vendors, revision, from }, format)),
        Command::List(read) => read.run(list::command),
        Command::Doubts(read) => read.run(doubts::command),
        Command::New(New::Vendor { name, protocols, license, repository, specs }) => Place::find(specs, None)
            .and_then(|place| scaffold::vendor(&place, &NewVendor { name, protocols, license, repository })),
        Command::New(New::Operation { vendor, name, summary, area, rust, specs }) => Place::find(specs, None)
            .and_then(|place| scaffold::operation(&place, &NewOperation { vendor, name, summary, area, rust })),
        Command::Schemas { check } => {
            Place::find(None, None).and_then(|place| schemas::command(&place.workspace, check))
        }
        Command::Draft(draft) => draft.run(),
        Command::Compare(compare) => compare.run(),
        Command::Interop => Place::find(None, None).and_then(|place| interop::command(&place)),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            print_error(&error);
            ExitCode::FAILURE
        }
    }
}
