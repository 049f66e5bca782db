//! Return codes: which are the vendor's already, which the operation's own, and what they clearly mean.

use super::Work;
use crate::{
    draft::{
        Entry, Value,
        page::codes::{self, Code},
    },
    model::{Protocol, name},
};

impl Work<'_> {
    pub fn refusals(&mut self) {
        let codes: Vec<Code> = self.found.codes.iter().filter(|code| !code.is_success()).cloned().collect();
        let mut own: Vec<Code> = Vec::new();
        for code in codes {
            if !self.known(&code) {
                match own.iter_mut().find(|known| known.printed() == code.printed()) {
                    Some(known) => known.quotes.extend(code.quotes),
                    None => own.push(code),
                }
            }
        }
        let mut at = 0;
        while let Some(first) = own.get(at) {
            let same: Vec<&Code> = own
                .iter()
                .skip(at)
                .filter(|code| code.number.is_some() && code.number == first.number && code.token.is_none())
                .collect();
            let keys: Vec<String> = self.listed.iter().map(|listed| listed.key.clone()).collect();
            let template = (same.len() > 1).then(|| codes::template(&same, &keys)).flatten();
            match template {
                Some(template) => {
                    let about: Vec<Code> = same.into_iter().cloned().collect();
                    own.retain(|code| !about.contains(code));
                    self.template(&about, template);
                }
                None => {
                    let code = first.clone();
                    let shared =
                        own.iter().filter(|other| other.number.is_some() && other.number == code.number).count();
                    self.own(&code, shared);
                    at += 1;
                }
            }
        }
        self.doubt_soap_spellings();
    }

    /// The spelling of codes over SOAP, where the page shows none.
    fn doubt_soap_spellings(&mut self) {
        let tokens = self.draft.codes.iter().any(|entry| {
            entry.known.is_none() && entry.words.iter().all(|(word, _)| word != "code" && word != "message")
        });
        let shown = self.found.samples.answers.iter().any(|answer| answer.is_soap);
        if tokens && !shown && self.ground.has(Protocol::is_soap) {
            self.doubt("How SOAP spells the codes the page does not print.");
        }
    }

    /// A code that `vendor.toml` has.
    fn known(&mut self, code: &Code) -> bool {
        let Some((known, holes)) = self.ground.code(code) else { return false };
        if known.part.as_ref().is_some_and(|part| !self.parts.contains(part)) {
            return false;
        }
        for (hole, value) in holes {
            let vendors = self.ground.names.iter().find(|(name, _)| *name == hole);
            let Some((_, filled)) = vendors else { continue };
            if filled.replace("{operation}", &self.draft.name) != value {
                crate::draft::say(&mut self.names, &hole, value);
            }
        }
        let (key, place) = (known.key.clone(), known.place.clone());
        let mut quotes: Vec<String> = Vec::new();
        if code.printed() != key {
            quotes.push(code.printed());
        }
        quotes.extend(code.quotes.iter().cloned());
        match self.draft.codes.iter_mut().find(|entry| entry.known.is_some() && entry.key == key) {
            Some(entry) => entry.quotes.extend(quotes),
            None => self.draft.codes.push(Entry { quotes, known: Some(place), ..Entry::new(key) }),
        }
        true
    }

    /// One code for a text that a parameter's name makes another.
    fn template(&mut self, codes: &[Code], template: String) {
        let Some(first) = codes.first() else { return };
        let key = self.key(&template.replace("{parameter}", "parameter"));
        let mut entry = Entry::new(key);
        for code in codes {
            entry.quotes.push(code.printed());
            entry.quotes.extend(code.quotes.iter().cloned());
        }
        if let Some(number) = &first.number {
            entry.say("code", number_or_text(number));
        }
        let upper = self.draft.name.to_uppercase();
        if template.contains(&upper) && upper != self.draft.name {
            entry.doubt(
                "The text names the operation: other operations will have the same code with their own name in it.",
            );
        }
        entry.say("message", template);
        entry.say("means", "input");
        self.draft.codes.push(entry);
    }

    fn own(&mut self, code: &Code, with_number: usize) {
        let text = code.text.as_deref().unwrap_or_default();
        // What stands beside a number, where that is no more than a name.
        let short = code.quotes.iter().map(String::as_str).find(|quote| {
            (2..=8).contains(&quote.split_whitespace().count()) && !quote.to_lowercase().starts_with("err")
        });
        let key = match (&code.token, &code.number) {
            (Some(token), _) if self.draft.codes.iter().all(|entry| entry.key != *token) => token.clone(),
            (Some(token), _) => self.key(token),
            (None, _) if !text.is_empty() => {
                self.key(text.split('{').next().filter(|start| start.len() > 2).unwrap_or(text))
            }
            (None, Some(_)) if short.is_some() => self.key(short.unwrap_or_default()),
            (None, Some(number)) => self.key(&format!("Code {}", number.replace('-', "minus "))),
            (None, None) => return,
        };
        let mut entry = Entry::new(key);
        if code.number.is_some() || (!text.is_empty()) {
            let said = |quote: &String| {
                code.text.is_none()
                    && code.token.is_none()
                    && code.number.as_ref().is_some_and(|number| quote.ends_with(number.as_str()))
            };
            if !code.quotes.iter().any(said) {
                entry.quotes.push(code.printed());
            }
        }
        entry.quotes.extend(code.quotes.iter().cloned());
        entry.quotes.dedup();
        entry.doubts.extend(code.doubts.iter().cloned());
        if let Some(number) = &code.number {
            entry.say("code", number_or_text(number));
            if code.token.is_some() {
                self.doubt("The page has numbers and names of codes: the numbers are taken to be what comes.");
            }
        }
        if with_number > 1 && text.is_empty() {
            entry.doubt("The page has this number more than once.");
        }
        // A number is enough, where nothing else has it.
        if !text.is_empty() && (code.number.is_none() && code.token.is_none() || with_number > 1) {
            entry.say("message", text);
        }
        if let Some(hole) = &code.hole {
            entry.doubt(format!("The page prints `[{hole}]` behind it."));
        }
        if let Some(param) = self.param_of(code) {
            entry.say("param", param);
        }
        if let Some(means) =
            means(code).filter(|means| *means != "input" || entry.words.iter().all(|(word, _)| word != "param"))
        {
            entry.say("means", means);
        }
        let parted = self.ground.code(code).and_then(|(known, _)| known.part.clone());
        if let Some(part) = parted {
            entry.doubt(format!("[parts.{part}] of vendor.toml has it, with others that this page has not."));
        }
        self.draft.codes.push(entry);
    }

    /// A key of a few words, that no other code has.
    fn key(&self, text: &str) -> String {
        // What stands before a comma or a dash is name enough.
        let start = [" - ", " – ", ": ", ", ", ". "]
            .iter()
            .filter_map(|part| text.split(part).next())
            .min_by_key(|start| start.len());
        let text = start.filter(|start| start.len() > 2).unwrap_or(text);
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(6)
            .map(|word| if word.chars().any(char::is_lowercase) { word.to_owned() } else { word.to_lowercase() })
            .collect();
        let plain = match name::camel(&words.join(" ")) {
            name if name.is_empty() => "Code".to_owned(),
            name => name,
        };
        let taken = |key: &str| self.draft.codes.iter().any(|entry| entry.key == key);
        (1..)
            .map(|number| if number == 1 { plain.clone() } else { format!("{plain}{number}") })
            .find(|key| !taken(key))
            .unwrap_or(plain)
    }

    /// The parameter that a code's name names: `INVALIDPARAM_NODE`, `NODE_NOT_FOUND`.
    fn param_of(&self, code: &Code) -> Option<String> {
        let token = code.token.as_deref().filter(|token| token.contains(['_', '.', '-']))?;
        let words: Vec<String> = token.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        const BEFORE: &[&str] = &[
            "invalidparam",
            "invalidparameter",
            "invalid",
            "missing",
            "bad",
            "wrong",
            "unknown",
            "err",
            "error",
            "param",
            "empty",
            "no",
            "e",
            "parameter",
            "illegal",
        ];
        const BEHIND: &[&str] = &[
            "invalid", "missing", "not", "required", "unknown", "empty", "already", "too", "is", "exists", "in",
            "taken", "bad",
        ];
        let start = words.iter().take_while(|word| BEFORE.contains(&word.as_str())).count();
        let rest = words.get(start..)?;
        // The longest name that the rest begins with: alone, or before a word that says what is wrong.
        (1..=rest.len()).rev().find_map(|len| {
            let name = rest.get(..len)?.concat();
            let listed = self.listed.iter().find(|listed| {
                listed.known.is_none()
                    && listed.key.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase() == name
            })?;
            let behind = rest.get(len).map(String::as_str);
            let clear = behind.is_none_or(|word| BEHIND.contains(&word)) && (start > 0 || behind.is_some());
            clear.then(|| listed.key.clone())
        })
    }
}

fn number_or_text(number: &str) -> Value {
    match number.parse::<i64>() {
        Ok(value) if value.to_string() == number => Value::from(value),
        _ => Value::from(number),
    }
}

/// What a code means, where its name or text says it in as many words.
fn means(code: &Code) -> Option<&'static str> {
    let parts = [&code.token, &code.text]
        .into_iter()
        .flatten()
        .map(|text| format!(" {} ", text.replace(['_', '-', '.'], " ").to_lowercase()));
    let said: String = parts.collect();
    let has = |all: &[&str]| all.iter().any(|text| said.contains(text));
    if has(&[
        "already exists",
        "already in use",
        "already taken",
        "already registered",
        " duplicate",
        "not unique",
        " exists ",
    ]) && !has(&["not exists", "no longer exists"])
    {
        Some("conflict")
    } else if has(&[
        "session expired",
        "session has expired",
        "session timed out",
        "not logged in",
        "notloggedin",
        "invalid session",
        "session invalid",
        "ticket expired",
        "login required",
        "not authenticated",
    ]) {
        Some("sign-in")
    } else if has(&[
        "invalid password",
        "invalid username",
        "invalid credentials",
        "invalid login",
        "invalid api key",
        "bad credentials",
        "wrong password",
        "login failed",
        "invalid authcode",
        "invalid token",
        "incorrect password",
        "username or password",
    ]) {
        Some("credentials")
    } else if has(&["not found", "does not exist", "doesn't exist", "no such "]) {
        Some("not-found")
    } else if has(&[
        "access denied",
        "not authorized",
        "not authorised",
        "permission denied",
        "insufficient permission",
        "insufficient rights",
        "forbidden",
        "not permitted",
        "insufficient privileges",
        "no permission",
    ]) {
        Some("forbidden")
    } else if has(&["too many requests", "rate limit", "throttl", "too many calls"]) {
        Some("slow-down")
    } else if has(&[
        "insufficient funds",
        "insufficient credit",
        "insufficient balance",
        "quota exceeded",
        "limit exceeded",
        "limit reached",
        "not enough",
        "out of credit",
        "no credit",
    ]) {
        Some("limit")
    } else if has(&[
        "is required",
        "missing parameter",
        "missing param",
        "invalid parameter",
        "invalidparam",
        "invalid argument",
        "parameter missing",
        " missing ",
        " invalid ",
    ]) {
        Some("input")
    } else {
        None
    }
}
