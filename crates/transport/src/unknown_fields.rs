use std::{fmt, sync::Arc};

/// What an answer held beside the fields that the spec knows: elements, attributes and labels, with their texts.
///
/// A place is `name`, `@attribute`, or a path such as `a/b/@c` for what was nested. `Debug` shows the places and not the
/// texts, for nobody knows which of these are secret.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UnknownFields(Vec<(Arc<str>, String)>);

impl UnknownFields {
    /// Every place and its text, in the order of the answer.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(place, text)| (&**place, text.as_str()))
    }

    /// The first text at a place.
    #[must_use]
    pub fn get(&self, place: &str) -> Option<&str> {
        self.iter().find(|(at, _)| *at == place).map(|(_, text)| text)
    }

    /// Whether there was nothing unknown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps a text.
    #[doc(hidden)]
    pub fn push(&mut self, place: impl Into<Arc<str>>, text: impl Into<String>) {
        self.0.push((place.into(), text.into()));
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(place, _)| place)).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for UnknownFields {
    /// As a map from places to texts; where a place repeats, to a list of them.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut positions = std::collections::HashMap::new();
        for (place, text) in self.iter() {
            let position = *positions.entry(place).or_insert(map.len());
            match map.get_mut(position) {
                Some((_, texts)) => texts.push(text),
                None => map.push((place, vec![text])),
            }
        }
        serializer.collect_map(map.iter().map(|(place, texts)| (place, Texts(texts))))
    }
}

#[cfg(feature = "serde")]
struct Texts<'a>(&'a [&'a str]);

#[cfg(feature = "serde")]
impl serde::Serialize for Texts<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [text] => serializer.serialize_str(text),
            texts => serializer.collect_seq(texts),
        }
    }
}
