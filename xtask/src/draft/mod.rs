//! Drafts: specs that a program writes from what a vendor has, for a person to finish.
//!
//! A [`Draft`] is what a source says of one operation. It is written as `NAME.toml.draft` beside where the spec belongs, and
//! nothing reads it there. The source's own sentences stand in it as `#> ` lines above empty docs, so that a person writes
//! them anew; what is not sure is a `doubt`.

pub mod command;
pub mod compare;
pub mod page;
pub mod save;
mod write;
pub mod wsdl;

pub use toml_edit::Value;

/// The words of a table, in the order in which they are written.
pub type Words = Vec<(String, Value)>;

/// One operation.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// As the vendor writes it.
    pub name: String,
    /// The folder below the vendor's.
    pub area: Option<String>,
    /// What it was made of, for the first line: `createUser.txt`.
    pub source: String,
    pub quotes: Vec<String>,
    /// All that stands above the first table but `doc` and `doubt`: `page`, `soap`, `path`, `use` …
    pub words: Words,
    pub doubts: Vec<String>,
    pub types: Vec<Type>,
    pub params: Vec<Entry>,
    pub output: Option<Output>,
    pub codes: Vec<Entry>,
    pub examples: Vec<Example>,
}

/// A parameter, a field, a code, a word of an enumeration.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    pub key: String,
    /// Sentences of the source.
    pub quotes: Vec<String>,
    /// All but `doc` and `doubt`.
    pub words: Words,
    pub doubts: Vec<String>,
    /// It is said elsewhere already, where this says: the entry is written as a comment.
    pub known: Option<String>,
}

/// A type of the operation's own.
#[derive(Clone, Debug, Default)]
pub struct Type {
    /// Its name, and what an alias of another type says.
    pub entry: Entry,
    /// The words of an enumeration.
    pub values: Vec<Entry>,
    /// The fields of a record.
    pub fields: Vec<Entry>,
}

#[derive(Clone, Debug, Default)]
pub struct Output {
    pub quotes: Vec<String>,
    /// All but `fields`, `doc` and `doubt`.
    pub words: Words,
    pub doubts: Vec<String>,
    pub fields: Vec<Entry>,
}

/// A call as it stands on the wire. Words may have dots: `form.request`.
#[derive(Clone, Debug, Default)]
pub struct Example {
    pub quotes: Vec<String>,
    pub words: Words,
    pub doubts: Vec<String>,
}

impl Draft {
    /// The name of the draft's file.
    pub fn file_name(&self) -> String {
        format!("{}.toml.draft", self.name)
    }

    /// How many doubts there are in all.
    pub fn count_doubts(&self) -> usize {
        let entries = |entries: &[Entry]| entries.iter().map(|entry| entry.doubts.len()).sum::<usize>();
        let types: usize =
            self.types.iter().map(|ty| ty.entry.doubts.len() + entries(&ty.values) + entries(&ty.fields)).sum();
        let output = self.output.as_ref().map_or(0, |output| output.doubts.len() + entries(&output.fields));
        let examples: usize = self.examples.iter().map(|example| example.doubts.len()).sum();
        self.doubts.len() + types + entries(&self.params) + output + entries(&self.codes) + examples
    }
}

impl Entry {
    pub fn new(key: impl Into<String>) -> Entry {
        Entry { key: key.into(), ..Entry::default() }
    }

    /// Says a word, in place of what was said for it.
    pub fn say(&mut self, word: &str, value: impl Into<Value>) {
        say(&mut self.words, word, value);
    }

    pub fn doubt(&mut self, doubt: impl Into<String>) {
        self.doubts.push(doubt.into());
    }
}

/// Says a word, in place of what was said for it.
pub fn say(words: &mut Words, word: &str, value: impl Into<Value>) {
    let value = value.into();
    match words.iter_mut().find(|(known, _)| known == word) {
        Some((_, known)) => *known = value,
        None => words.push((word.to_owned(), value)),
    }
}

/// An inline table.
pub fn table(words: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::InlineTable(words.into_iter().collect())
}

/// A list of texts.
pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Value {
    Value::Array(texts.into_iter().map(Into::into).collect())
}
