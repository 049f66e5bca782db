//! The entry of a changelog, in the form of Keep a Changelog.

use std::fmt::Write as _;

use super::{
    compare::Change,
    kind::{Kind, Level, Section},
};

/// What is not worth a line each.
const DOCS: &[Kind] = &[Kind::DocsChanged, Kind::DoubtsChanged, Kind::ExamplesChanged];

/// An entry for a version of a crate.
pub fn entry(name: &str, version: &str, changes: &[Change]) -> String {
    let mut text = format!("## {name} {version}\n");
    for section in Section::ALL {
        let (docs, of_section): (Vec<&Change>, Vec<&Change>) = changes
            .iter()
            .filter(|change| change.kind.section() == *section)
            .partition(|change| DOCS.contains(&change.kind));
        if docs.is_empty() && of_section.is_empty() {
            continue;
        }
        let _ = write!(text, "\n### {}\n\n", section.name());
        for change in of_section {
            let breaking = if change.kind.level() == Level::Major { "**Breaking:** " } else { "" };
            // What users have to do belongs there; where a thing is found they see for themselves.
            let todo = match change.kind.level() {
                Level::Major if !change.todo.is_empty() => format!(" ({})", change.todo),
                _ => String::new(),
            };
            let mut sentence = sentence(change);
            if let Some(first) = sentence.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            let _ = writeln!(text, "- {breaking}{sentence}{todo}.");
        }
        if !docs.is_empty() {
            text.push_str("- Docs.\n");
        }
    }
    text
}

/// What changed, of which operations.
pub fn sentence(change: &Change) -> String {
    match change.operations.as_slice() {
        [] => change.text.clone(),
        operations => format!("{}: {}", named(operations), change.text),
    }
}

/// Some operations by name, and how many others.
fn named(operations: &[String]) -> String {
    const NAMED: usize = 4;
    let first: Vec<String> = operations.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    match operations.len().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}
