//! `cargo xtask generate`: load, emit, parse what was emitted, then write it, or with `--check` show what would change.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow};
use serde::Serialize;

use crate::{
    diagnostic::Shown,
    emit,
    load::{self, Loaded},
    place::Place,
    report::{self, Format},
    tree::{self, Files, Plan},
};

/// How many changed files are named below the table.
const NAMED: usize = 20;

/// Runs the command; whether all is well.
pub fn command(place: &Place, asked: &[String], check: bool, format: Format) -> Result<bool> {
    let (outcomes, warnings) = run(place, asked, check, format)?;
    match format {
        Format::Json => report::print_json(Some(&Summary::new(check, &outcomes)), &warnings)?,
        Format::Text | Format::Short => print(place, asked, check, &outcomes),
    }
    Ok(!check || outcomes.iter().all(|outcome| outcome.plan.is_clean()))
}

/// What was done (or with `check` is to be done) for one crate.
pub struct Outcome {
    pub plan: Plan,
    /// None: its specs are gone, and so it goes, too.
    pub operations: Option<usize>,
    pub time: Duration,
}

/// Plans every crate before it writes the first, so that a mistake anywhere leaves the disk as it was. With what was said of
/// the specs.
pub fn run(place: &Place, asked: &[String], check: bool, format: Format) -> Result<(Vec<Outcome>, Vec<Shown>)> {
    let vendors = place.vendors()?;
    let generated = tree::generated_crates(&place.out)?;
    let chosen = place.choose(asked, &generated)?;
    let present: BTreeSet<_> = chosen.intersection(&vendors).cloned().collect();

    let engine = place.engine()?;
    let mut outcomes = Vec::new();
    let loaded = load::vendors(&place.specs, &present, format);
    let Loaded { vendors: loaded, texts } = loaded.map_err(|error| anyhow!("{error}; nothing was written"))?;
    for (vendor, reading) in loaded {
        let start = Instant::now();
        let files = emit::vendor(&vendor, &engine);
        parse(&vendor.folder, &files)?;
        let plan = tree::plan(&place.out, &vendor.folder, &files)?;
        outcomes.push(Outcome { plan, operations: Some(vendor.operations.len()), time: reading + start.elapsed() });
    }
    for gone in chosen.difference(&vendors) {
        let start = Instant::now();
        let plan = tree::plan_removal(&place.out, gone)?;
        outcomes.push(Outcome { plan, operations: None, time: start.elapsed() });
    }
    outcomes.sort_by(|a, b| a.plan.name.cmp(&b.plan.name));
    if !check {
        for outcome in &mut outcomes {
            let start = Instant::now();
            let plan = &outcome.plan;
            plan.apply().with_context(|| format!("writing the crate {} into {}", plan.name, place.out.display()))?;
            outcome.time += start.elapsed();
        }
    }
    Ok((outcomes, texts.shown()))
}

/// What does not parse must not reach the disk, where it would stop cargo.
pub fn parse(name: &str, files: &Files) -> Result<()> {
    for (path, text) in files.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "rs")) {
        syn::parse_file(text).map_err(|error| {
            anyhow!("{error}").context(format!(
                "the Rust emitted for {name}/{} does not parse; nothing was written. This is a mistake in \
                 xtask/src/emit: please report it with the spec",
                path.display()
            ))
        })?;
    }
    for (path, text) in files.iter().filter(|(path, _)| *path == Path::new("Cargo.toml")) {
        toml::de::DeTable::parse(text).map_err(|error| {
            anyhow!("{error}")
                .context(format!("the manifest emitted for {name}/{} is no TOML; nothing was written", path.display()))
        })?;
    }
    Ok(())
}

fn print(place: &Place, asked: &[String], check: bool, outcomes: &[Outcome]) {
    if check {
        for outcome in outcomes {
            anstream::print!("{}", outcome.plan.diff());
        }
    }
    report::print_table(&table(check, outcomes));
    let changed = outcomes.iter().map(|outcome| outcome.plan.changes.len()).sum::<usize>();
    if !check {
        print_changes(outcomes, changed);
    }
    for outcome in outcomes {
        for path in &outcome.plan.foreign {
            let path = place.out.join(&outcome.plan.name).join(path);
            anstream::eprintln!(
                "warning: {} was not written by the generator and is left alone; a generated crate holds nothing else, \
                 so move it away",
                path.display()
            );
        }
    }
    if check && changed > 0 {
        let words = ["generate"].into_iter().chain(asked.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
        let files = report::count(changed, "file");
        anstream::eprintln!("{files} would change. To change them, run: {}", place.command(&words));
    }
}

fn table(check: bool, outcomes: &[Outcome]) -> comfy_table::Table {
    let (written, removed) = if check { ("to write", "to remove") } else { ("written", "removed") };
    let head = ["crate", "operations", written, "unchanged", removed, "time"];
    let mut table = report::table(&head, &[1, 2, 3, 4, 5]);
    for Outcome { plan, operations, time } in outcomes {
        table.add_row([
            plan.name.clone(),
            operations.map_or("(no specs)".to_owned(), |number| number.to_string()),
            plan.written().to_string(),
            plan.unchanged.to_string(),
            plan.removed().to_string(),
            report::duration(*time),
        ]);
    }
    table
}

fn print_changes(outcomes: &[Outcome], changed: usize) {
    let changes = outcomes.iter().flat_map(|outcome| outcome.plan.changes.iter().map(move |change| (outcome, change)));
    for (outcome, change) in changes.take(NAMED) {
        let verb = match (&change.before, &change.after) {
            (_, None) => "removed",
            (None, Some(_)) => "added",
            (Some(_), Some(_)) => "changed",
        };
        anstream::println!("  {verb} {}", Path::new(&outcome.plan.name).join(&change.path).display());
    }
    if changed > NAMED {
        anstream::println!("  … and {} more", changed - NAMED);
    }
}

/// The result for programs.
#[derive(Serialize)]
struct Summary<'a> {
    check: bool,
    clean: bool,
    crates: Vec<CrateSummary<'a>>,
}

#[derive(Serialize)]
struct CrateSummary<'a> {
    name: &'a str,
    /// None: its specs are gone.
    operations: Option<usize>,
    written: Vec<&'a Path>,
    unchanged: usize,
    removed: Vec<&'a Path>,
    foreign: &'a [PathBuf],
    #[serde(skip_serializing_if = "String::is_empty")]
    diff: String,
    micros: u128,
}

impl<'a> Summary<'a> {
    fn new(check: bool, outcomes: &'a [Outcome]) -> Summary<'a> {
        let crates = outcomes.iter().map(|Outcome { plan, operations, time }| {
            let paths = |stays: bool| {
                let changes = plan.changes.iter().filter(move |change| change.after.is_some() == stays);
                changes.map(|change| change.path.as_path()).collect()
            };
            CrateSummary {
                name: &plan.name,
                operations: *operations,
                written: paths(true),
                unchanged: plan.unchanged,
                removed: paths(false),
                foreign: &plan.foreign,
                diff: if check { plan.diff() } else { String::new() },
                micros: time.as_micros(),
            }
        });
        let crates: Vec<_> = crates.collect();
        Summary { check, clean: outcomes.iter().all(|outcome| outcome.plan.is_clean()), crates }
    }
}
