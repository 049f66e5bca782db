use std::fmt;

use super::Field;

/// A type: how values of it are spelled on the wire.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// What it is made of.
    pub kind: Kind,
    /// Spellings (of output values) that mean "there is no value", besides an absent or empty one.
    pub none: &'static [&'static str],
    /// How the words of an enumeration are spelled here, in their order. Empty: as they are.
    pub spelled: &'static [&'static str],
}

/// What a [`Type`] is made of.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// Text, kept as it is.
    String,
    /// Yes or no. The first spelling of each is written; all are read, as are `true`, `false`, `1`, `0`, `yes` and `no`
    /// in any case. An empty spelling is read from an empty text, `*` from any other one.
    Bool {
        /// Spellings of yes.
        yes: &'static [&'static str],
        /// Spellings of no.
        no: &'static [&'static str],
    },
    /// A whole number within bounds (both included).
    Int {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A decimal number of any size and precision; kept as text.
    Number,
    /// A date, a time of day or both. The first format is written; all are read, as are the ISO 8601 forms. What fits
    /// none is kept as text. Formats are `strftime`'s.
    DateTime(&'static [&'static str]),
    /// Bytes, as base64.
    Bytes,
    /// Text that is an absolute URL.
    Url,
    /// One of some words; others are kept.
    Enum(&'static [&'static str]),
    /// Named fields.
    Record(&'static Record),
    /// Texts under names that nobody knows beforehand: the columns of a table, the attributes of an element.
    Map,
}

/// A record: named fields in the order in which they are written.
#[derive(Clone, Copy)]
pub struct Record {
    /// The name of its Rust type.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

impl fmt::Debug for Record {
    /// By its name alone, for a record may hold itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Type {
    /// How a word of an enumeration is spelled here; what is none of its words stays as it is.
    #[must_use]
    pub fn spelling<'a>(&self, word: &'a str) -> &'a str {
        self.counterpart(word, self.known(), self.spelled)
    }

    /// The word of an enumeration that is spelled so here, in any case.
    #[must_use]
    pub fn word<'a>(&self, spelling: &'a str) -> &'a str {
        self.counterpart(spelling, self.spelled, self.known())
    }

    fn known(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Enum(words) => words,
            _ => &[],
        }
    }

    fn counterpart<'a>(&self, text: &'a str, from: &[&str], to: &'static [&'static str]) -> &'a str {
        if self.spelled.is_empty() {
            return text;
        }
        let exact = from.iter().position(|known| *known == text);
        let position = exact.or_else(|| from.iter().position(|known| known.eq_ignore_ascii_case(text)));
        position.and_then(|position| to.get(position)).copied().unwrap_or(text)
    }

    /// Text.
    pub const STRING: Type = Type::of(Kind::String);
    /// A boolean spelled `true` and `false`.
    pub const BOOL: Type = Type::of(Kind::Bool { yes: &["true"], no: &["false"] });
    /// A signed number of 32 bits.
    pub const I32: Type = Type::int(i32::MIN as i64, i32::MAX as i64);
    /// A signed number of 64 bits.
    pub const I64: Type = Type::int(i64::MIN, i64::MAX);
    /// An unsigned number of 32 bits.
    pub const U32: Type = Type::int(0, u32::MAX as i64);
    /// An exact number of any size.
    pub const NUMBER: Type = Type::of(Kind::Number);
    /// A date and time in ISO 8601.
    pub const DATE_TIME: Type = Type::of(Kind::DateTime(&["%Y-%m-%dT%H:%M:%S"]));
    /// An absolute URL.
    pub const URL: Type = Type::of(Kind::Url);
    /// Texts under names that nobody knows beforehand.
    pub const MAP: Type = Type::of(Kind::Map);
    /// Bytes as base64.
    pub const BYTES: Type = Type::of(Kind::Bytes);

    /// A type with no spellings for "none".
    #[must_use]
    pub const fn of(kind: Kind) -> Type {
        Type { kind, none: &[], spelled: &[] }
    }

    /// A whole number within bounds.
    #[must_use]
    pub const fn int(min: i64, max: i64) -> Type {
        Type::of(Kind::Int { min, max })
    }

    /// A boolean of the vendor's own spelling.
    #[must_use]
    pub const fn boolean(yes: &'static [&'static str], no: &'static [&'static str]) -> Type {
        Type::of(Kind::Bool { yes, no })
    }

    /// An enumeration.
    #[must_use]
    pub const fn words(values: &'static [&'static str]) -> Type {
        Type::of(Kind::Enum(values))
    }

    /// A date in the vendor's own formats.
    #[must_use]
    pub const fn date_time(formats: &'static [&'static str]) -> Type {
        Type::of(Kind::DateTime(formats))
    }

    /// A record.
    #[must_use]
    pub const fn record(record: &'static Record) -> Type {
        Type::of(Kind::Record(record))
    }

    /// The same enumeration with its words spelled otherwise.
    #[must_use]
    pub const fn spelled(self, spelled: &'static [&'static str]) -> Type {
        Type { spelled, ..self }
    }

    /// The same type with spellings for "there is no value".
    #[must_use]
    pub const fn none(self, none: &'static [&'static str]) -> Type {
        Type { none, ..self }
    }
}
