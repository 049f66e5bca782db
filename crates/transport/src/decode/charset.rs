//! From bytes to text: by the byte order mark, else the content type's charset, else the XML declaration's, else the one
//! that the description says, else UTF-8.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A byte does not decode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// Its offset in the body.
    pub(super) offset: usize,
    /// The name of the character set.
    pub(super) charset: &'static str,
}

/// The text of a body, and its character set.
pub(super) fn decode<'b>(
    body: &'b [u8],
    content_type: Option<&str>,
    said: Option<&str>,
) -> Result<(Cow<'b, str>, &'static Encoding), Undecodable> {
    let (encoding, mark) = encoding(body, content_type, said);
    text(body, encoding, mark).map(|text| (text, encoding))
}

fn text<'b>(body: &'b [u8], encoding: &'static Encoding, mark: usize) -> Result<Cow<'b, str>, Undecodable> {
    let content = body.get(mark..).unwrap_or_default();
    let malformed = |offset: usize| Undecodable { offset: mark + offset, charset: encoding.name() };
    if encoding == UTF_8 {
        return std::str::from_utf8(content).map(Cow::Borrowed).map_err(|error| malformed(error.valid_up_to()));
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(content.len()).unwrap_or(content.len()));
    let mut read = 0;
    loop {
        let rest = content.get(read..).unwrap_or_default();
        match decoder.decode_to_string_without_replacement(rest, &mut text, true) {
            (DecoderResult::InputEmpty, _) => return Ok(Cow::Owned(text)),
            (DecoderResult::OutputFull, more) => {
                read += more;
                text.reserve(rest.len().max(64));
            }
            (DecoderResult::Malformed(length, after), more) => {
                return Err(malformed((read + more).saturating_sub(usize::from(length) + usize::from(after))));
            }
        }
    }
}

/// The text of a body with a mark in place of what does not decode, for a person to look at.
pub(super) fn decode_lossy<'b>(body: &'b [u8], content_type: Option<&str>, said: Option<&str>) -> Cow<'b, str> {
    let (encoding, mark) = encoding(body, content_type, said);
    encoding.decode_without_bom_handling(body.get(mark..).unwrap_or_default()).0
}

/// The encoding, and the length of the byte order mark.
fn encoding(body: &[u8], content_type: Option<&str>, said: Option<&str>) -> (&'static Encoding, usize) {
    if let Some(found) = Encoding::for_bom(body) {
        return found;
    }
    let named = content_type
        .and_then(charset_parameter)
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .or_else(|| declared(body))
        .or_else(|| Encoding::for_label(said?.as_bytes()))
        .unwrap_or(UTF_8);
    (named, 0)
}

/// `charset` of a content type.
fn charset_parameter(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// `encoding` of an XML declaration.
///
/// A declaration that can be read as ASCII is not in UTF-16, whatever it says: programs that make XML in memory often
/// leave it so, and send UTF-8.
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = body.get(..body.len().min(256)).unwrap_or_default().trim_ascii_start();
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).position(|two| two == b"?>")?;
    let declaration = std::str::from_utf8(declaration.get(..end)?).ok()?;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|char| matches!(char, '"' | '\''))?;
    let label = value.get(1..)?.split(quote).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &[u8], content_type: Option<&str>) -> Result<String, (usize, &'static str)> {
        decode(body, content_type, None)
            .map(|(text, _)| text.into_owned())
            .map_err(|error| (error.offset, error.charset))
    }

    #[test]
    fn a_byte_order_mark_wins() {
        assert_eq!(text(b"\xEF\xBB\xBF\xC3\xA9", Some("text/plain; charset=iso-8859-1")), Ok("é".to_owned()));
        assert_eq!(text(b"\xFF\xFEa\0\xE9\0", None), Ok("aé".to_owned()));
        assert_eq!(text(b"\xFE\xFF\0a\0\xE9", None), Ok("aé".to_owned()));
    }

    #[test]
    fn then_the_content_type_then_the_declaration_then_utf_8() {
        let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9</a>";
        assert!(text(latin, None).is_ok_and(|text| text.ends_with("<a>é</a>")));
        assert_eq!(text(latin, Some("text/xml; Charset=\"utf-8\"")), Err((46, "UTF-8")));
        assert_eq!(text(b"\x80", Some("text/plain;charset=windows-1252")), Ok("€".to_owned()));
        assert_eq!(text(b"\xE9", Some("text/plain; charset=none-such")), Err((0, "UTF-8")));
        assert_eq!(text("é".as_bytes(), None), Ok("é".to_owned()));
        assert_eq!(
            text(b"<?xml version=\"1.0\" encoding=\"utf-16\"?><a>\xC3\xA9</a>", None).map(|text| text.len()),
            Ok(48)
        );
    }

    #[test]
    fn the_description_says_it_where_nothing_else_does() {
        let said = |body, content_type| {
            let decoded = decode(body, content_type, Some("windows-1252"));
            decoded.map(|(text, encoding)| (text.into_owned(), encoding.name())).map_err(|error| error.offset)
        };
        assert_eq!(said(b"\xE9", None), Ok(("é".to_owned(), "windows-1252")));
        assert_eq!(said(b"\xE9", Some("text/plain; charset=none-such")), Ok(("é".to_owned(), "windows-1252")));
        assert_eq!(said(b"\xE9", Some("text/plain; charset=utf-8")), Err(0));
        assert_eq!(said(b"\xEF\xBB\xBF\xC3\xA9", None), Ok(("é".to_owned(), "UTF-8")));
        assert_eq!(said(b"<?xml version='1.0' encoding='utf-8'?><a/>\xE9", None), Err(42));
    }

    #[test]
    fn a_byte_that_does_not_decode_has_an_offset() {
        assert_eq!(text(b"ab\xFFcd", None), Err((2, "UTF-8")));
        assert_eq!(text(b"\xEF\xBB\xBFab\xFF", None), Err((5, "UTF-8")));
        assert_eq!(text(b"ab\x81\x20", Some("text/plain; charset=shift_jis")), Err((2, "Shift_JIS")));
        assert_eq!(text(b"\xFF\xFEa\0\x00\xD8", None), Err((4, "UTF-16LE")));
    }
}
