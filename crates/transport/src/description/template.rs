/// How a text is made, and how it is read back: literals, blanks and named holes in a row.
///
/// Read against the whole trimmed text. Written, a blank is one space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template(pub &'static [Piece]);

/// One piece of a [`Template`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text that must stand there exactly.
    Text(&'static str),
    /// Any run of white space, also none, that does not split a word (letters, digits, `_`).
    Blank,
    /// A named hole. `code`, `parameter` and a vendor's own names are one word; others are the shortest text up to the
    /// next literal, the last one the rest.
    Hole(&'static str),
}

impl Template {
    /// Whether some of it is literal text.
    #[must_use]
    pub const fn has_text(&self) -> bool {
        let mut index = 0;
        while index < self.0.len() {
            if matches!(self.0[index], Piece::Text(_)) {
                return true;
            }
            index += 1;
        }
        false
    }
}
