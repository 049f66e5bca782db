//! `cargo xtask interop`: looks for the foreign runtimes and clients, then runs the tests of the conformance crate that
//! speak with them.
//!
//! Nothing is installed here: what is missing is listed, with what it is for and the command that gets it.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    place::Place,
    report::{count, print_table, table},
};

/// Runs the command; whether everything was there and every test passed.
pub fn command(place: &Place) -> Result<bool> {
    let missing = missing(&place.workspace.join("target/interop"))?;
    if !missing.is_empty() {
        complain(&missing);
        return Ok(false);
    }
    let status = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["test", "--manifest-path", "crates/conformance/Cargo.toml"])
        // A test file that is yet to be written is found by its name, too.
        .args(["--features", "interop", "--test", "interop_*"])
        .env("CARGO_TARGET_DIR", place.workspace.join("target/conformance"))
        .current_dir(&place.workspace)
        .status()
        .context("starting cargo")?;
    Ok(status.success())
}

/// Something that the tests need and that cargo does not bring.
struct Tool {
    name: &'static str,
    purpose: &'static str,
    /// The package that has it, of Debian and what descends from it.
    package: &'static str,
    /// Ways to ask for it; one that works is enough.
    probes: &'static [&'static [&'static str]],
}

const TOOLS: &[Tool] = &[
    Tool { name: "mcs", purpose: "compiles the ASMX services", package: "mono-mcs", probes: &[&["mcs", "--version"]] },
    Tool {
        name: "mono",
        purpose: "runs the ASMX services",
        package: "mono-runtime",
        probes: &[&["mono", "--version"]],
    },
    Tool {
        name: "System.Web.Services",
        purpose: "is the ASMX runtime itself",
        package: "libmono-system-web-services4.0-cil",
        probes: &[&[
            "mcs",
            "-target:library",
            "-r:System.Web.dll,System.Web.Services.dll",
            "-out:empty.dll",
            "empty.cs",
        ]],
    },
    Tool {
        name: "zeep",
        purpose: "is the SOAP client for Python",
        package: "python3-zeep",
        // Debian's package serves Debian's Python, which need not be the first one on the path.
        probes: &[&["python3", "-c", "import zeep"], &["/usr/bin/python3", "-c", "import zeep"]],
    },
    Tool { name: "php", purpose: "runs the SOAP client for PHP", package: "php-cli", probes: &[&["php", "--version"]] },
    Tool {
        name: "SoapClient",
        purpose: "is the SOAP client for PHP",
        package: "php-soap",
        probes: &[&["php", "-r", "exit(class_exists('SoapClient') ? 0 : 1);"]],
    },
];

fn missing(scratch: &Path) -> Result<Vec<&'static Tool>> {
    fs_err::create_dir_all(scratch).context("making a folder to try the tools in")?;
    fs_err::write(scratch.join("empty.cs"), "")?;
    let mut missing = Vec::new();
    for tool in TOOLS {
        if !works(tool, scratch)? {
            missing.push(tool);
        }
    }
    Ok(missing)
}

fn works(tool: &Tool, scratch: &Path) -> Result<bool> {
    for probe in tool.probes {
        let [program, args @ ..] = probe else { bail!("there is no way to ask for {}", tool.name) };
        let mut command = Command::new(program);
        command.args(args).current_dir(scratch).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // A program that does not start is as good as one that is not there.
        if command.status().is_ok_and(|status| status.success()) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn complain(missing: &[&Tool]) {
    anstream::println!("{} missing, and nothing was run:\n", count(missing.len(), "tool"));
    let mut table = table(&["tool", "what it is for", "package"], &[]);
    for tool in missing {
        table.add_row([tool.name, tool.purpose, tool.package]);
    }
    print_table(&table);
    let packages: Vec<_> = missing.iter().map(|tool| tool.package).collect();
    anstream::println!("\nOn Debian and Ubuntu, as root:");
    anstream::println!("  apt-get install --no-install-recommends {}", packages.join(" "));
    if packages.contains(&"python3-zeep") {
        anstream::println!("or, for another Python: python3 -m pip install zeep");
    }
    anstream::println!("Then run `cargo xtask interop` again.");
}
