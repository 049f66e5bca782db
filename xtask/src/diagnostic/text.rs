//! Diagnostics for people: as rustc shows them, or one line each.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics};

impl Diagnostics {
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
        out
    }

    fn render_one(&self, renderer: &Renderer, diagnostic: &Diagnostic) -> String {
        let level = if diagnostic.is_warning { Level::WARNING } else { Level::ERROR };
        let snippet = |at: &super::At| Snippet::source(self.text(at.file)).path(self.path(at)).fold(true);
        let mut main = snippet(&diagnostic.at)
            .annotation(AnnotationKind::Primary.span(diagnostic.at.span.clone()).label(diagnostic.label.as_str()));
        let mut others = Vec::new();
        for (at, label) in &diagnostic.related {
            let annotation = AnnotationKind::Context.span(self.clamp(at)).label(label.as_str());
            if at.file == diagnostic.at.file {
                main = main.annotation(annotation);
            } else {
                others.push(snippet(at).annotation(annotation));
            }
        }
        let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.kind.name());
        let mut group = title.element(main).elements(others);
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }
}
