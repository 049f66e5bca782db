//! Keeping secrets out of what errors repeat.
//!
//! A server that echoes a password may write it raw, percent-encoded, as a form does, as XML does, as JSON does, or in
//! base64, and also twice over. All but base64 are found by decoding while comparing, in any mixture; base64 by looking for
//! the encoded forms.

use std::collections::HashSet;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use secrecy::zeroize::Zeroizing;

use crate::{
    Credentials, Record, Secret, Value, Values,
    description::{Carrier, Field, Kind, Operation},
};

/// What stands in place of a secret.
const MASK: &str = "•••";

/// So much of a secret at the very end or beginning of a text is taken for one, for the text may have been cut out of
/// another.
const CUT: usize = 4;

/// The longest escape: a character by its number, in XML.
const ESCAPE: usize = 12;

/// The secrets of a call, wiped when it is dropped.
#[derive(Default)]
pub(super) struct Mask(Vec<Zeroizing<Vec<u8>>>);

impl Mask {
    /// The secrets among a call's parameters and in its credentials.
    pub(super) fn of(operation: &Operation, values: &Values, credentials: Option<&Credentials>) -> Mask {
        let mut texts = Vec::new();
        of_fields(operation.params, values, &mut texts);
        texts.extend(credentials.into_iter().flat_map(Credentials::secrets).map(Secret::expose));
        let basic = basic(operation, values, credentials);
        texts.extend(basic.as_ref().map(|basic| basic.as_str()));
        let mut secrets = Vec::new();
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            secrets.push(Zeroizing::new(text.as_bytes().to_vec()));
            in_base64(text.as_bytes(), &mut secrets);
        }
        // The longest that fits is masked, so that one secret which begins like another leaves nothing over.
        secrets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        secrets.dedup();
        Mask(secrets)
    }

    /// A text without the secrets.
    pub(super) fn hide(&self, text: &str) -> String {
        self.excerpt(text, usize::MAX, false)
    }

    /// The first characters of a text, without the secrets and with control characters escaped.
    pub(super) fn head(&self, text: &str, limit: usize) -> String {
        self.excerpt(text, limit, true)
    }

    /// Whether there is a secret in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        text.char_indices().any(|(at, _)| self.at_start(text.as_bytes().get(at..).unwrap_or_default()).is_some())
    }

    fn excerpt(&self, text: &str, limit: usize, escape: bool) -> String {
        let mut shown = String::new();
        let mut count = 0;
        let mut rest = text;
        while let Some(char) = rest.chars().next() {
            let end = if rest.len() == text.len() { self.end_at_start(rest.as_bytes()) } else { None };
            let (piece, length) = match self.at_start(rest.as_bytes()).max(end) {
                Some(length) => (MASK.to_owned(), length),
                None if escape && is_control(char) => (char.escape_default().to_string(), char.len_utf8()),
                None => (char.to_string(), char.len_utf8()),
            };
            count += piece.chars().count();
            if count > limit {
                break;
            }
            shown.push_str(&piece);
            // A secret need not end where a character does, when it was cut in the middle of an escape.
            let length = (length..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
            rest = rest.get(length..).unwrap_or_default();
        }
        shown
    }

    /// The length of the secret that a text begins with.
    fn at_start(&self, text: &[u8]) -> Option<usize> {
        self.0.iter().find_map(|secret| begins_with(text, secret))
    }

    /// The length of the end of a secret that a text begins with.
    fn end_at_start(&self, text: &[u8]) -> Option<usize> {
        let ends =
            self.0.iter().flat_map(|secret| (1..secret.len().saturating_sub(CUT - 1)).map(|from| &secret[from..]));
        ends.filter_map(|end| begins_with(text, end)).max()
    }
}

/// What HTTP's own sign-in makes of a user and a password, before it is encoded.
fn basic(operation: &Operation, values: &Values, credentials: Option<&Credentials>) -> Option<Zeroizing<String>> {
    let is_basic = |field: &Field| field.wires.iter().any(|wire| wire.carrier == Carrier::Basic);
    let params = operation.params.iter().enumerate().filter(|(_, field)| is_basic(field));
    let given = params.filter_map(|(index, _)| match values.get(index)? {
        Value::Secret(secret) => Some(secret.expose()),
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let of_scheme = credentials.into_iter().flat_map(|credentials| {
        let params = credentials.scheme().params.iter().enumerate();
        let basic = params.filter(|(_, param)| is_basic(&param.field));
        basic.filter_map(|(index, _)| Some(credentials.value(index)?.expose()))
    });
    let is_first = credentials.is_some_and(|credentials| credentials.scheme().first);
    let mut parts: Vec<&str> =
        if is_first { of_scheme.chain(given).collect() } else { given.chain(of_scheme).collect() };
    parts.truncate(2);
    (parts.len() == 2).then(|| Zeroizing::new(parts.join(":")))
}

/// What base64 makes of a text that ends there, and what it surely makes of one that stands anywhere: there are three ways,
/// whose first and last characters hang on what is around.
fn in_base64(text: &[u8], secrets: &mut Vec<Zeroizing<Vec<u8>>>) {
    for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
        // What a text of one or two bytes is in base64 is too short to be told from other text.
        if text.len() > 2 {
            secrets.push(Zeroizing::new(engine.encode(text).into_bytes()));
        }
        for before in (0..3).filter(|_| text.len() > 5) {
            let all = Zeroizing::new([&[0; 2][..before], text].concat());
            let encoded = Zeroizing::new(engine.encode(&*all).into_bytes());
            let sure = (before * 8).div_ceil(6)..all.len() * 8 / 6;
            secrets.extend(encoded.get(sure).map(|sure| Zeroizing::new(sure.to_vec())));
        }
    }
}

fn of_fields<'a>(fields: &[Field], values: &'a Record, texts: &mut Vec<&'a str>) {
    for (index, field) in fields.iter().enumerate() {
        if let Some(value) = values.get(index) {
            of_value(field, value, texts);
        }
    }
}

fn of_value<'a>(field: &Field, value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::Secret(secret) => texts.push(secret.expose()),
        Value::Text(text) if field.secret => texts.push(text),
        Value::List(items) => items.iter().for_each(|item| of_value(field, item, texts)),
        Value::Record(record) => {
            let shape = field.wires.iter().find_map(|wire| match wire.ty.kind {
                Kind::Record(shape) => Some(shape),
                _ => None,
            });
            if let Some(shape) = shape {
                of_fields(shape.fields, record, texts);
            }
        }
        _ => {}
    }
}

/// How many bytes of `text` the secret takes up at its start, written in whatever way.
fn begins_with(text: &[u8], secret: &[u8]) -> Option<usize> {
    let first = text.first()?;
    if Some(first) != secret.first() && !matches!(first, b'%' | b'&' | b'+' | b'\\') {
        return None;
    }
    // A secret with a `%` or `&` of its own may stand there raw or escaped, so both are tried.
    let mut open = vec![(0, 0)];
    // Where both ways lead on they may meet again, and again.
    let mut met = HashSet::new();
    // One that is whole counts more than one that was cut.
    let mut cut = None;
    while let Some((at, matched)) = open.pop() {
        if !open.is_empty() && !met.insert((at, matched)) {
            continue;
        }
        let (rest, wanted) = (text.get(at..)?, secret.get(matched..)?);
        let Some(want) = wanted.first() else {
            return Some(at);
        };
        if matched >= CUT && (rest.is_empty() || cut_escape(rest)) {
            cut = Some(text.len());
        }
        let Some(next) = rest.first() else { continue };
        if next == want || (*want == b' ' && *next == b'+') {
            open.push((at + 1, matched + 1));
        }
        for (length, bytes) in escaped(rest) {
            if wanted.starts_with(&bytes) {
                open.push((at + length, matched + bytes.len()));
            }
        }
    }
    cut
}

/// What the escape that a text begins with may stand for, with its length: one that stands for the beginning of another
/// escape may be meant as that one.
fn escaped(text: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let Some((length, bytes)) = escape(text) else { return Vec::new() };
    let mut all = Vec::new();
    if let [b'%' | b'&' | b'\\'] = bytes[..] {
        let rest = text.get(length..).unwrap_or_default();
        let inner = [&bytes, rest.get(..rest.len().min(ESCAPE)).unwrap_or_default()].concat();
        all.extend(escaped(&inner).into_iter().map(|(inner, bytes)| (length + inner - 1, bytes)));
    }
    if let [byte] = bytes[..]
        && !byte.is_ascii()
    {
        // In a character set of one byte a character.
        all.push((length, char::from(byte).to_string().into_bytes()));
    }
    all.push((length, bytes));
    all
}

/// The escape that a text begins with: its length, and the bytes that it stands for.
fn escape(text: &[u8]) -> Option<(usize, Vec<u8>)> {
    let hex = |digits: &[u8]| {
        let digits =
            std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    match text.first()? {
        b'%' => Some((3, vec![u8::try_from(hex(text.get(1..3)?)?).ok()?])),
        b'\\' => match text.get(1)? {
            char @ (b'"' | b'\\' | b'/' | b'\'') => Some((2, vec![*char])),
            b'u' => Some((6, char::from_u32(hex(text.get(2..6)?)?)?.to_string().into_bytes())),
            _ => None,
        },
        b'&' => {
            let end = text.iter().take(ESCAPE).position(|byte| *byte == b';')?;
            let name = std::str::from_utf8(text.get(1..end)?).ok()?;
            let char = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(digits) => hex(digits.as_bytes())?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code)?
                }
            };
            Some((end + 1, char.to_string().into_bytes()))
        }
        _ => None,
    }
}

/// Whether a text may end within an escape.
fn cut_escape(text: &[u8]) -> bool {
    let opens = |bytes: &[u8]| matches!(bytes.first(), Some(b'%' | b'&' | b'\\'));
    opens(text) && text.len() < ESCAPE && escape(text).is_none_or(|(_, bytes)| opens(&bytes))
}

/// Control characters, and those that turn the direction of a line or cannot be seen.
fn is_control(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::{Protocols, Type, Wire};

    fn mask(secret: &str) -> Mask {
        const FIELDS: &[Field] = &[Field::new("key", &[Wire::new(Protocols::ALL, &["key"], &Type::STRING)]).secret()];
        let mut values = Values::new(1);
        values.set(0, Some(Value::Secret(Secret::from(secret))));
        static OPERATION: Operation = Operation::new("call", Protocols::ALL).params(FIELDS);
        Mask::of(&OPERATION, &values, None)
    }

    #[test]
    fn a_secret_is_masked_in_every_encoding() {
        let mask = mask("p&ss w%rd<é>\"'");
        for written in [
            "p&ss w%rd<é>\"'",
            "p%26ss%20w%25rd%3C%C3%A9%3E%22%27",
            "p%26ss+w%25rd%3c%c3%a9%3e%22%27",
            "p&amp;ss w%rd&lt;é&gt;&quot;&#39;",
            "p&#38;ss w%rd&#x3C;&#233;>\"&apos;",
            "cCZzcyB3JXJkPMOpPiIn",
            "p&amp;amp;ss w%rd&amp;lt;é&amp;gt;&amp;quot;&amp;apos;",
            "p&amp;amp;ss w%rd&amp;lt;é&amp;gt;\"'",
            "p%2526ss%2520w%2525rd%253C%25c3%25A9%253E%2522%2527",
            "p%26amp;ss w%25rd%26lt;é%26gt;%26quot;%26#39;",
            "p\\u0026ss w%rd<\\u00e9>\\\"'",
            "p%26ss+w%25rd%3C%E9%3E%22%27",
        ] {
            assert_eq!(mask.hide(&format!("key={written}.")), "key=•••.", "{written}");
        }
        assert_eq!(mask.hide("p&ss word"), "p&ss word");
    }

    #[test]
    fn what_https_own_sign_in_makes_of_a_secret_is_masked() {
        const WIRES: &[Wire] = &[Wire::new(Protocols::ALL, &["x"], &Type::STRING).carrier(Carrier::Basic)];
        const FIELDS: &[Field] = &[Field::new("user", WIRES), Field::new("password", WIRES).secret()];
        static OPERATION: Operation = Operation::new("call", Protocols::ALL).params(FIELDS);
        let mut values = Values::new(2);
        values.set(0, Some(Value::Text("Ann".to_owned())));
        values.set(1, Some(Value::Secret(Secret::from("pass"))));
        let mask = Mask::of(&OPERATION, &values, None);
        assert_eq!(mask.hide("Authorization: Basic QW5uOnBhc3M="), "Authorization: Basic •••=");
    }

    #[test]
    fn a_secret_that_looks_escaped_is_masked_raw_and_escaped() {
        assert_eq!(mask("a%25b&amp;c").hide("a%25b&amp;c a%2525b%26amp;c"), "••• •••");
        assert_eq!(mask("x").hide("axa%78"), "a•••a•••");
        assert_eq!(mask("").hide("abc"), "abc");
    }

    #[test]
    fn a_secret_that_looks_escaped_over_and_over_is_masked_soon() {
        // So that nothing looks cut off.
        const END: &str = "and so on, and on, and on";
        let secret = "%25".repeat(60);
        let twice = "%25".repeat(59);
        assert_eq!(mask(&secret).hide(&format!("a {secret}b {twice}, {END}")), format!("a •••b {twice}, {END}"));
        let long = secret.repeat(5) + END;
        assert_eq!(mask(&format!("{secret}x")).hide(&long), long);
    }

    #[test]
    fn the_head_is_short_escaped_and_hides_a_secret_that_was_cut() {
        let mask = mask("hunter2-hunter2");
        assert_eq!(mask.head("a\r\n\u{1}\u{202E}b", 200), "a\\r\\n\\u{1}\\u{202e}b");
        assert_eq!(mask.head(&"hunter2-hunter2 ".repeat(100), 8), "••• ••• ");
        assert_eq!(mask.head("key=hunter2-hun", 200), "key=•••");
        assert_eq!(mask.hide("er2-hunter2 is wrong"), "••• is wrong");
        assert_eq!(mask.hide("er2-hun"), "•••");
        assert_eq!(mask.hide("hunt or er2"), "hunt or er2");
        assert_eq!(mask.head("hunting", 200), "hunting");
        assert_eq!(mask.head(&"é".repeat(300), 200).chars().count(), 200);
    }
}
