//! Templates and places, from text to pieces.

use super::types::{Piece, Template};
use crate::{
    diagnostic::{At, Diagnostics, Kind},
    spec::Node,
};

/// Parses a template; holes must be among the known ones (`None`: any name is one).
pub fn template(text: &str, at: &At, known: Option<&[&str]>, d: &mut Diagnostics) -> Template {
    let mut pieces: Template = Vec::new();
    let mut literal = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '{' if characters.peek() == Some(&'{') => {
                characters.next();
                literal.push('{');
            }
            '}' if characters.peek() == Some(&'}') => {
                characters.next();
                literal.push('}');
            }
            '{' => {
                let mut name = String::new();
                let mut closed = false;
                for character in characters.by_ref() {
                    if character == '}' {
                        closed = true;
                        break;
                    }
                    name.push(character);
                }
                if !closed || name.is_empty() {
                    d.mistake(
                        Kind::BrokenTemplate,
                        at,
                        format!("a hole of the template `{text}` has no name or no end"),
                        "in here",
                    )
                    .help("write `{name}`, or `{{` for a brace");
                    return pieces;
                }
                flush(&mut literal, &mut pieces);
                if let Some(Piece::Hole(before)) = pieces.last() {
                    d.mistake(
                        Kind::HolesTogether,
                        at,
                        format!("nothing parts the holes `{before}` and `{name}`"),
                        "in here",
                    )
                    .help("put some text or a blank between them");
                }
                if let Some(known) = known
                    && !known.contains(&name.as_str())
                {
                    d.mistake(
                        Kind::UnknownHole,
                        at,
                        format!("nothing is called `{name}` here"),
                        format!("`{{{name}}}` is unknown"),
                    )
                    .suggest(&name, known.iter().copied());
                }
                pieces.push(Piece::Hole(name));
            }
            character if character.is_whitespace() => {
                flush(&mut literal, &mut pieces);
                if pieces.last() != Some(&Piece::Blank) {
                    pieces.push(Piece::Blank);
                }
            }
            character => literal.push(character),
        }
    }
    flush(&mut literal, &mut pieces);
    // Templates are held against the trimmed text.
    while pieces.first() == Some(&Piece::Blank) {
        pieces.remove(0);
    }
    while pieces.last() == Some(&Piece::Blank) {
        pieces.pop();
    }
    pieces
}

/// Checks the form of a place: `.`, `a/b`, `a/@b`, `@b`, `*` as a step; a `/` before it counts from the answer.
pub fn place(text: &str, node: &Node, d: &mut Diagnostics) -> String {
    if text.contains("[]") {
        d.mistake(Kind::MisplacedBrackets, &node.at, format!("`{text}` is no place"), "`[]` is in here")
            .help("`[]` tells refusals of one answer apart: it stands in `refused` and `faults` only");
        return text.to_owned();
    }
    plain_place(text, node, d)
}

/// The same in a refusal, where `[]` behind a step says that each such element is a refusal of its own.
pub fn refused_place(text: &str, node: &Node, d: &mut Diagnostics) -> String {
    if text.matches("[]").count() > 1 {
        d.mistake(
            Kind::MisplacedBrackets,
            &node.at,
            format!("`{text}` is no place"),
            "`[]` stands behind one step only",
        );
    }
    plain_place(&text.replacen("[]", "", 1), node, d);
    text.to_owned()
}

fn plain_place(text: &str, node: &Node, d: &mut Diagnostics) -> String {
    let relative = text.strip_prefix('/').unwrap_or(text);
    let (steps, attribute) = match relative.split_once('@') {
        Some((steps, attribute)) => (steps.strip_suffix('/').unwrap_or(steps), Some(attribute)),
        None => (relative, None),
    };
    let well = relative == "."
        || ((attribute.is_some() || !steps.is_empty())
            && (steps.is_empty() || steps.split('/').all(is_step))
            && attribute.is_none_or(is_step)
            && attribute.is_none_or(|_| steps.is_empty() || relative.contains("/@")));
    if !well {
        d.mistake(Kind::NotAPlace, &node.at, format!("`{text}` is no place"), "in here")
            .help("a place is `.`, `name`, `a/b`, `a/@name` or `@name`; `*` as a step is any element, a `/` before it all counts from the answer");
    }
    text.to_owned()
}

fn is_step(step: &str) -> bool {
    !step.is_empty() && !step.contains(['/', '@']) && !step.contains(char::is_whitespace)
}

fn flush(literal: &mut String, pieces: &mut Template) {
    if !literal.is_empty() {
        pieces.push(Piece::Text(std::mem::take(literal)));
    }
}
