//! Keeping secrets out of what errors repeat.
//!
//! A server that echoes a password may write it raw, percent-encoded, as a form does, as XML does, or in base64. The
//! first four are found by decoding while comparing, in any mixture; base64 by looking for the encoded forms, and so is XML
//! that stands in XML as text.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

use quick_xml::escape::{escape, partial_escape};

use crate::{
    Credentials, Record, Value, Values,
    description::{Carrier, Field, Kind, Operation},
};

/// What stands in place of a secret.
const MASK: &str = "•••";

/// So much of a secret at the very end of a text that may have been cut short is taken for one.
const CUT: usize = 4;

/// The secrets of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Mask(Vec<Vec<u8>>);

impl Mask {
    /// The secrets among a call's parameters and in its credentials.
    pub(super) fn of(operation: &Operation, values: &Values, credentials: Option<&Credentials>) -> Mask {
        let mut texts = Vec::new();
        of_fields(operation.params, values, &mut texts);
        texts.extend(credentials.into_iter().flat_map(Credentials::secrets).map(|secret| secret.expose().to_owned()));
        texts.extend(basic(operation, values, credentials));
        let mut secrets: Vec<Vec<u8>> = Vec::new();
        for text in texts.iter().filter(|text| !text.is_empty()) {
            secrets.push(text.as_bytes().to_vec());
            if text.contains(['<', '>', '&', '\'', '"']) {
                secrets.push(escape(text.as_str()).as_bytes().to_vec());
                secrets.push(partial_escape(text.as_str()).as_bytes().to_vec());
            }
            // What a text of one or two bytes is in base64 is too short to be told from other text.
            if text.len() > 2 {
                secrets.push(STANDARD_NO_PAD.encode(text).into_bytes());
                secrets.push(URL_SAFE_NO_PAD.encode(text).into_bytes());
            }
        }
        // The longest that fits is masked, so that one secret which begins like another leaves nothing over.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
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

    fn excerpt(&self, text: &str, limit: usize, escape: bool) -> String {
        let mut shown = String::new();
        let mut count = 0;
        let mut rest = text;
        while let Some(char) = rest.chars().next() {
            let (piece, length) = match self.at_start(rest.as_bytes(), escape) {
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
    fn at_start(&self, text: &[u8], may_be_cut: bool) -> Option<usize> {
        self.0.iter().find_map(|secret| begins_with(text, secret, may_be_cut))
    }
}

/// What HTTP's own sign-in makes of a user and a password, before it is encoded.
fn basic(operation: &Operation, values: &Values, credentials: Option<&Credentials>) -> Option<String> {
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
    (parts.len() == 2).then(|| parts.join(":"))
}

fn of_fields(fields: &[Field], values: &Record, texts: &mut Vec<String>) {
    for (index, field) in fields.iter().enumerate() {
        if let Some(value) = values.get(index) {
            of_value(field, value, texts);
        }
    }
}

fn of_value(field: &Field, value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Secret(secret) => texts.push(secret.expose().to_owned()),
        Value::Text(text) if field.secret => texts.push(text.clone()),
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
fn begins_with(text: &[u8], secret: &[u8], may_be_cut: bool) -> Option<usize> {
    let first = text.first()?;
    if Some(first) != secret.first() && !matches!(first, b'%' | b'&' | b'+') {
        return None;
    }
    // A secret with a `%` or `&` of its own may stand there raw or escaped, so both are tried.
    let mut open = vec![(0, 0)];
    while let Some((at, matched)) = open.pop() {
        let (rest, wanted) = (text.get(at..)?, secret.get(matched..)?);
        let Some(want) = wanted.first() else {
            return Some(at);
        };
        let cut = may_be_cut && matched >= CUT;
        let Some(next) = rest.first() else {
            if cut {
                return Some(at);
            }
            continue;
        };
        if cut && cut_escape(rest) {
            return Some(text.len());
        }
        if next == want || (*want == b' ' && *next == b'+') {
            open.push((at + 1, matched + 1));
        }
        if let Some((length, bytes)) = escaped(rest)
            && wanted.starts_with(&bytes)
        {
            open.push((at + length, matched + bytes.len()));
        }
    }
    None
}

/// The escape that a text begins with: its length, and the bytes that it stands for.
fn escaped(text: &[u8]) -> Option<(usize, Vec<u8>)> {
    match text.first()? {
        b'%' => {
            let hex = std::str::from_utf8(text.get(1..3)?).ok()?;
            hex.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
            Some((3, vec![u8::from_str_radix(hex, 16).ok()?]))
        }
        b'&' => {
            let end = text.iter().take(12).position(|byte| *byte == b';')?;
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
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
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

/// Whether a text ends within an escape.
fn cut_escape(text: &[u8]) -> bool {
    match text.first() {
        Some(b'%') => text.len() < 3,
        Some(b'&') => text.len() < 12 && !text.contains(&b';'),
        _ => false,
    }
}

/// Control characters, and those that turn the direction of a line or cannot be seen.
fn is_control(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Secret,
        description::{Protocols, Type, Wire},
    };

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
    fn the_head_is_short_escaped_and_hides_a_secret_that_was_cut() {
        let mask = mask("hunter2-hunter2");
        assert_eq!(mask.head("a\r\n\u{1}\u{202E}b", 200), "a\\r\\n\\u{1}\\u{202e}b");
        assert_eq!(mask.head(&"hunter2-hunter2 ".repeat(100), 8), "••• ••• ");
        assert_eq!(mask.head("key=hunter2-hun", 200), "key=•••");
        assert_eq!(mask.head("hunting", 200), "hunting");
        assert_eq!(mask.head(&"é".repeat(300), 200).chars().count(), 200);
    }
}
