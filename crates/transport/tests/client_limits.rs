//! An operation that may be called twice a minute is not called more often.

#![cfg(feature = "client")]

mod support;

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use bindery_transport::{CallOptions, Client, Failure, Kind, Stage};
use support::{
    server::{Reply, Server},
    vendor::{CHECK, FETCH, PASSWORD, REPORT, builder, call, login, ping, session, text},
};
use tokio::task::JoinHandle;

fn vendor() -> Server {
    Server::start(|_| Reply::text("OK done"))
}

/// A client whose calls have more time than any test takes.
fn client(server: &Server) -> Client {
    builder(server.base()).timeout(Duration::from_secs(3600)).build().unwrap()
}

async fn report(client: &Client, said: &str) -> Result<(), Failure> {
    client.call(&REPORT, call([text(said)])).await.map(drop)
}

/// A call that has half a minute.
async fn soon(client: &Client) -> Result<(), Failure> {
    let mut call = call([text("soon")]);
    call.options = CallOptions::new().timeout(Duration::from_secs(30));
    client.call(&REPORT, call).await.map(drop)
}

/// Begins a call, and lets it come as far as it does without an answer.
async fn begin(client: &Client, said: &'static str) -> JoinHandle<Result<(), Failure>> {
    let client = client.clone();
    let begun = tokio::spawn(async move { report(&client, said).await });
    settle().await;
    begun
}

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

/// Lets time pass, while nothing is under way.
async fn pass(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
    settle().await;
}

/// What was said in the calls from one on.
fn said(server: &Server, from: usize) -> BTreeSet<String> {
    server.calls("report").into_iter().skip(from).map(|request| request.target).collect()
}

fn targets<const N: usize>(said: [&str; N]) -> BTreeSet<String> {
    said.map(|said| format!("/api/report?text={said}")).into_iter().collect()
}

#[tokio::test]
async fn a_call_too_many_waits_until_it_is_none() {
    let server = vendor();
    let client = client(&server);
    report(&client, "a").await.unwrap();
    report(&client, "b").await.unwrap();
    let third = begin(&client, "c").await;
    pass(30).await;
    assert_eq!((server.calls("report").len(), third.is_finished()), (2, false));
    pass(31).await;
    third.await.unwrap().unwrap();
    assert_eq!(server.calls("report").len(), 3);
    // The second is a minute ago too, and the third is not.
    report(&client, "d").await.unwrap();
    assert_eq!(soon(&client).await.unwrap_err().kind(), Kind::SlowDown);
}

#[tokio::test]
async fn a_call_that_would_wait_too_long_fails_at_once() {
    let server = vendor();
    let client = client(&server);
    soon(&client).await.unwrap();
    pass(10).await;
    soon(&client).await.unwrap();
    let failure = soon(&client).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NotSent, Kind::SlowDown));
    assert_eq!(failure.operation(), "report");
    assert!(failure.is_retryable());
    let shown = failure.to_string();
    let (_, rest) = shown.split_once("may be called again in ").expect(&shown);
    let seconds: u64 = rest.split(' ').next().unwrap().parse().expect(&shown);
    assert!((30..=50).contains(&seconds), "{shown}");
    assert_eq!(failure.retry_after().map(|wait| wait.as_secs_f64().ceil() as u64), Some(seconds));
    assert_eq!(server.calls("report").len(), 2);
    // It left the queue.
    pass(60).await;
    soon(&client).await.unwrap();
    soon(&client).await.unwrap();
}

#[tokio::test]
async fn clones_count_together_and_operations_apart() {
    let server = vendor();
    let client = client(&server);
    soon(&client.clone()).await.unwrap();
    soon(&client.clone()).await.unwrap();
    soon(&client.clone()).await.unwrap_err();
    for _ in 0..5 {
        client.call(&CHECK, call([None, None])).await.unwrap();
    }
    // Another client knows nothing of it.
    soon(&builder(server.base()).build().unwrap()).await.unwrap();
}

#[tokio::test]
async fn a_client_can_be_told_to_ignore_limits() {
    let server = vendor();
    let client = builder(server.base()).ignore_limits().build().unwrap();
    for _ in 0..5 {
        soon(&client).await.unwrap();
    }
    assert_eq!(server.calls("report").len(), 5);
}

#[tokio::test]
async fn concurrent_calls_are_served_in_turn() {
    let server = vendor();
    let client = client(&server);
    let mut calls = Vec::new();
    for said in ["a", "b", "c", "d", "e", "f"] {
        calls.push(begin(&client, said).await);
    }
    for (done, sent) in [["a", "b"], ["c", "d"], ["e", "f"]].into_iter().enumerate() {
        for call in calls.drain(..2) {
            call.await.unwrap().unwrap();
        }
        assert_eq!(said(&server, 2 * done), targets(sent));
        pass(60).await;
    }
}

#[tokio::test]
async fn a_call_that_was_given_up_takes_no_turn() {
    let server = vendor();
    let client = client(&server);
    report(&client, "a").await.unwrap();
    report(&client, "b").await.unwrap();
    let given_up = [begin(&client, "c").await, begin(&client, "d").await];
    let kept = [begin(&client, "e").await, begin(&client, "f").await];
    for call in given_up {
        call.abort();
        call.await.unwrap_err();
    }
    pass(60).await;
    for call in kept {
        call.await.unwrap().unwrap();
    }
    assert_eq!(said(&server, 2), targets(["e", "f"]));
}

#[tokio::test]
async fn a_call_that_reached_nobody_does_not_count() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = builder(format!("http://{free}")).build().unwrap();
    for _ in 0..5 {
        assert_eq!(soon(&client).await.unwrap_err().kind(), Kind::Connection);
    }
}

#[tokio::test]
async fn a_call_that_cannot_be_built_does_not_count() {
    let server = vendor();
    let client = client(&server);
    for _ in 0..5 {
        let wrong = call([Some(bindery_transport::Value::Int(1))]);
        assert_eq!(client.call(&REPORT, wrong).await.unwrap_err().kind(), Kind::Input);
    }
    soon(&client).await.unwrap();
}

#[tokio::test]
async fn the_repeat_after_a_new_sign_in_counts() {
    let server = Server::start(|request| match (request.operation(), request.header("cookie")) {
        ("login", _) => Reply::text("OK").header("Set-Cookie", "sid=new"),
        (_, Some("sid=old")) => Reply::text("NOTLOGGEDIN"),
        (_, _) => Reply::text("OK done").header("Set-Cookie", "sid=old"),
    });
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    // The answer to the first sets the cookie to one that is refused, so that the second needs a new sign-in.
    soon(&client).await.unwrap();
    let failure = soon(&client).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NotSent, Kind::SlowDown));
    assert_eq!((server.calls("login").len(), server.calls("report").len()), (2, 2));
}

#[tokio::test]
async fn a_login_too_many_is_not_made() {
    let server = Server::start(|request| match request.operation() {
        "open" => Reply::text("OK ann/t"),
        _ => Reply::text("NOTLOGGEDIN"),
    });
    let client = builder(server.base()).timeout(Duration::from_secs(10)).retry_delay(Duration::from_secs(2));
    let client = client.sign_in(login("ticket", PASSWORD)).build().unwrap();
    // Each of them signs in once more.
    let refused = ping(&client).await.unwrap_err();
    assert_eq!((refused.stage(), refused.kind()), (Stage::Refused, Kind::SignIn));
    ping(&client).await.unwrap_err();
    assert_eq!(server.calls("open").len(), 3);

    pass(30).await;
    for _ in 0..3 {
        let begun = Instant::now();
        let failure = ping(&client).await.unwrap_err();
        assert_eq!((failure.stage(), failure.kind(), failure.operation()), (Stage::NotSent, Kind::SlowDown, "open"));
        assert!(failure.retry_after().is_some_and(|wait| (20..=30).contains(&wait.as_secs())), "{failure}");
        assert!(begun.elapsed() < Duration::from_secs(2), "there is nothing to wait for");
    }
    assert_eq!(server.calls("open").len(), 3);
    pass(31).await;
    ping(&client).await.unwrap_err();
    assert_eq!(server.calls("open").len(), 5);
}

#[tokio::test]
async fn a_call_counts_from_when_it_goes_out() {
    let server = Server::start(|request| match request.operation() {
        "fetch" => Reply::text("a").after(Duration::from_millis(300)),
        _ => Reply::text("OK done"),
    });
    let hour = Duration::from_secs(3600);
    let client = builder(server.base()).max_concurrent_requests(1).timeout(hour).read_timeout(hour).build().unwrap();
    let long = {
        let client = client.clone();
        tokio::spawn(async move { client.download(&FETCH, call([]), &mut Vec::new()).await })
    };
    settle().await;
    // As often as it may be called, and all of them wait for that one.
    let waiting = [begin(&client, "a").await, begin(&client, "b").await];
    pass(50).await;
    long.await.unwrap().unwrap();
    for call in waiting {
        call.await.unwrap().unwrap();
    }
    pass(15).await;
    assert_eq!(soon(&client).await.unwrap_err().kind(), Kind::SlowDown);
    pass(46).await;
    soon(&client).await.unwrap();
}

#[tokio::test]
async fn a_call_whose_session_ended_before_it_was_sent_does_not_count() {
    let logins = AtomicUsize::new(0);
    let server = Server::start(move |request| match (request.operation(), request.header("cookie")) {
        ("login", _) => {
            let number = logins.fetch_add(1, Ordering::SeqCst) + 1;
            Reply::text("OK").header("Set-Cookie", &format!("sid=s{number}"))
        }
        ("ping", Some("sid=s1")) => Reply::text("NOTLOGGEDIN").after(Duration::from_millis(200)),
        _ => Reply::text("OK done"),
    });
    let client = builder(server.base()).max_concurrent_requests(1).sign_in(session()).build().unwrap();
    client.sign_in().await.unwrap();
    let waiting = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        soon(&client).await
    };
    let (ping, waiting) = tokio::join!(ping(&client), waiting);
    ping.unwrap();
    waiting.unwrap();
    assert_eq!(server.calls("report").len(), 1);
    soon(&client).await.unwrap();
    assert_eq!(soon(&client).await.unwrap_err().kind(), Kind::SlowDown);
}
