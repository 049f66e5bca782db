//! Answers that break off.

use super::*;

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
