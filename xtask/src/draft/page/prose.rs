//! What sentences about a parameter say in words that all pages have.

use super::{
    block::Item,
    vocabulary::{self, is_common, is_name},
};

/// A possible value, and what the page says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub word: String,
    pub about: String,
}

/// Whether something has to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    Yes,
    No,
    /// Under a condition.
    Depends,
}

/// The sentences of a text, a line or more.
pub fn sentences(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut sentence = String::new();
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            sentence.push(c);
            let ends = matches!(c, '.' | '!' | '?') && chars.peek().is_none_or(|next| next.is_whitespace());
            if ends && !["e.g.", "i.e.", "etc.", "vs.", "approx."].iter().any(|short| sentence.ends_with(short)) {
                out.push(std::mem::take(&mut sentence).trim().to_owned());
            }
        }
        out.push(sentence.trim().to_owned());
    }
    out.retain(|sentence| !sentence.is_empty());
    out
}

pub fn required(text: &str) -> Option<Required> {
    let mut found = None;
    for sentence in sentences(text) {
        let lower = sentence.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        let has = |all: &[&str]| all.iter().any(|text| lower.contains(text));
        let condition = has(&[
            "required if",
            "required when",
            "required only",
            "required unless",
            "required for",
            "mandatory if",
            "mandatory when",
            "mandatory for",
            "only required",
            "optional if",
            "optional when",
            "optional unless",
            "required in case",
        ]);
        if condition {
            return Some(Required::Depends);
        }
        if has(&[
            "not required",
            "isn't required",
            "not mandatory",
            "(optional)",
            "[optional]",
            "is optional",
            "optional:",
            "optional,",
            "optional -",
            "optional parameter",
            "may be omitted",
            "can be omitted",
            "need not be",
        ]) || matches!(bare, "optional")
            || bare.starts_with("optional. ")
        {
            return Some(Required::No);
        }
        let yes = has(&[
            "(required)",
            "[required]",
            "is required",
            "is mandatory",
            "(mandatory)",
            "required:",
            "required,",
            "required -",
            "mandatory parameter",
            "required parameter",
            "required field",
            "must be specified",
            "must be provided",
            "must be supplied",
        ]) || matches!(bare, "required" | "mandatory");
        if yes {
            found = Some(Required::Yes);
        }
    }
    found
}

/// What all parameters are, unless something else is said of one.
pub fn required_of_all(text: &str) -> Option<bool> {
    let lower = text.to_lowercase();
    let says = |all: &[&str]| all.iter().any(|text| lower.contains(text));
    if !lower.contains("all ") || !says(&["parameter", "field", "argument", "element", "attribute"]) {
        return None;
    }
    if says(&["are optional", "is optional", "not required"]) && !says(&["are required", "mandatory"]) {
        return Some(false);
    }
    (says(&["are required", "required unless", "are mandatory", "must be"])).then_some(true)
}

/// `defaults to "client"`
pub fn default(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    for start in [
        "defaults to ",
        "default value is ",
        "default value: ",
        "default value of ",
        "default is ",
        "default: ",
        "(default ",
        "default = ",
        "default=",
        "by default is ",
    ] {
        let Some(at) = lower.find(start) else { continue };
        // Lowering may change how many bytes a letter has; then the place is no place.
        let rest = text.get(at + start.len()..)?.trim_start();
        let word = match rest.chars().next()? {
            quote @ ('"' | '\'' | '`') => rest.get(1..)?.split(quote).next()?.to_owned(),
            '“' | '‘' => rest.chars().skip(1).take_while(|c| !"”’".contains(*c)).collect(),
            _ => {
                let word = rest.split(|c: char| c.is_whitespace() || ",;)".contains(c)).next()?;
                word.trim_end_matches('.').to_owned()
            }
        };
        if !word.is_empty() && !is_common(&word) && word.len() <= 80 {
            return Some(word);
        }
    }
    None
}

/// What parts the items of a list that is one text.
pub fn separator(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    for (name, sign) in [("comma", ","), ("semicolon", ";"), ("semi-colon", ";"), ("pipe", "|"), ("vertical bar", "|")]
    {
        let forms = [
            format!("{name} separated"),
            format!("{name}-separated"),
            format!("{name} delimited"),
            format!("{name}-delimited"),
            format!("separated by {name}"),
            format!("separated by a {name}"),
            format!("separated with {name}"),
            format!("separated using {name}"),
            format!("delimited by {name}"),
            format!("use {name}s"),
            format!("use {name} "),
            format!("using {name}s"),
            format!("{name}s to separate"),
            format!("{name} to separate"),
            format!("separate them with {name}"),
            format!("separate with {name}"),
            format!("separated by the {name}"),
            format!("{name} separates"),
        ];
        if forms.iter().any(|form| lower.contains(form)) {
            return Some(sign);
        }
    }
    for sign in [",", ";", "|"] {
        if [
            format!("separated by \"{sign}\""),
            format!("separated by '{sign}'"),
            format!("separated by `{sign}`"),
            format!("separated by {sign}"),
        ]
        .iter()
        .any(|form| lower.contains(form))
        {
            return Some(sign);
        }
    }
    None
}

/// The greatest length: `up to 160 characters`.
pub fn max_length(text: &str) -> Option<i64> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| c.is_whitespace() || "(),.".contains(c)).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(index, word)| {
        let number: i64 = word.parse().ok().filter(|number| *number > 0)?;
        let unit = words.get(index + 1)?;
        if !(unit.starts_with("char") || unit.starts_with("byte")) {
            return None;
        }
        let before: Vec<&str> = words.get(index.saturating_sub(4)..index)?.to_vec();
        let most = before.ends_with(&["up", "to"])
            || before.iter().any(|word| matches!(*word, "max" | "maximum" | "most" | "exceed" | "than"))
            || words.get(index + 2).is_some_and(|word| matches!(*word, "max" | "maximum"));
        let least = before.iter().any(|word| matches!(*word, "min" | "minimum" | "least"));
        (most && !least).then_some(number)
    })
}

/// What possible values were found, and whether the page calls them so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    pub values: Vec<Value>,
    pub sure: bool,
    /// The page lists something that could not be taken for values.
    pub unread: bool,
}

/// The possible values that a text and the list below it name.
pub fn values(text: &str, items: &[Item]) -> Values {
    let hinted = hint(text).is_some() || text.trim_end().ends_with(':') || text.is_empty();
    let listed: Vec<Option<Value>> = items.iter().map(|item| value_of_item(&item.text)).collect();
    if !items.is_empty() {
        let all: Option<Vec<Value>> = listed.into_iter().collect();
        return match all {
            Some(values) if values.len() >= 2 => Values { values, sure: hinted, unread: false },
            _ => Values { unread: true, ..Values::default() },
        };
    }
    if let Some(values) = numbered(text) {
        return Values { values, sure: true, unread: false };
    }
    let in_words = |rest: &str, strict: bool| -> Option<Vec<Value>> {
        let values = words(rest, strict)?;
        (values.len() >= 2).then_some(values)
    };
    for sentence in sentences(text) {
        if let Some((at, strong)) = hint(&sentence) {
            let rest = sentence.get(at..).unwrap_or_default();
            if let Some(values) = in_words(rest, !strong) {
                return Values { values, sure: true, unread: false };
            }
            if strong && rest.trim_matches(|c: char| !c.is_alphanumeric()).len() > 2 {
                return Values { unread: true, ..Values::default() };
            }
        }
    }
    // `(admin,contributor,client)`: prose has a blank behind a comma.
    for (start, _) in text.match_indices('(') {
        let Some(inner) = text.get(start + 1..).and_then(|rest| rest.split(')').next()) else { continue };
        let parts: Vec<&str> = inner.split([',', '|']).collect();
        if parts.len() >= 2 && parts.iter().all(|part| is_word(part) && !part.contains(' ')) {
            let values = parts.iter().map(|part| Value { word: (*part).to_owned(), about: String::new() }).collect();
            return Values { values, sure: false, unread: false };
        }
    }
    Values::default()
}

/// Where a text begins to list values, and whether it says so for sure.
fn hint(text: &str) -> Option<(usize, bool)> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    const STRONG: &[&str] = &[
        "possible values are as follows",
        "possible values are",
        "possible values include",
        "possible values",
        "valid values are",
        "valid values",
        "allowed values are",
        "allowed values",
        "accepted values are",
        "accepted values",
        "permitted values",
        "available values",
        "valid options are",
        "valid options",
        "possible options",
        "acceptable values are",
        "acceptable values",
        "values are",
        "values:",
        "one of the following values",
        "one of the following",
        "must be one of",
        "can be one of",
        "should be one of",
        "one of:",
        "one of",
        "options are",
        "options:",
        "as follows",
    ];
    const WEAK: &[&str] = &["can be either", "must be either", "either", "can be", "must be", "may be", "should be"];
    let find = |all: &[&str]| all.iter().find_map(|hint| lower.find(hint).map(|at| at + hint.len()));
    find(STRONG).map(|at| (at, true)).or_else(|| find(WEAK).map(|at| (at, false)))
}

/// `A, B and C`, `"x" or "y"`: values in words. `strict`: only what nobody writes in prose.
fn words(text: &str, strict: bool) -> Option<Vec<Value>> {
    let text = text.trim().trim_start_matches([':', '-', '=', '–']).trim().trim_end_matches(['.', ':']);
    let text = text.strip_prefix("are ").unwrap_or(text);
    let text = text.trim_start_matches(['(', '[', '{', '<']).trim_end_matches([')', ']', '}', '>']);
    let text = text.replace(" or ", ",").replace(" and ", ",").replace(" / ", ",").replace('|', ",");
    let mut values = Vec::new();
    for part in text.split([',', ';']) {
        let part = part.trim().trim_start_matches("or ").trim_start_matches("and ").trim();
        if part.is_empty() {
            continue;
        }
        let quoted = part.len() > 2
            && part.starts_with(['"', '\'', '`', '“', '‘'])
            && part.ends_with(['"', '\'', '`', '”', '’']);
        let bare = part.trim_matches(['"', '\'', '`', '“', '”', '‘', '’']);
        let (word, about) = match bare.split_once(" (") {
            Some((word, about)) => (word.trim(), about.trim_end_matches(')')),
            None => (bare, ""),
        };
        let common = is_common(word) && !word.starts_with(char::is_uppercase);
        let plain =
            is_word(word) && !common && (!strict || word.chars().any(|c| c.is_uppercase() || c.is_ascii_digit()));
        if !(quoted || plain) {
            return None;
        }
        values.push(Value { word: word.to_owned(), about: about.to_owned() });
    }
    Some(values)
}

/// `0 = off, 1 = on`
fn numbered(text: &str) -> Option<Vec<Value>> {
    let mut values: Vec<Value> = Vec::new();
    for part in text.split([',', ';', '\n', '(', ')', '.']) {
        let Some((word, about)) = part.split_once('=').or_else(|| part.split_once(" - ")) else { continue };
        let word = word.split_whitespace().last().unwrap_or_default().trim_matches(['"', '\'', '`', '[', '{']);
        let is_value = !word.is_empty()
            && word.len() <= 3
            && (word.len() == 1 && word.chars().all(char::is_alphanumeric)
                || word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '-'));
        if is_value && !about.trim().is_empty() && values.iter().all(|value| value.word != word) {
            values.push(Value { word: word.to_owned(), about: about.trim().to_owned() });
        }
    }
    if values.is_empty() {
        // `1: Reads only`, a line each.
        let lines = text.lines().filter_map(|line| line.split_once(": "));
        let numbers =
            lines.filter(|(word, _)| word.trim().chars().all(|c| c.is_ascii_digit()) && !word.trim().is_empty());
        values = numbers
            .map(|(word, about)| Value { word: word.trim().to_owned(), about: about.trim().to_owned() })
            .collect();
    }
    (values.len() >= 2).then_some(values)
}

/// `client`, `client - May look.`, `dark blue`
fn value_of_item(text: &str) -> Option<Value> {
    let text = text.trim();
    for part in [" - ", " – ", " — ", ": ", " = ", "=", ":\n"] {
        if let Some((word, about)) = text.split_once(part) {
            let word = unquote(word);
            if word.split_whitespace().count() <= 3 && !word.is_empty() {
                return Some(Value { word: word.to_owned(), about: about.trim().to_owned() });
            }
        }
    }
    if let Some((word, about)) = text.split_once(" (")
        && word.split_whitespace().count() <= 3
    {
        return Some(Value { word: unquote(word).to_owned(), about: about.trim_end_matches(')').to_owned() });
    }
    let word = unquote(text);
    (word.split_whitespace().count() <= 3 && !word.ends_with('.') && !word.is_empty())
        .then(|| Value { word: word.to_owned(), about: String::new() })
}

pub fn unquote(text: &str) -> &str {
    text.trim().trim_matches(['"', '\'', '`', '“', '”', '‘', '’', '*']).trim()
}

fn is_word(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.len() <= 60
        && text.chars().all(|c| c.is_alphanumeric() || "_-.+/".contains(c))
        && !text.ends_with('.')
}

/// A term of a list: its name, what stands in parentheses behind it, and the rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Term {
    pub name: String,
    pub notes: Vec<String>,
    pub rest: String,
    /// A star, as pages have it for what is required.
    pub star: bool,
}

/// `name`, `name (string, required): text`, `string name - text`, `name*`.
pub fn term(text: &str) -> Option<Term> {
    let whole = text.trim();
    let text = whole.trim_start_matches(['`', '*', '"', '“']);
    let mut marked = text.len() < whole.len();
    let end = text.find(|c: char| c.is_whitespace() || "(:=`\"*,;–”".contains(c)).unwrap_or(text.len());
    let (first, mut rest) = text.split_at(end);
    let mut term = Term { name: first.to_owned(), ..Term::default() };
    rest = rest.trim_start_matches(['`', '"', '”']);
    if rest.starts_with("**") {
        rest = &rest[2..];
    }
    // `string name`
    if rest.starts_with(' ') && vocabulary::is_plain_type(first) {
        let inner = rest.trim_start();
        let end = inner.find(|c: char| c.is_whitespace() || "(:=-,;–".contains(c)).unwrap_or(inner.len());
        let (second, behind) = inner.split_at(end);
        let parted = behind.trim_start();
        if is_name(second) && !is_common(second) && (parted.is_empty() || parted.starts_with([':', '-', '–', '(', '=']))
        {
            term = Term { name: second.to_owned(), notes: vec![first.to_owned()], ..Term::default() };
            rest = behind;
        }
    }
    let bare = term.name.trim_end_matches('*').to_owned();
    term.star = bare.len() < term.name.len();
    term.name = bare;
    rest = rest.trim_start();
    if let Some(behind) = rest.strip_prefix('*') {
        term.star = true;
        rest = behind.trim_start();
    }
    // `name (string) [optional]`, `name = {string} (optional)`
    for _ in 0..4 {
        let inner = rest.strip_prefix('=').map_or(rest, str::trim_start);
        let group = [('(', ')'), ('[', ']'), ('<', '>'), ('{', '}')]
            .into_iter()
            .find_map(|(open, close)| inner.strip_prefix(open).and_then(|inner| inner.split_once(close)));
        let Some((inner, behind)) = group else { break };
        term.notes.extend(inner.split([',', ';']).map(|note| note.trim().to_owned()).filter(|note| !note.is_empty()));
        rest = behind.trim_start();
    }
    let behind = rest.trim_start_matches([':', '-', '–', '—', '=', '\u{a0}']).trim();
    marked |= term.star || !term.notes.is_empty() || behind.len() < rest.len();
    term.rest = behind.to_owned();
    // `to: …` may well be a parameter; `To do so …` and `Note: …` are not.
    let name = !is_common(&term.name) || marked && term.name.starts_with(char::is_lowercase);
    (is_name(&term.name) && name).then_some(term)
}

/// Whether a line is a term and nothing else: `name`, `name (string) [optional]`.
pub fn is_term(line: &str) -> bool {
    is_name(line) || line.len() < 100 && term(line).is_some_and(|term| term.rest.is_empty() && !term.notes.is_empty())
}

/// `12`, `#12`: a code that has a line for itself.
pub fn is_number(line: &str) -> bool {
    let digits = line.trim_start_matches(['#', '-']);
    (1..=8).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(text: &str) -> Vec<String> {
        values(text, &[]).values.into_iter().map(|value| value.word).collect()
    }

    #[test]
    fn values_are_told_from_prose() {
        assert_eq!(words_of("What they do (admin,guest,owner)"), ["admin", "guest", "owner"]);
        assert!(words_of("Signed in elsewhere (LDAP, OAuth, Kerberos).").is_empty());
        assert_eq!(words_of("How. Possible values: low, high or \"very high\"."), ["low", "high", "very high"]);
        assert_eq!(words_of("0 = off, 1 = on"), ["0", "1"]);
        assert_eq!(words_of("Can be A or B."), ["A", "B"]);
        assert!(words_of("Can be empty or long.").is_empty());
        assert!(values("Valid values depend on the plan of the account.", &[]).unread);
    }

    #[test]
    fn terms_have_a_name_notes_and_a_rest() {
        let term = |text: &str| term(text).map(|term| (term.name, term.notes, term.rest, term.star));
        let some = |name: &str, notes: &[&str], rest: &str, star: bool| {
            Some((name.to_owned(), notes.iter().map(|note| (*note).to_owned()).collect(), rest.to_owned(), star))
        };
        assert_eq!(term("`to` (string, required): Who."), some("to", &["string", "required"], "Who.", false));
        assert_eq!(term("to* - Who."), some("to", &[], "Who.", true));
        assert_eq!(term("int count: How many."), some("count", &["int"], "How many.", false));
        assert_eq!(term("The name of it"), None);
    }

    #[test]
    fn sentences_say_what_is_required_and_the_default() {
        assert_eq!(required("The node. Required."), Some(Required::Yes));
        assert_eq!(required("The node, this is not required and defaults to 3"), Some(Required::No));
        assert_eq!(required("Required if `x` is given."), Some(Required::Depends));
        assert_eq!(required("The required seats."), None);
        assert_eq!(default("this defaults to \"client\" (a,b)").as_deref(), Some("client"));
        assert_eq!(default("Default: 30."), Some("30".to_owned()));
        assert_eq!(separator("Use commas (,) to define multiple."), Some(","));
        assert_eq!(max_length("A text, at most 160 characters long."), Some(160));
        assert_eq!(max_length("At least 8 characters."), None);
    }
}
