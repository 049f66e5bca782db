//! The same call again and again.

#![cfg(feature = "client")]

mod support;

use std::{
    pin::{Pin, pin},
    sync::atomic::{AtomicUsize, Ordering},
    task::Poll,
    time::Duration,
};

use bindery_transport::{CallBuilder, Pages, Sender};
use futures_core::Stream;
use support::{
    server::{Reply, Server},
    vendor::{Code, Ping, Pinged, builder, key},
};

/// Gives page 1, 2 and so on, each after this time.
fn vendor(after: Duration) -> Server {
    let pages = AtomicUsize::new(0);
    Server::start(move |_| Reply::text(format!("OK {}", pages.fetch_add(1, Ordering::SeqCst) + 1)).after(after))
}

fn is_third(page: &Pinged) -> bool {
    page.0 == "3"
}

fn pages<S: Sender>(client: S) -> Pages<S, Ping> {
    CallBuilder::new(client, 1).set(0, "next".to_owned()).pages::<Ping>(is_third)
}

fn client(server: &Server) -> bindery_transport::Client {
    builder(server.base()).retries(0).sign_in(key("k")).build().unwrap()
}

/// The next item of a stream.
async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

#[tokio::test]
async fn pages_come_until_the_last() {
    let server = vendor(Duration::ZERO);
    let mut pages = pages(client(&server));
    assert!(server.requests().is_empty());
    for number in ["1", "2", "3"] {
        assert_eq!(pages.next_page().await.unwrap().unwrap().0, number);
    }
    assert!(pages.next_page().await.is_none());
    assert!(pages.next_page().await.is_none());
    let bodies: Vec<_> = server.calls("ping").into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, ["text=next&apikey=k"; 3]);
}

#[tokio::test]
async fn they_are_a_stream() {
    let server = vendor(Duration::ZERO);
    let mut pages = pages(client(&server));
    let mut numbers = Vec::new();
    while let Some(page) = next(&mut pages).await {
        numbers.push(page.unwrap().0);
    }
    assert_eq!(numbers, ["1", "2", "3"]);
    assert!(next(&mut pages).await.is_none());
}

#[tokio::test]
async fn a_failure_ends_them() {
    let calls = AtomicUsize::new(0);
    let server = Server::start(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::text("OK 1"),
        _ => Reply::text("BUSY"),
    });
    let mut pages = pages(client(&server));
    assert_eq!(pages.next_page().await.unwrap().unwrap().0, "1");
    assert_eq!(pages.next_page().await.unwrap().unwrap_err().code(), Some(&Code::Busy));
    assert!(pages.next_page().await.is_none());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_page_that_was_not_waited_for_is_not_lost() {
    let server = vendor(Duration::from_millis(50));
    let mut pages = pages(client(&server));
    // Dropped after it was sent, and before it was answered.
    {
        let mut page = pin!(pages.next_page());
        std::future::poll_fn(|context| {
            assert!(page.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
    }
    while server.requests().is_empty() {
        let _ = tokio::time::timeout(Duration::from_millis(5), pages.next_page()).await;
    }
    for number in ["1", "2", "3"] {
        assert_eq!(next(&mut pages).await.unwrap().unwrap().0, number);
    }
    assert!(pages.next_page().await.is_none());
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_thread_may_ask_for_them() {
    let server = vendor(Duration::ZERO);
    let mut pages = pages(client(&server));
    let task = tokio::spawn(async move { pages.next_page().await.unwrap().unwrap().0 });
    assert_eq!(task.await.unwrap(), "1");
}

#[cfg(feature = "blocking")]
#[test]
fn without_async_they_are_an_iterator() {
    let server = vendor(Duration::ZERO);
    let client = builder(server.base()).sign_in(key("k")).build_blocking().unwrap();
    let mut pages = pages(client);
    let numbers: Vec<_> = pages.by_ref().map(|page| page.unwrap().0).collect();
    assert_eq!(numbers, ["1", "2", "3"]);
    assert!(pages.next().is_none());
    assert_eq!(server.requests().len(), 3);
}
