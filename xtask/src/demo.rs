//! `cargo xtask demo`: generate, then run each crate's `examples/demo.rs` and draw what it says as one table.
//!
//! The examples are child processes, built by cargo, because the generator depends on no generated crate.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::{
    generate,
    place::Place,
    report::{self, Format},
};

/// One line of an example's output: one call.
#[derive(Debug, Deserialize)]
struct Call {
    vendor: String,
    operation: String,
    protocol: String,
    /// What came back, in a few words.
    answer: String,
    /// Whether that is what the spec's example says.
    expected: bool,
    micros: u64,
}

/// Runs the command; whether every call went as its spec says.
pub fn command(place: &Place, asked: &[String]) -> Result<bool> {
    anstream::println!("Generating the crates from {}:\n", place.specs.display());
    generate::command(place, asked, false, Format::Text)?;

    let demos = demos(place, asked)?;
    if demos.is_empty() {
        anstream::eprintln!("no operation's spec says `demo = true`, so there is nothing to show");
        return Ok(false);
    }
    anstream::println!(
        "\nBuilding the demos and calling a simulator on this machine (the first build takes a while):\n"
    );
    build(place, &demos)?;
    let mut calls = Vec::new();
    let mut failed = false;
    for demo in &demos {
        let output = run(place, demo)?;
        let (good, bad) = read(&output.stdout);
        let ok = output.status.success() && bad.is_empty() && !good.is_empty();
        if !ok {
            complain(demo, &output, &bad);
        }
        failed |= !ok || good.iter().any(|call| !call.expected);
        calls.extend(good);
    }
    print(&calls);
    Ok(!failed)
}

/// An example to run.
struct Demo {
    package: String,
    example: String,
}

/// The crates that have a demo, with the name that their manifests give it.
fn demos(place: &Place, asked: &[String]) -> Result<Vec<Demo>> {
    let mut demos = Vec::new();
    for package in place.choose(asked, &Default::default())? {
        let folder = place.out.join(&package);
        if !folder.join("examples/demo.rs").is_file() {
            continue;
        }
        let manifest = fs_err::read_to_string(folder.join("Cargo.toml")).context("looking for the crate's demo")?;
        let example = example_name(&manifest).unwrap_or("demo".to_owned());
        demos.push(Demo { package, example });
    }
    Ok(demos)
}

/// Examples of several packages must not have one name in a workspace, so a manifest may give it another.
fn example_name(manifest: &str) -> Option<String> {
    let manifest = toml::de::DeTable::parse(manifest).ok()?;
    let examples = manifest.get_ref().get("example")?.get_ref().as_array()?;
    let own = examples.iter().filter_map(|example| example.get_ref().as_table()).find(|example| {
        let path = example.get("path").and_then(|path| path.get_ref().as_str());
        path.is_some_and(|path| Path::new(path).ends_with("demo.rs"))
    })?;
    Some(own.get("name")?.get_ref().as_str()?.to_owned())
}

/// All at once, so that cargo shows its progress and uses every core.
fn build(place: &Place, demos: &[Demo]) -> Result<()> {
    let mut cargo = cargo(place, "build");
    for demo in demos {
        cargo.args(["-p", &demo.package, "--example", &demo.example]);
    }
    let status = cargo.status().context("starting cargo")?;
    ensure!(status.success(), "the demos do not build; cargo says why above");
    Ok(())
}

fn run(place: &Place, demo: &Demo) -> Result<Output> {
    let mut cargo = cargo(place, "run");
    cargo.args(["--quiet", "-p", &demo.package, "--example", &demo.example]);
    cargo.stdin(Stdio::null()).output().context("starting cargo")
}

fn cargo(place: &Place, command: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.arg(command).current_dir(&place.workspace);
    cargo
}

/// The calls, and the lines that are none.
fn read(stdout: &[u8]) -> (Vec<Call>, Vec<String>) {
    let mut calls = Vec::new();
    let mut bad = Vec::new();
    for line in String::from_utf8_lossy(stdout).lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(call) => calls.push(call),
            Err(_) => bad.push(line.to_owned()),
        }
    }
    (calls, bad)
}

fn complain(demo: &Demo, output: &Output, bad: &[String]) {
    anstream::eprintln!("the demo of {} failed ({}):", demo.package, output.status);
    for line in bad {
        anstream::eprintln!("  not a call: {line}");
    }
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        anstream::eprintln!("  {line}");
    }
    anstream::eprintln!("  to see it alone: cargo run -p {} --example {}\n", demo.package, demo.example);
}

fn print(calls: &[Call]) {
    let mut table = report::table(&["vendor", "operation", "protocol", "answer", "time"], &[4]);
    for call in calls {
        let answer = if call.expected { call.answer.clone() } else { format!("NOT AS EXPECTED: {}", call.answer) };
        let time = report::duration(Duration::from_micros(call.micros));
        table.add_row([&call.vendor, &call.operation, &call.protocol, &answer, &time]);
    }
    report::print_table(&table);
    let odd = calls.iter().filter(|call| !call.expected).count();
    let all = report::count(calls.len(), "call");
    if odd == 0 {
        anstream::println!("\n{all}, every one answered as its spec says.");
    } else {
        anstream::println!("\n{all}, {odd} not answered as the spec says.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_call_or_is_reported() {
        let line =
            r#"{"vendor":"acme","operation":"addUser","protocol":"soap12","answer":"OK","expected":true,"micros":12}"#;
        let (calls, bad) = read(format!("{line}\n\nwarning: something\n").as_bytes());
        assert_eq!(calls.len(), 1);
        assert_eq!(bad, ["warning: something"]);
    }

    #[test]
    fn the_manifest_may_name_the_example() {
        let named = "[[example]]\nname = \"acme-demo\"\npath = \"examples/demo.rs\"\n";
        assert_eq!(example_name(named).as_deref(), Some("acme-demo"));
        assert_eq!(example_name("[[example]]\nname = \"demo\"\n"), None);
        assert_eq!(example_name("[package]\nname = \"acme\"\n"), None);
    }
}
