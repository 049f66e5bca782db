//! From folders of specs to checked models, or all the mistakes in them.

use std::{
    collections::BTreeSet,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::{model::Vendor, report};

/// The vendors with these folders, each with the time that it took. Mistakes of all of them are printed, on stderr, before
/// this returns an error.
pub fn vendors(specs: &Path, folders: &BTreeSet<String>) -> Result<Vec<(Vendor, Duration)>> {
    let _ = (specs, folders, Instant::now(), report::count(1, "mistake"));
    bail!("not there yet")
}
