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
    report::{self, Format},
};

/// Vendors, and the texts that the places in their models are in.
pub struct Loaded {
    /// Each with the time that it took.
    pub vendors: Vec<(Vendor, Duration)>,
    pub texts: Diagnostics,
}

/// The vendors with these folders. Mistakes in any of them are printed before this returns an error; warnings, too, unless
/// the format is JSON, in which they stand beside the result.
pub fn vendors(specs: &Path, folders: &BTreeSet<String>, format: Format) -> Result<Loaded> {
    let loaded = read(specs, folders);
    print(&loaded.texts, format)?;
    match loaded.texts.mistakes() {
        0 => Ok(loaded),
        mistakes => bail!("{} in the specs", report::count(mistakes, "mistake")),
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

/// Prints what was said of specs; in JSON only mistakes, since warnings stand beside a result.
pub fn print(texts: &Diagnostics, format: Format) -> Result<()> {
    match format {
        Format::Text => anstream::eprint!("{}", texts.render(true)),
        Format::Short => anstream::eprint!("{}", texts.short()),
        Format::Json if texts.mistakes() > 0 => report::print_json(None::<&()>, &texts.shown())?,
        Format::Json => {}
    }
    Ok(())
}
