//! Values on their way between generated types and the wire.

use std::convert::Infallible;

use crate::{DateTime, Map, Number, Secret, UnknownFields};

/// One value, of the kind that the description says.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Value {
    /// Text; also a word of an enumeration.
    Text(String),
    /// Text that is not shown.
    Secret(Secret),
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// An exact number of any size.
    Number(Number),
    /// A date, a time or both.
    DateTime(DateTime),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Texts under names that nobody knows beforehand.
    Map(Map),
    /// Any number of values.
    List(Vec<Value>),
    /// Named fields.
    Record(Record),
}

/// The fields of a record, by their position in its description.
#[derive(Clone, Debug, Default)]
pub struct Record {
    slots: Vec<Option<Value>>,
    unknown: UnknownFields,
}

/// The parameters of a call are the fields of a record.
pub type Values = Record;

/// A value did not have the type that generated code asked for: the description and the generated code disagree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("field {index} of the answer is missing or has another type than its description says")]
pub struct Mismatch {
    index: usize,
}

impl Record {
    /// A record of this many fields, none of them set.
    #[must_use]
    pub fn new(fields: usize) -> Record {
        Record { slots: vec![None; fields], unknown: UnknownFields::default() }
    }

    /// Sets a field. `None` stands for "not given".
    pub fn set(&mut self, index: usize, value: Option<Value>) {
        if self.slots.len() <= index {
            self.slots.resize(index + 1, None);
        }
        if let Some(slot) = self.slots.get_mut(index) {
            *slot = value;
        }
    }

    /// A field, if it was given.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Value> {
        self.slots.get(index)?.as_ref()
    }

    /// Takes a field out, as a type of generated code.
    ///
    /// # Errors
    /// [`Mismatch`] when it is not of that type.
    pub fn take<T: FromValue>(&mut self, index: usize) -> Result<T, Mismatch> {
        T::from_value(self.slots.get_mut(index).and_then(Option::take)).ok_or(Mismatch { index })
    }

    /// What was found beside the described fields.
    #[must_use]
    pub fn unknown(&self) -> &UnknownFields {
        &self.unknown
    }

    /// What was found beside the described fields, to add to.
    pub fn unknown_mut(&mut self) -> &mut UnknownFields {
        &mut self.unknown
    }

    /// Takes out what was found beside the described fields.
    #[must_use]
    pub fn take_unknown(&mut self) -> UnknownFields {
        std::mem::take(&mut self.unknown)
    }
}

impl Value {
    /// Whether it is a secret, or one is somewhere in it.
    pub(crate) fn holds_secret(&self) -> bool {
        match self {
            Value::Secret(_) => true,
            Value::List(items) => items.iter().any(Value::holds_secret),
            Value::Record(record) => record.slots.iter().flatten().any(Value::holds_secret),
            _ => false,
        }
    }
}

/// A type of generated code that a value turns into.
pub trait FromValue: Sized {
    /// The value as this type; `None` when it is of another kind, or missing where it may not be.
    fn from_value(value: Option<Value>) -> Option<Self>;
}

/// A type of generated code that turns into a value.
pub trait IntoValue {
    /// The value.
    fn into_value(self) -> Value;
}

/// An enumeration that is open: a word that the spec does not know is kept.
///
/// Generated code implements it; users meet its methods on the enumerations themselves.
pub trait Enumeration: Clone + PartialEq + Sized + 'static {
    /// The known ones, in the order of [`Enumeration::WORDS`].
    const KNOWN: &'static [Self];
    /// How the known ones are spelled.
    const WORDS: &'static [&'static str];

    /// The variant that keeps an unknown word.
    fn unknown(word: Unknown) -> Self;

    /// The unknown word, if it is one.
    fn as_unknown(&self) -> Option<&Unknown>;

    /// The word as it is written.
    fn word(&self) -> &str {
        match self.as_unknown() {
            Some(unknown) => unknown.as_str(),
            None => Self::KNOWN
                .iter()
                .position(|known| known == self)
                .and_then(|index| Self::WORDS.get(index))
                .copied()
                .unwrap_or_default(),
        }
    }

    /// The variant of a word: the one that is spelled just so, or else in another case.
    fn from_word(word: String) -> Self {
        let exact = Self::WORDS.iter().position(|known| *known == word);
        exact
            .or_else(|| Self::WORDS.iter().position(|known| known.eq_ignore_ascii_case(&word)))
            .and_then(|index| Self::KNOWN.get(index))
            .cloned()
            .unwrap_or_else(|| Self::unknown(Unknown(word.into())))
    }
}

/// The codes of an operation's refusals, as generated code has them.
pub trait Codes: Enumeration {
    /// What refusals carry besides their code: an enumeration of what each carries that carries something.
    type Details;

    /// What a refusal with the code at this position carries, out of the value that was read.
    #[must_use]
    fn details(code: usize, value: Value) -> Option<Self::Details> {
        let _ = (code, value);
        None
    }
}

/// What refusals carry of which none carries anything.
pub type NoDetails = Infallible;

/// A word, or a code, that the spec does not know, kept as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unknown(Box<str>);

impl Unknown {
    /// Keeps a word.
    #[must_use]
    pub fn new(word: impl Into<Box<str>>) -> Unknown {
        Unknown(word.into())
    }

    /// The word as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Option<Value>) -> Option<Self> {
        match value {
            None => Some(None),
            some => T::from_value(some).map(Some),
        }
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: Option<Value>) -> Option<Self> {
        match value {
            None => Some(Vec::new()),
            Some(Value::List(items)) => items.into_iter().map(|item| T::from_value(Some(item))).collect(),
            Some(_) => None,
        }
    }
}

impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value(self) -> Value {
        Value::List(self.into_iter().map(IntoValue::into_value).collect())
    }
}

impl FromValue for () {
    fn from_value(_: Option<Value>) -> Option<Self> {
        Some(())
    }
}

impl<E: Enumeration> FromValue for E {
    fn from_value(value: Option<Value>) -> Option<Self> {
        match value? {
            Value::Text(word) => Some(E::from_word(word)),
            _ => None,
        }
    }
}

impl<E: Enumeration> IntoValue for E {
    fn into_value(self) -> Value {
        Value::Text(self.word().to_owned())
    }
}

macro_rules! plain {
    ($($variant:ident($ty:ty)),*) => {$(
        impl FromValue for $ty {
            fn from_value(value: Option<Value>) -> Option<Self> {
                match value? {
                    Value::$variant(value) => Some(value),
                    _ => None,
                }
            }
        }

        impl IntoValue for $ty {
            fn into_value(self) -> Value {
                Value::$variant(self)
            }
        }
    )*};
}

macro_rules! int {
    ($($ty:ty),*) => {$(
        impl FromValue for $ty {
            fn from_value(value: Option<Value>) -> Option<Self> {
                match value? {
                    Value::Int(value) => <$ty>::try_from(value).ok(),
                    _ => None,
                }
            }
        }

        impl IntoValue for $ty {
            fn into_value(self) -> Value {
                Value::Int(i64::from(self))
            }
        }
    )*};
}

plain!(
    Text(String),
    Secret(Secret),
    Bool(bool),
    Number(Number),
    DateTime(DateTime),
    Bytes(Vec<u8>),
    Map(Map),
    Record(Record)
);
int!(i16, u16, i32, u32, i64);

/// Gives an [`Enumeration`](crate::Enumeration) what its users expect: `as_str`, `Display`, `From<&str>`, and behind the
/// calling crate's feature `serde` also `Serialize`.
#[macro_export]
#[doc(hidden)]
macro_rules! enumeration {
    ($name:ident) => {
        impl $name {
            /// The word as it is written on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::Enumeration::word(self)
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(word: &str) -> Self {
                $crate::Enumeration::from_word(::std::string::String::from(word))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
