//! Bytes in any character set. The first byte chooses the operation and the protocol; up to the end of the line comes
//! the content type, and behind it the body.

use bindery_transport::{Kind, Protocol, description::Operation};
use encoding_rs::Encoding;

use crate::{
    check::{Call, choice, response},
    vendor::{DEPOT, DOCUMENTS, TEXTS},
};

/// Reads a body in the character set that it says.
pub fn run(data: &[u8]) {
    let Some((index, data)) = choice(data, TEXTS.len() + DOCUMENTS.len()) else { return };
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (content_type, body) = (&data[..end], data.get(end + 1..).unwrap_or_default());
    let Ok(content_type) = std::str::from_utf8(content_type) else { return };
    let (operation, protocol): (&Operation, _) = match TEXTS.get(index) {
        Some(operation) => (operation, Protocol::Get),
        None => (DOCUMENTS[index - TEXTS.len()], Protocol::Xml),
    };
    let answer = Call::new(&DEPOT, operation, protocol).read(&response(200, Some(content_type), body));
    let is_undecodable = answer.is_err_and(|failure| failure.kind() == Kind::Charset);
    if operation.name == "bytes" {
        assert!(!is_undecodable, "bytes are in no character set");
    } else if let Some((encoding, mark)) = Encoding::for_bom(body) {
        // Whatever else says something, the byte order mark is believed.
        let decodes = encoding.decode_without_bom_handling_and_without_replacement(&body[mark..]).is_some();
        assert_eq!(is_undecodable, !decodes, "{}", encoding.name());
    } else if body.is_ascii()
        && !content_type.to_ascii_lowercase().contains("charset")
        && !body.windows(8).any(|at| at == b"encoding")
    {
        assert!(!is_undecodable, "ASCII is UTF-8");
    }
}
