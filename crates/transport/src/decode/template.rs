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
    fit_where(template, text, own, &|_| true)
}

/// The first fit that is wanted: a text may fit in several ways, where a word may stand for a name.
pub(super) fn fit_where<'t>(
    template: &Template,
    text: &'t str,
    own: Own<'_>,
    wanted: &dyn Fn(&Bound<'t>) -> bool,
) -> Option<Bound<'t>> {
    let text = text.trim();
    let read = READ.saturating_mul(text.len() + STEPS);
    let mut fitter = Fitter { own, wanted, steps: STEPS, read, bound: Bound::default() };
    fitter.pieces(template.0, text, None).then_some(fitter.bound)
}

/// How many ways of fitting are tried: more than a vendor's answer needs, fewer than a hostile one could ask for.
const STEPS: usize = 2000;

/// How often a text is read through for that.
const READ: usize = 8;

struct Fitter<'a, 't> {
    own: Own<'a>,
    wanted: &'a dyn Fn(&Bound<'t>) -> bool,
    steps: usize,
    /// How many bytes may still be read through.
    read: usize,
    bound: Bound<'t>,
}

impl<'t> Fitter<'_, 't> {
    /// Whether the pieces fit the rest of the text; `before` is the character that was read last.
    fn pieces(&mut self, rest: &'static [Piece], text: &'t str, before: Option<char>) -> bool {
        let Some(steps) = self.steps.checked_sub(1) else { return false };
        self.steps = steps;
        let Some((piece, rest)) = rest.split_first() else { return text.is_empty() && (self.wanted)(&self.bound) };
        match piece {
            Piece::Text(literal) => match text.strip_prefix(literal) {
                Some(after) => self.pieces(rest, after, literal.chars().next_back().or(before)),
                None => false,
            },
            Piece::Blank => {
                let after = text.trim_start();
                let is_none = after.len() == text.len();
                let splits = is_none && before.is_some_and(is_word) && after.chars().next().is_some_and(is_word);
                !splits && self.pieces(rest, after, if is_none { before } else { None })
            }
            Piece::Hole(name) => self.hole(name, rest, text),
        }
    }

    fn hole(&mut self, name: &'static str, rest: &'static [Piece], text: &'t str) -> bool {
        let own_name = self.own.operation.hole(name, self.own.vendor, self.own.protocol);
        if let Some(written) = own_name
            && text.starts_with(written)
            && self.bind(name, rest, text, written.len())
        {
            return true;
        }
        if own_name.is_some() || name == "code" || name == "parameter" {
            let longest = text.find(|character| !is_code(character)).unwrap_or(text.len());
            if !self.read(longest) {
                return false;
            }
            if rest.is_empty() {
                return longest > 0 && self.bind(name, rest, text, longest);
            }
            return ends(text, longest).any(|end| self.bind(name, rest, text, end));
        }
        // The shortest text up to where the rest fits: where a literal follows, only there it is worth a try.
        match rest.first() {
            None => self.bind(name, rest, text, text.len()),
            Some(Piece::Text(literal)) => {
                self.any(name, rest, text, &mut text.match_indices(literal).map(|(end, _)| end))
            }
            Some(_) => {
                let blanks = text.char_indices().filter(|(_, character)| character.is_whitespace());
                self.any(name, rest, text, &mut blanks.map(|(end, _)| end).chain([text.len()]))
            }
        }
    }

    /// Whether the rest fits at one of these ends of the hole.
    fn any(
        &mut self,
        name: &'static str,
        rest: &'static [Piece],
        text: &'t str,
        ends: &mut dyn Iterator<Item = usize>,
    ) -> bool {
        let mut before = 0;
        for end in ends {
            if !self.read(end - before) {
                return false;
            }
            if self.bind(name, rest, text, end) {
                return true;
            }
            before = end;
        }
        self.read(text.len() - before);
        false
    }

    /// Reads so many bytes through. Whether that is still allowed.
    fn read(&mut self, bytes: usize) -> bool {
        self.read = self.read.saturating_sub(bytes);
        self.read > 0
    }

    /// Whether the rest fits, when the hole is the text up to here.
    fn bind(&mut self, name: &'static str, rest: &'static [Piece], text: &'t str, end: usize) -> bool {
        let Some((value, after)) = text.split_at_checked(end) else { return false };
        let count = self.bound.holes.len();
        self.bound.holes.push((name, value));
        let fits = self.pieces(rest, after, value.chars().next_back());
        if !fits {
            self.bound.holes.truncate(count);
        }
        fits
    }
}

/// The ends of the beginnings of a text that are not empty and not longer than so many bytes, the shortest first.
fn ends(text: &str, longest: usize) -> impl Iterator<Item = usize> {
    text.char_indices().map(|(start, character)| start + character.len_utf8()).take_while(move |end| *end <= longest)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// What codes and names are made of, such as `USER.CREATE`.
fn is_code(character: char) -> bool {
    is_word(character) || matches!(character, '.' | '-')
}
