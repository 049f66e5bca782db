//! `cargo xtask schemas`: the words of the language as JSON Schemas, for editors and whatever else reads TOML.

pub mod docs;
mod tables;

use std::path::Path;

use anyhow::{Context, Result};

use crate::{
    report,
    spec::words::Place,
    tree::{self, Files},
};

/// Where they are, from the workspace.
pub const FOLDER: &str = "xtask/schemas";
pub const VENDOR: &str = "vendor.schema.json";
pub const OPERATION: &str = "operation.schema.json";

/// Runs the command; whether all is well.
pub fn command(workspace: &Path, check: bool) -> Result<bool> {
    let folder = Path::new(FOLDER);
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let plan = tree::plan_plain(&workspace.join(folder.parent().unwrap_or(folder)), &name, &files()?)?;
    for path in &plan.foreign {
        anstream::eprintln!("warning: {FOLDER}/{} is no schema of ours and is left alone", path.display());
    }
    let changed = plan.changes.len();
    if check {
        anstream::print!("{}", plan.diff());
        if changed > 0 {
            let files = report::count(changed, "file");
            anstream::eprintln!("{files} would change. To change them, run: cargo xtask schemas");
        }
        return Ok(plan.is_clean());
    }
    plan.apply().with_context(|| format!("writing the schemas into {FOLDER}"))?;
    for change in &plan.changes {
        anstream::println!("  wrote {FOLDER}/{}", change.path.display());
    }
    if changed == 0 {
        anstream::println!("{} are as they should be", report::count(plan.unchanged, "schema"));
    }
    Ok(true)
}

/// The schemas as files, from their folder.
pub fn files() -> Result<Files> {
    let of = |place: Place, title: &str| -> Result<String> {
        let mut schema = tables::file(place, title);
        // The order does not depend on how serde_json was built.
        schema.sort_all_objects();
        Ok(serde_json::to_string_pretty(&schema)? + "\n")
    };
    Ok(Files::from([
        (VENDOR.into(), of(Place::Vendor, "A vendor of Bindery: specs/<vendor>/vendor.toml")?),
        (OPERATION.into(), of(Place::Operation, "An operation of Bindery: specs/<vendor>/…/<operation>.toml")?),
    ]))
}
