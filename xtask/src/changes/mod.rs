//! `cargo xtask changes`: what changed in the specs since a revision, and what that means for users of the crates.
//!
//! What a change means is decided by the public API of what is emitted: a program written for the old crate against the new
//! one. What the compiler cannot see counts as well: a call that was sent, and is now refused before it is sent, is broken.

mod codes;
mod compare;
mod docs;
mod entry;
mod hint;
mod kind;
mod operations;
mod params;
mod revision;
mod rust;
mod sign_in;
mod types;
mod vendor;
mod version;
mod wire;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use semver::Version;
use serde::Serialize;

pub use compare::{Change, Side, compare};
pub use kind::{Kind, Level, Section};

use revision::Revision;

use crate::{
    diagnostic::Spot,
    load::{self, Loaded},
    model::Vendor,
    place::Place,
    report::{self, Format},
};

/// What is compared with what.
#[derive(Debug, Default)]
pub struct Asked {
    pub vendors: Vec<String>,
    /// `v0.1.0`; `v0.1.0..v0.2.0` compares two.
    pub revision: Option<String>,
    /// A folder of specs instead of a revision.
    pub from: Option<PathBuf>,
}

/// Runs the command; whether every version is high enough.
pub fn command(place: &Place, asked: &Asked, format: Format) -> Result<bool> {
    let report = run(place, asked, format)?;
    match format {
        Format::Json => report::print_json(Some(&report), &[])?,
        Format::Text | Format::Short => print(&report),
    }
    Ok(report.crates.iter().all(|of_crate| of_crate.enough))
}

/// What changed of all crates.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What is compared with: `v0.1.0 (1a2b3c4)`, or a folder.
    pub since: String,
    /// Only the crates of which anything changed.
    pub crates: Vec<OfCrate>,
    /// How many did not change.
    pub unchanged: usize,
}

/// What changed of a crate.
#[derive(Debug, Serialize)]
pub struct OfCrate {
    pub name: String,
    /// None: it is new.
    pub old_version: Option<String>,
    /// None: it is gone.
    pub version: Option<String>,
    pub level: Option<Level>,
    /// The least version that says what changed.
    pub needed: Option<String>,
    /// Whether its version is that, or higher.
    pub enough: bool,
    pub changes: Vec<Told>,
    /// An entry for its changelog.
    pub entry: String,
}

/// A change with what it means.
#[derive(Debug, Serialize)]
pub struct Told {
    pub level: Level,
    #[serde(flatten)]
    pub change: Change,
}

/// Compares all vendors, or those that are asked for.
pub fn run(place: &Place, asked: &Asked, format: Format) -> Result<Report> {
    // They live as long as what is read from them.
    let revision = |name: &str| revision::get(&place.specs, name);
    let (from, to) = match (&asked.from, asked.revision.as_deref()) {
        (Some(_), _) => (None, None),
        (None, Some(range)) => match range.split_once("..") {
            Some((from, to)) => (Some(revision(from)?), Some(revision(to)?)),
            None => (Some(revision(range)?), None),
        },
        (None, None) => (Some(revision(&revision::default(&place.specs)?)?), None),
    };
    let (old_specs, since) = match (&asked.from, &from) {
        (Some(folder), _) => (folder.clone(), folder.display().to_string()),
        (None, Some(revision)) => (revision.specs(), revision.to_string()),
        (None, None) => bail!("there is nothing to compare with"),
    };
    let new_specs = to.as_ref().map_or_else(|| place.specs.clone(), Revision::specs);
    let folders = |specs: &Path| Place { specs: specs.to_owned(), ..place.clone() }.vendors();
    let (old_folders, new_folders) = (folders(&old_specs)?, folders(&new_specs)?);
    let chosen = Place { specs: new_specs.clone(), ..place.clone() }.choose(&asked.vendors, &old_folders)?;

    let of = |folders: BTreeSet<String>| chosen.intersection(&folders).cloned().collect::<BTreeSet<_>>();
    let old = match &from {
        Some(revision) => of_revision(revision, &of(old_folders), format)?,
        None => load::vendors(&old_specs, &of(old_folders), format)?,
    };
    let new = match &to {
        Some(revision) => of_revision(revision, &of(new_folders), format)?,
        None => load::vendors(&new_specs, &of(new_folders), format)?,
    };
    let mut crates = Vec::new();
    for folder in &chosen {
        crates.push(of_crate(folder, &old, &new)?);
    }
    let all = crates.len();
    crates.retain(|of_crate| !of_crate.changes.is_empty() || !of_crate.enough);
    Ok(Report { since, unchanged: all - crates.len(), crates })
}

/// The specs of then. Their mistakes may be none of then: the language has changed.
fn of_revision(revision: &Revision, folders: &BTreeSet<String>, format: Format) -> Result<Loaded> {
    let mut loaded = load::read(&revision.specs(), folders);
    loaded.texts.show_below(&revision.specs(), &revision.shown);
    match loaded.texts.mistakes() {
        0 => Ok(loaded),
        mistakes => {
            load::print(&loaded.texts, format)?;
            bail!(
                "{} in the specs of {revision}, as this generator reads them; if they were right then, the language has changed \
                 since: compare with a later revision, or with a folder in which they are mended (--from)",
                report::count(mistakes, "mistake")
            )
        }
    }
}

fn of_crate(folder: &str, old: &Loaded, new: &Loaded) -> Result<OfCrate> {
    let (was, is) = (vendor_of(old, folder), vendor_of(new, folder));
    let changes = match (was, is) {
        (Some(was), Some(is)) => {
            compare(Side { vendor: was, texts: &old.texts }, Side { vendor: is, texts: &new.texts })
        }
        (None, Some(is)) => vec![whole(Kind::CrateAdded, "a new crate", None, Some(new.texts.spot(&is.at)))],
        (Some(was), None) => vec![whole(Kind::CrateRemoved, "the crate is gone", Some(old.texts.spot(&was.at)), None)],
        (None, None) => Vec::new(),
    };
    let version = |vendor: Option<&Vendor>| -> Result<Option<Version>> {
        let Some(vendor) = vendor else { return Ok(None) };
        let version = Version::parse(&vendor.version);
        version
            .map(Some)
            .with_context(|| format!("the version `{}` of {folder} is none such as `0.1.0`", vendor.version))
    };
    let (old_version, new_version) = (version(was)?, version(is)?);
    let level = changes.iter().map(|change| change.kind.level()).max();
    let needed = match (&old_version, &new_version) {
        (Some(old), Some(_)) => Some(version::next(old, level)),
        (None, Some(new)) => Some(new.clone()),
        (_, None) => None,
    };
    let enough = match (&old_version, &new_version) {
        (Some(old), Some(new)) => version::is_enough(old, new, level),
        _ => true,
    };
    let entry_version = match (&needed, &new_version) {
        (Some(needed), Some(new)) => std::cmp::max(needed, new).to_string(),
        _ => "(gone)".to_owned(),
    };
    Ok(OfCrate {
        name: folder.to_owned(),
        old_version: old_version.map(|version| version.to_string()),
        version: new_version.map(|version| version.to_string()),
        level,
        needed: needed.map(|version| version.to_string()),
        enough,
        entry: entry::entry(folder, &entry_version, &changes),
        changes: changes.into_iter().map(|change| Told { level: change.kind.level(), change }).collect(),
    })
}

fn vendor_of<'a>(loaded: &'a Loaded, folder: &str) -> Option<&'a Vendor> {
    loaded.vendors.iter().map(|(vendor, _)| vendor).find(|vendor| vendor.folder == folder)
}

fn whole(kind: Kind, text: &str, old: Option<Spot>, new: Option<Spot>) -> Change {
    Change { kind, operations: Vec::new(), text: text.to_owned(), todo: String::new(), old, new }
}

fn print(report: &Report) {
    let bold = anstyle::Style::new().bold();
    for of_crate in &report.crates {
        let versions = match (&of_crate.old_version, &of_crate.version) {
            (Some(old), Some(new)) if old == new => old.clone(),
            (Some(old), Some(new)) => format!("{old} to {new}"),
            (None, Some(new)) => format!("{new}, new"),
            (Some(old), None) => format!("{old}, gone"),
            (None, None) => String::new(),
        };
        anstream::println!("{bold}{} {versions}{bold:#}, since {}\n", of_crate.name, report.since);
        for Told { level, change } in &of_crate.changes {
            print_change(*level, change);
        }
        print_verdict(of_crate);
        if !of_crate.changes.is_empty() {
            anstream::println!("\n{}", of_crate.entry);
        }
    }
    let same = report::count(report.unchanged, "crate");
    match (report.crates.len(), report.unchanged) {
        (0, _) => anstream::println!("nothing changed since {}: {same}", report.since),
        (_, 0) => {}
        _ => anstream::println!("{same} without a change"),
    }
}

fn print_change(level: Level, change: &Change) {
    let colour = match level {
        Level::Major => anstyle::AnsiColor::Red,
        Level::Minor => anstyle::AnsiColor::Green,
        Level::Patch => anstyle::AnsiColor::Cyan,
    };
    let style = anstyle::Style::new().fg_color(Some(colour.into()));
    anstream::println!("{style}{}{style:#} {}", level.name(), entry::sentence(change));
    if !change.todo.is_empty() {
        anstream::println!("      {}", change.todo);
    }
    let at = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!(" at {new}, was at {old}"),
        (None, Some(new)) => format!(" at {new}"),
        (Some(old), None) => format!(", was at {old}"),
        (None, None) => String::new(),
    };
    anstream::println!("      {}{at}", change.kind.name());
}

fn print_verdict(of_crate: &OfCrate) {
    let (Some(_), Some(version), Some(needed)) = (&of_crate.old_version, &of_crate.version, &of_crate.needed) else {
        return;
    };
    let level = of_crate.level.map_or("nothing changed", |level| match level {
        Level::Major => "users' programs break",
        Level::Minor => "there is more than there was",
        Level::Patch => "users' programs stay as they are",
    });
    let what = match of_crate.enough {
        true if of_crate.level == Some(Level::Patch) && of_crate.old_version == of_crate.version => {
            format!("the next release is {needed}")
        }
        true => format!("{needed} or higher, and {version} is that"),
        false => format!("vendor.toml says {version}, which is too low: write `version = \"{needed}\"`"),
    };
    anstream::println!("\n{level}: {what}");
}
