//! Rust names, derived from the wire's.

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::{
    diagnostic::{Diagnostics, Kind},
    model::read,
    spec::Table,
};

/// Types that generated code writes without a path.
pub const IN_SCOPE: &[&str] =
    &["Box", "Default", "Into", "IntoIterator", "Option", "PhantomData", "Result", "String", "Vec"];

/// A name as a function, field or module has it.
pub fn snake(name: &str) -> String {
    escape(digits(split(name).to_snake_case(), "n"))
}

/// A name as a type or a variant has it.
pub fn camel(name: &str) -> String {
    let camel = digits(split(name).to_upper_camel_case(), "N");
    if camel == "Self" { "Self_".to_owned() } else { camel }
}

/// A name as a variant of an open enumeration has it, which has an `Unknown` of its own.
pub fn variant(name: &str) -> String {
    own_variant(camel(name))
}

/// The name of a variant that `rust` says, or the derived one.
pub fn said_variant_or(table: &Table, derived: impl FnOnce() -> String, d: &mut Diagnostics) -> String {
    own_variant(said_or(table, derived, d))
}

fn own_variant(name: String) -> String {
    if name == "Unknown" { "Unknown_".to_owned() } else { name }
}

/// The name that `rust` says, or the derived one.
pub fn said_or(table: &Table, derived: impl FnOnce() -> String, d: &mut Diagnostics) -> String {
    let Some(node) = table.get("rust") else { return derived() };
    let Some(name) = read::text(node, "rust", d) else { return derived() };
    let derived = derived();
    let is_word = |name: &str| syn::parse_str::<syn::Ident>(name).is_ok();
    if !is_word(&name) {
        let is_keyword =
            is_word(&format!("r#{name}")) || matches!(name.as_str(), "self" | "Self" | "super" | "crate" | "_");
        if is_keyword {
            d.mistake(Kind::RustKeyword, &node.at, format!("`{name}` is a word of Rust itself"), "a keyword")
                .help(format!("write another, such as `{name}_`; what is derived gives way to keywords by itself"));
        } else {
            d.mistake(Kind::RustName, &node.at, format!("`{name}` is no name in Rust"), "not written as one")
                .help("letters, digits and `_`, no digit first");
        }
        return derived;
    }
    let is_type = derived.starts_with(char::is_uppercase);
    let well = if is_type {
        name.starts_with(char::is_uppercase) && !name.contains('_')
    } else {
        !name.contains(char::is_uppercase)
    };
    // A trailing `_` is how names give way.
    if !well && name.trim_end_matches('_') != derived.trim_end_matches('_') {
        let better = if is_type { name.to_upper_camel_case() } else { name.to_snake_case() };
        let what = if is_type { "types and variants" } else { "functions, fields and modules" };
        d.mistake(Kind::RustCase, &node.at, format!("names of {what} are written otherwise in Rust"), "not so")
            .help(format!("write `{better}`"));
    }
    escape(name)
}

/// The same letters with their boundaries, when another spelling of the name shows them: `standardconcurrentlimit` is
/// `iStandardConcurrentLimit` elsewhere. A prefix of one small letter does not count.
pub fn with_boundaries(name: &str, elsewhere: &str) -> String {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let last = elsewhere.rsplit('/').next().unwrap_or(elsewhere);
    let mut candidates = vec![last];
    let mut characters = last.chars();
    if characters.next().is_some_and(char::is_lowercase) && characters.clone().next().is_some_and(char::is_uppercase) {
        candidates.push(characters.as_str());
    }
    candidates
        .into_iter()
        .find(|candidate| plain(candidate) == plain(name) && has_boundary(candidate) && !has_boundary(name))
        .unwrap_or(name)
        .to_owned()
}

/// Whether a name shows where its words begin better than by underscores alone.
fn has_boundary(name: &str) -> bool {
    name.chars().any(char::is_lowercase) && name.chars().skip(1).any(char::is_uppercase)
}

/// Parts what heck would run together or tear: plural acronyms (`userIDs`), dots and brackets.
fn split(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let characters: Vec<char> = name.chars().collect();
    for (index, character) in characters.iter().enumerate() {
        let acronym = index >= 2
            && *character == 's'
            && characters.get(index - 1).is_some_and(|c| c.is_uppercase())
            && characters.get(index - 2).is_some_and(|c| c.is_uppercase())
            && !characters.get(index + 1).is_some_and(|c| c.is_lowercase());
        // `IDs` is one word: heck sees `I` and `Ds` in it.
        if acronym {
            let mut start = out.len();
            while start > 0 && out.as_bytes().get(start - 1).is_some_and(u8::is_ascii_uppercase) {
                start -= 1;
            }
            let word = out.split_off(start);
            if !out.is_empty() {
                out.push('_');
            }
            out.push_str(&word.to_lowercase());
            out.push_str("s_");
        } else if character.is_alphanumeric() {
            out.push(*character);
        } else {
            out.push('_');
        }
    }
    out
}

fn digits(name: String, before: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() { format!("{before}{name}") } else { name }
}

fn escape(name: String) -> String {
    // Records have it for themselves.
    if name == "unknown_fields" {
        return format!("{name}_");
    }
    if syn::parse_str::<syn::Ident>(&name).is_ok() {
        return name;
    }
    // A file `mod.rs` is something else than a module `mod`.
    match name.as_str() {
        "self" | "super" | "crate" | "Self" | "_" | "mod" => format!("{name}_"),
        _ => format!("r#{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_gives_way() {
        assert_eq!(snake("type"), "r#type");
        assert_eq!(snake("self"), "self_");
        assert_eq!(snake("mod"), "mod_");
        assert_eq!(snake("UnknownFields"), "unknown_fields_");
        assert_eq!(camel("self"), "Self_");
        assert_eq!(variant("UNKNOWN"), "Unknown_");
        assert_eq!(variant("unknown user"), "UnknownUser");
    }
}
