//! Parameters and fields, from tables, lists and definitions.

use super::{
    block::{Cell, Item, squeeze},
    prose::{self, Required, Value, Values},
    vocabulary::{self, Role},
};

/// What a page says of a parameter, or of a field of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Param {
    pub name: String,
    /// The page's sentences.
    pub quotes: Vec<String>,
    /// A type of the language.
    pub ty: Option<String>,
    pub required: Option<bool>,
    pub values: Vec<Value>,
    pub default: Option<String>,
    pub separator: Option<String>,
    pub max: Option<i64>,
    /// An HTTP header carries it.
    pub header: bool,
    pub doubts: Vec<String>,
}

impl Param {
    fn new(name: &str) -> Param {
        Param { name: name.to_owned(), ..Param::default() }
    }

    /// Takes in what a text says.
    pub fn say(&mut self, text: &str, items: &[Item]) {
        // `string`, and what it is on the lines below.
        let text = match text.split_once('\n').map_or((text, ""), |(first, rest)| (first, rest)) {
            (first, rest) if first.split_whitespace().count() <= 3 && self.ty.is_none() => {
                match vocabulary::type_of(first) {
                    Some(ty) => {
                        self.set_type(first, ty);
                        rest
                    }
                    None => text,
                }
            }
            _ => text,
        };
        for line in text.lines() {
            self.quote(line);
        }
        // Longer is no sentence about a parameter.
        let end = (0..=8000.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let text = text.get(..end).unwrap_or_default();
        let Values { values, sure, unread } = prose::values(text, items);
        for item in items {
            self.quote(&format!("- {}", item.text));
            for below in &item.items {
                self.quote(&format!("  - {}", below.text));
            }
        }
        if unread {
            self.doubt("The page lists something here that could not be read as values.");
        }
        if !values.is_empty() && !sure {
            self.doubt("The values are those of the list there; the page does not call them so.");
        }
        if self.values.is_empty() {
            self.values = values;
        }
        match prose::required(text) {
            Some(Required::Yes) => self.set_required(true),
            Some(Required::No) => self.set_required(false),
            Some(Required::Depends) => self.doubt("The page makes it required under a condition."),
            None => {}
        }
        self.default = self.default.take().or_else(|| prose::default(text));
        self.separator = self.separator.take().or_else(|| prose::separator(text).map(str::to_owned));
        // Of more lines it is hard to tell what the length is of.
        self.max = self.max.or_else(|| {
            let begins =
                |line: &&str| ["at most", "up to", "max"].iter().any(|start| line.to_lowercase().starts_with(start));
            let one = Some(text).filter(|text| !text.contains('\n'));
            one.or_else(|| text.lines().find(begins)).and_then(prose::max_length)
        });
    }

    /// Takes in a word or two from beside the name: `string`, `optional`, `max 20 characters`.
    fn note(&mut self, note: &str) {
        let words: Vec<&str> = note.split('|').map(str::trim).collect();
        if words.len() > 1 && words.iter().all(|word| vocabulary::is_name(word)) {
            self.values = words.iter().map(|word| Value { word: (*word).to_owned(), about: String::new() }).collect();
        } else if let Some(ty) = vocabulary::type_of(note) {
            self.set_type(note, ty);
        } else if let Some(required) = vocabulary::yes_no(note).filter(|_| note.len() > 3) {
            self.set_required(required);
        } else if let Some(default) =
            note.strip_prefix("default ").map(|word| prose::unquote(word).to_owned()).or_else(|| prose::default(note))
        {
            self.default = Some(default);
        } else {
            self.say(note, &[]);
        }
    }

    fn set_type(&mut self, word: &str, ty: String) {
        self.max = self.max.or_else(|| {
            let (_, size) = word.split_once('(')?;
            size.trim_end_matches(')').trim().parse().ok().filter(|_| ty == "string")
        });
        match &self.ty {
            Some(known) if *known != ty => {
                let known = known.clone();
                self.doubt(format!("The page gives two types: `{known}` and `{ty}`."));
            }
            _ => self.ty = Some(ty),
        }
    }

    fn set_required(&mut self, required: bool) {
        match self.required {
            Some(known) if known != required => {
                self.doubt("The page says both, that it is required and that it is not.");
                self.required = Some(false);
            }
            _ => self.required = Some(required),
        }
    }

    /// Takes in what another place of the page says of the same parameter.
    pub fn merge(&mut self, other: Param) {
        for quote in &other.quotes {
            self.quote(quote);
        }
        match (&self.ty, other.ty) {
            (Some(known), Some(ty)) if *known != ty => {
                let known = known.clone();
                self.doubt(format!("The page gives two types: `{known}` and `{ty}`."));
            }
            (None, ty) => self.ty = ty,
            _ => {}
        }
        if let Some(required) = other.required {
            self.set_required(required);
        }
        if self.values.is_empty() {
            self.values = other.values;
        }
        self.default = self.default.take().or(other.default);
        self.separator = self.separator.take().or(other.separator);
        self.max = self.max.or(other.max);
        self.header |= other.header;
        for doubt in other.doubts {
            self.doubt(doubt);
        }
    }

    pub fn doubt(&mut self, doubt: impl Into<String>) {
        let doubt = doubt.into();
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    fn quote(&mut self, line: &str) {
        let line = line.trim_end().to_owned();
        if !line.trim().is_empty() && !self.quotes.contains(&line) {
            self.quotes.push(line);
        }
    }
}

/// A parameter from a term and what stands with it.
pub fn of_term(term: &str, text: &str, items: &[Item]) -> Option<Param> {
    let term = prose::term(term)?;
    let mut param = Param::new(&term.name);
    for note in &term.notes {
        param.note(note);
    }
    if term.star {
        param.set_required(true);
    }
    let text = if term.rest.is_empty() { text.to_owned() } else { format!("{}\n{text}", term.rest) };
    param.say(text.trim(), items);
    Some(param)
}

/// A parameter from an item of a list: one with something between name and text, as prose has not.
pub fn of_item(item: &Item) -> Option<Param> {
    let term = prose::term(&item.text)?;
    let behind = item.text.trim_start_matches(['`', '*', '"']).get(term.name.len()..).unwrap_or_default();
    let behind = behind.trim_start_matches(['`', '*', '"']).trim_start();
    let marked = item.text.starts_with('`') || item.text.starts_with("**") || !term.notes.is_empty() || term.star;
    let parted = behind.is_empty() || behind.starts_with([':', '-', '–', '—', '=', '(', '[']);
    (marked || parted).then(|| of_term(&item.text, "", &item.items)).flatten()
}

/// What was read of a table.
#[derive(Debug, Default)]
pub struct Read {
    pub params: Vec<Param>,
    /// Rows that name nothing.
    pub unread: Vec<String>,
}

/// Parameters from the rows of a table with these columns.
pub fn of_table(rows: &[Vec<Cell>], roles: &[Role]) -> Read {
    let mut read = Read::default();
    // `Optional parameters`, across the table: of those below.
    let mut group: Option<bool> = None;
    for row in rows {
        let column = |role: Role| roles.iter().position(|known| *known == role).and_then(|index| row.get(index));
        let Some(name) = column(Role::Name) else { continue };
        let (text, spanned) = (squeeze(&name.text), name.spanned);
        let mut param = match (spanned, read.params.last()) {
            (true, Some(last)) if prose::term(&text).is_some_and(|term| term.name == last.name) => {
                read.params.pop().unwrap_or_default()
            }
            _ => match named(&text) {
                Some(param) => param,
                None => {
                    // A row without a name goes on with the one above.
                    let alone = row.iter().skip(1).all(|cell| cell.text.is_empty());
                    let lower = text.to_lowercase();
                    if alone
                        && lower.split_whitespace().count() <= 4
                        && ["required", "mandatory", "optional"].iter().any(|word| lower.contains(word))
                    {
                        group = Some(!lower.contains("optional"));
                        continue;
                    }
                    if alone && lower.trim_end_matches(':').ends_with("parameters") {
                        group = None;
                        continue;
                    }
                    let rest: Vec<&str> =
                        row.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
                    match read.params.last_mut().filter(|_| text.is_empty()) {
                        Some(last) => last.say(&rest.join("\n"), &[]),
                        None if rest.is_empty() => {}
                        None => read.unread.push(squeeze(&rest.join(" | "))),
                    }
                    continue;
                }
            },
        };
        for (role, cell) in roles.iter().zip(row).filter(|(role, _)| **role != Role::Name) {
            fill(&mut param, *role, cell);
        }
        if !name.items.is_empty() {
            param.say("", &name.items);
        }
        param.required = param.required.or(group);
        read.params.push(param);
    }
    read
}

/// A parameter that a cell names, also where the name is a word that begins sentences.
fn named(text: &str) -> Option<Param> {
    if let Some(param) = of_item(&Item::of(text)).filter(|_| !text.contains("://")) {
        return Some(param);
    }
    let bare = prose::unquote(text);
    vocabulary::is_name(bare).then(|| Param::new(bare))
}

fn fill(param: &mut Param, role: Role, cell: &Cell) {
    let text = cell.text.trim();
    if text.is_empty() && cell.items.is_empty() {
        return;
    }
    match role {
        Role::Type => match vocabulary::type_of(text) {
            Some(ty) => param.set_type(text, ty),
            None => {
                // `string, optional`: what else stands there is said of it, too.
                let (first, rest) = text.split_once([',', ';', '\n']).unwrap_or((text, ""));
                match vocabulary::type_of(first).map(|ty| (first, ty)) {
                    Some((word, ty)) => {
                        param.set_type(word, ty);
                        param.say(rest.trim(), &cell.items);
                    }
                    None if ["enum", "enumeration"].contains(&text.to_lowercase().as_str()) => {}
                    None => {
                        param.doubt(format!("The page gives its type as `{}`.", squeeze(text)));
                        param.say("", &cell.items);
                    }
                }
            }
        },
        Role::Required => match vocabulary::yes_no(text) {
            Some(required) => param.set_required(required),
            None => match prose::required(text) {
                Some(Required::Yes) => param.set_required(true),
                Some(Required::No) => param.set_required(false),
                Some(Required::Depends) | None => {
                    param.quote(text);
                    param.doubt(format!("Whether it is required the page says as `{}`.", squeeze(text)));
                }
            },
        },
        Role::Default => {
            let text = prose::unquote(text);
            if !["-", "–", "none", "n/a", "null"].contains(&text.to_lowercase().as_str()) {
                param.default = Some(text.to_owned());
            }
        }
        Role::In => match text.to_lowercase().as_str() {
            "header" | "headers" => param.header = true,
            "query" | "body" | "form" | "formdata" | "post" | "querystring" | "query string" => {}
            _ => param.doubt(format!("The page says that it is in `{}`.", squeeze(text))),
        },
        Role::Values => {
            let text = format!("Possible values: {}", squeeze(text));
            param.say(&text, &cell.items);
        }
        Role::Length => match text.parse() {
            Ok(max) => param.max = Some(max),
            Err(_) => {
                param.quote(text);
                param.max = param.max.or_else(|| prose::max_length(&format!("max {text} characters")));
            }
        },
        Role::Example => param.quote(&format!("Example: {}", squeeze(text))),
        Role::Description | Role::Message | Role::Other | Role::Code | Role::Name => param.say(text, &cell.items),
    }
}
