//! What commands ask of a WSDL.

use std::path::PathBuf;

use clap::Args;

use super::Asked;

/// A WSDL, and what of it is asked for.
#[derive(Args)]
pub struct WsdlArgs {
    /// The WSDL, saved as the service gives it (often at `?wsdl`), with what it imports beside it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Operations, as the WSDL names them; all of them, when none is named
    #[arg(long = "operation", value_name = "NAME", num_args = 1..)]
    pub operations: Vec<String>,
    /// Ports of the WSDL's services; all of them, when none is named
    #[arg(long = "port", value_name = "NAME", num_args = 1..)]
    pub ports: Vec<String>,
    /// A folder that has all of the files, when imports lead out of the file's own
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

impl WsdlArgs {
    pub fn asked(&self) -> Asked {
        let WsdlArgs { operations, ports, folder, .. } = self;
        Asked { operations: operations.clone(), ports: ports.clone(), folder: folder.clone(), taken: Vec::new() }
    }
}
