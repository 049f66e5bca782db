use std::{fmt, sync::Arc};

/// Texts under names that nobody knows beforehand, in the order in which they came: a row of a table whose columns are the
/// account's own, the attributes of an element.
///
/// A name may come more than once. `Debug` shows the names and not the texts, for nobody knows which of them are secret.
///
/// ```
/// use bindery_transport::Map;
///
/// let row: Map = [("Name", "Ann"), ("City", "Ulm"), ("Name", "Roe")].into_iter().collect();
/// assert_eq!(row.get("Name"), Some("Ann"));
/// assert_eq!(row.get_all("Name").collect::<Vec<_>>(), ["Ann", "Roe"]);
/// assert_eq!(row.len(), 3);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Map(Vec<(Arc<str>, String)>);

impl Map {
    /// An empty one.
    #[must_use]
    pub fn new() -> Map {
        Map::default()
    }

    /// The first text under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// All texts under a name.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter().filter(move |(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Every name with its text, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (&**name, text.as_str()))
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a text. Maps may share a name: the rows of a table do.
    pub fn push(&mut self, name: impl Into<Arc<str>>, text: impl Into<String>) {
        self.0.push((name.into(), text.into()));
    }
}

impl<N: Into<Arc<str>>, T: Into<String>> FromIterator<(N, T)> for Map {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(pairs: I) -> Map {
        Map(pairs.into_iter().map(|(name, text)| (name.into(), text.into())).collect())
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Map {
    /// As a list of pairs: names may repeat, and their order counts.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
