//! Names for new specs.

use anyhow::{Result, bail, ensure};

use crate::{model::name, place::Place, tree};

/// Packages that a vendor's crate depends on, and names that are Rust's own.
const TAKEN: &[&str] =
    &["alloc", "bindery-simulator", "bindery-transport", "core", "proc-macro", "serde", "std", "test", "tokio"];

/// Names that Windows has for devices.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// A vendor's name is a folder's, a package's and a crate's.
pub fn check_vendor(place: &Place, name: &str) -> Result<()> {
    let is_kebab = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !name.ends_with('-')
        && !name.contains("--");
    if !is_kebab {
        let better = heck::AsKebabCase(name).to_string();
        let better = better.trim_start_matches(|first: char| !first.is_ascii_lowercase());
        let hint = if better.is_empty() { String::new() } else { format!("; how about `{better}`?") };
        bail!("`{name}` is no name for a crate: small letters, digits and `-`, a letter first{hint}");
    }
    let is_keyword = name::snake(name).starts_with("r#") || name::snake(name).ends_with('_');
    ensure!(
        !is_keyword && !TAKEN.contains(&name) && !DEVICES.contains(&name),
        "`{name}` cannot be the name of a crate here: Rust, the system or what crates are made of needs it. Add a word to it"
    );
    ensure!(
        !place.vendors()?.contains(name),
        "there is a vendor `{name}` already, in {}",
        place.specs.join(name).display()
    );
    ensure!(
        tree::generated_crates(&place.out)?.contains(name) || !place.out.join(name).exists(),
        "{} is something else than a vendor's crate; give the vendor another name",
        place.out.join(name).display()
    );
    Ok(())
}

/// An operation's name is the vendor's own, and a file's.
pub fn check_operation(name: &str) -> Result<()> {
    ensure!(name != "vendor", "`vendor.toml` is the vendor's own file: an operation cannot be called so");
    check_file(
        "operation",
        name,
        &format!(". If the vendor calls it so, say `at = \"{name}\"` in a spec of a plainer name"),
    )
}

/// An area's name is a folder's, and a module's.
pub fn check_area(name: &str) -> Result<()> {
    check_file("area", name, "")
}

fn check_file(what: &str, name: &str, hint: &str) -> Result<()> {
    let is_good = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
        && !name.ends_with('.');
    ensure!(is_good, "`{name}` is no name for an {what}: letters, digits, `_`, `-` and `.`, a letter first{hint}");
    let is_file = name.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    ensure!(!is_file, "`{name}` is a file's name: leave `.toml` out");
    ensure!(!DEVICES.contains(&name.to_lowercase().as_str()), "`{name}` is a device on Windows; add a word to it");
    Ok(())
}
