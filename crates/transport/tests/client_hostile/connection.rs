//! What comes beside an answer, or before it, and connections that do not stay.

use super::*;

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
