//! Answers that never end, or come slowly.

use super::*;

/// Sends the first once, and the second without an end: as fast as it goes, or as a network does.
pub fn endless(first: impl Into<Vec<u8>>, again: impl Into<Vec<u8>>, is_slow: bool) -> Script {
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
