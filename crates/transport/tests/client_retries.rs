//! A call is sent again where that cannot carry it out twice, and with a pause.

#![cfg(feature = "client")]

mod support;

use std::{
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use bindery_transport::{Call, CallOptions, Client, Failure, Kind, Stage, description::Operation};
use support::{
    server::{Reply, Server},
    vendor::{CHECK, FETCH, LOOK, REPORT, builder, call},
};

/// A server whose answers come one after another; the last one stays.
fn answers(replies: Vec<Reply>) -> Server {
    let count = AtomicUsize::new(0);
    Server::start(move |_| {
        let index = count.fetch_add(1, Ordering::SeqCst);
        replies.get(index).or(replies.last()).unwrap().clone()
    })
}

fn client(server: &Server) -> Client {
    builder(server.base()).build().unwrap()
}

async fn send(client: &Client, operation: &'static Operation, options: CallOptions) -> Result<(), Failure> {
    client.call(operation, Call { options, ..call([]) }).await.map(drop)
}

/// How a call of each operation comes out, and how often it is sent.
async fn outcomes(replies: Vec<Reply>) -> [(Option<(Stage, Kind)>, usize); 2] {
    let mut outcomes = Vec::new();
    for operation in [&LOOK, &CHECK] {
        let server = answers(replies.clone());
        let result = send(&client(&server), operation, CallOptions::new()).await;
        outcomes.push((result.err().map(|failure| (failure.stage(), failure.kind())), server.requests().len()));
    }
    [outcomes[0], outcomes[1]]
}

fn good() -> Reply {
    Reply::text("OK done")
}

#[tokio::test]
async fn what_broke_on_the_way_is_sent_again_if_twice_is_once() {
    let silence = Reply::raw("");
    let cut = good().announced(100);
    for broken in [silence, cut] {
        let [idempotent, other] = outcomes(vec![broken.clone(), broken, good()]).await;
        assert_eq!(idempotent, (None, 3));
        assert_eq!(other, (Some((Stage::NoAnswer, Kind::Incomplete)), 1));
    }
}

#[tokio::test]
async fn so_is_what_went_wrong_at_the_vendors() {
    let [idempotent, other] = outcomes(vec![Reply::text("FAULT"), good()]).await;
    assert_eq!(idempotent, (None, 2));
    assert_eq!(other.1, 1);
    for status in ["500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable"] {
        let page = Reply::text("<html>").content_type("text/html").status(status);
        let [idempotent, other] = outcomes(vec![page, good()]).await;
        assert_eq!(idempotent, (None, 2), "{status}");
        assert_eq!(other, (Some((Stage::NotUnderstood, Kind::Unexpected)), 1), "{status}");
    }
    // What is wrong with the call, or with the answer, stays so.
    for lasting in [Reply::text("WHATEVER"), Reply::text("<html>"), Reply::text("<html>").status("404 Not Found")] {
        let [idempotent, other] = outcomes(vec![lasting, good()]).await;
        assert_eq!((idempotent.1, other.1), (1, 1));
    }
}

#[tokio::test]
async fn whoever_asks_for_patience_did_not_carry_it_out() {
    let too_many = Reply::text("<html>").status("429 Too Many Requests");
    for busy in [Reply::text("BUSY"), too_many] {
        let [idempotent, other] = outcomes(vec![busy, good()]).await;
        assert_eq!((idempotent, other), ((None, 2), (None, 2)));
    }
}

#[tokio::test]
async fn a_connection_that_was_not_made_is_tried_again() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = builder(format!("http://{address}")).retry_delay(Duration::from_millis(100)).build().unwrap();
    let late = tokio::task::spawn_blocking(move || {
        std::thread::sleep(Duration::from_millis(50));
        Server::start_at(address, |_| good())
    });
    send(&client, &CHECK, CallOptions::new()).await.unwrap();
    assert_eq!(late.await.unwrap().requests().len(), 1);
}

#[tokio::test]
async fn there_is_an_end_to_it() {
    let server = answers(vec![Reply::text("BUSY")]);
    let failure = send(&client(&server), &CHECK, CallOptions::new()).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::Refused, Kind::SlowDown));
    assert!(failure.to_string().contains("after 3 attempts"), "{failure}");
    assert_eq!(server.requests().len(), 3);

    let once = send(&client(&server), &CHECK, CallOptions::new().retries(0)).await.unwrap_err();
    assert!(!once.to_string().contains("attempts"), "{once}");
    assert_eq!(server.requests().len(), 4);
    let client = builder(server.base()).retries(4).build().unwrap();
    send(&client, &CHECK, CallOptions::new()).await.unwrap_err();
    assert_eq!(server.requests().len(), 9);
}

#[tokio::test]
async fn pauses_grow() {
    let server = answers(vec![Reply::text("FAULT")]);
    let client = builder(server.base()).retry_delay(Duration::from_millis(100)).build().unwrap();
    let started = Instant::now();
    send(&client, &LOOK, CallOptions::new()).await.unwrap_err();
    assert!(started.elapsed() >= Duration::from_millis(100 + 200));
    let busy = answers(vec![Reply::text("BUSY")]);
    let client = builder(busy.base()).retries(1).retry_delay(Duration::from_millis(100)).build().unwrap();
    let started = Instant::now();
    send(&client, &LOOK, CallOptions::new()).await.unwrap_err();
    assert!(started.elapsed() >= Duration::from_millis(400));
}

#[tokio::test]
async fn a_vendor_that_says_how_long_is_believed() {
    let server = answers(vec![Reply::text("BUSY").header("Retry-After", "1"), good()]);
    let started = Instant::now();
    send(&client(&server), &CHECK, CallOptions::new()).await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(1));

    // What would be after the call's time is not waited for.
    let server = answers(vec![Reply::text("BUSY").header("Retry-After", "3600"), good()]);
    let failure = send(&client(&server), &CHECK, CallOptions::new()).await.unwrap_err();
    assert_eq!((failure.kind(), failure.retry_after()), (Kind::SlowDown, Some(Duration::from_secs(3600))));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn all_of_it_is_within_the_time_of_the_call() {
    let server = answers(vec![Reply::text("FAULT")]);
    let client = builder(server.base()).retries(100).retry_delay(Duration::from_millis(200)).build().unwrap();
    let options = CallOptions::new().timeout(Duration::from_millis(1000));
    let failure = send(&client, &LOOK, options).await.unwrap_err();
    assert_eq!(failure.kind(), Kind::VendorFault);
    assert!((2..=3).contains(&server.requests().len()));
}

#[tokio::test]
async fn a_retry_that_is_not_sent_does_not_hide_what_was() {
    // The second call would be the third of its minute.
    let server = answers(vec![good(), Reply::text("BUSY")]);
    let client = client(&server);
    send(&client, &REPORT, CallOptions::new()).await.unwrap();
    let failure = send(&client, &REPORT, CallOptions::new().timeout(Duration::from_secs(30))).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind(), server.requests().len()), (Stage::Refused, Kind::SlowDown, 2));

    // Nobody listens any more when it is sent again.
    let server = Server::start_once(|_| Reply::raw(""));
    let client = builder(server.base()).build().unwrap();
    let failure = send(&client, &LOOK, CallOptions::new()).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::Incomplete));
    assert!(failure.to_string().contains("after 3 attempts"), "{failure}");
}

#[tokio::test]
async fn what_was_written_is_not_written_again() {
    let server = answers(vec![Reply::text("beginning").announced(100), Reply::text("beginning and end")]);
    let mut written = Vec::new();
    let failure = client(&server).download(&FETCH, call([]), &mut written).await.unwrap_err();
    assert_eq!(failure.kind(), Kind::Incomplete);
    assert_eq!((written.as_slice(), server.requests().len()), (b"beginning".as_slice(), 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn not_too_many_are_under_way() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (under_way, seen) = (now.clone(), most.clone());
    let server = Server::start(move |_| {
        seen.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(30));
        under_way.fetch_sub(1, Ordering::SeqCst);
        good()
    });
    let client = builder(server.base()).max_concurrent_requests(3).build().unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { send(&client, &CHECK, CallOptions::new()).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((most.load(Ordering::SeqCst), server.requests().len()), (3, 20));
}

#[tokio::test]
async fn whoever_waits_too_long_for_a_turn_was_not_sent() {
    let server = Server::start(|request| match request.operation() {
        "fetch" => Reply::text("a").after(Duration::from_millis(300)),
        _ => good(),
    });
    // None at all would let nothing through.
    let client = builder(server.base()).max_concurrent_requests(0).build().unwrap();
    let mut written = Vec::new();
    let long = client.download(&FETCH, call([]), &mut written);
    let soon = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let given_up = send(&client, &CHECK, CallOptions::new());
        tokio::time::timeout(Duration::from_millis(10), given_up).await.unwrap_err();
        send(&client, &CHECK, CallOptions::new().timeout(Duration::from_millis(50))).await.unwrap_err()
    };
    let (long, failure) = tokio::join!(long, soon);
    assert_eq!((long.unwrap(), failure.stage(), failure.kind()), (1, Stage::NotSent, Kind::Timeout));
    assert!(failure.to_string().contains("max_concurrent_requests"), "{failure}");
    send(&client, &CHECK, CallOptions::new()).await.unwrap();
    assert_eq!(server.calls("check").len(), 1);
}
