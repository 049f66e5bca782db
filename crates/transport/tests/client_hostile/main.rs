//! Answers that break off, break the rules, lie or never end, over HTTP: the right failure, soon, and a client that goes
//! on working.

#![cfg(feature = "client")]

mod connection;
mod cut;
mod documents;
mod downloads;
mod elsewhere;
mod endless;
mod framing;
#[path = "../support/mod.rs"]
mod support;

use std::{error::Error, sync::Arc, time::Duration};

use bindery_transport::{Failure, Kind, Protocol, Stage as How};
use support::{
    raw::{Script, Server, Then, Wire},
    stage::{
        PIN, PROTOCOLS, Stage, answer, chunked, content_type, envelope, good, gzip, noted, script, told, with_head,
    },
};
use tokio::sync::Barrier;

const INCOMPLETE: Option<(How, Kind)> = Some((How::NoAnswer, Kind::Incomplete));
const TOO_LARGE: Option<(How, Kind)> = Some((How::NoAnswer, Kind::TooLarge));
const MALFORMED: Option<(How, Kind)> = Some((How::NoAnswer, Kind::Malformed));
const TIMEOUT: Option<(How, Kind)> = Some((How::NoAnswer, Kind::Timeout));
const UNEXPECTED: Option<(How, Kind)> = Some((How::NotUnderstood, Kind::Unexpected));
const TOO_MUCH: Option<(How, Kind)> = Some((How::NotUnderstood, Kind::TooLarge));
const CHARSET: Option<(How, Kind)> = Some((How::NotUnderstood, Kind::Charset));

/// What the systems at both ends may hold of what a server sends, with the client's own buffer.
const IN_FLIGHT: u64 = 64 << 20;

const CHUNKED: &str = "Transfer-Encoding: chunked\r\n";
const GZIP: &str = "Content-Encoding: gzip\r\n";

/// An answer to each protocol's call, and what it has to come to.
struct Row {
    name: &'static str,
    bytes: Box<dyn Fn(Protocol) -> Vec<u8>>,
    then: Then,
    want: Option<(How, Kind)>,
}

fn row(
    name: &'static str,
    want: Option<(How, Kind)>,
    then: Then,
    bytes: impl Fn(Protocol) -> Vec<u8> + 'static,
) -> Row {
    Row { name, bytes: Box::new(bytes), then, want }
}

/// Whatever is wanted, an accepted answer is the one that was sent.
async fn play(rows: impl IntoIterator<Item = Row>) {
    for row in rows {
        let stage = Stage::new();
        for protocol in PROTOCOLS {
            let result = stage.gets(protocol, (row.bytes)(protocol), row.then).await;
            assert_eq!(told(&result), row.want, "{} over {protocol}: {result:?}", row.name);
            stage.keeps_its_connection(protocol).await;
            match result {
                Ok(noted) => assert_eq!(noted, (7, "x".to_owned()), "{} over {protocol}", row.name),
                Err(failure) => tells_nothing(&failure),
            }
        }
    }
}

/// No secret and no address, in whatever way it is printed.
fn tells_nothing(failure: &Failure) {
    let mut said = format!("{failure} {failure:?}");
    let mut source = failure.source();
    while let Some(error) = source {
        said += &format!(" {error} {error:?}");
        source = error.source();
    }
    for hidden in [PIN, "127.0.0.1", "/text/note", "/xml/note", "/soap/note"] {
        assert!(!said.contains(hidden), "{hidden} in {said}");
    }
}

fn x(protocol: Protocol) -> String {
    noted(protocol, "x")
}
