//! Text answers: labels, templates, tables, numbered labels, maps, escapes. The first byte chooses the operation.

use bindery_transport::Protocol;

use crate::{
    check::{Call, choice, response},
    vendor::{DEPOT, TEXTS},
};

/// Reads a body as a text answer.
pub fn run(data: &[u8]) {
    let Some((index, body)) = choice(data, TEXTS.len()) else { return };
    let _ = Call::new(&DEPOT, TEXTS[index], Protocol::Post).read(&response(200, None, body));
}
