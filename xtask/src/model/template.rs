//! Templates and places, from text to pieces.

use super::types::{Piece, Template};
use crate::diagnostic::{At, Diagnostics, Kind};

/// Parses a template; holes must be among the known ones (`None`: any name is one).
pub fn template(text: &str, at: &At, known: Option<&[&str]>, d: &mut Diagnostics) -> Template {
    let mut pieces: Template = Vec::new();
    let mut literal = String::new();
    let mut characters = text.char_indices().peekable();
    let mut last_hole: Option<At> = None;
    while let Some((start, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        match character {
            '{' | '}' if next == Some(character) => {
                characters.next();
                literal.push(character);
            }
            '{' => {
                let inside = text.get(start + 1..).unwrap_or_default();
                let name = inside.split_once('}').map(|(name, _)| name).unwrap_or_default();
                if name.is_empty() || name.contains('{') {
                    let end = if inside.starts_with('}') { start + 2 } else { text.len() };
                    let at = at.part(text, start..end, d);
                    d.mistake(Kind::BrokenTemplate, &at, "a hole of this template has no name or no end", "this one")
                        .help("write `{name}`, or `{{` for a brace");
                    return pieces;
                }
                while characters.next_if(|(_, character)| *character != '}').is_some() {}
                characters.next();
                let here = at.part(text, start..start + name.len() + 2, d);
                flush(&mut literal, &mut pieces);
                if let (Some(Piece::Hole(before)), Some(first)) = (pieces.last(), &last_hole) {
                    let message = format!("nothing parts the holes `{before}` and `{name}`");
                    d.mistake(Kind::HolesTogether, &here, message, "nobody can tell where this begins")
                        .see(first, "and where this ends")
                        .help("put some text or a blank between them");
                }
                if let Some(known) = known
                    && !known.contains(&name)
                {
                    unknown_hole(name, &here, known, d);
                }
                pieces.push(Piece::Hole(name.to_owned()));
                last_hole = Some(here);
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

/// Checks the holes of a text that is otherwise taken as it is: an address, a place, a value. What stands in braces and is no
/// name is no hole.
pub fn holes(text: &str, at: &At, known: &[&str], d: &mut Diagnostics) {
    for (start, _) in text.match_indices('{') {
        // No name is longer, and no text has to be gone through to its end for each brace.
        let end = text.bytes().skip(start + 1).take(100).position(|byte| byte == b'}');
        let Some(name) = end.and_then(|end| text.get(start + 1..start + 1 + end)) else { continue };
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        if is_name && !known.contains(&name) {
            let at = at.part(text, start..start + name.len() + 2, d);
            unknown_hole(name, &at, known, d);
        }
    }
}

fn unknown_hole(name: &str, at: &At, known: &[&str], d: &mut Diagnostics) {
    d.mistake(Kind::UnknownHole, at, format!("nothing is called `{name}` here"), "nothing fills this hole")
        .suggest_or_list(name, known.iter().copied(), "what may stand in braces");
}

/// Checks the form of a place: `.`, `a/b`, `a/@b`, `@b`, `*` as a step; a `/` before it counts from the answer.
pub fn place(text: &str, at: &At, d: &mut Diagnostics) -> String {
    if let Some(start) = text.find("[]") {
        let at = at.part(text, start..start + 2, d);
        d.mistake(Kind::MisplacedBrackets, &at, format!("`{text}` is no place here"), "not in this place")
            .help("`[]` tells refusals of one answer apart: it stands in `refused` and `faults` only");
        return text.to_owned();
    }
    plain_place(text, text, at, d);
    text.to_owned()
}

/// The same in a refusal, where `[]` behind a step says that each such element is a refusal of its own.
pub fn refused_place(text: &str, at: &At, d: &mut Diagnostics) -> String {
    let brackets: Vec<usize> = text.match_indices("[]").map(|(start, _)| start).collect();
    if let [first, second, ..] = brackets.as_slice() {
        let (first, second) = (at.part(text, *first..first + 2, d), at.part(text, *second..second + 2, d));
        d.mistake(Kind::MisplacedBrackets, &second, format!("`{text}` has `[]` twice"), "the second")
            .see(&first, "the first")
            .help("write it behind one step: each of these elements is a refusal of its own");
    } else {
        plain_place(&text.replacen("[]", "", 1), text, at, d);
    }
    text.to_owned()
}

fn plain_place(place: &str, text: &str, at: &At, d: &mut Diagnostics) {
    let relative = place.strip_prefix('/').unwrap_or(place);
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
        d.mistake(Kind::NotAPlace, at, format!("`{text}` is no place"), "not written as one")
            .help("a place is `.`, `name`, `a/b`, `a/@name` or `@name`; `*` as a step is any element, a `/` before it all counts from the answer");
    }
}

fn is_step(step: &str) -> bool {
    !step.is_empty() && !step.contains(['/', '@']) && !step.contains(char::is_whitespace)
}

fn flush(literal: &mut String, pieces: &mut Template) {
    if !literal.is_empty() {
        pieces.push(Piece::Text(std::mem::take(literal)));
    }
}
