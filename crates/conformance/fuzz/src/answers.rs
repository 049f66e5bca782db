//! Whole answers of every operation of the generated crates over every protocol that it has. The first byte chooses the
//! vendor, the second the operation, the third the protocol, the fourth the HTTP status and the content type.

use bindery_transport::description::Vendor;

use crate::check::{Call, choice, response};

/// The vendors.
pub const VENDORS: [&Vendor; 3] = [&inforouter::VENDOR, &logmein_rescue::VENDOR, &mediasilo::VENDOR];

const HEADS: [(u16, Option<&str>); 6] = [
    (200, None),
    (200, Some("text/xml; charset=utf-8")),
    (200, Some("text/html")),
    (500, Some("text/xml")),
    (404, Some("text/html; charset=iso-8859-1")),
    (200, Some("application/octet-stream")),
];

/// Reads a body as an answer of a vendor.
pub fn run(data: &[u8]) {
    let Some((vendor, data)) = choice(data, VENDORS.len()) else { return };
    let vendor = VENDORS[vendor];
    let Some((operation, data)) = choice(data, vendor.operations.len()) else { return };
    let operation = vendor.operations[operation];
    let protocols: Vec<_> = operation.on.iter().filter(|on| vendor.binding(*on).is_some()).collect();
    let Some((protocol, data)) = choice(data, protocols.len()) else { return };
    let Some((head, body)) = choice(data, HEADS.len()) else { return };
    let (status, content_type) = HEADS[head];
    let _ = Call::new(vendor, operation, protocols[protocol]).read(&response(status, content_type, body));
}
