//! A page as a list of blocks, whatever it was saved as.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Heading(Heading),
    /// Prose; never empty.
    Paragraph(String),
    /// Rows of cells; the first row may be the head.
    Table(Vec<Vec<Cell>>),
    List(Vec<Item>),
    /// Terms, each with what stands below or beside it.
    Definitions(Vec<Definition>),
    /// Samples: text whose lines matter.
    Code(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    pub text: String,
    /// From 1; 0 where a page does not tell.
    pub level: usize,
}

/// A cell of a table, of which some hold a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub text: String,
    pub items: Vec<Item>,
    /// It is a row further above that reaches down to here.
    pub spanned: bool,
}

/// An item of a list, with the items below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    pub text: String,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definition {
    pub term: String,
    pub text: String,
    pub items: Vec<Item>,
}

impl Cell {
    pub fn of(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }
}

impl Item {
    pub fn of(text: impl Into<String>) -> Item {
        Item { text: text.into(), items: Vec::new() }
    }
}

/// The text on one line, with one blank between words.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
