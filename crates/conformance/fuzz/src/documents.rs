//! XML answers: attributes, elements, lists, records in records, maps, documents in texts. The first byte chooses the
//! operation.
//!
//! A parser of another hand is asked, too: what it reads is XML, and what it does not is accepted only where it is
//! known to be stricter.

use bindery_transport::Protocol;

use crate::{
    check::{Call, choice, response},
    vendor::{DEPOT, DOCUMENTS},
};

/// Reads a body as an XML answer.
pub fn run(data: &[u8]) {
    let Some((index, body)) = choice(data, DOCUMENTS.len()) else { return };
    let answer = Call::new(&DEPOT, DOCUMENTS[index], Protocol::Xml).read(&response(200, Some("text/xml"), body));
    let Ok(text) = std::str::from_utf8(body) else { return };
    if let Err(failure) = answer
        && roxmltree::Document::parse(text).is_ok()
        // It takes an empty prefix for none, which is no name.
        && !text.contains("<:") && !text.contains("</:")
    {
        let shown = failure.to_string();
        assert!(!shown.contains("the answer is no XML") || shown.contains("more than"), "{shown}");
    }
}
