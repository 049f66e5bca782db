//! Character sets, and how bytes are escaped.

use bindery_transport::description::Escape;
use encoding_rs::Encoding;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

/// What goes unescaped: letters, digits, and what RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The bytes of a text; what the set does not have comes as `&#8364;`, as browsers send it.
pub(crate) fn encode(text: &str, charset: Option<&str>) -> Vec<u8> {
    encoding(charset).encode(text).0.into_owned()
}

/// The text of bytes; what does not decode comes as U+FFFD.
pub(crate) fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    encoding(charset).decode_without_bom_handling(bytes).0.into_owned()
}

fn encoding(charset: Option<&str>) -> &'static Encoding {
    charset.and_then(|name| Encoding::for_label(name.as_bytes())).unwrap_or(encoding_rs::UTF_8)
}

/// A value as it stands in a text whose values are escaped.
pub(crate) fn escape(text: &str, escape: Escape, charset: Option<&str>) -> String {
    let escaped = || percent_encode(&encode(text, charset), RESERVED).to_string();
    match escape {
        Escape::Percent => escaped(),
        Escape::Form => escaped().replace("%20", "+"),
        _ => text.to_owned(),
    }
}

/// The value of an escaped text.
pub(crate) fn unescape(text: &str, escape: Escape, charset: Option<&str>) -> String {
    match escape {
        Escape::Percent => decode(&percent_decode(text.as_bytes()).collect::<Vec<_>>(), charset),
        Escape::Form => decode(&of_form(text.as_bytes()), charset),
        _ => text.to_owned(),
    }
}

/// The pairs of a form, as bytes of its character set.
pub(crate) fn pairs(form: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    form.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=').map(of_form);
            (halves.next().unwrap_or_default(), halves.next().unwrap_or_default())
        })
        .collect()
}

fn of_form(escaped: &[u8]) -> Vec<u8> {
    let blanks: Vec<u8> = escaped.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&blanks).collect()
}

/// The character set that a content type says.
pub(crate) fn of_content_type(kind: &str) -> Option<&str> {
    kind.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })
}
