//! SOAP answers and faults. The first byte chooses the operation, the second the version of SOAP and what of the
//! envelope is around the rest: all of it, or nothing.

use bindery_transport::{Protocol, Stage};

use crate::{
    check::{Call, choice, response},
    vendor::{DEPOT, DOCUMENTS},
};

/// Reads a body as a SOAP answer.
pub fn run(data: &[u8]) {
    let Some((index, data)) = choice(data, DOCUMENTS.len()) else { return };
    let Some((how, body)) = choice(data, 8) else { return };
    let protocol = if how & 1 == 0 { Protocol::Soap11 } else { Protocol::Soap12 };
    let envelope = |front: &str, end: &str| {
        let start = format!("<s:Envelope xmlns:s='urn:s'><s:Body>{front}");
        [start.as_bytes(), body, end.as_bytes(), b"</s:Body></s:Envelope>"].concat()
    };
    let body = match how >> 1 {
        0 => body.to_vec(),
        1 => envelope("", ""),
        2 => envelope("<s:Fault>", "</s:Fault>"),
        _ => envelope(&format!("<r><{}Result status='OK'/>", DOCUMENTS[index].name), "</r>"),
    };
    let status = if how >> 1 == 2 { 500 } else { 200 };
    let answer = Call::new(&DEPOT, DOCUMENTS[index], protocol).read(&response(status, Some("text/xml"), &body));
    if let Err(failure) = answer
        && failure.fault().is_some()
    {
        assert_eq!(failure.stage(), Stage::Refused);
    }
}
