//! Templates held against texts.

use crate::description::{Operation, Piece, Protocol, Template, Vendor};

/// What the holes of a template were found to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Bound<'t> {
    holes: Vec<(&'static str, &'t str)>,
}

/// Whose template it is: the vendor's own names are holes that are one word.
#[derive(Clone, Copy)]
pub(super) struct Own<'a> {
    pub(super) operation: &'static Operation,
    pub(super) vendor: &'a Vendor,
    pub(super) protocol: Protocol,
}

impl<'t> Bound<'t> {
    pub(super) fn get(&self, hole: &str) -> Option<&'t str> {
        self.holes.iter().find(|(name, _)| *name == hole).map(|(_, text)| *text)
    }
}

/// Holds a template against a whole text; blanks around the text do not count.
pub(super) fn fit<'t>(template: &Template, text: &'t str, own: Own<'_>) -> Option<Bound<'t>> {
    let mut bound = Bound::default();
    pieces(template.0, text.trim(), None, own, &mut bound).then_some(bound)
}

/// Whether the pieces fit the rest of the text; `before` is the character that was read last.
fn pieces<'t>(
    rest: &'static [Piece],
    text: &'t str,
    before: Option<char>,
    own: Own<'_>,
    bound: &mut Bound<'t>,
) -> bool {
    let Some((piece, rest)) = rest.split_first() else { return text.is_empty() };
    match piece {
        Piece::Text(literal) => match text.strip_prefix(literal) {
            Some(after) => pieces(rest, after, literal.chars().next_back().or(before), own, bound),
            None => false,
        },
        Piece::Blank => {
            let after = text.trim_start();
            let splits =
                after.len() == text.len() && before.is_some_and(is_word) && after.chars().next().is_some_and(is_word);
            !splits && pieces(rest, after, if after.len() == text.len() { before } else { None }, own, bound)
        }
        Piece::Hole(name) => hole(name, rest, text, own, bound),
    }
}

fn hole<'t>(name: &'static str, rest: &'static [Piece], text: &'t str, own: Own<'_>, bound: &mut Bound<'t>) -> bool {
    let bind = |value: &'t str, bound: &mut Bound<'t>| {
        let count = bound.holes.len();
        bound.holes.push((name, value));
        let after = text.get(value.len()..).unwrap_or_default();
        let fits = pieces(rest, after, value.chars().next_back(), own, bound);
        if !fits {
            bound.holes.truncate(count);
        }
        fits
    };
    let own_name = own.operation.hole(name, own.vendor, own.protocol);
    if let Some(written) = own_name
        && text.starts_with(written)
        && let Some(value) = text.get(..written.len())
        && bind(value, bound)
    {
        return true;
    }
    if own_name.is_some() || name == "code" || name == "parameter" {
        let is_in: fn(char) -> bool = if name == "code" { is_code } else { is_name };
        let longest = text.find(|character| !is_in(character)).unwrap_or(text.len());
        if rest.is_empty() {
            return longest > 0 && bind(text.get(..longest).unwrap_or_default(), bound);
        }
        return ends(text, longest).any(|value| bind(value, bound));
    }
    if rest.is_empty() {
        return bind(text, bound);
    }
    // The shortest text up to where the rest fits: only where its first literal stands is worth a try.
    let first = rest.iter().find_map(|piece| match piece {
        Piece::Text(literal) => Some(*literal),
        _ => None,
    });
    match first {
        Some(literal) if matches!(rest.first(), Some(Piece::Text(_))) => {
            text.match_indices(literal).any(|(end, _)| bind(text.get(..end).unwrap_or_default(), bound))
        }
        _ => {
            let ends = text.char_indices().map(|(end, _)| end).chain([text.len()]);
            ends.into_iter().any(|end| bind(text.get(..end).unwrap_or_default(), bound))
        }
    }
}

/// The beginnings of a text that are not empty and not longer than so many bytes, the shortest first.
fn ends(text: &str, longest: usize) -> impl Iterator<Item = &str> {
    text.char_indices()
        .map(|(end, character)| end + character.len_utf8())
        .take_while(move |end| *end <= longest)
        .filter_map(|end| text.get(..end))
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn is_code(character: char) -> bool {
    is_word(character) || matches!(character, '.' | '-')
}

/// Names such as `USER.CREATE`.
fn is_name(character: char) -> bool {
    is_code(character)
}
