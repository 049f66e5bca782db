//! Types of parameters and fields.

use super::Work;
use crate::{
    draft::{
        Entry, Type, Words,
        page::{params::Param, prose::Value},
        texts,
    },
    model::name,
};

/// What type a parameter has, and what else that says.
#[derive(Default)]
pub struct Typed {
    pub name: Option<String>,
    pub words: Words,
    /// The parameter's sentences, without those that are a value's.
    pub quotes: Vec<String>,
}

impl Work<'_> {
    /// The type of a parameter; an enumeration of the page's becomes one of the operation's own.
    pub fn type_of(&mut self, param: &Param, entry: &mut Entry) -> Typed {
        let mut typed = Typed { quotes: param.quotes.clone(), ..Typed::default() };
        let many = param.separator.is_some()
            || param.name.ends_with("[]")
            || param.ty.as_deref().is_some_and(|ty| ty.ends_with("[]"));
        let base = param.ty.as_deref().map(|ty| ty.trim_end_matches("[]"));
        let mut name = match base {
            Some("string") | None => None,
            Some(ty) => Some(ty.to_owned()),
        };
        if !param.values.is_empty() {
            let words: Vec<String> = param.values.iter().map(|value| value.word.clone()).collect();
            let is_value = |quote: &String| {
                quote.strip_prefix("- ").is_some_and(|text| {
                    words.iter().any(|word| text == word)
                        || param.values.iter().any(|value| {
                            !value.about.is_empty()
                                && text.contains(&value.word)
                                && text.ends_with(value.about.as_str())
                        })
                })
            };
            let listed: Vec<String> = typed.quotes.iter().filter(|quote| is_value(quote)).cloned().collect();
            if let Some(shared) = self.ground.enumeration(&words) {
                typed.quotes.retain(|quote| !is_value(quote));
                name = Some(shared.to_owned());
            } else if let Some((yes, no)) = switch(&param.values, base) {
                name = Some("bool".to_owned());
                if (yes.as_str(), no.as_str()) != ("true", "false") {
                    typed.words.push(("true".to_owned(), texts([yes])));
                    typed.words.push(("false".to_owned(), texts([no])));
                }
            } else if base.is_some_and(|base| !matches!(base, "string" | "i16" | "i32" | "i64" | "number")) {
                entry.doubt(format!(
                    "The page gives its type as `{}`, and lists values: `{}`.",
                    base.unwrap_or_default(),
                    words.join("`, `")
                ));
            } else {
                typed.quotes.retain(|quote| !is_value(quote));
                name = Some(self.enumeration(param, listed.is_empty()));
            }
            if let Some(default) = &param.default
                && !words.contains(default)
            {
                entry.doubt(format!("Its default `{default}` is none of its values."));
            }
        }
        if many {
            name = Some(format!("{}[]", name.unwrap_or_else(|| "string".to_owned())));
            if param.separator.is_none() && !param.name.ends_with("[]") {
                entry.doubt("How a list goes out the page does not say: here its name repeats.");
            }
        }
        if !param.values.is_empty() {
            // The list that it announces is in the type now.
            typed.quotes.retain(|quote| !quote.ends_with(':'));
        }
        typed.name = name;
        typed
    }

    /// The name of the operation's own enumeration with these values.
    fn enumeration(&mut self, param: &Param, in_words: bool) -> String {
        let words: Vec<&str> = param.values.iter().map(|value| value.word.as_str()).collect();
        let same = |ty: &&Type| {
            let mut known: Vec<&str> = ty.values.iter().map(|value| value.key.as_str()).collect();
            let mut words = words.clone();
            known.sort_unstable();
            words.sort_unstable();
            known == words
        };
        if let Some(known) = self.draft.types.iter().find(same) {
            return known.entry.key.clone();
        }
        let plain = name::camel(param.name.trim_end_matches("[]"));
        let taken = |name: &str| self.ground.has_type(name) || self.draft.types.iter().any(|ty| ty.entry.key == name);
        let name = match taken(&plain) {
            true => format!("{}{plain}", name::camel(&self.draft.name)),
            false => plain,
        };
        let mut values: Vec<Entry> = Vec::new();
        for value in &param.values {
            if values.iter().any(|known| known.key == value.word) {
                continue;
            }
            // What stands in a sentence is quoted with the parameter.
            let quotes = if value.about.is_empty() || in_words { Vec::new() } else { vec![value.about.clone()] };
            values.push(Entry { quotes, ..Entry::new(value.word.clone()) });
        }
        self.draft.types.push(Type { entry: Entry::new(name.clone()), values, fields: Vec::new() });
        name
    }
}

/// The two values that mean yes and no.
fn switch(values: &[Value], base: Option<&str>) -> Option<(String, String)> {
    let [one, other] = values else { return None };
    let means = |value: &Value| {
        let word = value.word.to_lowercase();
        let about = value.about.to_lowercase();
        match word.as_str() {
            "true" | "yes" | "y" | "on" => Some(true),
            "false" | "no" | "n" | "off" => Some(false),
            "1" if base == Some("bool") || matches!(about.as_str(), "yes" | "true" | "on" | "enabled") => Some(true),
            "0" if base == Some("bool") || matches!(about.as_str(), "no" | "false" | "off" | "disabled") => Some(false),
            _ => None,
        }
    };
    match (means(one)?, means(other)?) {
        (true, false) => Some((one.word.clone(), other.word.clone())),
        (false, true) => Some((other.word.clone(), one.word.clone())),
        _ => None,
    }
}
