//! From folders of specs to checked models, or all the mistakes in them.

use std::{
    collections::BTreeSet,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::{
    diagnostic::Diagnostics,
    model::{self, Vendor},
    report,
};

/// The vendors with these folders, each with the time that it took. Mistakes of all of them are printed, on stderr, before
/// this returns an error.
pub fn vendors(specs: &Path, folders: &BTreeSet<String>) -> Result<Vec<(Vendor, Duration)>> {
    let mut diagnostics = Diagnostics::default();
    let mut vendors = Vec::new();
    for folder in folders {
        let start = Instant::now();
        if let Some(vendor) = model::load(specs, folder, &mut diagnostics) {
            vendors.push((vendor, start.elapsed()));
        }
    }
    anstream::eprint!("{}", diagnostics.render(true));
    match diagnostics.mistakes() {
        0 => Ok(vendors),
        mistakes => bail!("{} in the specs; nothing was written", report::count(mistakes, "mistake")),
    }
}
