use super::Template;

/// How answers read.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// What they are made of.
    pub format: Format,
    /// Readings of an accepted answer; one that fits is enough. Empty: every answer that is not refused.
    pub accepted: &'static [Reading],
    /// Readings of a refused answer: all that fit are read through, each adding what is still unknown of `code`,
    /// `message` and `parameter`.
    pub refused: &'static [Reading],
    /// How the fields of a text stand.
    pub labels: Labels,
    /// Whether names of elements and attributes match in any case.
    pub any_case: bool,
}

/// What an answer is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Text,
    /// An XML document. Places count from its root element; for SOAP from the first child of the body.
    Xml,
}

/// How a text is read: at some places, by a template.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The places, of which the first whose text fits counts. Empty: the whole text (of XML: the base's own text).
    pub at: &'static [&'static str],
    /// The template. `None`: something not empty has to be there (in a refusal: it is the `{code}`).
    pub template: Option<Template>,
}

/// How fields stand in a text of labels: `{name}`, what parts it from the value, `{value}`.
#[derive(Clone, Copy, Debug)]
pub struct Labels {
    /// What parts a name from its value, without blanks: `:` or `=`.
    pub part: &'static str,
}
