//! What an output is read by, and why it could not be.

use std::borrow::Cow;

use encoding_rs::Encoding;
use percent_encoding::percent_decode;

use super::{
    document::Malformed,
    limits::{Left, Met},
    template::{self, Own},
    value::{self, Unreadable, Whose},
};
use crate::{
    Record, Value,
    description::{Answer, Escape, Field, Type, Wire},
};

/// What an output is read by.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) own: Own<'a>,
    pub(super) how: &'static Answer,
    /// The character set of the answer, which escapes are in, too.
    pub(super) encoding: &'static Encoding,
    /// What may still be made of the answer.
    pub(super) left: &'a Left,
}

/// Why there is no output.
#[derive(Debug)]
pub(super) enum Problem {
    Unreadable(Unreadable),
    Missing(&'static str),
    /// A row of a table has another number of cells than its header, and a field has to be there.
    Row {
        line: usize,
        field: &'static str,
    },
    /// The text of an output is no XML.
    Malformed(Malformed),
    /// It is more than is read.
    Limit(Met),
    Shape,
}

impl From<Unreadable> for Problem {
    fn from(unreadable: Unreadable) -> Problem {
        Problem::Unreadable(unreadable)
    }
}

impl From<Met> for Problem {
    fn from(met: Met) -> Problem {
        Problem::Limit(met)
    }
}

impl Reader<'_> {
    /// A description's place with its holes filled.
    pub(super) fn fill(&self, place: &str) -> String {
        self.own.operation.fill(place, self.own.vendor, self.own.protocol)
    }

    /// A value of a text answer, without its escapes.
    pub(super) fn unescape<'t>(&self, name: &'static str, text: &'t str) -> Result<Cow<'t, str>, Unreadable> {
        unescape(text, self.how.escape, self.encoding)
            .ok_or(Unreadable { field: name, wanted: "escaped text of the answer's character set" })
    }

    /// The value, or the joined values, of a field.
    pub(super) fn field(
        &self,
        field: &'static Field,
        wire: &'static Wire,
        text: &str,
    ) -> Result<Option<Value>, Problem> {
        if !field.many {
            return Ok(self.one(field, wire, text)?);
        }
        let separator = wire.join.unwrap_or(",");
        let pieces = value::pieces(text, separator);
        self.left.make(pieces.len())?;
        Ok(value::read_all(Whose::from(field), wire.ty, pieces).map(|values| Some(Value::List(values)))?)
    }

    /// One value of a field.
    pub(super) fn one(
        &self,
        field: &'static Field,
        wire: &'static Wire,
        text: &str,
    ) -> Result<Option<Value>, Unreadable> {
        let text = match &wire.template {
            Some(template) => template::fit(template, text, self.own)
                .and_then(|bound| bound.get("value"))
                .ok_or(Unreadable { field: field.name, wanted: "what its template says" })?,
            None => text,
        };
        value::read(Whose::from(field), wire.ty, text)
    }
}

/// The value of an output that is no list. One has to be there, unless its type has a word for none.
pub(super) fn there(value: Option<Value>, ty: &Type) -> Result<Option<Value>, Problem> {
    if value.is_none() && ty.none.is_empty() { Err(Problem::Missing(value::OUTPUT)) } else { Ok(value) }
}

/// Puts the value of a field into its record. One that is required has to be there, if only as an empty list.
pub(super) fn put(record: &mut Record, index: usize, field: &Field, value: Option<Value>) -> Result<(), Problem> {
    if value.is_none() && field.required && !field.many {
        return Err(Problem::Missing(field.name));
    }
    record.set(index, value);
    Ok(())
}

/// A text without its escapes. `None`: what they stand for is no text of the character set.
fn unescape<'t>(text: &'t str, escape: Escape, encoding: &'static Encoding) -> Option<Cow<'t, str>> {
    let text = match escape {
        Escape::None => return Some(Cow::Borrowed(text)),
        Escape::Form if text.contains('+') => Cow::Owned(text.replace('+', " ")),
        Escape::Percent | Escape::Form => Cow::Borrowed(text),
    };
    if !text.contains('%') {
        return Some(text);
    }
    // A character of several bytes may stand there half escaped, so all of it becomes bytes first.
    let encoding = encoding.output_encoding();
    let (bytes, _, unmappable) = encoding.encode(&text);
    let bytes: Cow<'_, [u8]> = percent_decode(&bytes).into();
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
    (!unmappable).then(|| Cow::Owned(text.into_owned()))
}

#[cfg(test)]
mod tests {
    use encoding_rs::{SHIFT_JIS, UTF_8, UTF_16LE, WINDOWS_1252};

    use super::*;

    #[test]
    fn escapes_are_in_the_character_set_of_the_answer() {
        let plain = |text, escape, encoding| unescape(text, escape, encoding).map(Cow::into_owned);
        assert_eq!(plain("a+b%20%C3%A9", Escape::None, UTF_8).as_deref(), Some("a+b%20%C3%A9"));
        assert_eq!(plain("a+b%20%C3%A9", Escape::Percent, UTF_8).as_deref(), Some("a+b é"));
        assert_eq!(plain("a+b%2B%E9€", Escape::Form, WINDOWS_1252).as_deref(), Some("a b+é€"));
        assert_eq!(plain("%E9", Escape::Percent, UTF_8), None);
        assert_eq!(plain("%83A", Escape::Percent, SHIFT_JIS).as_deref(), Some("ア"));
        assert_eq!(plain("%C3%A9", Escape::Percent, UTF_16LE).as_deref(), Some("é"));
        assert_eq!(plain("100% %zz %", Escape::Percent, UTF_8).as_deref(), Some("100% %zz %"));
    }
}
