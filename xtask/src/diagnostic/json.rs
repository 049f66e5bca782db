//! Diagnostics for programs. `specs/README.md` documents the shape.

use serde::Serialize;

use super::{At, Diagnostics};

/// A diagnostic as `--format json` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    pub kind: &'static str,
    pub level: &'static str,
    pub message: String,
    #[serde(flatten)]
    pub place: ShownPlace,
    pub help: Option<String>,
    pub related: Vec<ShownPlace>,
}

/// A place, and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownPlace {
    pub label: String,
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    pub start: usize,
    pub end: usize,
}

impl Diagnostics {
    /// All of it, in the order of files and places.
    pub fn shown(&self) -> Vec<Shown> {
        let shown = self.sorted().into_iter().map(|diagnostic| Shown {
            kind: diagnostic.kind.name(),
            level: diagnostic.level(),
            message: diagnostic.message.clone(),
            place: self.shown_place(&diagnostic.at, &diagnostic.label),
            help: diagnostic.help.clone(),
            related: diagnostic.related.iter().map(|(at, label)| self.shown_place(at, label)).collect(),
        });
        shown.collect()
    }

    fn shown_place(&self, at: &At, label: &str) -> ShownPlace {
        let span = self.clamp(at);
        let (line, column) = self.line_and_column(at.file, span.start);
        let (end_line, end_column) = self.line_and_column(at.file, span.end);
        ShownPlace {
            label: label.to_owned(),
            file: self.path(at).to_owned(),
            line,
            column,
            end_line,
            end_column,
            start: span.start,
            end: span.end,
        }
    }
}
