//! Diagnostics for people: as rustc shows them, or one line each.

use std::{fmt::Write as _, ops::Range};

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics};

/// Bytes between two places that are shown together.
const NEAR: usize = 64 * 1024;

/// Some lines of a file.
struct Window<'d> {
    text: &'d str,
    /// The byte and the line that they begin with.
    start: usize,
    line: usize,
}

impl<'d> Window<'d> {
    fn snippet(&self, path: &'d str) -> Snippet<'d, Annotation<'d>> {
        Snippet::source(self.text).line_start(self.line).path(path).fold(true)
    }

    fn inside(&self, span: &Range<usize>) -> Range<usize> {
        span.start.saturating_sub(self.start)..span.end.saturating_sub(self.start)
    }
}

impl Diagnostics {
    /// All of it as text, in the order of files and places. With colours, which a pipe may strip.
    pub fn render(&self, colours: bool) -> String {
        let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
        let mut out = String::new();
        for diagnostic in self.sorted() {
            out.push_str(&self.render_one(&renderer, diagnostic));
            out.push_str("\n\n");
        }
        if let Some(more) = self.more() {
            out.push_str(&format!("{more}\n\n"));
        }
        out
    }

    /// All of it, one line each.
    pub fn short(&self) -> String {
        let mut out = String::new();
        for diagnostic in self.sorted() {
            let (line, column) = self.line_and_column(diagnostic.at.file, diagnostic.at.span.start);
            let help = diagnostic.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            let said = format!(
                "{}:{line}:{column}: {}[{}]: {}{help}",
                self.path(&diagnostic.at),
                diagnostic.level(),
                diagnostic.kind.name(),
                diagnostic.message,
            );
            // What a spec holds may have several lines, and gets into messages.
            let _ = writeln!(out, "{}", said.replace(char::is_control, " "));
        }
        if let Some(more) = self.more() {
            let _ = writeln!(out, "{more}");
        }
        out
    }

    /// The lines that a span is in. More of a file need not be gone through to show it.
    fn window(&self, file: usize, span: Range<usize>) -> Window<'_> {
        let text = self.text(file);
        let start = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let rest = text.get(span.end..).unwrap_or_default();
        let end = span.end + rest.find('\n').unwrap_or(rest.len());
        Window { text: text.get(start..end).unwrap_or(text), start, line: self.line_and_column(file, span.start).0 }
    }

    fn render_one(&self, renderer: &Renderer, diagnostic: &Diagnostic) -> String {
        let level = if diagnostic.is_warning { Level::WARNING } else { Level::ERROR };
        let mut window = self.window(diagnostic.at.file, diagnostic.at.span.clone());
        let (mut near, mut far) = (Vec::new(), Vec::new());
        for (at, label) in &diagnostic.related {
            let span = self.clamp(at);
            let both = span.start.min(window.start)..span.end.max(window.start + window.text.len());
            if at.file == diagnostic.at.file && both.len() <= NEAR {
                window = self.window(at.file, both);
                near.push((span, label));
            } else {
                far.push((at, span, label));
            }
        }
        let primary = AnnotationKind::Primary.span(window.inside(&diagnostic.at.span)).label(diagnostic.label.as_str());
        let context = |window: &Window<'_>, span, label| AnnotationKind::Context.span(window.inside(span)).label(label);
        let near = near.iter().map(|(span, label)| context(&window, span, label.as_str()));
        let main = window.snippet(self.path(&diagnostic.at)).annotation(primary).annotations(near);
        let others = far.iter().map(|(at, span, label)| {
            let window = self.window(at.file, span.clone());
            let annotation = context(&window, span, label.as_str());
            window.snippet(self.path(at)).annotation(annotation)
        });
        let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.kind.name());
        let mut group = title.element(main).elements(others);
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }
}
