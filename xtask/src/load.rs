//! From folders of specs to checked models, or all the mistakes in them.

use std::{
    collections::BTreeSet,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::{
    diagnostic::{Diagnostics, Shown},
    model::{self, Vendor},
    report::{self, Format},
};

/// What was loaded without a mistake.
pub struct Loaded {
    /// Each with the time that it took.
    pub vendors: Vec<(Vendor, Duration)>,
    /// What was said of them all the same, for [`report::print_json`].
    pub warnings: Vec<Shown>,
}

/// The vendors with these folders. Mistakes in any of them are printed before this returns an error; warnings, too, unless
/// the format is JSON, in which they stand beside the result.
pub fn vendors(specs: &Path, folders: &BTreeSet<String>, format: Format) -> Result<Loaded> {
    let mut diagnostics = Diagnostics::default();
    let mut vendors = Vec::new();
    for folder in folders {
        let start = Instant::now();
        if let Some(vendor) = model::load(specs, folder, &mut diagnostics) {
            vendors.push((vendor, start.elapsed()));
        }
    }
    let mistakes = diagnostics.mistakes();
    match format {
        Format::Text => anstream::eprint!("{}", diagnostics.render(true)),
        Format::Short => anstream::eprint!("{}", diagnostics.short()),
        Format::Json if mistakes > 0 => report::print_json(None::<&()>, &diagnostics.shown())?,
        Format::Json => {}
    }
    match mistakes {
        0 => Ok(Loaded { vendors, warnings: diagnostics.shown() }),
        _ => bail!("{} in the specs; nothing was written", report::count(mistakes, "mistake")),
    }
}
