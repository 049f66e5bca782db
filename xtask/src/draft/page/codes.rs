//! Return codes, from tables, lists and definitions: numbers, tokens and texts told apart.

use super::{
    block::{Cell, Item, squeeze},
    prose,
    vocabulary::{self, Role},
};

/// A return code as a page prints it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Code {
    /// `5002`
    pub number: Option<String>,
    /// `INVALIDPARAM_NODE`
    pub token: Option<String>,
    /// `Authentication failed`; `SystemError:{message}` where what follows is not said.
    pub text: Option<String>,
    /// `OK [new id]`: what stands in the brackets.
    pub hole: Option<String>,
    pub quotes: Vec<String>,
    pub doubts: Vec<String>,
}

impl Code {
    /// Whether it is how success is told.
    pub fn is_success(&self) -> bool {
        const WORDS: &[&str] = &["ok", "success", "successful", "succeeded", "accepted", "completed"];
        let word = |text: &Option<String>| {
            text.as_deref().is_some_and(|text| {
                let lower = text.to_lowercase();
                WORDS.iter().any(|word| lower == *word)
                    || lower.starts_with("success")
                    || lower.starts_with("command completed successfully")
            })
        };
        let zero = matches!(self.number.as_deref(), Some("0" | "00" | "000" | "1000" | "200" | "1"));
        let said = self.quotes.first().is_some_and(|quote| {
            let lower = quote.to_lowercase();
            lower.starts_with("success")
                || lower.starts_with("ok")
                || lower.contains("successful")
                || lower.contains("no error")
        });
        word(&self.token)
            || word(&self.text)
            || (zero && (said || self.text.as_deref().is_some_and(|text| text.to_lowercase().contains("no error"))))
    }

    /// As the page prints it.
    pub fn printed(&self) -> String {
        let parts = [&self.number, &self.token, &self.text];
        let mut printed = parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(": ");
        if let Some(hole) = &self.hole {
            printed.push_str(&format!(" [{hole}]"));
        }
        printed
    }

    fn quote(&mut self, text: &str, items: &[Item]) {
        self.quotes.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
        self.quotes.extend(items.iter().map(|item| format!("- {}", item.text)));
    }
}

/// What a cell, a term or an item prints as a code.
pub fn parse(text: &str) -> Option<Code> {
    let text = vocabulary::mend(prose::unquote(&squeeze(text)));
    if text.is_empty() {
        return None;
    }
    let mut code = Code::default();
    // `ERR 100`, `Error code: 5`
    let words: Vec<&str> = text.split([' ', ':', '#']).filter(|word| !word.is_empty()).collect();
    if let [before @ .., number] = words.as_slice()
        && !before.is_empty()
        && before
            .iter()
            .all(|word| matches!(word.to_lowercase().as_str(), "err" | "error" | "code" | "fail" | "failure" | "fault"))
        && number.strip_prefix('-').unwrap_or(number).chars().all(|c| c.is_ascii_digit())
    {
        code.number = Some((*number).to_owned());
        code.quotes.push(text);
        return Some(code);
    }
    let inner = text.trim_start_matches(['[', '(', '#']);
    let sign = inner.strip_prefix('-').map_or("", |_| "-");
    let digits: String = inner.trim_start_matches('-').chars().take_while(char::is_ascii_digit).collect();
    let hex = inner.strip_prefix("0x").map(|rest| rest.chars().take_while(char::is_ascii_hexdigit).count());
    let (number, behind) = match hex {
        Some(len @ 1..=8) => inner.split_at(2 + len),
        _ if (1..=8).contains(&digits.len()) => inner.split_at(sign.len() + digits.len()),
        _ => ("", inner),
    };
    // A table whose cells ran together: `1002The user is known`.
    let glued = behind.starts_with(|c: char| c.is_uppercase()) && behind.contains(' ') && sign.is_empty();
    let parted = glued || behind.is_empty() || behind.starts_with([']', ')', ':', ' ', '-', '–', '=', '.', ',']);
    if !number.is_empty() && parted {
        code.number = Some(number.to_owned());
        let rest = behind.trim_start_matches([']', ')', ':', ' ', '-', '–', '—', '=', '.', ',']).trim();
        if !rest.is_empty() {
            let named = parse_word(rest);
            (code.token, code.text) = (named.token, named.text);
            code.hole = named.hole;
        }
        return Some(code);
    }
    Some(parse_word(&text))
}

/// What is no number: a token, or a text.
fn parse_word(text: &str) -> Code {
    let mut code = Code::default();
    // `OK [new person nodeid]`, `OK <id>`
    for (open, close) in [('[', ']'), ('<', '>'), ('{', '}')] {
        if let Some((word, hole)) = text.split_once(open)
            && let Some(hole) = hole.trim_end().strip_suffix(close)
            && vocabulary::is_name(word.trim().trim_end_matches([':', '=']))
            && !hole.contains(open)
        {
            code.token = Some(word.trim().trim_end_matches([':', '=']).to_owned());
            code.hole = Some(squeeze(hole));
            return code;
        }
    }
    // `SystemError:...`
    for dots in ["...", "…"] {
        if let Some(start) = text.strip_suffix(dots) {
            code.text = Some(format!("{}{{message}}", braces(start)));
            return code;
        }
    }
    // `INVALID_USER: The user is not known`
    if let Some((word, rest)) =
        text.split_once(": ").or_else(|| text.split_once(" - ")).or_else(|| text.split_once(" = "))
        && (vocabulary::is_token(word) || word.contains('_') && vocabulary::is_name(word))
    {
        code.token = Some(word.to_owned());
        code.text = Some(braces(rest.trim()));
        return code;
    }
    if vocabulary::is_name(text) {
        code.token = Some(text.to_owned());
    } else {
        code.text = Some(braces(text));
    }
    code
}

fn braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// A code from a term and its explanation.
pub fn of_term(term: &str, text: &str, items: &[Item]) -> Option<Code> {
    let mut code = parse(term)?;
    code.quote(text, items);
    Some(code)
}

/// A code from an item of a list: `NAME: text`, `100 - text`, `` `NAME` text ``.
pub fn of_item(item: &Item) -> Option<Code> {
    let text = item.text.trim();
    if let Some(rest) = text.strip_prefix('`').or_else(|| text.strip_prefix("**")) {
        let (name, rest) = rest.split_once(['`', '*'])?;
        let mut code = parse(name)?;
        code.quote(rest.trim_start_matches(['*', '`', ' ', ':', '-', '–']), &item.items);
        return Some(code);
    }
    let mut code = parse(text)?;
    if code.number.is_none() && code.token.is_none() {
        // A text alone is a code only where nothing else is said: prose is not.
        let (first, rest) = vocabulary::code_ahead(text)?;
        let rest = rest.trim_start_matches([':', '-', '–', ' ']);
        code = parse(&first)?;
        code.quote(rest, &item.items);
        return Some(code);
    }
    if code.token.is_some()
        && let Some(text) = code.text.take()
    {
        // Beside a token stands what it means.
        code.quote(&text, &[]);
    }
    code.quote("", &item.items);
    Some(code)
}

/// Codes from the rows of a table.
pub fn of_table(rows: &[Vec<Cell>], roles: &[Role]) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    let Some(at) = roles.iter().position(|role| *role == Role::Code) else { return codes };
    for row in rows {
        let Some(cell) = row.get(at) else { continue };
        let mut code = match parse(&cell.text) {
            Some(code) => code,
            None => {
                let rest: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                if let Some(last) = codes.last_mut() {
                    last.quote(rest.join("\n").trim(), &[]);
                }
                continue;
            }
        };
        for (index, (role, cell)) in roles.iter().zip(row).enumerate().filter(|(index, _)| *index != at) {
            let text = cell.text.trim();
            if text.is_empty() && cell.items.is_empty() {
                continue;
            }
            let named = vocabulary::is_name(text)
                && (vocabulary::is_token(text) || text.contains('_') || text.chars().skip(1).any(char::is_uppercase));
            match role {
                Role::Message if code.text.is_none() => {
                    code.text = Some(braces(&squeeze(text)));
                }
                // A number with its name beside it.
                Role::Name | Role::Other | Role::Code
                    if code.number.is_some() && code.token.is_none() && named && index < 3 =>
                {
                    code.token = Some(text.to_owned());
                }
                _ => code.quote(text, &cell.items),
            }
        }
        codes.push(code);
    }
    codes
}

/// Codes that are one, but for the name of a parameter: their text with a hole, and which parameters it is about.
pub fn template(codes: &[&Code], params: &[String]) -> Option<String> {
    let texts: Vec<Vec<&str>> =
        codes.iter().map(|code| code.text.as_deref().map(|text| text.split(' ').collect())).collect::<Option<_>>()?;
    let (first, others) = texts.split_first()?;
    if others.is_empty() || others.iter().any(|words| words.len() != first.len()) {
        return None;
    }
    let differing: Vec<usize> =
        (0..first.len()).filter(|index| others.iter().any(|words| words.get(*index) != first.get(*index))).collect();
    let [at] = differing.as_slice() else { return None };
    let is_param = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        params.iter().any(|param| param.eq_ignore_ascii_case(bare))
    };
    if !texts.iter().filter_map(|words| words.get(*at)).all(is_param) {
        return None;
    }
    let mut words: Vec<String> = first.iter().map(|word| (*word).to_owned()).collect();
    let word = words.get_mut(*at)?;
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_').to_owned();
    *word = word.replace(&bare, "{parameter}");
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<String>, Option<String>, Option<String>) {
        let code = parse(text).unwrap();
        (code.number, code.token, code.text)
    }

    #[test]
    fn numbers_tokens_and_texts_are_told_apart() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(parts("[900] Not signed in"), (some("900"), None, some("Not signed in")));
        assert_eq!(parts("5002: Not signed in"), (some("5002"), None, some("Not signed in")));
        assert_eq!(parts("-12"), (some("-12"), None, None));
        assert_eq!(parts("0x80041001 - E_FAIL"), (some("0x80041001"), some("E_FAIL"), None));
        assert_eq!(parts("`NO_SUCH_ THING`"), (None, some("NO_SUCH_THING"), None));
        assert_eq!(parts("Fault:..."), (None, None, some("Fault:{message}")));
        assert_eq!(parts("Name is taken"), (None, None, some("Name is taken")));
        assert_eq!(parts("3rd party refused"), (None, None, some("3rd party refused")));
        let ok = parse("OK [new id]").unwrap();
        assert!(ok.is_success() && ok.hole.as_deref() == Some("new id"));
    }

    #[test]
    fn texts_that_differ_in_a_parameter_are_one() {
        let codes = [parse("1: The NAME is missing").unwrap(), parse("1: The CITY is missing").unwrap()];
        let codes: Vec<&Code> = codes.iter().collect();
        let params = ["name".to_owned(), "city".to_owned()];
        assert_eq!(template(&codes, &params).as_deref(), Some("The {parameter} is missing"));
        assert_eq!(template(&codes, &params[..1]), None);
    }
}
