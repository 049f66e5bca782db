//! What `--check` prints.

use std::fmt::Write;

use similar::TextDiff;

use super::{Change, Plan};

/// Enough to see what a change in a spec does; a whole new file is more than anybody reads.
const LINES_A_FILE: usize = 60;

impl Plan {
    /// A unified diff of everything that would change, cut at some length a file.
    pub fn diff(&self) -> String {
        self.changes.iter().map(|change| diff(&self.name, change)).collect()
    }
}

fn diff(name: &str, change: &Change) -> String {
    let path = format!("{name}/{}", change.path.display());
    let before = change.before.as_deref().unwrap_or_default().replace("\r\n", "\n");
    let after = change.after.as_deref().unwrap_or_default();
    let old = if change.before.is_some() { format!("a/{path}") } else { "/dev/null".to_owned() };
    let new = if change.after.is_some() { format!("b/{path}") } else { "/dev/null".to_owned() };
    let text =
        TextDiff::from_lines(before.as_str(), after).unified_diff().context_radius(3).header(&old, &new).to_string();
    cut(&text)
}

fn cut(text: &str) -> String {
    let all = text.lines().count();
    if all <= LINES_A_FILE {
        return text.to_owned();
    }
    let mut head: String = text.split_inclusive('\n').take(LINES_A_FILE).collect();
    // Writing into a string can't fail.
    let _ = writeln!(head, "… and {} more lines", all - LINES_A_FILE);
    head
}
