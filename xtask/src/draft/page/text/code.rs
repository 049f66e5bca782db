//! Samples of plain text: code, markup, requests.

use super::{
    super::{block::Block, vocabulary},
    Reader, is_name,
};

impl<'a> Reader<'a> {
    /// A sample, up to where it ends for sure.
    pub(super) fn code(&mut self) -> bool {
        let Some(line) = self.line(0) else { return false };
        let kind = match code_kind(line) {
            Some(kind) => kind,
            None => return false,
        };
        let start = self.at;
        self.at += 1;
        while let Some(line) = self.line(0) {
            let goes_on = match kind {
                Code::Fence => {
                    if line.starts_with("```") {
                        self.at += 1;
                        break;
                    }
                    true
                }
                Code::Program => !(vocabulary::is_section(line) || line.ends_with('¶')),
                Code::Markup => self.markup_goes_on(start),
                Code::Request => self.request_goes_on(start),
            };
            if !goes_on {
                break;
            }
            self.at += 1;
        }
        let code = self.lines.get(start..self.at).unwrap_or_default();
        let code = if kind == Code::Fence {
            let inner = code.get(1..).unwrap_or_default();
            inner.strip_suffix(&["```"]).unwrap_or(inner).join("\n")
        } else {
            code.join("\n")
        };
        if !code.trim().is_empty() {
            self.blocks.push(Block::Code(code.trim_matches('\n').to_owned()));
        }
        true
    }

    fn markup_goes_on(&self, start: usize) -> bool {
        let so_far = self.lines.get(start..self.at).unwrap_or_default();
        let count = |c: char| so_far.iter().rev().take(40).map(|line| line.matches(c).count()).sum::<usize>();
        let line = self.line(0).unwrap_or_default();
        if vocabulary::is_section(line) {
            return false;
        }
        // A tag that was not closed, or more tags.
        let next =
            self.lines.get(self.at..).unwrap_or_default().iter().map(|line| line.trim()).find(|line| !line.is_empty());
        count('<') > count('>')
            || line.starts_with('<')
            || (line.is_empty() && next.is_some_and(|next| next.starts_with("</")))
            || (line.contains("</") && !line.contains(". "))
    }

    fn request_goes_on(&self, start: usize) -> bool {
        let line = self.line(0).unwrap_or_default();
        let whole = self.lines.get(start..self.at).unwrap_or_default();
        // A form is not followed by a document, but by an answer.
        let sends = whole.iter().any(|line| line.trim_start().starts_with('&') || is_pair(line.trim()));
        let is_part = |line: &str| {
            line.starts_with(['&', '?'])
                || line.starts_with('<') && !sends
                || line.starts_with("HTTP/1.")
                || is_header(line)
                || (is_pair(line) && !line.contains(' '))
                || line.starts_with('{')
        };
        if line.is_empty() {
            // The empty line between headers and body.
            return whole.iter().any(|line| is_header(line.trim())) && self.line(1).is_some_and(is_part);
        }
        is_part(line) || (whole.last().is_some_and(|last| last.trim().ends_with('&')) && !line.contains(' '))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Fence,
    Program,
    Markup,
    Request,
}

fn code_kind(line: &str) -> Option<Code> {
    const PROGRAM: &[&str] = &[
        "<?php",
        "using System",
        "import ",
        "#include",
        "namespace ",
        "public class",
        "package ",
        "curl ",
        "$ curl",
        "require ",
        "var ",
        "const ",
        "Dim ",
        "def ",
        "from ",
    ];
    let is_program = PROGRAM.iter().any(|start| line.starts_with(start))
        && (line.ends_with([';', '{', '"', '\'', '\\', ':'])
            || line.starts_with("<?php")
            || line.starts_with("curl ")
            || line.starts_with("$ curl")
            || line.starts_with("#include"));
    if line.starts_with("```") {
        Some(Code::Fence)
    } else if is_program || (line.starts_with('$') && line.ends_with(';')) {
        Some(Code::Program)
    } else if line.starts_with("<?")
        || (line.starts_with('<') && line.chars().nth(1).is_some_and(|c| c.is_alphabetic()))
    {
        Some(Code::Markup)
    } else if is_request(line) {
        Some(Code::Request)
    } else {
        None
    }
}

pub(super) fn is_code(line: &str) -> bool {
    code_kind(line).is_some()
}

/// `GET /api/x`, an address with a query, a piece of a query.
fn is_request(line: &str) -> bool {
    let verb = ["GET ", "POST ", "PUT ", "DELETE "].iter().find_map(|verb| line.strip_prefix(verb));
    let address = |text: &str| text.starts_with("http://") || text.starts_with("https://") || text.starts_with('/');
    verb.is_some_and(address)
        || (address(line) && line.contains('?') && line.contains('='))
        || (line.starts_with('&') && line.contains('='))
        || (["http://", "https://"].iter().any(|start| line.starts_with(start)) && !line.contains(' '))
}

/// `Content-Type: text/xml`
pub(super) fn is_header(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, _)| {
        name.contains('-') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            || matches!(name, "Host" | "SOAPAction" | "Accept" | "Connection" | "Authorization" | "Cookie")
    })
}

/// `name=value`
fn is_pair(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| is_name(name))
}
