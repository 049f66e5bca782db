//! A draft as text, which reads like a spec that a person wrote.

use std::fmt::Write;

use toml_edit::Key;

use super::{Draft, Entry, Example, Output, Type, Value, Words, table, texts};

/// What an inline table may be long, before an enumeration's words get lines of their own.
const LINE: usize = 120;

impl Draft {
    /// The draft as TOML. With its `#> ` lines taken out it is a spec, whose docs are empty.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        comment(
            &mut out,
            &format!("Drafted from {} by `cargo xtask draft`. To make it a spec:", one_line(&self.source)),
        );
        comment(
            &mut out,
            "say in your own words what stands on the `#>` lines, as the `doc` below them, and delete those lines;",
        );
        comment(
            &mut out,
            &format!("settle what you can of the doubts; rename this file to {}.toml.", one_line(&self.name)),
        );
        out.push('\n');
        quote(&mut out, &self.quotes);
        pairs(&mut out, &with_doc(&self.words, &self.doubts));
        self.types(&mut out);
        section(&mut out, "params", &self.params);
        if let Some(output) = &self.output {
            output.write(&mut out);
        }
        section(&mut out, "codes", &self.codes);
        for example in &self.examples {
            example.write(&mut out);
        }
        out
    }

    fn types(&self, out: &mut String) {
        let (short, long): (Vec<&Type>, Vec<&Type>) = self.types.iter().partition(|ty| ty.is_short());
        let short: Vec<Entry> = short.into_iter().map(Type::inline).collect();
        section(out, "types", &short);
        for ty in long {
            let name = key(&ty.entry.key);
            let _ = write!(out, "\n[types.{name}]\n");
            quote(out, &ty.entry.quotes);
            pairs(out, &with_doc(&ty.entry.words, &ty.entry.doubts));
            if !ty.values.is_empty() && ty.has_plain_values() {
                list(out, "values", ty.values.iter().map(|value| value.key.as_str()));
            } else if !ty.values.is_empty() {
                let _ = writeln!(out, "[types.{name}.values]");
                entries(out, &ty.values);
            }
            if !ty.fields.is_empty() {
                let _ = writeln!(out, "[types.{name}.fields]");
                entries(out, &ty.fields);
            }
        }
    }
}

impl Type {
    fn has_plain_values(&self) -> bool {
        self.values.iter().all(|value| value.quotes.is_empty() && value.words.is_empty() && value.doubts.is_empty())
    }

    fn is_short(&self) -> bool {
        let width: usize = self.values.iter().map(|value| value.key.len() + 4).sum();
        self.fields.is_empty() && self.has_plain_values() && width < LINE - 40
    }

    fn inline(&self) -> Entry {
        let mut entry = self.entry.clone();
        if !self.values.is_empty() {
            entry.words.insert(0, ("values".to_owned(), texts(self.values.iter().map(|value| value.key.as_str()))));
        }
        entry
    }
}

impl Output {
    fn write(&self, out: &mut String) {
        let own = if self.fields.is_empty() {
            with_doc(&self.words, &self.doubts)
        } else {
            // Of a record the fields have the docs.
            with_doubts(&self.words, &self.doubts)
        };
        out.push('\n');
        quote(out, &self.quotes);
        if !own.is_empty() {
            out.push_str("[output]\n");
            pairs(out, &own);
        }
        if !self.fields.is_empty() {
            out.push_str("[output.fields]\n");
            entries(out, &self.fields);
        }
    }
}

impl Example {
    fn write(&self, out: &mut String) {
        out.push_str("\n[[examples]]\n");
        quote(out, &self.quotes);
        pairs(out, &with_doc(&self.words, &self.doubts));
    }
}

fn section(out: &mut String, name: &str, all: &[Entry]) {
    if !all.is_empty() {
        let _ = write!(out, "\n[{name}]\n");
        entries(out, all);
    }
}

/// Entries, a line each, their values one below the other.
fn entries(out: &mut String, all: &[Entry]) {
    let own = all.iter().filter(|entry| entry.known.is_none());
    let width = own.map(|entry| key(&entry.key).chars().count()).max().unwrap_or(0);
    for entry in all {
        quote(out, &entry.quotes);
        match &entry.known {
            None => {
                let value = table(with_doc_behind(&entry.words, &entry.doubts));
                let _ = writeln!(out, "{:width$} = {value}", key(&entry.key));
            }
            Some(place) => {
                comment(out, &format!("{} is said already: {place}", key(&one_line(&entry.key))));
                for doubt in &entry.doubts {
                    comment(out, &format!("  doubt: {}", one_line(doubt)));
                }
            }
        }
    }
}

/// Words, a line each, their values one below the other.
fn pairs(out: &mut String, words: &Words) {
    let keys: Vec<String> = words.iter().map(|(word, _)| dotted(word)).collect();
    let width = keys.iter().map(|key| key.chars().count()).max().unwrap_or(0);
    for (key, (_, value)) in keys.iter().zip(words) {
        let value = match value.as_str() {
            Some(text) if text.contains('\n') => text_of_lines(text),
            _ => value.to_string(),
        };
        let _ = writeln!(out, "{key:width$} = {value}");
    }
}

fn list<'a>(out: &mut String, word: &str, items: impl Iterator<Item = &'a str>) {
    let _ = write!(out, "{word} = [");
    let mut room = 0;
    for item in items {
        let item = format!("{},", Value::from(item));
        if room < item.len() + 1 {
            out.push_str("\n ");
            room = LINE;
        }
        room -= item.len() + 1;
        let _ = write!(out, " {item}");
    }
    out.push_str("\n]\n");
}

/// `doc` first, as at the top of a file or table; doubts last.
fn with_doc(words: &Words, doubts: &[String]) -> Words {
    let mut all = vec![("doc".to_owned(), Value::from(""))];
    all.extend(with_doubts(words, doubts));
    all
}

/// `doc` behind the words, as in an inline table; doubts last.
fn with_doc_behind(words: &Words, doubts: &[String]) -> Words {
    let mut words = words.clone();
    words.push(("doc".to_owned(), Value::from("")));
    with_doubts(&words, doubts)
}

fn with_doubts(words: &Words, doubts: &[String]) -> Words {
    let mut words = words.clone();
    match doubts {
        [] => {}
        [doubt] => words.push(("doubt".to_owned(), Value::from(doubt.as_str()))),
        doubts => words.push(("doubt".to_owned(), texts(doubts))),
    }
    words
}

/// The source's sentences. A line of them is never anything but a comment, whatever it holds.
fn quote(out: &mut String, quotes: &[String]) {
    for line in quotes.iter().flat_map(|quote| quote.lines()) {
        let line = clean(line);
        if !line.trim().is_empty() {
            let _ = writeln!(out, "#> {}", line.trim());
        }
    }
}

fn comment(out: &mut String, text: &str) {
    let _ = writeln!(out, "# {}", clean(text));
}

/// TOML allows no control characters in comments.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\t' { ' ' } else { c }).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn key(key: &str) -> String {
    Key::new(key).to_string()
}

/// A word with dots, of which each part is a key.
fn dotted(word: &str) -> String {
    word.split('.').map(key).collect::<Vec<_>>().join(".")
}

fn text_of_lines(text: &str) -> String {
    let literal = !text.contains("'''")
        && !text.ends_with('\'')
        && !text.contains(|c: char| c.is_control() && c != '\n' && c != '\t');
    if literal { format!("'''\n{text}'''") } else { Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::say;

    fn entry(key: &str, quote: &str, words: &[(&str, Value)]) -> Entry {
        let words = words.iter().map(|(word, value)| ((*word).to_owned(), value.clone())).collect();
        Entry { quotes: vec![quote.to_owned()], words, ..Entry::new(key) }
    }

    fn draft() -> Draft {
        let mut draft = Draft { name: "sendNote".to_owned(), source: "sendNote.txt".to_owned(), ..Draft::default() };
        draft.quotes.push("Sends a note.".to_owned());
        say(&mut draft.words, "page", "https://acme.example/sendNote");
        draft.types.push(Type {
            entry: Entry::new("Colour"),
            values: vec![Entry::new("red"), Entry::new("dark blue")],
            fields: Vec::new(),
        });
        draft.types.push(Type {
            entry: Entry::new("Note"),
            values: Vec::new(),
            fields: vec![entry("id", "Its number.", &[("type", Value::from("i32"))])],
        });
        draft.params.push(entry("to", "Who gets it.", &[("required", Value::from(true))]));
        draft.params.push(Entry {
            doubts: vec!["One.".to_owned(), "Two.".to_owned()],
            ..entry("colour", "Its \"colour\".", &[("type", Value::from("Colour"))])
        });
        draft
            .params
            .push(Entry { known: Some("a parameter of `[auth.key]`".to_owned()), ..entry("key", "The key.", &[]) });
        draft.output = Some(Output { fields: vec![entry("id", "The note.", &[])], ..Output::default() });
        draft.codes.push(entry("NO SUCH", "Nobody\u{7} is called so.", &[("means", Value::from("not-found"))]));
        draft.examples.push(Example {
            words: vec![
                ("params".to_owned(), table([("to".to_owned(), Value::from("Ann"))])),
                ("form.request".to_owned(), Value::from("to=Ann")),
                ("soap.request".to_owned(), Value::from("<sendNote>\n  <to>Ann</to>\n</sendNote>")),
            ],
            ..Example::default()
        });
        draft
    }

    #[test]
    fn a_draft_reads_like_a_spec() {
        insta::assert_snapshot!(draft().to_toml());
    }

    #[test]
    fn whatever_a_source_says_a_draft_is_toml() {
        for text in ["\u{0}\u{7f}", "'''\"\"\"", "a\r\nb\rc", "\n\n[x]\n", "]]> # \\", "{ }", ""] {
            let mut draft = draft();
            draft.source = text.to_owned();
            draft.doubts.push(text.to_owned());
            draft
                .codes
                .push(Entry { known: Some(text.to_owned()), ..entry(text, text, &[("message", Value::from(text))]) });
            draft.params.push(entry(text, text, &[("default", Value::from(text))]));
            draft.examples[0].words.push(("form.answer".to_owned(), Value::from(text)));
            let text = draft.to_toml();
            let mut d = crate::diagnostic::Diagnostics::default();
            let file = d.add_file("draft".to_owned(), text.replace("\r\n", "\n"));
            assert!(crate::spec::parse(file, &mut d).is_some(), "{text}\n{}", d.render(false));
        }
    }
}
