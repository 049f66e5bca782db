//! Mistakes in specs, each with its kind and its place, collected through all stages and shown together as rustc shows them.

mod json;
pub mod kind;
mod lost;
mod text;

use std::{collections::HashSet, fmt, ops::Range, path::Path};

use serde::Serialize;

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

/// The same for people and programs: lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    pub file: String,
    pub line: usize,
    pub column: usize,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// All that was found, and the texts it was found in.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    files: Vec<File>,
    list: Vec<Diagnostic>,
    /// What cannot be told in which file.
    lost: Vec<(Kind, usize)>,
    /// Those that are too many to be kept: how many mistakes, and the last.
    more: usize,
    last: Option<Diagnostic>,
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
    may_suggest: bool,
}

#[derive(Clone, Debug)]
struct File {
    path: String,
    text: String,
    /// The byte that each line begins with.
    lines: Vec<usize>,
}

/// So many of the first are kept.
const MOST: usize = 1_000;
/// So many of the first are given a suggestion.
const SUGGESTIONS: usize = 500;
/// So many names are listed where none of them is near.
const MOST_LISTED: usize = 25;
/// Characters of a name that is compared with others.
const LONGEST_WORD: usize = 100;
/// Characters of a message or a label.
const LONGEST_TEXT: usize = 600;
/// Bytes of a text of which a part is shown; to find it takes as long as it has parts.
const LONGEST_PARTED: usize = 4 * 1024;
/// Names that are listed.
const LONGEST_LIST: usize = 50;

impl At {
    /// A part of a text that is written without escapes, and so stands in the file as it is; else all of it.
    pub fn part(&self, text: &str, part: Range<usize>, d: &Diagnostics) -> At {
        if text.len() > LONGEST_PARTED {
            return self.clone();
        }
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
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(end, _)| end + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        self.files.push(File { path: below.unwrap_or(path), text, lines });
        self.files.len() - 1
    }

    /// The text of a file.
    pub fn text(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |file| &file.text)
    }

    /// The first line of a file: the place of what is wrong with all of it.
    pub fn top(&self, file: usize) -> At {
        At { file, span: 0..self.text(file).lines().next().unwrap_or_default().trim_end().len() }
    }

    /// The line of a place, from 1.
    pub fn line(&self, at: &At) -> usize {
        self.line_and_column(at.file, at.span.start).0
    }

    /// A place as people and programs read it.
    pub fn spot(&self, at: &At) -> Spot {
        let (line, column) = self.line_and_column(at.file, at.span.start);
        Spot { file: self.path(at).to_owned(), line, column }
    }

    /// Shows the files below a folder as if they were below another one: a copy as what it is a copy of.
    pub fn show_below(&mut self, folder: &Path, shown: &str) {
        for File { path, .. } in &mut self.files {
            if let Ok(rest) = Path::new(path.as_str()).strip_prefix(folder) {
                *path = format!("{shown}/{}", rest.display());
            }
        }
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

    /// How much was found so far, to go on from.
    pub fn found(&self) -> usize {
        self.list.len()
    }

    /// How many mistakes there are; one that was met several times counts once, as long as they are not too many.
    pub fn mistakes(&self) -> usize {
        self.sorted().iter().filter(|diagnostic| !diagnostic.is_warning).count() + self.more
    }

    /// What is said where not all are shown.
    fn more(&self) -> Option<String> {
        (self.more > 0)
            .then(|| format!("there are {} more mistakes, of which nothing is shown; mend these first", self.more))
    }

    /// All of it once, in the order of files and places.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut said = HashSet::new();
        let mut sorted: Vec<&Diagnostic> = self.list.iter().collect();
        // A value of a wrong kind is met by all who read it, and one of them has said so.
        let message = |found: &'_ Diagnostic| (found.kind != Kind::WrongKind).then(|| found.message.clone());
        sorted.retain(|found| said.insert((found.kind, &found.at, message(found))));
        sorted.sort_by_key(|found| (self.path(&found.at), found.at.span.start, found.is_warning));
        sorted
    }

    /// The line and the column, in characters, both from 1.
    fn line_and_column(&self, file: usize, position: usize) -> (usize, usize) {
        let Some(file) = self.files.get(file) else { return (1, 1) };
        let line = file.lines.partition_point(|start| *start <= position).max(1);
        let start = file.lines.get(line - 1).copied().unwrap_or_default();
        (line, file.text.get(start..position).unwrap_or_default().chars().count() + 1)
    }

    fn push(&mut self, kind: Kind, at: &At, is_warning: bool, message: String, label: String) -> &mut Diagnostic {
        let index = self.list.len();
        let at = At { file: at.file, span: self.clamp(at) };
        // To compare each name of many with all others would take too long.
        let may_suggest = index < SUGGESTIONS;
        let (message, label) = (legible(&message), legible(&label));
        let found = Diagnostic { kind, at, is_warning, message, label, help: None, related: Vec::new(), may_suggest };
        if index >= MOST {
            self.more += usize::from(!is_warning);
            return self.last.insert(found);
        }
        self.list.push(found);
        &mut self.list[index]
    }

    /// The path of the file that a place is in.
    pub fn path(&self, at: &At) -> &str {
        self.files.get(at.file).map_or("", |file| &file.path)
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
        self.help = Some(legible(&help.into()));
        self
    }

    /// "Did you mean …?", when one of the words is near.
    pub fn suggest<'a>(&mut self, word: &str, among: impl IntoIterator<Item = &'a str>) -> &mut Diagnostic {
        if self.help.is_none()
            && self.may_suggest
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
        if !self.may_suggest {
            return self;
        }
        let among: Vec<&str> = among.into_iter().collect();
        self.suggest(word, among.iter().copied());
        match among.as_slice() {
            [] => self.suggest_any("there is none"),
            known if known.len() > MOST_LISTED => {
                let (first, rest) = known.split_at(MOST_LISTED);
                self.suggest_any(&format!("{name}: {}, and {} more", list(first), rest.len()))
            }
            known => self.suggest_any(&format!("{name}: {}", list(known))),
        }
    }

    /// What to do about it, when nothing better was said.
    pub fn suggest_any(&mut self, help: &str) -> &mut Diagnostic {
        self.help.get_or_insert_with(|| legible(help));
        self
    }

    /// Another place that has to do with it.
    pub fn see(&mut self, at: &At, label: impl Into<String>) -> &mut Diagnostic {
        self.related.push((at.clone(), legible(&label.into())));
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
    let length = lower.chars().count();
    if length > LONGEST_WORD {
        return None;
    }
    let near = among.into_iter().filter_map(|candidate| {
        let other = candidate.to_lowercase();
        let most = 1 + candidate.len().min(word.len()) / 4;
        // What differs more in length need not be compared, which takes long.
        let distance = (other.chars().count().abs_diff(length) <= most)
            .then(|| strsim::damerau_levenshtein(&lower, &other))
            .filter(|distance| *distance <= most)?;
        Some((distance, candidate))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// A text for people, without what would steer a terminal, and not much longer than a line.
fn legible(text: &str) -> String {
    let mut out = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST_TEXT {
            out.push('…');
            break;
        }
        match character {
            '\n' | '\t' => out.push(character),
            _ if character.is_control() || is_bidirectional(character) => out.extend(character.escape_default()),
            _ => out.push(character),
        }
    }
    out
}

/// Whether a character changes the order in which others are shown.
fn is_bidirectional(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `a`, `b`, `c`
pub fn list(words: &[&str]) -> String {
    let first = words.iter().take(LONGEST_LIST).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match words.len().saturating_sub(LONGEST_LIST) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
