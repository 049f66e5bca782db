//! Mistakes in specs, each with its kind and its place, collected through all stages and shown together as rustc shows them.

mod json;
mod kind;
mod text;

use std::{collections::HashSet, ops::Range, path::Path};

use crate::spec::Place;

pub use json::Shown;
pub use kind::Kind;

/// A place in a file of specs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct At {
    /// An index into [`Diagnostics`]' files.
    pub file: usize,
    /// Bytes of its text.
    pub span: Range<usize>,
}

/// All that was found, and the texts it was found in.
#[derive(Debug, Default)]
pub struct Diagnostics {
    files: Vec<(String, String)>,
    list: Vec<Diagnostic>,
    /// Every word that was met, where, and in what kind of table: what tests of the language go by.
    pub words: Vec<(At, Place, &'static str)>,
}

/// One mistake, or one warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub kind: Kind,
    at: At,
    is_warning: bool,
    message: String,
    label: String,
    help: Option<String>,
    related: Vec<(At, String)>,
}

impl At {
    /// A part of a text that is written without escapes, and so stands in the file as it is; else all of it.
    pub fn part(&self, text: &str, part: Range<usize>, d: &Diagnostics) -> At {
        let literal = d.text(self.file).get(self.span.clone()).unwrap_or_default();
        match literal.find(text).filter(|_| !text.is_empty() && literal.matches(text).count() == 1) {
            Some(start) => {
                let start = self.span.start + start;
                At { file: self.file, span: start + part.start..start + part.end }
            }
            None => self.clone(),
        }
    }
}

impl Diagnostics {
    /// Adds a file, to point into. Its path is shown as it looks from the current directory, when it is below that.
    pub fn add_file(&mut self, path: String, text: String) -> usize {
        let here = std::env::current_dir().ok();
        let below = here.and_then(|here| Some(Path::new(&path).strip_prefix(here).ok()?.display().to_string()));
        self.files.push((below.unwrap_or(path), text));
        self.files.len() - 1
    }

    /// The text of a file.
    pub fn text(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |(_, text)| text)
    }

    /// The first line of a file: the place of what is wrong with all of it.
    pub fn top(&self, file: usize) -> At {
        At { file, span: 0..self.text(file).lines().next().unwrap_or_default().trim_end().len() }
    }

    /// The line of a place, from 1.
    pub fn line(&self, at: &At) -> usize {
        self.line_and_column(at.file, at.span.start).0
    }

    /// Adds a mistake. The label stands under the place.
    pub fn mistake(
        &mut self,
        kind: Kind,
        at: &At,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(kind, at, false, message.into(), label.into())
    }

    /// Adds a warning.
    pub fn warning(
        &mut self,
        kind: Kind,
        at: &At,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(kind, at, true, message.into(), label.into())
    }

    /// How many mistakes there are; one that was met several times counts once.
    pub fn mistakes(&self) -> usize {
        self.sorted().iter().filter(|diagnostic| !diagnostic.is_warning).count()
    }

    /// All of it once, in the order of files and places.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut said = HashSet::new();
        let mut sorted: Vec<&Diagnostic> = self.list.iter().collect();
        sorted.retain(|found| said.insert((found.kind, &found.at, &found.message)));
        sorted.sort_by_key(|found| (self.path(&found.at), found.at.span.start, found.is_warning));
        sorted
    }

    /// The line and the column, in characters, both from 1.
    fn line_and_column(&self, file: usize, position: usize) -> (usize, usize) {
        let text = self.text(file);
        let before = text.get(..position).unwrap_or(text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (line, before.get(start..).unwrap_or_default().chars().count() + 1)
    }

    fn push(&mut self, kind: Kind, at: &At, is_warning: bool, message: String, label: String) -> &mut Diagnostic {
        let index = self.list.len();
        let at = At { file: at.file, span: self.clamp(at) };
        self.list.push(Diagnostic { kind, at, is_warning, message, label, help: None, related: Vec::new() });
        &mut self.list[index]
    }

    /// The path of the file that a place is in.
    pub fn path(&self, at: &At) -> &str {
        self.files.get(at.file).map_or("", |(path, _)| path)
    }

    /// A span that lies in the text, on its characters.
    fn clamp(&self, at: &At) -> Range<usize> {
        let text = self.text(at.file);
        let mut start = at.span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = at.span.end.clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }
}

impl Diagnostic {
    /// What to do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// "Did you mean …?", when one of the words is near.
    pub fn suggest<'a>(&mut self, word: &str, among: impl IntoIterator<Item = &'a str>) -> &mut Diagnostic {
        if self.help.is_none()
            && let Some(near) = nearest(word, among)
        {
            self.help = Some(format!("did you mean `{near}`?"));
        }
        self
    }

    /// The word that is near; or else what there is, under this name.
    pub fn suggest_or_list<'a>(
        &mut self,
        word: &str,
        among: impl IntoIterator<Item = &'a str>,
        name: &str,
    ) -> &mut Diagnostic {
        let among: Vec<&str> = among.into_iter().collect();
        self.suggest(word, among.iter().copied());
        match among.as_slice() {
            [] => self.suggest_any(&format!("there are no {name}")),
            known => self.suggest_any(&format!("{name}: {}", list(known))),
        }
    }

    /// What to do about it, when nothing better was said.
    pub fn suggest_any(&mut self, help: &str) -> &mut Diagnostic {
        self.help.get_or_insert_with(|| help.to_owned());
        self
    }

    /// Another place that has to do with it.
    pub fn see(&mut self, at: &At, label: impl Into<String>) -> &mut Diagnostic {
        self.related.push((at.clone(), label.into()));
        self
    }

    pub fn at(&self) -> &At {
        &self.at
    }

    fn level(&self) -> &'static str {
        if self.is_warning { "warning" } else { "error" }
    }
}

/// The nearest of some words, when it is near enough to be a slip.
pub fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    among
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().min(word.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `a`, `b`, `c`
pub fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
