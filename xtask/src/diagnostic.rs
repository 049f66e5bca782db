//! Mistakes in specs, each with its place, collected through all stages and shown together as rustc shows them.

use std::ops::Range;

use crate::spec::Place;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A place in a file of specs.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    at: At,
    is_warning: bool,
    message: String,
    label: String,
    help: Option<String>,
    see: Option<(At, String)>,
}

impl Diagnostics {
    /// Adds a file, to point into.
    pub fn add_file(&mut self, path: String, text: String) -> usize {
        self.files.push((path, text));
        self.files.len() - 1
    }

    /// The text of a file.
    pub fn text(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |(_, text)| text)
    }

    /// The line of a place, from 1.
    pub fn line(&self, at: &At) -> usize {
        let text = self.text(at.file);
        text.bytes().take(at.span.start).filter(|byte| *byte == b'\n').count() + 1
    }

    /// Adds a mistake. The label stands under the place.
    pub fn mistake(&mut self, at: &At, message: impl Into<String>, label: impl Into<String>) -> &mut Diagnostic {
        self.push(at, false, message.into(), label.into())
    }

    /// Adds a warning.
    pub fn warning(&mut self, at: &At, message: impl Into<String>, label: impl Into<String>) -> &mut Diagnostic {
        self.push(at, true, message.into(), label.into())
    }

    /// How many mistakes there are; one that was met several times counts once.
    pub fn mistakes(&self) -> usize {
        self.sorted().iter().filter(|diagnostic| !diagnostic.is_warning).count()
    }

    /// All of it as text, in the order of files and places. With colours, which a pipe may strip.
    pub fn render(&self, colours: bool) -> String {
        let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
        let mut out = String::new();
        for diagnostic in self.sorted() {
            out.push_str(&self.render_one(&renderer, diagnostic));
            out.push_str("\n\n");
        }
        out
    }

    /// All of it once, in the order of files and places.
    fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.list.iter().collect();
        sorted.sort_by_key(|diagnostic| (self.path(&diagnostic.at), diagnostic.at.span.start, diagnostic.is_warning));
        sorted.dedup();
        sorted
    }

    fn render_one(&self, renderer: &Renderer, diagnostic: &Diagnostic) -> String {
        let level = if diagnostic.is_warning { Level::WARNING } else { Level::ERROR };
        let mut group = level.primary_title(diagnostic.message.as_str()).element(
            Snippet::source(self.text(diagnostic.at.file))
                .path(self.path(&diagnostic.at))
                .annotation(AnnotationKind::Primary.span(self.clamp(&diagnostic.at)).label(diagnostic.label.as_str())),
        );
        if let Some((at, label)) = &diagnostic.see {
            group = group.element(
                Snippet::source(self.text(at.file))
                    .path(self.path(at))
                    .annotation(AnnotationKind::Context.span(self.clamp(at)).label(label.as_str())),
            );
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }

    fn push(&mut self, at: &At, is_warning: bool, message: String, label: String) -> &mut Diagnostic {
        let index = self.list.len();
        self.list.push(Diagnostic { at: at.clone(), is_warning, message, label, help: None, see: None });
        &mut self.list[index]
    }

    /// The file of a place, as it is shown.
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

    /// What to do about it, when nothing better was said.
    pub fn suggest_any(&mut self, help: &str) -> &mut Diagnostic {
        self.help.get_or_insert_with(|| help.to_owned());
        self
    }

    /// Another place that has to do with it.
    pub fn see(&mut self, at: &At, label: impl Into<String>) -> &mut Diagnostic {
        self.see = Some((at.clone(), label.into()));
        self
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
