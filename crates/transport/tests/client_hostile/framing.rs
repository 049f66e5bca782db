//! Lengths, chunks, heads and compressed bodies that are not what they should be.

use super::*;

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
