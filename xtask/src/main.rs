//! The commands, nothing else: `cargo xtask --help`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use xtask::{
    compare, demo, doubts, draft, generate, interop,
    place::Place,
    report::{Format, print_error},
    show, wsdl,
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
    Model {
        /// Vendors (folders of the specs); all of them, when none is named
        #[arg(value_name = "VENDOR")]
        vendors: Vec<String>,
        /// Another folder of specs than this workspace's
        #[arg(long, value_name = "DIR")]
        specs: Option<PathBuf>,
    },
    /// List what the vendors' pages leave open or contradict
    Doubts {
        /// Vendors (folders of the specs); all of them, when none is named
        #[arg(value_name = "VENDOR")]
        vendors: Vec<String>,
        /// Another folder of specs than this workspace's
        #[arg(long, value_name = "DIR")]
        specs: Option<PathBuf>,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Draft specs from what a vendor has, beside where the specs belong
    #[command(subcommand)]
    Draft(DraftOf),
    /// Say what a service's own description and the specs disagree on; fails if they do
    #[command(subcommand)]
    Compare(Compare),
    /// Run the crates and the simulator against other SOAP runtimes and clients; says what has to be installed for that
    Interop,
}

#[derive(Subcommand)]
enum DraftOf {
    /// From a WSDL 1.1: a draft for each operation, and the XSD of the records in its payloads
    Wsdl {
        #[command(flatten)]
        wsdl: WsdlArgs,
        /// Write over drafts that are there
        #[arg(long, conflicts_with = "stdout")]
        force: bool,
        /// Print the drafts, and write no file
        #[arg(long)]
        stdout: bool,
        /// Another folder of specs than this workspace's
        #[arg(long, value_name = "DIR")]
        specs: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Compare {
    /// Against a WSDL 1.1, a line each: where in the specs, what kind of disagreement, and where in the WSDL
    Wsdl {
        #[command(flatten)]
        wsdl: WsdlArgs,
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

/// A WSDL, and what of it is asked for.
#[derive(Args)]
struct WsdlArgs {
    /// The WSDL, saved as the service gives it (often at `?wsdl`), with what it imports beside it
    file: PathBuf,
    /// The vendor (folder of the specs)
    #[arg(long)]
    vendor: String,
    /// Operations, as the WSDL names them; all of them, when none is named
    #[arg(long = "operation", value_name = "NAME", num_args = 1..)]
    operations: Vec<String>,
    /// Ports of the WSDL's services; all of them, when none is named
    #[arg(long = "port", value_name = "NAME", num_args = 1..)]
    ports: Vec<String>,
    /// A folder that has all of the files, when imports lead out of the file's own
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl WsdlArgs {
    fn asked(&self) -> wsdl::Asked {
        wsdl::Asked { operations: self.operations.clone(), ports: self.ports.clone(), folder: self.folder.clone(), taken: Vec::new() }
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
        Command::Model { vendors, specs } => Place::find(specs, None).and_then(|place| show::command(&place, &vendors)),
        Command::Doubts { vendors, specs, format } => {
            Place::find(specs, None).and_then(|place| doubts::command(&place, &vendors, format))
        }
        Command::Draft(DraftOf::Wsdl { wsdl, force, stdout, specs }) => Place::find(specs, None).and_then(|place| {
            let asked = wsdl.asked();
            draft::wsdl::command(&place, &draft::wsdl::Request { file: wsdl.file, vendor: wsdl.vendor, asked, force, stdout })
        }),
        Command::Compare(Compare::Wsdl { wsdl, all, specs, format }) => Place::find(specs, None).and_then(|place| {
            let asked = wsdl.asked();
            let request = compare::Request { file: wsdl.file, vendor: wsdl.vendor, asked, all };
            compare::command(&place, &request, format)
        }),
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
