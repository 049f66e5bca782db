//! `cargo xtask new vendor` and `cargo xtask new operation`: specs to start from, which generate and compile as they stand.

mod answer;
mod lines;
mod name;
mod operation;
mod vendor;

use std::{
    io::{ErrorKind, Write},
    path::Path,
};

use anyhow::{Context, Result, bail};

use crate::{diagnostic::Diagnostics, place::Place, report, schemas};

pub use operation::New as NewOperation;
pub use vendor::New as NewVendor;

/// Writes a vendor's folder.
pub fn vendor(place: &Place, new: &NewVendor) -> Result<bool> {
    name::check_vendor(place, &new.name)?;
    let folder = place.specs.join(&new.name);
    let text = with_schema(place, &folder, schemas::VENDOR, &vendor::text(place, new)?)?;
    write(&folder.join("vendor.toml"), &text)?;
    anstream::println!("Next: write into it what the vendor's help says of all calls, then begin an operation:");
    anstream::println!("  {}", command(place, &format!("new operation {} NAME --summary \"…\"", new.name), ""));
    Ok(true)
}

/// Writes an operation's file.
pub fn operation(place: &Place, new: &NewOperation) -> Result<bool> {
    let vendor = new.vendor.as_str();
    place.choose(std::slice::from_ref(&new.vendor), &Default::default())?;
    let mut d = Diagnostics::default();
    let text = operation::text(place, new, &mut d)?;
    anstream::eprint!("{}", d.render(true));
    let Some(text) = text.filter(|_| d.mistakes() == 0) else {
        bail!(
            "{} in the specs of {vendor}; nothing was written. If it is the new operation's name in Rust, say another: --rust",
            report::count(d.mistakes(), "mistake")
        );
    };
    let folder = place.specs.join(vendor).join(new.area.as_deref().unwrap_or_default());
    let text = with_schema(place, &folder, schemas::OPERATION, &text)?;
    write(&folder.join(format!("{}.toml", new.name)), &text)?;
    anstream::println!("Next: write into it what the page says, its sample as the example, then run:");
    anstream::println!("  {}", command(place, &format!("generate {vendor}"), " --out DIR"));
    anstream::println!("  cargo test -p {vendor}");
    Ok(true)
}

/// A command to go on with; of specs from elsewhere, with what it needs besides.
fn command(place: &Place, words: &str, elsewhere: &str) -> String {
    if place.specs == place.workspace.join("specs") {
        return format!("cargo xtask {words}");
    }
    format!("cargo xtask {words} --specs {}{elsewhere}", place.specs.display())
}

/// The text, below the line by which editors find the schema wherever the specs are.
fn with_schema(place: &Place, folder: &Path, schema: &str, text: &str) -> Result<String> {
    let schemas = place.workspace.join(schemas::FOLDER);
    let existing = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(&place.specs);
    let missing = folder.strip_prefix(existing).map_or(0, |rest| rest.components().count());
    let way = crate::place::way(existing, &schemas)?;
    Ok(format!("#:schema {}{way}/{schema}\n\n{text}", "../".repeat(missing)))
}

/// Writes a file that is not there yet.
fn write(path: &Path, text: &str) -> Result<()> {
    fs_err::create_dir_all(path.parent().unwrap_or(path)).context("making the folder of the spec")?;
    let new = fs_err::OpenOptions::new().write(true).create_new(true).open(path);
    match new {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already, and was left as it is", path.display())
        }
        file => file?.write_all(text.as_bytes()).context("writing the spec")?,
    }
    let here = std::env::current_dir().unwrap_or_default();
    anstream::println!("  added {}", path.strip_prefix(here).unwrap_or(path).display());
    Ok(())
}
