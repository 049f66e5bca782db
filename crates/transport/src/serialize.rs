//! `Serialize` for what answers are made of, behind the feature `serde`. Secrets have none.

use serde::{Serialize, Serializer};

use crate::{DateTime, Enumeration, Number, Unknown};

/// Writes an enumeration as its word. Generated code calls it, since a trait's implementors cannot all be given
/// `Serialize` from here.
///
/// # Errors
/// The serializer's own.
pub fn word<E: Enumeration, S: Serializer>(value: &E, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.word())
}

macro_rules! as_text {
    ($($ty:ty),*) => {$(
        impl Serialize for $ty {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )*};
}

as_text!(DateTime, Number, Unknown);
