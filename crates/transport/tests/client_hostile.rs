//! Answers that break off, break the rules, lie or never end, over HTTP: the right failure, soon, and a client that goes
//! on working.

#![cfg(feature = "client")]

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

#[tokio::test]
async fn an_answer_cut_anywhere_is_incomplete() {
    let stage = Stage::new();
    for protocol in PROTOCOLS {
        let body = x(protocol);
        let kind = format!("Content-Type: {}\r\n", content_type(protocol));
        let whole = answer(protocol, "", &body);
        let old = [b"HTTP/1.0".as_slice(), &whole[8..]].concat();
        let zipped = gzip(&body);
        let trailed = chunked(body.as_bytes(), 50);
        let trailed = [&trailed[..trailed.len() - 2], b"X-Sum: 1\r\n\r\n"].concat();
        for bytes in [
            whole,
            old,
            with_head(&format!("{kind}{CHUNKED}"), chunked(body.as_bytes(), 7)),
            with_head(&format!("{kind}{CHUNKED}"), chunked(body.as_bytes(), 1000)),
            with_head(&format!("{kind}{CHUNKED}Trailer: X-Sum\r\n"), trailed),
            answer(protocol, GZIP, &zipped),
            with_head(&format!("{kind}{GZIP}{CHUNKED}"), chunked(&zipped, 20)),
        ] {
            for end in 0..bytes.len() {
                let result = stage.gets(protocol, bytes[..end].to_vec(), Then::Close).await;
                let head = String::from_utf8_lossy(&bytes[..end]);
                assert_eq!(told(&result), INCOMPLETE, "{end} of {} over {protocol}: {head} {result:?}", bytes.len());
            }
            let result = stage.gets(protocol, bytes, Then::Keep).await;
            assert_eq!(result.unwrap(), (7, "x".to_owned()));
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_reset_anywhere_is_incomplete() {
    let stage = Stage::new();
    for protocol in PROTOCOLS {
        let body = x(protocol);
        for bytes in [answer(protocol, "", &body), with_head(CHUNKED, chunked(body.as_bytes(), 30))] {
            for end in (0..bytes.len()).step_by(7) {
                let result = stage.gets(protocol, bytes[..end].to_vec(), Then::Reset).await;
                assert_eq!(told(&result), INCOMPLETE, "{end} of {} over {protocol}: {result:?}", bytes.len());
            }
        }
    }
}

/// Where the end of the connection is the end of the answer, nothing but the answer itself tells that it was cut.
#[tokio::test]
async fn an_answer_without_a_length_cut_anywhere_is_seldom_taken_for_a_whole_one() {
    let stage = Stage::new();
    for protocol in PROTOCOLS {
        let body = noted(protocol, "a b");
        for head in ["HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n"] {
            let bytes = [head.as_bytes(), body.as_bytes()].concat();
            for end in 0..bytes.len() {
                let result = stage.gets(protocol, bytes[..end].to_vec(), Then::Close).await;
                match &result {
                    _ if end < head.len() => assert_eq!(told(&result), INCOMPLETE, "{end} over {protocol}"),
                    Ok((7, text)) if protocol.is_form() => assert!("a b".starts_with(text), "{text}"),
                    _ => assert_eq!(told(&result), UNEXPECTED, "{end} over {protocol}: {result:?}"),
                }
            }
            assert_eq!(stage.gets(protocol, bytes, Then::Close).await.unwrap(), (7, "a b".to_owned()));
            // Compression has an end of its own.
            let zipped = gzip(&body);
            let head = head.replace("\r\n\r\n", &format!("\r\n{GZIP}\r\n"));
            for end in 0..zipped.len() {
                let bytes = [head.as_bytes(), &zipped[..end]].concat();
                let result = stage.gets(protocol, bytes, Then::Close).await;
                assert_eq!(told(&result), INCOMPLETE, "{end} over {protocol}: {result:?}");
            }
            let result = stage.gets(protocol, [head.as_bytes(), &zipped].concat(), Then::Close).await;
            assert_eq!(result.unwrap(), (7, "a b".to_owned()));
        }
    }
}

#[tokio::test]
async fn lengths_that_lie() {
    let length =
        |length: &'static str| move |protocol| with_head(&format!("Content-Length: {length}\r\n"), x(protocol));
    play([
        row("two that differ", MALFORMED, Then::Keep, |protocol| {
            let length = x(protocol).len();
            with_head(&format!("Content-Length: {length}\r\nContent-Length: {}\r\n", length + 1), x(protocol))
        }),
        row("two that differ in one line", MALFORMED, Then::Keep, |protocol| {
            let length = x(protocol).len();
            with_head(&format!("Content-Length: {length}, {}\r\n", length + 1), x(protocol))
        }),
        row("two that are the same", None, Then::Keep, |protocol| {
            let line = format!("Content-Length: {}\r\n", x(protocol).len());
            with_head(&format!("{line}{line}"), x(protocol))
        }),
        row("a length and chunks: the chunks count", None, Then::Keep, |protocol| {
            with_head(&format!("Content-Length: 3\r\n{CHUNKED}"), chunked(x(protocol).as_bytes(), 9))
        }),
        row("chunks under HTTP/1.0", MALFORMED, Then::Keep, |protocol| {
            let bytes = with_head(CHUNKED, chunked(x(protocol).as_bytes(), 9));
            [b"HTTP/1.0", &bytes[8..]].concat()
        }),
        row("below zero", MALFORMED, Then::Keep, length("-1")),
        row("with a sign", MALFORMED, Then::Keep, length("+6")),
        row("no number", MALFORMED, Then::Keep, length("six")),
        row("hexadecimal", MALFORMED, Then::Keep, length("0x6")),
        row("nothing", MALFORMED, Then::Keep, length("")),
        row("more than fits", MALFORMED, Then::Keep, length("99999999999999999999999")),
        row("all that fits", TOO_LARGE, Then::Keep, length("18446744073709551615")),
        row("half of all that fits", TOO_LARGE, Then::Close, length("9223372036854775807")),
    ])
    .await;
}

#[tokio::test]
async fn chunks_that_are_none() {
    let body = |body: &'static str| move |_| with_head(CHUNKED, body);
    play([
        row("no number", MALFORMED, Then::Keep, body("xyz\r\nOK 7 x\r\n0\r\n\r\n")),
        row("no number at all", MALFORMED, Then::Keep, body("\r\nOK 7 x\r\n0\r\n\r\n")),
        row("below zero", MALFORMED, Then::Keep, body("-6\r\nOK 7 x\r\n0\r\n\r\n")),
        row("more than fits", MALFORMED, Then::Keep, body("ffffffffffffffffff\r\nOK 7 x\r\n0\r\n\r\n")),
        row("all that fits", INCOMPLETE, Then::Close, body("ffffffffffffffff\r\nOK 7 x\r\n0\r\n\r\n")),
        row("shorter than said", MALFORMED, Then::Keep, body("9\r\nOK 7 x\r\n0\r\n\r\n")),
        row("longer than said", MALFORMED, Then::Keep, body("2\r\nOK 7 x\r\n0\r\n\r\n")),
        row("lines that end otherwise", MALFORMED, Then::Keep, body("6\nOK 7 x\n0\n\n")),
        row("not in chunks", MALFORMED, Then::Keep, |protocol| with_head(CHUNKED, format!("?{}", x(protocol)))),
        row("a trailer that is none", MALFORMED, Then::Keep, body("6\r\nOK 7 x\r\n0\r\nno trailer\r\n\r\n")),
    ])
    .await;
}

#[tokio::test]
async fn more_than_was_said_is_not_the_next_answer() {
    let stage = Stage::new();
    for protocol in PROTOCOLS {
        let more = answer(protocol, "", noted(protocol, "smuggled"));
        for pause in [None, Some(Duration::from_millis(30))] {
            let (first, more) = (answer(protocol, "", x(protocol)), more.clone());
            let script: Script = Box::new(move |wire: &mut Wire| {
                match pause {
                    None => wire.send([first, more].concat())?,
                    Some(pause) => {
                        wire.send(first)?;
                        std::thread::sleep(pause);
                        wire.send(more)?;
                    }
                }
                Ok(Then::Keep)
            });
            // The good calls behind it get their own answers.
            let result = stage.call(protocol, script).await;
            assert_eq!(result.unwrap(), (7, "x".to_owned()));
        }
    }
}

#[tokio::test]
async fn compression() {
    let coded = |coding: &'static str| move |protocol| answer(protocol, coding, gzip(x(protocol)));
    let zipped = |change: fn(Vec<u8>) -> Vec<u8>| move |protocol| answer(protocol, GZIP, change(gzip(x(protocol))));
    let chunks = |change: fn(Vec<u8>) -> Vec<u8>, size| {
        move |protocol| with_head(&format!("{GZIP}{CHUNKED}"), chunked(&change(gzip(x(protocol))), size))
    };
    play([
        row("as asked for", None, Then::Keep, coded(GZIP)),
        row("in other letters", None, Then::Keep, coded("Content-Encoding:  GZip \r\n")),
        row("by its other name", None, Then::Keep, coded("Content-Encoding: x-gzip\r\n")),
        row("in single bytes", None, Then::Keep, chunks(|bytes| bytes, 1)),
        row("in two members", None, Then::Keep, |protocol| {
            let (front, back) = (x(protocol).into_bytes(), x(protocol).len() / 2);
            answer(protocol, GZIP, [gzip(&front[..back]), gzip(&front[back..])].concat())
        }),
        row("in two members and many chunks", None, Then::Keep, |protocol| {
            let (front, back) = (x(protocol).into_bytes(), x(protocol).len() / 2);
            let both = [gzip(&front[..back]), gzip(&front[back..])].concat();
            with_head(&format!("{GZIP}{CHUNKED}"), chunked(&both, 5))
        }),
        row("not compressed", MALFORMED, Then::Keep, |protocol| answer(protocol, GZIP, x(protocol))),
        row("nothing", UNEXPECTED, Then::Keep, |protocol| answer(protocol, GZIP, "")),
        row("cut", INCOMPLETE, Then::Keep, zipped(|bytes| bytes[..bytes.len() - 3].to_vec())),
        row("garbage behind it", MALFORMED, Then::Keep, zipped(|bytes| [&bytes[..], b"garbage"].concat())),
        row("garbage behind it, apart", MALFORMED, Then::Keep, |protocol| {
            let zipped = gzip(x(protocol));
            let size = zipped.len();
            with_head(&format!("{GZIP}{CHUNKED}"), chunked(&[&zipped[..], b"garbage"].concat(), size))
        }),
        row("another sum", MALFORMED, Then::Keep, zipped(|bytes| [&bytes[..bytes.len() - 8], &[0; 8]].concat())),
        row("broken inside", MALFORMED, Then::Keep, zipped(|bytes| [&bytes[..10], &[0xFF; 20]].concat())),
        row("twice", UNEXPECTED, Then::Keep, |protocol| {
            answer(protocol, "Content-Encoding: gzip, gzip\r\n", gzip(gzip(x(protocol))))
        }),
        row("twice in two lines", UNEXPECTED, Then::Keep, |protocol| {
            answer(protocol, &format!("{GZIP}{GZIP}"), gzip(gzip(x(protocol))))
        }),
        row("deflate", UNEXPECTED, Then::Keep, coded("Content-Encoding: deflate\r\n")),
        row("br", UNEXPECTED, Then::Keep, coded("Content-Encoding: br\r\n")),
        row("something", UNEXPECTED, Then::Keep, coded("Content-Encoding: something\r\n")),
        row("none", None, Then::Keep, |protocol| answer(protocol, "Content-Encoding: identity\r\n", x(protocol))),
        row("a character set", None, Then::Keep, |protocol| {
            answer(protocol, "Content-Encoding: UTF-8\r\n", x(protocol))
        }),
    ])
    .await;
}

#[tokio::test]
async fn the_limit_is_for_what_comes_out() {
    // Compressed it is longer.
    let body = noted(Protocol::Post, "x");
    let bytes = answer(Protocol::Post, GZIP, gzip(&body));
    let limit = noted(Protocol::Post, "fine").len();
    assert!(gzip(&body).len() > limit);
    let stage = Stage::with(|builder| builder.body_limit(limit as u64));
    assert_eq!(stage.gets(Protocol::Post, bytes, Then::Keep).await.unwrap(), (7, "x".to_owned()));
    let longer = gzip(noted(Protocol::Post, "finer"));
    let result = stage.gets(Protocol::Post, answer(Protocol::Post, GZIP, longer), Then::Keep).await;
    assert_eq!(told(&result), TOO_LARGE, "{result:?}");
}

#[tokio::test]
async fn a_coding_that_is_not_read_is_named() {
    let stage = Stage::new();
    let bytes = answer(Protocol::Post, "Content-Encoding: br\r\n", [0x8B, 3, 0x80]);
    let failure = stage.gets(Protocol::Post, bytes, Then::Keep).await.unwrap_err();
    assert!(failure.to_string().contains("encoded as `br`"), "{failure}");
    assert_eq!(failure.answer().and_then(|head| head.excerpt.as_deref()), None);
}

#[tokio::test]
async fn what_is_no_http() {
    let bytes = |bytes: &'static [u8]| move |_| bytes.to_vec();
    play([
        row("a greeting", MALFORMED, Then::Keep, bytes(b"220 mail.example ESMTP\r\n")),
        row("a few letters", MALFORMED, Then::Keep, bytes(b"OK 7 x")),
        row("HTTP/0.9", MALFORMED, Then::Keep, |protocol| x(protocol).into_bytes()),
        row("SSH", MALFORMED, Then::Keep, bytes(b"SSH-2.0-OpenSSH_9.6\r\n")),
        row("a TLS alert", MALFORMED, Then::Keep, bytes(b"\x15\x03\x01\x00\x02\x02\x28")),
        row("HTTP/2's preface", MALFORMED, Then::Keep, bytes(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
        row("HTTP/2's settings", MALFORMED, Then::Keep, bytes(b"\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x80")),
        row("another version", MALFORMED, Then::Keep, bytes(b"HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n")),
        row("a long status", MALFORMED, Then::Keep, bytes(b"HTTP/1.1 2000 OK\r\n\r\n")),
        row("status 0", MALFORMED, Then::Keep, bytes(b"HTTP/1.1 000 OK\r\n\r\n")),
        row("no status", MALFORMED, Then::Keep, bytes(b"HTTP/1.1 OK\r\n\r\n")),
        row("a name with a blank", MALFORMED, Then::Keep, bytes(b"HTTP/1.1 200 OK\r\nContent Length: 6\r\n\r\n")),
        row("a line that is no header", MALFORMED, Then::Keep, bytes(b"HTTP/1.1 200 OK\r\nwhatever\r\n\r\n")),
        row("a zero byte", MALFORMED, Then::Keep, bytes(b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n")),
        row("NULs", MALFORMED, Then::Keep, bytes(&[0; 3000])),
    ])
    .await;
}

#[tokio::test]
async fn a_head_is_read_up_to_a_limit() {
    let lines = |count: usize| {
        move |protocol| {
            let lines: String = (0..count - 2).map(|line| format!("X-{line}: y\r\n")).collect();
            answer(protocol, &lines, x(protocol))
        }
    };
    let long = |length: usize| move |protocol| answer(protocol, &format!("X: {}\r\n", "y".repeat(length)), x(protocol));
    play([
        row("100 lines", None, Then::Keep, lines(100)),
        row("101 lines", TOO_LARGE, Then::Keep, lines(101)),
        row("10,000 lines", TOO_LARGE, Then::Keep, lines(10_000)),
        row("400,000 bytes", None, Then::Keep, long(400_000)),
        row("1 MiB", TOO_LARGE, Then::Keep, long(1 << 20)),
        row("10 MiB", TOO_LARGE, Then::Keep, long(10 << 20)),
    ])
    .await;
}

/// Sends the first once, and the second without an end: as fast as it goes, or as a network does.
fn endless(first: impl Into<Vec<u8>>, again: impl Into<Vec<u8>>, is_slow: bool) -> Script {
    let (first, again) = (first.into(), again.into());
    let (size, pause) = if is_slow { (4_000, Duration::from_millis(1)) } else { (64_000, Duration::ZERO) };
    Box::new(move |wire: &mut Wire| {
        wire.send(first)?;
        match wire.pour(again.repeat(1 + size / again.len()), pause)? {}
    })
}

#[tokio::test]
async fn what_never_ends_is_hung_up_on() {
    let ok = "HTTP/1.1 200 OK\r\n";
    let chunk = chunked(&[b'x'; 1000], 1000).strip_suffix(b"0\r\n\r\n").unwrap().to_vec();
    let bomb = gzip(vec![b'x'; 1 << 20]);
    for (name, first, again, want) in [
        ("a header line", format!("{ok}X: "), b"y".to_vec(), TOO_LARGE),
        ("a header name", ok.to_owned(), b"y".to_vec(), TOO_LARGE),
        ("header lines", ok.to_owned(), b"X: y\r\n".to_vec(), TOO_LARGE),
        ("a reason", "HTTP/1.1 200 O".to_owned(), b"K".to_vec(), TOO_LARGE),
        ("empty lines", String::new(), b"\r\n".to_vec(), TOO_LARGE),
        ("garbage", String::new(), b"\x90".to_vec(), MALFORMED),
        ("a body", format!("{ok}\r\n"), b"x".to_vec(), TOO_LARGE),
        ("a body of NULs", format!("{ok}\r\n"), b"\0".to_vec(), TOO_LARGE),
        ("chunks", format!("{ok}{CHUNKED}\r\n"), chunk, TOO_LARGE),
        ("one chunk", format!("{ok}{CHUNKED}\r\nffffffffffffffff\r\n"), b"x".to_vec(), TOO_LARGE),
        ("a chunk's size", format!("{ok}{CHUNKED}\r\n"), b"0".to_vec(), TIMEOUT),
        ("a chunk's extension", format!("{ok}{CHUNKED}\r\n1;"), b"x".to_vec(), MALFORMED),
        ("trailers", format!("{ok}{CHUNKED}\r\n0\r\n"), b"X: y\r\n".to_vec(), MALFORMED),
        ("members", format!("{ok}{GZIP}\r\n"), bomb, TOO_LARGE),
        ("empty members", format!("{ok}{GZIP}\r\n"), gzip(""), TIMEOUT),
        ("informational answers", String::new(), b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(), TIMEOUT),
        ("early hints", String::new(), b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".to_vec(), TIMEOUT),
    ] {
        // Only what is allowed to go on takes the time.
        let time = Duration::from_millis(if want == TIMEOUT { 600 } else { 30_000 });
        let stage = Stage::with(|builder| builder.body_limit(1 << 20).timeout(time));
        for protocol in PROTOCOLS {
            let before = stage.server.sent();
            let result = stage.call(protocol, endless(first.as_bytes(), again.as_slice(), want == TIMEOUT)).await;
            assert_eq!(told(&result), want, "{name} over {protocol}: {result:?}");
            let sent = stage.server.sent() - before;
            assert!(want == TIMEOUT || sent < IN_FLIGHT, "{name} over {protocol}: {sent} bytes");
            tells_nothing(&result.unwrap_err());
        }
    }
}

#[tokio::test]
async fn a_bomb_is_cut_at_the_limit() {
    let bomb = gzip(vec![b' '; 64 << 20]);
    assert!(bomb.len() < 100_000);
    let stage = Stage::with(|builder| builder.body_limit(1 << 20));
    for protocol in PROTOCOLS {
        for (bytes, then) in [
            (answer(protocol, GZIP, &bomb), Then::Keep),
            (with_head(&format!("{GZIP}{CHUNKED}"), chunked(&bomb, 1000)), Then::Keep),
            (with_head(GZIP, &bomb), Then::Close),
        ] {
            let result = stage.gets(protocol, bytes, then).await;
            assert_eq!(told(&result), TOO_LARGE, "{protocol}: {result:?}");
            let length = result.unwrap_err().answer().unwrap().length;
            assert!(length > 1 << 20 && length < 2 << 20, "{length}");
        }
    }
}

#[tokio::test]
async fn a_drip_is_waited_for_as_long_as_the_times_allow() {
    let mut tasks = tokio::task::JoinSet::new();
    let ready = Arc::new(Barrier::new(PROTOCOLS.len()));
    for protocol in PROTOCOLS {
        tasks.spawn(drips(protocol, ready.clone()));
    }
    tasks.join_all().await;
}

async fn drips(protocol: Protocol, ready: Arc<Barrier>) {
    let drip = |front: Vec<u8>, back: Vec<u8>| -> Script {
        Box::new(move |wire: &mut Wire| {
            wire.send(front)?;
            wire.drip(back, Duration::from_millis(10))?;
            Ok(Then::Keep)
        })
    };
    let chunks = |protocol| with_head(CHUNKED, chunked(x(protocol).as_bytes(), 3));
    let (long, short) = (Duration::from_secs(50), Duration::from_millis(500));
    let body = noted(protocol, &"x".repeat(80));
    let whole = answer(protocol, "", &body);
    let head = whole.len() - body.len();
    let silent: Script = Box::new(|wire: &mut Wire| {
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nOK")?;
        std::thread::sleep(Duration::from_millis(1500));
        Ok(Then::Close)
    });
    let rows = [
        ("a head, as long as one may be silent", short, long, drip(vec![], whole.clone())),
        ("a head, as long as a call may take", long, short, drip(vec![], whole.clone())),
        ("a body, as long as a call may take", long, short, drip(whole[..head].to_vec(), whole[head..].to_vec())),
        ("chunks, as long as a call may take", short, short, drip(vec![], chunks(protocol))),
        ("gzip", long, short, drip(vec![], answer(protocol, GZIP, gzip(&body)))),
        ("half a body", short, long, silent),
    ];
    let rows = rows.map(|(name, read, total, script)| {
        (name, Stage::with(|builder| builder.read_timeout(read).timeout(total)), script)
    });
    let patient = Stage::with(|builder| builder.read_timeout(Duration::from_secs(5)).timeout(long));
    // Making a client takes long enough to hold up the others' calls.
    ready.wait().await;
    for (name, stage, script) in rows {
        stage.works(protocol).await;
        let result = stage.call(protocol, script).await;
        assert_eq!(told(&result), TIMEOUT, "{name} over {protocol}: {result:?}");
    }
    // None of its silences is too long.
    let front = with_head(&format!("Content-Length: {}\r\n", x(protocol).len()), "");
    let result = patient.call(protocol, drip(front, x(protocol).into_bytes())).await;
    assert_eq!(result.unwrap(), (7, "x".to_owned()));
}

#[tokio::test]
async fn informational_answers_are_passed_over() {
    play([
        row("one", None, Then::Keep, |protocol| {
            [b"HTTP/1.1 100 Continue\r\n\r\n", &answer(protocol, "", x(protocol))[..]].concat()
        }),
        row("a hundred", None, Then::Keep, |protocol| {
            let hints = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(100);
            [hints.as_bytes(), &answer(protocol, "", x(protocol))].concat()
        }),
        row("and nothing else", INCOMPLETE, Then::Close, |_| b"HTTP/1.1 100 Continue\r\n\r\n".to_vec()),
        row("another protocol", UNEXPECTED, Then::Close, |protocol| {
            let head = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";
            [head.as_bytes(), x(protocol).as_bytes()].concat()
        }),
    ])
    .await;
}

#[tokio::test]
async fn an_answer_that_comes_before_the_request_was_read() {
    // More than the systems hold, so that it was not sent when the answer comes.
    let pin = "p".repeat(12 << 20);
    for (protocol, ways) in [
        (Protocol::Post, &[Then::Keep, Then::Reset][..]),
        (Protocol::Xml, &[Then::Keep]),
        (Protocol::Soap11, &[Then::Keep]),
    ] {
        for then in ways.iter().copied() {
            let stage = Stage::new();
            let bytes = b"HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsorry".to_vec();
            stage.server.next(script(bytes, then));
            let result = stage.note_with(protocol, &pin).await;
            // A reset may overtake what was sent before it.
            let is_reset = then == Then::Reset && told(&result) == INCOMPLETE;
            assert!(is_reset || told(&result) == UNEXPECTED, "{then:?} over {protocol}: {:?}", told(&result));
            stage.works(protocol).await;
        }
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_between_two_calls_fails_neither() {
    for protocol in PROTOCOLS {
        for then in [Then::Close, Then::Reset] {
            let stage = Stage::new();
            for _ in 0..5 {
                let (before, ended) = (stage.server.connections(), stage.server.ended());
                stage.server.next(script(answer(protocol, "", x(protocol)), then));
                assert_eq!(stage.note(protocol).await.unwrap(), (7, "x".to_owned()));
                while stage.server.ended() == ended {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                stage.works(protocol).await;
                assert!(stage.server.connections() > before);
            }
        }
    }
}

#[tokio::test]
async fn nothing_goes_to_where_a_redirect_leads() {
    let elsewhere = Server::start(good);
    let port = elsewhere.base().rsplit(':').next().unwrap().to_owned();
    let stage = Stage::new();
    for protocol in PROTOCOLS {
        for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
            for to in [
                elsewhere.base(),
                format!("http://localhost:{port}/text/note"),
                format!("//127.0.0.1:{port}/"),
                "/text/note".to_owned(),
                "http://".to_owned(),
            ] {
                for body in [x(protocol), String::new()] {
                    let head = format!("HTTP/1.1 {status}\r\nLocation: {to}\r\nRefresh: 0; url={to}\r\n");
                    let bytes = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
                    let result = stage.gets(protocol, bytes.into_bytes(), Then::Keep).await;
                    assert_eq!(told(&result), UNEXPECTED, "{status} to {to} over {protocol}: {result:?}");
                    let failure = result.unwrap_err();
                    assert_eq!(failure.status().map(|known| known.as_str() == &status[..3]), Some(true));
                    assert!(!failure.to_string().contains(&port), "{failure}");
                }
            }
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_page_is_no_answer_whatever_it_is_called() {
    let body =
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Sign in</title></head><body><p/></body></html>";
    let stage = Stage::new();
    for page in [
        body.to_owned(),
        format!("<!DOCTYPE html>\n{body}"),
        format!("\u{FEFF}{body}"),
        format!("\u{FEFF}\u{FEFF}\r\n<!doctype HTML>{body}"),
        format!("<!-- portal v2 --><!-- <r/> -->\n{body}"),
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{body}"),
        format!("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x.dtd\">{body}"),
        format!("<?xml version=\"1.0\"?>{}{body}", "<!-- long -->".repeat(5000)),
    ] {
        for called in ["text/html", "text/html; charset=utf-8", "text/xml", "text/plain", "application/xhtml+xml", ""] {
            for protocol in PROTOCOLS {
                let kind = if called.is_empty() { String::new() } else { format!("Content-Type: {called}\r\n") };
                let bytes = with_head(&format!("{kind}Content-Length: {}\r\n", page.len()), &page);
                // One takes only what it knows, the other everything.
                let result = stage.gets(protocol, bytes.clone(), Then::Keep).await;
                assert_eq!(told(&result), UNEXPECTED, "{called} over {protocol}: {page:.80} {result:?}");
                let result = stage.touch(protocol, bytes).await;
                assert_eq!(told(&result), UNEXPECTED, "{called} over {protocol}: {page:.80} {result:?}");
                let said = result.unwrap_err().to_string();
                assert!(said.contains("HTML page"), "{said}");
            }
        }
    }
    for protocol in PROTOCOLS {
        stage.touch(protocol, answer(protocol, "", x(protocol))).await.unwrap();
    }
}

#[tokio::test]
async fn a_status_that_is_none_of_success_is_no_answer() {
    let stage = Stage::new();
    for protocol in PROTOCOLS {
        for (status, body) in [
            ("401 Unauthorized", "<html>no</html>"),
            ("401 Unauthorized", ""),
            ("407 Proxy Authentication Required", "no"),
            ("511 Network Authentication Required", "<html>pay</html>"),
            ("500 Internal Server Error", ""),
            ("503 Service Unavailable", "later"),
            ("200 OK", ""),
            ("200 OK", " \r\n\t"),
            ("204 No Content", ""),
            ("205 Reset Content", ""),
            ("304 Not Modified", ""),
            ("299 Odd", "odd"),
            ("999 Odder", "odd"),
        ] {
            let length = if matches!(&status[..3], "204" | "304") {
                String::new()
            } else {
                format!("Content-Length: {}\r\n", body.len())
            };
            let bytes = format!("HTTP/1.1 {status}\r\n{length}WWW-Authenticate: Basic realm=\"x\"\r\n\r\n{body}");
            let result = stage.gets(protocol, bytes.into_bytes(), Then::Keep).await;
            assert_eq!(told(&result), UNEXPECTED, "{status} over {protocol}: {result:?}");
            assert_eq!(result.unwrap_err().status().map(|known| known.as_str() == &status[..3]), Some(true));
        }
        // An answer that would be good is none either.
        for status in ["401 Unauthorized", "407 Proxy Authentication Required", "502 Bad Gateway"] {
            let bytes = answer(protocol, "", x(protocol));
            let bytes = [format!("HTTP/1.1 {status}\r\n").as_bytes(), &bytes[b"HTTP/1.1 200 OK\r\n".len()..]].concat();
            let result = stage.gets(protocol, bytes, Then::Keep).await;
            assert_eq!(told(&result), UNEXPECTED, "{status} over {protocol}: {result:?}");
        }
    }
}

fn utf_16(text: &str, big: bool) -> Vec<u8> {
    let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    text.encode_utf16().flat_map(bytes).collect()
}

fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|char| u8::try_from(char).unwrap()).collect()
}

#[tokio::test]
async fn character_sets_that_lie() {
    let stage = Stage::new();
    for protocol in PROTOCOLS {
        let (e, a) = (noted(protocol, "é"), noted(protocol, "a"));
        let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
        for (name, charset, body, want) in [
            ("UTF-16 with its mark", "", marked(b"\xFF\xFE", utf_16(&e, false)), Ok("é")),
            ("a mark against the head", "; charset=utf-8", marked(b"\xFE\xFF", utf_16(&e, true)), Ok("é")),
            ("a mark against the head", "; charset=iso-8859-1", marked(b"\xEF\xBB\xBF", e.clone().into()), Ok("é")),
            ("UTF-16 by the head", "; charset=utf-16", utf_16(&e, false), Ok("é")),
            ("UTF-16 by the head", "; charset=UTF-16BE", utf_16(&e, true), Ok("é")),
            ("UTF-16 in the other order", "; charset=utf-16le", utf_16(&e, true), Err(UNEXPECTED)),
            ("UTF-16 in secret", "", utf_16(&e, false), Err(CHARSET)),
            ("UTF-16 in secret", "", utf_16(&a, true), Err(UNEXPECTED)),
            ("half a character", "", marked(b"\xFF\xFE", [utf_16(&e, false), vec![0]].concat()), Err(CHARSET)),
            ("a half mark", "", marked(b"\xEF\xBB", e.clone().into()), Err(CHARSET)),
            ("Latin-1 as UTF-8", "; charset=utf-8", latin_1(&e), Err(CHARSET)),
            ("Latin-1 as nothing", "", latin_1(&e), Err(CHARSET)),
            ("Latin-1 by the head", "; charset=\"ISO-8859-1\"", latin_1(&e), Ok("é")),
            ("UTF-8 as Latin-1", "; charset=iso-8859-1", e.clone().into(), Ok("Ã©")),
            (
                "UTF-8 as UTF-16",
                "; charset=utf-16",
                [e.clone(), " ".repeat(e.len() % 2)].concat().into(),
                Err(UNEXPECTED),
            ),
            ("nobody's", "; charset=none-such", e.clone().into(), Ok("é")),
            ("nobody's, and Latin-1", "; charset=none-such", latin_1(&e), Err(CHARSET)),
            ("UTF-7 stays as it is", "; charset=utf-7", noted(protocol, "+AOk-").into(), Ok("+AOk-")),
            ("one that is not decoded", "; charset=iso-2022-kr", a.clone().into(), Err(CHARSET)),
        ] {
            let kind = content_type(protocol);
            let bytes =
                with_head(&format!("Content-Type: {kind}{charset}\r\nContent-Length: {}\r\n", body.len()), body);
            let result = stage.gets(protocol, bytes, Then::Keep).await;
            match (want, &result) {
                (Ok(text), Ok((7, read))) => assert_eq!(read, text, "{name} over {protocol}"),
                (Err(want), Err(_)) => assert_eq!(told(&result), want, "{name} over {protocol}: {result:?}"),
                _ => panic!("{name} over {protocol}: {result:?}"),
            }
        }
    }
}

#[tokio::test]
async fn documents_with_too_much() {
    const MANY: usize = 100_000;
    let wrap = |protocol, attributes: &str, content: &str| match protocol {
        Protocol::Soap11 => envelope(&format!("<noteResponse{attributes}>{content}</noteResponse>")),
        _ => format!("<note status=\"ok\"{attributes}>{content}</note>"),
    };
    let stage = Stage::new();
    let fields = "<id>7</id><text>x</text>";
    let attributes: String = (0..MANY).map(|index| format!(" a{index}=\"y\"")).collect();
    let levels = format!("{}{}{fields}", "<a>".repeat(MANY), "</a>".repeat(MANY));
    for protocol in [Protocol::Xml, Protocol::Soap11] {
        for (name, body, want) in [
            ("a field twice", wrap(protocol, "", &format!("{fields}<id>8</id><text>y</text>")), None),
            ("an attribute twice", wrap(protocol, " a='1' a='2' status='no'", fields), None),
            ("100,000 attributes", wrap(protocol, &attributes, fields), TOO_MUCH),
            ("one 100,000 times", wrap(protocol, &" a='1'".repeat(MANY), fields), TOO_MUCH),
            ("100,000 elements", wrap(protocol, "", &format!("{fields}{}", "<y>z</y>".repeat(MANY))), None),
            ("100,000 fields", wrap(protocol, "", &format!("{fields}{}", "<id>8</id>".repeat(MANY))), None),
            ("100,000 levels", wrap(protocol, "", &levels), TOO_MUCH),
            ("100,000 levels, open", wrap(protocol, "", &"<a>".repeat(MANY)), TOO_MUCH),
            ("two roots", [wrap(protocol, "", fields), wrap(protocol, "", fields)].concat(), UNEXPECTED),
            ("text behind it", wrap(protocol, "", fields) + "x", UNEXPECTED),
            ("a comment that never ends", wrap(protocol, "", fields) + "<!--", UNEXPECTED),
            ("entities", format!("<!DOCTYPE r [<!ENTITY e \"x\">]>{}", wrap(protocol, "", fields)), UNEXPECTED),
            ("an entity of nobody's", wrap(protocol, "", &fields.replace("x<", "&x;<")), UNEXPECTED),
        ] {
            let result = stage.gets(protocol, answer(protocol, "", body), Then::Keep).await;
            assert_eq!(told(&result), want, "{name} over {protocol}: {:.300}", format!("{result:?}"));
            if let Ok(noted) = result {
                assert_eq!(noted, (7, "x".to_owned()), "{name} over {protocol}");
            }
        }
    }
}

mod downloads {
    use super::*;

    const FILE: &[u8] = b"\0\x01\xFF file";

    fn file(headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
        let body = body.as_ref();
        let kind = "Content-Type: application/octet-stream\r\n";
        with_head(&format!("{kind}{headers}Content-Length: {}\r\n", body.len()), body)
    }

    async fn gets(stage: &Stage, bytes: Vec<u8>, then: Then) -> (Result<u64, Failure>, Vec<u8>) {
        stage.download(script(bytes, then)).await
    }

    #[tokio::test]
    async fn one_cut_anywhere_is_incomplete() {
        let stage = Stage::new();
        for bytes in [
            file("", FILE),
            with_head(CHUNKED, chunked(FILE, 3)),
            file(GZIP, gzip(FILE)),
            with_head(&format!("{GZIP}{CHUNKED}"), chunked(&gzip(FILE), 10)),
        ] {
            for end in 0..bytes.len() {
                let (result, written) = gets(&stage, bytes[..end].to_vec(), Then::Close).await;
                assert_eq!(told(&result), INCOMPLETE, "{end} of {}: {result:?}", bytes.len());
                assert!(FILE.starts_with(&written), "{written:?}");
                if !written.is_empty() {
                    let said = result.unwrap_err().to_string();
                    assert!(said.contains(&format!("after {} bytes had been written", written.len())), "{said}");
                }
            }
            let (result, written) = gets(&stage, bytes, Then::Keep).await;
            assert_eq!((result.unwrap(), written), (FILE.len() as u64, FILE.to_vec()));
        }
    }

    #[tokio::test]
    async fn one_without_a_length_ends_with_its_connection() {
        let stage = Stage::new();
        let bytes = with_head("", FILE);
        for end in 0..=bytes.len() {
            let (result, written) = gets(&stage, bytes[..end].to_vec(), Then::Close).await;
            match (bytes.len() - FILE.len()).cmp(&end) {
                std::cmp::Ordering::Less => assert_eq!(result.unwrap(), written.len() as u64),
                std::cmp::Ordering::Equal => assert_eq!(told(&result), UNEXPECTED, "{result:?}"),
                std::cmp::Ordering::Greater => assert_eq!(told(&result), INCOMPLETE, "{result:?}"),
            }
            assert!(FILE.starts_with(&written));
        }
    }

    #[tokio::test]
    async fn one_that_breaks_the_rules() {
        let stage = Stage::new();
        let zipped = gzip(FILE);
        for (name, bytes, want) in [
            ("a chunk", with_head(CHUNKED, "7\r\n\0\x01 file\r\nno\r\n"), MALFORMED),
            ("not compressed", file(GZIP, FILE), MALFORMED),
            ("another sum", file(GZIP, [&zipped[..zipped.len() - 8], &[0; 8]].concat()), MALFORMED),
            ("garbage behind it", file(GZIP, [&zipped[..], b"garbage"].concat()), MALFORMED),
            ("another coding", file("Content-Encoding: br\r\n", FILE), UNEXPECTED),
            ("twice", file(&format!("{GZIP}{GZIP}"), gzip(&zipped)), UNEXPECTED),
            ("nothing", file(GZIP, ""), UNEXPECTED),
            (
                "a status",
                [b"HTTP/1.1 404 No\r\n", &file("", FILE)[b"HTTP/1.1 200 OK\r\n".len()..]].concat(),
                UNEXPECTED,
            ),
        ] {
            let (result, written) = gets(&stage, bytes, Then::Keep).await;
            assert_eq!(told(&result), want, "{name}: {result:?}");
            assert!(want == MALFORMED || written.is_empty(), "{name}: {written:?}");
        }
    }

    #[tokio::test]
    async fn members_are_written_one_behind_the_other() {
        let stage = Stage::new();
        for size in [1, 7, 1000] {
            let both = [gzip(&FILE[..2]), gzip(&FILE[2..])].concat();
            let bytes = with_head(&format!("{GZIP}{CHUNKED}"), chunked(&both, size));
            let (result, written) = gets(&stage, bytes, Then::Keep).await;
            assert_eq!((result.unwrap(), written), (FILE.len() as u64, FILE.to_vec()));
        }
    }

    #[tokio::test]
    async fn a_page_is_not_written() {
        let stage = Stage::new();
        let page = "<html><head><title>Sign in</title></head></html>";
        for page in [
            page.to_owned(),
            page["<html>".len()..].to_owned(),
            format!("\u{FEFF}<!DOCTYPE html>{page}"),
            format!("{}{page}", "<!-- portal -->".repeat(50)),
            format!("<?xml version='1.0'?>{page}"),
        ] {
            for body in [page.clone().into_bytes(), gzip(&page)] {
                let coding = if body.starts_with(b"\x1F\x8B") { GZIP } else { "" };
                let head =
                    format!("Content-Type: text/html; charset=utf-8\r\n{coding}Content-Length: {}\r\n", body.len());
                let (result, written) = gets(&stage, with_head(&head, body), Then::Keep).await;
                assert_eq!(told(&result), UNEXPECTED, "{page}: {result:?}");
                assert!(written.is_empty() && result.unwrap_err().to_string().contains("HTML page"));
            }
        }
    }

    #[tokio::test]
    async fn one_that_never_ends_ends_with_the_calls_time() {
        let bomb = gzip(vec![0; 8 << 20]);
        for (head, again) in
            [("\r\n".to_owned(), vec![0; 1000]), (format!("{GZIP}\r\n"), bomb), (format!("{GZIP}\r\n"), gzip(""))]
        {
            let stage = Stage::with(|builder| builder.timeout(Duration::from_millis(500)));
            let (result, _) = stage.download(endless(format!("HTTP/1.1 200 OK\r\n{head}"), again, true)).await;
            assert_eq!(told(&result), TIMEOUT, "{result:?}");
        }
    }
}
