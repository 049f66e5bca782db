//! Signing in is the client's work.

#![cfg(feature = "client")]

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bindery_transport::{Call, CallOptions, Kind, Protocol, Secret, SignIn, Stage};
use support::{
    server::{Reply, Request, Server},
    vendor::{self, Code, PASSWORD, builder, call, key, login, ping, session, text},
};

/// Logs anybody in, and answers `OK <cookie>` to every ping of a session that was not ended.
#[derive(Clone, Default)]
struct Vendor {
    logins: Arc<AtomicUsize>,
    ended: Arc<Mutex<Vec<String>>>,
}

impl Vendor {
    fn start(self) -> Server {
        Server::start(move |request| self.answer(request))
    }

    fn end(&self, session: &str) {
        self.ended.lock().unwrap().push(format!("sid={session}"));
    }

    fn answer(&self, request: &Request) -> Reply {
        match request.operation() {
            "login" => {
                let number = self.logins.fetch_add(1, Ordering::SeqCst) + 1;
                let reply = Reply::text("OK").header("Set-Cookie", &format!("sid=s{number}; path=/; HttpOnly"));
                reply.header("Set-Cookie", "tracker=1").after(Duration::from_millis(200))
            }
            "open" => {
                let number = self.logins.fetch_add(1, Ordering::SeqCst) + 1;
                Reply::text(format!("OK ann/t{number}"))
            }
            _ => {
                let cookie = request.header("cookie").unwrap_or("none").to_owned();
                let ended = self.ended.lock().unwrap().contains(&cookie);
                Reply::text(if ended { "NOTLOGGEDIN".to_owned() } else { format!("OK {cookie}") })
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_calls_share_one_login() {
    let server = Vendor::default().start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { ping(&client).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), "sid=s1");
    }
    let logins = server.calls("login");
    assert_eq!(logins.len(), 1);
    assert_eq!(
        (logins[0].method.as_str(), logins[0].body.as_str()),
        ("POST", "email=ann%40acme.example&pwd=hunter2+%26+co")
    );
    assert_eq!(server.calls("ping").len(), 50);
}

#[tokio::test]
async fn an_ended_session_is_renewed_once_and_the_call_sent_again() {
    let vendor = Vendor::default();
    let server = vendor.clone().start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    assert_eq!(ping(&client).await.unwrap(), "sid=s1");
    vendor.end("s1");
    assert_eq!(ping(&client).await.unwrap(), "sid=s2");
    assert_eq!((server.calls("login").len(), server.calls("ping").len()), (2, 3));
}

#[tokio::test]
async fn a_second_refusal_is_returned() {
    let vendor = Vendor::default();
    vendor.end("s1");
    vendor.end("s2");
    let server = vendor.start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    let error = ping(&client).await.unwrap_err();
    assert_eq!(error.code(), Some(&Code::NotLoggedIn));
    assert_eq!((error.stage(), error.kind(), error.operation()), (Stage::Refused, Kind::SignIn, "ping"));
    assert_eq!((server.calls("login").len(), server.calls("ping").len()), (2, 2));
}

#[tokio::test]
async fn a_late_refusal_of_an_old_session_makes_no_second_login() {
    let slow = Arc::new(AtomicUsize::new(0));
    let vendor = Vendor::default();
    let (inner, count) = (vendor.clone(), slow.clone());
    let server = Server::start(move |request| {
        let late = request.operation() == "ping" && request.header("cookie") == Some("sid=s1");
        if late && count.fetch_add(1, Ordering::SeqCst) == 1 {
            return Reply::text("NOTLOGGEDIN").after(Duration::from_millis(300));
        }
        inner.answer(request)
    });
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    client.sign_in().await.unwrap();
    vendor.end("s1");
    let (one, other) = tokio::join!(ping(&client), ping(&client));
    assert_eq!((one.unwrap().as_str(), other.unwrap().as_str()), ("sid=s2", "sid=s2"));
    assert_eq!((server.calls("login").len(), server.calls("ping").len()), (2, 4));
}

#[tokio::test]
async fn refused_credentials_stick_until_they_change() {
    let server = Server::start(|request| match request.operation() {
        "login" if request.body.contains("right") => Reply::text("OK").header("Set-Cookie", "sid=s1"),
        "login" => Reply::text("INVALID"),
        _ => Reply::text("OK pong"),
    });
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    for _ in 0..3 {
        let error = ping(&client).await.unwrap_err();
        assert_eq!((error.stage(), error.kind(), error.operation()), (Stage::Refused, Kind::Credentials, "login"));
        // The first code of `login` is not the first code of `ping`.
        assert!(matches!(error.code(), Some(Code::Other(code)) if code.as_str() == "INVALID"), "{error:?}");
        assert!(error.to_string().contains("INVALID"), "{error}");
        assert!(error.to_string().contains("while signing in"), "{error}");
    }
    assert_eq!(server.requests().len(), 1);

    client.sign_in().await.unwrap_err();
    assert_eq!(server.requests().len(), 2);
    ping(&client).await.unwrap_err();
    assert_eq!(server.requests().len(), 2);

    client.set_sign_in(login("session", "right")).unwrap();
    assert_eq!(ping(&client).await.unwrap(), "pong");
    assert_eq!((server.calls("login").len(), server.calls("ping").len()), (3, 1));
}

#[tokio::test]
async fn a_login_that_failed_otherwise_is_shared_and_then_tried_again() {
    let server = Server::start(|request| match request.operation() {
        "login" => Reply::text("BUSY").after(Duration::from_millis(50)),
        _ => Reply::text("OK pong"),
    });
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    let (one, other, third) = tokio::join!(ping(&client), ping(&client), ping(&client));
    for result in [one, other, third] {
        assert_eq!(result.unwrap_err().kind(), Kind::SlowDown);
    }
    assert_eq!(server.calls("login").len(), 3);
    ping(&client).await.unwrap_err();
    assert_eq!((server.calls("login").len(), server.calls("ping").len()), (6, 0));
}

#[tokio::test]
async fn a_login_that_works_at_last_takes_no_retry_from_the_call() {
    let logins = AtomicUsize::new(0);
    let server = Server::start(move |request| match request.operation() {
        "login" => match logins.fetch_add(1, Ordering::SeqCst) {
            0 => Reply::raw(""),
            1 => Reply::text("Out of order").status("503 Service Unavailable"),
            _ => Reply::text("OK").header("Set-Cookie", "sid=s1"),
        },
        _ => Reply::text("OK pong"),
    });
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    let ping = Call { options: CallOptions::new().retries(0), ..call([text("hi")]) };
    client.call(&vendor::PING, ping).await.unwrap();
    assert_eq!((server.calls("login").len(), server.calls("ping").len()), (3, 1));
}

#[tokio::test]
async fn any_number_of_retries_is_a_number() {
    let server = Vendor::default().start();
    let client = builder(server.base()).retries(u32::MAX).sign_in(session()).build().unwrap();
    assert_eq!(ping(&client).await.unwrap(), "sid=s1");
}

#[tokio::test]
async fn a_login_that_is_refused_in_an_unknown_way_is_not_repeated() {
    let server = Server::start(|_| Reply::text("LOCKED"));
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    for _ in 0..3 {
        assert_eq!(ping(&client).await.unwrap_err().kind(), Kind::UnknownCode);
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn pauses_between_logins_grow_from_call_to_call() {
    let server = Server::start(|_| Reply::raw(""));
    let client = builder(server.base()).retries(0).retry_delay(Duration::from_millis(100)).sign_in(session());
    let client = client.build().unwrap();
    let started = std::time::Instant::now();
    for _ in 0..4 {
        assert_eq!(ping(&client).await.unwrap_err().kind(), Kind::Incomplete);
    }
    assert!(started.elapsed() >= Duration::from_millis(100 + 200 + 400));
    assert_eq!(server.calls("login").len(), 4);
}

#[tokio::test]
async fn a_login_that_http_refuses_is_not_repeated() {
    for (status, requests) in
        [("401 Unauthorized", 1), ("403 Forbidden", 1), ("404 Not Found", 9), ("502 Bad Gateway", 9)]
    {
        let server = Server::start(move |_| Reply::text("<html>").content_type("text/html").status(status));
        let client = builder(server.base()).sign_in(session()).build().unwrap();
        for _ in 0..3 {
            let error = ping(&client).await.unwrap_err();
            assert_eq!((error.stage(), error.operation()), (Stage::NotUnderstood, "login"), "{error}");
        }
        assert_eq!(server.requests().len(), requests, "{status}");
    }
}

#[tokio::test]
async fn whoever_cannot_wait_for_the_next_login_gets_the_last_failure() {
    let server = Server::start(|_| Reply::text("BUSY"));
    let client = builder(server.base()).retries(0).retry_delay(Duration::from_secs(10)).sign_in(session());
    let client = client.build().unwrap();
    let soon = || Call { options: CallOptions::new().timeout(Duration::from_secs(5)), ..call([text("hi")]) };
    for _ in 0..3 {
        let failure = client.call(&vendor::PING, soon()).await.unwrap_err();
        assert_eq!((failure.stage(), failure.kind(), failure.operation()), (Stage::Refused, Kind::SlowDown, "login"));
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_dropped_future_leaves_no_lock_and_no_half_open_session() {
    let server = Vendor::default().start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    for _ in 0..3 {
        tokio::time::timeout(Duration::from_millis(10), ping(&client)).await.unwrap_err();
    }
    // The login goes on, so that no session is left behind that nobody knows.
    assert_eq!(ping(&client).await.unwrap(), "sid=s1");
    assert_eq!((server.calls("login").len(), server.calls("ping").len()), (1, 1));
}

#[tokio::test]
async fn a_call_does_not_wait_for_a_login_longer_than_it_may() {
    let server = Server::start(|_| Reply::text("OK").after(Duration::from_secs(5)));
    let client = builder(server.base()).timeout(Duration::from_millis(100)).sign_in(session()).build().unwrap();
    let error = ping(&client).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Timeout);
    assert_eq!(server.calls("ping").len(), 0);
}

#[tokio::test]
async fn the_cookie_is_the_one_that_was_set_last() {
    let vendor = Vendor::default();
    let inner = vendor.clone();
    let server = Server::start(move |request| match (request.operation(), request.header("cookie")) {
        ("ping", Some("sid=s1")) => Reply::text("OK first").header("Set-Cookie", "sid=fresh; path=/"),
        ("ping", Some("sid=fresh")) => Reply::text("OK second").header("Set-Cookie", "sid=; path=/"),
        _ => inner.answer(request),
    });
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    assert_eq!(ping(&client).await.unwrap(), "first");
    assert_eq!(ping(&client).await.unwrap(), "second");
    // Taken away: the session is over.
    assert_eq!(ping(&client).await.unwrap(), "sid=s2");
}

#[tokio::test]
async fn a_cookie_that_comes_with_a_refusal_is_not_the_sessions() {
    let vendor = Vendor::default();
    let inner = vendor.clone();
    let server = Server::start(move |request| match (request.operation(), request.header("cookie")) {
        // The head comes long before the word that the session has ended.
        ("ping", Some("sid=s1")) => {
            Reply::text("NOTLOGGEDIN").header("Set-Cookie", "sid=nobody").drip(Duration::from_millis(20))
        }
        _ => inner.answer(request),
    });
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    client.sign_in().await.unwrap();
    let later = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        ping(&client).await
    };
    let (one, other) = tokio::join!(ping(&client), later);
    assert_eq!((one.unwrap().as_str(), other.unwrap().as_str()), ("sid=s2", "sid=s2"));
    let sent = server.calls("ping");
    assert!(sent.iter().all(|request| request.header("cookie") != Some("sid=nobody")), "{sent:?}");
}

#[tokio::test]
async fn a_ticket_goes_along_as_a_parameter_until_it_is_too_old() {
    let server = Vendor::default().start();
    let client = builder(server.base()).sign_in(login("ticket", PASSWORD)).build().unwrap();
    let say = || call([text("hi")]);
    client.call(&vendor::PING, say()).await.unwrap();
    client.call(&vendor::PING, say()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    client.call(&vendor::PING, say()).await.unwrap();
    let sent: Vec<_> = server.calls("ping").into_iter().map(|request| (request.method, request.body)).collect();
    let post = |ticket: &str| ("POST".to_owned(), format!("ticket={ticket}&text=hi"));
    assert_eq!(sent, [post("t1"), post("t1"), post("t2")]);
    assert_eq!(server.calls("open").len(), 2);
}

#[tokio::test]
async fn a_key_goes_along_and_its_refusal_is_just_returned() {
    let server = Server::start(|_| Reply::text("NOTLOGGEDIN"));
    let client = builder(server.base()).sign_in(key("k-1")).build().unwrap();
    let error = ping(&client).await.unwrap_err();
    assert_eq!(error.code(), Some(&Code::NotLoggedIn));
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].body, "apikey=k-1");
}

#[tokio::test]
async fn a_login_without_a_session_is_not_understood() {
    let server = Server::start(|request| match request.operation() {
        "login" => Reply::text("OK"),
        _ => Reply::text("OK pong"),
    });
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    let error = ping(&client).await.unwrap_err();
    assert_eq!((error.stage(), error.operation()), (Stage::NotUnderstood, "login"));
    assert!(error.to_string().contains("`sid`"), "{error}");
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let server = Vendor::default().start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    client.sign_out().await.unwrap();
    assert!(server.requests().is_empty());
    client.sign_in().await.unwrap();
    client.sign_in().await.unwrap();
    assert_eq!(server.calls("login").len(), 1);
    client.sign_out().await.unwrap();
    let logouts = server.calls("logout");
    assert_eq!((logouts.len(), logouts[0].method.as_str()), (1, "POST"));
    assert_eq!(logouts[0].header("cookie"), Some("sid=s1"));
    assert_eq!(ping(&client).await.unwrap(), "sid=s2");
}

#[tokio::test]
async fn calling_the_logout_itself_forgets_the_session_too() {
    let vendor = Vendor::default();
    let server = vendor.clone().start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    assert_eq!(ping(&client).await.unwrap(), "sid=s1");
    client.call(&vendor::LOGOUT, call([])).await.unwrap();
    assert_eq!(ping(&client).await.unwrap(), "sid=s2");
    // A session that is over needs no login to be ended.
    vendor.end("s2");
    client.call(&vendor::LOGOUT, call([])).await.unwrap_err();
    assert_eq!(server.calls("login").len(), 2);
}

#[tokio::test]
async fn calling_the_login_itself_is_just_a_call() {
    let server = Vendor::default().start();
    let client = builder(server.base()).build().unwrap();
    let params = call([text("ann@acme.example"), Some(bindery_transport::Value::Secret(PASSWORD.into()))]);
    client.call(&vendor::LOGIN, params).await.unwrap();
    let error = ping(&client).await.unwrap_err();
    assert_eq!((error.stage(), error.kind()), (Stage::NotBuilt, Kind::Credentials));
    assert!(error.to_string().contains("`session`, `ticket`, `key`"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_anonymous_where_that_will_do() {
    let server = Server::start(|_| Reply::text("OK"));
    let client = builder(server.base()).build().unwrap();
    client.call(&vendor::READ, call([])).await.unwrap();
    client.set_sign_in(session()).unwrap();
    client.call(&vendor::READ, call([])).await.unwrap();
    assert_eq!(server.calls("read").len(), 2);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn logins_never_go_over_get() {
    let server = Vendor::default().start();
    let client =
        builder(server.base()).protocol(Protocol::Get).allow_secrets_in_url().sign_in(session()).build().unwrap();
    assert_eq!(ping(&client).await.unwrap(), "sid=s1");
    assert_eq!(server.calls("login")[0].method, "POST");
    assert_eq!(server.calls("ping")[0].method, "GET");
}

#[tokio::test]
async fn what_cannot_be_built_is_not_worth_a_login() {
    let server = Vendor::default().start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    let error = client.call(&vendor::PING, call([Some(bindery_transport::Value::Int(1))])).await.unwrap_err();
    assert_eq!((error.stage(), error.parameter()), (Stage::NotBuilt, Some("text")));
    assert!(server.requests().is_empty());
}

#[test]
fn a_sign_in_has_to_fit_the_description() {
    let problem = |sign_in| builder("http://127.0.0.1:1").sign_in(sign_in).build().unwrap_err();
    for (sign_in, says) in [
        (SignIn::none("sesion"), "`session`, `ticket`, `key`, `anonymous`"),
        (SignIn::none("session"), "`email`, `pwd`"),
        (SignIn::none("key"), "needs `apikey`"),
        (SignIn::keys("key", [("api", "k".into())]), "no parameter `api`"),
        (SignIn::login("key", []), "has no login"),
        (SignIn::login("session", []), "needs `email`"),
        (SignIn::login("session", [("mail", bindery_transport::Value::Int(1))]), "no parameter `mail`"),
    ] {
        let failure = problem(sign_in);
        assert_eq!((failure.stage(), failure.kind()), (Stage::NotBuilt, Kind::Configuration));
        assert!(failure.to_string().contains(says), "{failure}");
    }
}

#[tokio::test]
async fn a_sign_out_that_nobody_waits_for_is_made_all_the_same() {
    let server = Vendor::default().start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    client.sign_in().await.unwrap();
    {
        let mut sign_out = std::pin::pin!(client.sign_out());
        tokio::select! {
            biased;
            _ = &mut sign_out => panic!("it takes some time"),
            () = tokio::task::yield_now() => {}
        }
    }
    while server.calls("logout").is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(server.calls("logout")[0].header("cookie"), Some("sid=s1"));
}

#[tokio::test]
async fn a_session_that_nobody_wants_any_more_is_ended() {
    let server = Vendor::default().start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    tokio::time::timeout(Duration::from_millis(20), client.sign_in()).await.unwrap_err();
    client.set_sign_in(login("session", "another")).unwrap();
    assert_eq!(ping(&client).await.unwrap(), "sid=s2");
    while server.calls("logout").is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(server.calls("logout")[0].header("cookie"), Some("sid=s1"));
}

#[test]
fn a_login_ends_with_its_runtime_and_the_next_call_makes_another() {
    let server = Vendor::default().start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let first = runtime();
    first.block_on(async {
        tokio::time::timeout(Duration::from_millis(20), ping(&client)).await.unwrap_err();
    });
    drop(first);
    assert_eq!(runtime().block_on(ping(&client)).unwrap(), "sid=s2");
}

#[tokio::test]
async fn a_session_is_renewed_before_its_time_is_over() {
    let server = Vendor::default().start();
    let client = builder(server.base()).sign_in(login("ticket", PASSWORD)).build().unwrap();
    let pass = async |milliseconds| {
        tokio::time::pause();
        tokio::time::advance(Duration::from_millis(milliseconds)).await;
        tokio::time::resume();
    };
    // It lives a second; a call counts as use.
    for (milliseconds, logins) in [(0, 1), (500, 1), (500, 1), (920, 2)] {
        pass(milliseconds).await;
        client.call(&vendor::PING, call([text("hi")])).await.unwrap();
        assert_eq!(server.calls("open").len(), logins, "after {milliseconds} ms");
    }
}

#[tokio::test]
async fn a_session_can_be_taken_along() {
    let vendor = Vendor::default();
    let server = vendor.clone().start();
    let client = || builder(server.base()).sign_in(session()).build().unwrap();
    let first = client();
    assert!(first.export_session().is_none());
    assert_eq!(ping(&first).await.unwrap(), "sid=s1");
    let taken = first.export_session().unwrap();
    assert!(!format!("{taken:?}").contains("s1"));

    let second = client();
    second.restore_session(&taken).unwrap();
    assert_eq!(ping(&second).await.unwrap(), "sid=s1");
    assert_eq!(server.calls("login").len(), 1);
    // It can end as any other.
    vendor.end("s1");
    assert_eq!(ping(&second).await.unwrap(), "sid=s2");
    assert_eq!(server.calls("login").len(), 2);
}

#[tokio::test]
async fn a_key_can_be_taken_along_until_it_is_too_old() {
    let server = Vendor::default().start();
    let client = || builder(server.base()).sign_in(login("ticket", PASSWORD)).build().unwrap();
    let first = client();
    let say = async |client: &bindery_transport::Client| client.call(&vendor::PING, call([text("hi")])).await.unwrap();
    say(&first).await;
    let taken = first.export_session().unwrap();
    let used = taken.expose().split('&').find_map(|pair| pair.strip_prefix("used=")).unwrap().to_owned();
    let with_use =
        |seconds: u64| Secret::from(taken.expose().replace(&format!("used={used}"), &format!("used={seconds}")));
    let used: u64 = used.parse().unwrap();

    let second = client();
    second.restore_session(&with_use(used + 60)).unwrap();
    say(&second).await;
    assert_eq!(server.calls("open").len(), 1);
    assert_eq!(server.calls("ping")[1].body, "ticket=t1&text=hi");
    // It lives a second without a call.
    let third = client();
    third.restore_session(&with_use(used - 5)).unwrap();
    say(&third).await;
    assert_eq!(server.calls("open").len(), 2);
}

#[tokio::test]
async fn a_session_of_somebody_else_is_not_taken() {
    let server = Vendor::default().start();
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    client.sign_in().await.unwrap();
    let taken = client.export_session().unwrap();
    let refused = |client: bindery_transport::Client, session: &str| {
        let failure = client.restore_session(&Secret::from(session)).unwrap_err();
        assert_eq!((failure.stage(), failure.kind()), (Stage::NotBuilt, Kind::Configuration));
        assert!(!format!("{failure:?}").contains("s1"), "{failure:?}");
        failure.to_string()
    };
    let with = |sign_in| builder(server.base()).sign_in(sign_in).build().unwrap();
    let elsewhere = builder("http://127.0.0.1:1").sign_in(session()).build().unwrap();
    assert!(refused(elsewhere, taken.expose()).contains("another address"));
    assert!(refused(with(login("ticket", PASSWORD)), taken.expose()).contains("another sign-in"));
    let ann = taken.expose();
    assert!(refused(with(session()), &ann.replace("ann", "bob")).contains("another email"));
    refused(with(key("k")), taken.expose());
    for broken in ["", "sid=s1", &ann[..ann.len() - 8], &ann.replace("used=", "unused="), "bindery-session=2"] {
        refused(with(session()), broken);
    }
}

#[tokio::test]
async fn a_call_whose_session_ends_while_it_waits_is_not_sent_in_vain() {
    let vendor = Vendor::default();
    let server = vendor.clone().start();
    let client = builder(server.base()).max_concurrent_requests(1).sign_in(session()).build().unwrap();
    client.sign_in().await.unwrap();
    vendor.end("s1");
    let calls = (ping(&client), ping(&client), ping(&client), ping(&client), ping(&client));
    let (a, b, c, d, e) = tokio::join!(calls.0, calls.1, calls.2, calls.3, calls.4);
    for result in [a, b, c, d, e] {
        assert_eq!(result.unwrap(), "sid=s2");
    }
    // One had to find out.
    assert_eq!((server.calls("login").len(), server.calls("ping").len()), (2, 6));
}
