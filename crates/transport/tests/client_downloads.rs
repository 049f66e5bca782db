//! Bytes that are written as they come.

#![cfg(feature = "client")]

mod support;

use std::{
    error::Error,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bindery_transport::{CallBuilder, CallOptions, Client, Failure, Kind, Protocol, Stage};
use support::{
    server::{Reply, Server},
    vendor::{Code, FETCH, Fetch, PING, builder, call, session},
};
use tokio::io::AsyncWrite;

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index * 7 % 251) as u8).collect()
}

fn file(content: impl Into<Vec<u8>>) -> Reply {
    Reply::text(content).content_type("application/octet-stream")
}

fn client(server: &Server) -> Client {
    builder(server.base()).body_limit(1000).build().unwrap()
}

async fn fetch(client: &Client) -> (Result<u64, Failure>, Vec<u8>) {
    let mut written = Vec::new();
    let result = client.download(&FETCH, call([]), &mut written).await;
    (result, written)
}

/// Takes some bytes, and then fails or never takes any more.
struct Full {
    room: usize,
    fails: bool,
}

impl AsyncWrite for Full {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let taken = bytes.len().min(self.room);
        self.room -= taken;
        match taken {
            0 if self.fails => Poll::Ready(Err(io::Error::other("the disk is full"))),
            0 => Poll::Pending,
            taken => Poll::Ready(Ok(taken)),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn an_answer_of_any_length_is_written() {
    for reply in [file(bytes(1_000_000)), file(bytes(1_000_000)).chunked()] {
        let server = Server::start(move |_| reply.clone());
        let (result, written) = fetch(&client(&server)).await;
        assert_eq!(result.unwrap(), 1_000_000);
        assert!(written == bytes(1_000_000));
    }
}

#[tokio::test]
async fn generated_code_downloads_too() {
    let server = Server::start(|_| file("abc"));
    let client = client(&server);
    let mut written = Vec::new();
    assert_eq!(client.download_of::<Fetch>(call([]), &mut written).await.unwrap(), 3);
    // Any thread may carry it on, and the writer need not be sized.
    let task = tokio::spawn(async move {
        let mut written = Vec::new();
        let writer: &mut (dyn AsyncWrite + Unpin + Send) = &mut written;
        let builder = CallBuilder::new(client, 0).with(Protocol::Post);
        builder.download::<Fetch>(writer).await.map(|_| written)
    });
    assert_eq!((task.await.unwrap().unwrap(), written), (b"abc".to_vec(), b"abc".to_vec()));
    let methods: Vec<_> = server.requests().into_iter().map(|request| request.method).collect();
    assert_eq!(methods, ["GET", "POST"]);
}

#[tokio::test]
async fn an_empty_answer_fails_as_one_that_is_read_whole() {
    let server = Server::start(|_| file(""));
    let client = client(&server);
    let whole = client.call(&FETCH, call([])).await.unwrap_err();
    let (result, written) = fetch(&client).await;
    let failure = result.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NotUnderstood, Kind::Unexpected));
    assert_eq!(failure.to_string(), whole.to_string());
    assert!(written.is_empty());
}

#[tokio::test]
async fn a_page_and_an_http_error_are_not_written() {
    let page = "<!DOCTYPE html><html><body>Sorry</body></html>";
    let replies = [
        Reply::text(page).content_type("text/html; charset=utf-8"),
        Reply::text(page).content_type("Text/HTML"),
        Reply::text("sorry").status("500 Internal Server Error"),
    ];
    for reply in replies {
        let server = Server::start(move |_| reply.clone());
        let (result, written) = fetch(&client(&server)).await;
        let failure = result.unwrap_err();
        assert_eq!((failure.stage(), failure.kind()), (Stage::NotUnderstood, Kind::Unexpected), "{failure}");
        assert!(written.is_empty());
    }
    // It is read no further than any other answer.
    let server = Server::start(move |_| Reply::text(page.repeat(100)).content_type("text/html").chunked());
    let (result, written) = fetch(&client(&server)).await;
    assert_eq!((result.unwrap_err().kind(), written.len()), (Kind::TooLarge, 0));
}

#[tokio::test]
async fn an_answer_that_breaks_off_says_how_much_was_written() {
    let server = Server::start(|_| file(bytes(3000)).announced(5000));
    let (result, written) = fetch(&client(&server)).await;
    let failure = result.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::Incomplete), "{failure:?}");
    assert!(failure.to_string().contains("3000 bytes had been written"), "{failure}");
    assert_eq!(failure.answer().map(|head| (head.status.as_u16(), head.length)), Some((200, 3000)));
    assert!(written == bytes(3000));
}

#[tokio::test]
async fn a_writer_that_fails_is_the_callers() {
    let server = Server::start(|_| file(bytes(3000)));
    let mut writer = Full { room: 100, fails: true };
    let failure = client(&server).download(&FETCH, call([]), &mut writer).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::Writer));
    assert!(failure.source().unwrap().downcast_ref::<io::Error>().is_some());
    assert_eq!(failure.source().unwrap().to_string(), "the disk is full");
    assert!(!failure.is_retryable());
}

#[tokio::test]
async fn the_time_of_the_call_is_for_all_of_it() {
    let short = || {
        let mut call = call([]);
        call.options = CallOptions::new().timeout(Duration::from_millis(400));
        call
    };
    let slow = Server::start(|_| file(bytes(1000)).drip(Duration::from_millis(5)));
    let mut written = Vec::new();
    let failure = client(&slow).download(&FETCH, short(), &mut written).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::Timeout), "{failure:?}");
    assert!(!written.is_empty() && bytes(1000).starts_with(&written));

    let server = Server::start(|_| file(bytes(3000)));
    let mut stuck = Full { room: 100, fails: false };
    let failure = client(&server).download(&FETCH, short(), &mut stuck).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::Timeout), "{failure:?}");
}

#[tokio::test]
async fn only_bytes_are_downloaded() {
    let server = Server::start(|_| Reply::text("OK pong"));
    let failure = client(&server).download(&PING, call([None]), &mut Vec::new()).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NotBuilt, Kind::Configuration));
    assert!(server.requests().is_empty());
}

/// An envelope as the operation's answer over SOAP.
fn envelope(content: &str) -> Reply {
    let soap = "http://schemas.xmlsoap.org/soap/envelope/";
    Reply::text(format!("<s:Envelope xmlns:s=\"{soap}\"><s:Body>{content}</s:Body></s:Envelope>"))
        .content_type("text/xml")
}

fn over_soap(server: &Server) -> Client {
    builder(server.base()).protocol(Protocol::Soap11).sign_in(session()).build().unwrap()
}

#[tokio::test]
async fn bytes_in_a_document_are_written_under_a_renewed_session() {
    let server = Server::start(|request| match (request.operation(), request.header("cookie")) {
        ("login", _) => Reply::text("OK").header("Set-Cookie", "sid=new"),
        (_, Some("sid=new")) => envelope("<r><data>AP8Q</data></r>").header("Set-Cookie", "sid=old"),
        _ => envelope("<r code=\"NOTLOGGEDIN\"/>"),
    });
    let client = over_soap(&server);
    for logins in [1, 2] {
        let (result, written) = fetch(&client).await;
        assert_eq!((result.unwrap(), written), (3, vec![0, 255, 16]));
        assert_eq!(server.calls("login").len(), logins);
    }
    assert_eq!(server.calls("fetch").len(), 3);
}

#[tokio::test]
async fn a_refusal_writes_nothing() {
    let server = Server::start(|request| match request.operation() {
        "login" => Reply::text("OK").header("Set-Cookie", "sid=s"),
        _ => envelope("<r code=\"NOTLOGGEDIN\"/>"),
    });
    let mut written = Vec::new();
    let error = over_soap(&server).download_of::<Fetch>(call([]), &mut written).await.unwrap_err();
    assert_eq!(error.code(), Some(&Code::NotLoggedIn));
    assert_eq!((server.calls("login").len(), server.calls("fetch").len(), written.len()), (2, 2, 0));
}

#[tokio::test]
async fn a_session_is_opened_before_anything_is_written() {
    let server = Server::start(|request| match request.operation() {
        "login" => Reply::text("OK").header("Set-Cookie", "sid=s"),
        _ => file(request.header("cookie").unwrap_or("none")),
    });
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    let (result, written) = fetch(&client).await;
    assert_eq!((result.unwrap(), written), (5, b"sid=s".to_vec()));
}

#[cfg(feature = "blocking")]
mod blocking {
    use std::{
        cell::RefCell,
        io::{self, Write},
        rc::Rc,
    };

    use super::*;
    use bindery_transport::blocking::Client;

    /// It cannot leave its thread.
    #[derive(Clone, Default)]
    struct Local(Rc<RefCell<Vec<u8>>>, Option<usize>);

    impl Write for Local {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.1.is_some_and(|room| self.0.borrow().len() >= room) {
                return Err(io::Error::other("the disk is full"));
            }
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            self.0.borrow_mut().push(b'!');
            Ok(())
        }
    }

    fn client(server: &Server) -> Client {
        builder(server.base()).body_limit(1000).build_blocking().unwrap()
    }

    fn fetch(client: &Client) -> (Result<u64, Failure>, Vec<u8>) {
        let mut writer = Local::default();
        let result = client.download(&FETCH, call([]), &mut writer);
        let written = writer.0.borrow().clone();
        (result, written)
    }

    fn whole() -> Vec<u8> {
        [bytes(1_000_000), b"!".to_vec()].concat()
    }

    #[test]
    fn the_writer_stays_on_its_thread() {
        let server = Server::start(|_| file(bytes(1_000_000)));
        let (result, written) = fetch(&client(&server));
        assert_eq!(result.unwrap(), 1_000_000);
        assert!(written == whole());
    }

    #[tokio::test]
    async fn within_a_runtime_too() {
        let server = Server::start(|_| file(bytes(1_000_000)));
        let (result, written) = fetch(&client(&server));
        assert_eq!(result.unwrap(), 1_000_000);
        assert!(written == whole());
    }

    #[test]
    fn a_slow_writer_keeps_no_other_call_waiting() {
        let server = Server::start(|request| match request.operation() {
            "fetch" => file(bytes(1_000_000)),
            _ => Reply::text("OK pong"),
        });
        let client = client(&server);
        /// Makes a call for every write.
        struct Calling<'a>(&'a Client, u64);
        impl Write for Calling<'_> {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                if self.1 < 3 {
                    self.0.call(&PING, call([None])).map_err(io::Error::other)?;
                    self.1 += 1;
                }
                Ok(bytes.len())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        client.set_sign_in(support::vendor::key("k")).unwrap();
        let mut writer = Calling(&client, 0);
        assert_eq!(client.download(&FETCH, call([]), &mut writer).unwrap(), 1_000_000);
        assert_eq!(server.calls("ping").len(), 3);
    }

    #[test]
    fn failures_are_the_same() {
        let server = Server::start(|_| file(bytes(3000)).announced(5000));
        let (result, written) = fetch(&client(&server));
        let failure = result.unwrap_err();
        assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::Incomplete), "{failure:?}");
        assert!(failure.to_string().contains("3000 bytes had been written"), "{failure}");
        assert!(written == bytes(3000));

        let server = Server::start(|_| file(bytes(1_000_000)));
        let client = client(&server);
        let mut writer = Local(Rc::default(), Some(1));
        let error = CallBuilder::new(client.clone(), 0).download::<Fetch>(&mut writer).unwrap_err();
        assert_eq!((error.stage(), error.kind()), (Stage::NoAnswer, Kind::Writer));
        assert_eq!(error.source().unwrap().to_string(), "the disk is full");
        // The client is as good as before.
        assert_eq!(fetch(&client).0.unwrap(), 1_000_000);
    }

    #[test]
    fn a_writer_that_panics_leaves_the_client_whole() {
        struct Panics;
        impl Write for Panics {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                panic!("on purpose")
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let server = Server::start(|_| file(bytes(1_000_000)));
        let client = client(&server);
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            client.download(&FETCH, call([]), &mut Panics).map(drop)
        }));
        assert!(caught.is_err());
        assert_eq!(fetch(&client).0.unwrap(), 1_000_000);
    }
}
