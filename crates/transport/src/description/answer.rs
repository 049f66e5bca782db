use super::Template;

/// How answers read.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// What they are made of.
    pub format: Format,
    /// The character set, where neither the answer nor its head says one. `None` is UTF-8.
    pub charset: Option<&'static str>,
    /// Readings of an accepted answer; one that fits is enough. Empty: every answer that is not refused.
    pub accepted: &'static [Reading],
    /// Readings of a refused answer: all that fit are read through, each adding what is still unknown of `code`,
    /// `message` and `parameter`.
    pub refused: &'static [Reading],
    /// Readings of a SOAP fault, read through as those of a refused answer are; places count from the fault.
    pub faults: &'static [Reading],
    /// How the fields of a text stand.
    pub labels: Labels,
    /// How the values of a text are escaped.
    pub escape: Escape,
    /// Whether names of elements, attributes and labels match in any case.
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
    /// Bytes as they come; an empty body is none. Over SOAP an XML document, with the bytes as base64 in it.
    Bytes,
}

/// How values of a text are escaped. What they are escaped from is in the character set of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Escape {
    /// Not at all.
    None,
    /// `%41` is `A`.
    Percent,
    /// As in a form: `%41` is `A`, and `+` a blank.
    Form,
}

/// How a text is read: at some places, by a template.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The places, of which the first whose text fits counts. Empty: the whole text (of XML: the base's own text). In a
    /// refusal `[]` behind a step (`errors/error[]/@number`) says that each such element is a refusal of its own.
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

impl Answer {
    /// Answers of a format, accepted when something is there, and never refused.
    #[must_use]
    pub const fn new(format: Format) -> Answer {
        Answer {
            format,
            charset: None,
            accepted: &[],
            refused: &[],
            faults: &[],
            labels: Labels { part: ":" },
            escape: Escape::None,
            any_case: false,
        }
    }

    /// With readings of accepted answers.
    #[must_use]
    pub const fn accepted(mut self, accepted: &'static [Reading]) -> Answer {
        self.accepted = accepted;
        self
    }

    /// With readings of refused answers.
    #[must_use]
    pub const fn refused(mut self, refused: &'static [Reading]) -> Answer {
        self.refused = refused;
        self
    }

    /// With readings of SOAP faults.
    #[must_use]
    pub const fn faults(mut self, faults: &'static [Reading]) -> Answer {
        self.faults = faults;
        self
    }

    /// In this character set, unless the answer says another.
    #[must_use]
    pub const fn charset(mut self, charset: &'static str) -> Answer {
        self.charset = Some(charset);
        self
    }

    /// With labels that this parts from their values.
    #[must_use]
    pub const fn labels(mut self, part: &'static str) -> Answer {
        self.labels = Labels { part };
        self
    }

    /// With values that are escaped.
    #[must_use]
    pub const fn escape(mut self, escape: Escape) -> Answer {
        self.escape = escape;
        self
    }

    /// With names that match in any case.
    #[must_use]
    pub const fn any_case(mut self) -> Answer {
        self.any_case = true;
        self
    }
}
