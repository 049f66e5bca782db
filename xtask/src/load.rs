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

/// Models without mistakes, and the texts that their places are in.
pub struct Loaded {
    /// Each with the time that it took.
    pub vendors: Vec<(Vendor, Duration)>,
    pub texts: Diagnostics,
}

/// The vendors with these folders, each with the time that it took. Mistakes of all of them are printed, on stderr, before
/// this returns an error.
pub fn vendors(specs: &Path, folders: &BTreeSet<String>) -> Result<Vec<(Vendor, Duration)>> {
    Ok(with_texts(specs, folders)?.vendors)
}

/// The same, for those who tell places.
pub fn with_texts(specs: &Path, folders: &BTreeSet<String>) -> Result<Loaded> {
    let loaded = read(specs, folders);
    anstream::eprint!("{}", loaded.texts.render(true));
    match loaded.texts.mistakes() {
        0 => Ok(loaded),
        mistakes => bail!("{} in the specs; nothing was written", report::count(mistakes, "mistake")),
    }
}

/// The same with whatever mistakes there are; nothing is printed.
pub fn read(specs: &Path, folders: &BTreeSet<String>) -> Loaded {
    let mut loaded = Loaded { vendors: Vec::new(), texts: Diagnostics::default() };
    for folder in folders {
        let start = Instant::now();
        if let Some(vendor) = model::load(specs, folder, &mut loaded.texts) {
            loaded.vendors.push((vendor, start.elapsed()));
        }
    }
    loaded
}
