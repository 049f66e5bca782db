//! The commands, nothing else: `cargo xtask --help`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use xtask::{
    compare, demo, doubts, draft, generate, interop,
    place::Place,
    report::{Format, print_error},
    show,
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
    /// Write drafts of specs from what a vendor has; they go beside the specs, never over them
    #[command(subcommand)]
    Draft(draft::command::Draft),
    /// Say what a service's own description and the specs disagree on; fails if they do
    #[command(subcommand)]
    Compare(compare::command::Compare),
    /// Run the crates and the simulator against other SOAP runtimes and clients; says what has to be installed for that
    Interop,
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
