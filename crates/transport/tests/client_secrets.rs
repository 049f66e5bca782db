//! Nothing secret, and no URL, is seen anywhere.

#![cfg(feature = "client")]

mod support;

use std::{error::Error, time::Duration};

use bindery_transport::{Call, CallOptions, Failure, Kind, Protocol, Stage, Value};
use support::{
    server::{Reply, Server},
    vendor::{self, builder, call, key, login, text},
};

const SECRET: &str = "s3cr&t/word";

fn pin() -> Call {
    call([text("hi"), Some(Value::Secret(SECRET.into()))])
}

/// All that a failure says to anybody.
fn said(failure: &Failure) -> String {
    let mut said = format!("{failure} {failure:?} {failure:#?}");
    let mut source = failure.source();
    while let Some(error) = source {
        said += &format!(" {error} {error:?}");
        source = error.source();
    }
    said
}

#[tokio::test]
async fn failures_hold_no_url_and_no_secret() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let silent = Server::start(|_| Reply::text("OK").after(Duration::from_secs(5)));
    let short = Server::start(|_| Reply::text("OK").announced(10));
    let long = Server::start(|_| Reply::text("OK").announced(100_000_000));
    let closed = Server::start(|_| Reply::raw(""));
    let garbage = Server::start(|_| Reply::raw("not HTTP at all\r\n\r\n"));
    let redirect = Server::start(|_| Reply::text("").status("302 Found").header("Location", "/elsewhere"));
    let bases = [format!("http://{free}")]
        .into_iter()
        .chain([&silent, &short, &long, &closed, &garbage, &redirect].map(Server::base));
    for base in bases {
        let client = builder(base.clone() + "/tenant").timeout(Duration::from_millis(200)).build().unwrap();
        let options = CallOptions::from(Protocol::Get).allow_secrets_in_url();
        let failure = client.call(&vendor::CHECK, Call { options, ..pin() }).await.unwrap_err();
        let said = said(&failure);
        for hidden in ["http:", "/tenant", "/api/", "pin=", "text=", SECRET, "s3cr"] {
            assert!(!said.contains(hidden), "{hidden} in {said}");
        }
    }
}

#[tokio::test]
async fn a_secret_goes_into_a_url_only_when_that_is_allowed() {
    let server = Server::start(|_| Reply::text("OK"));
    let client = builder(server.base()).build().unwrap();
    let over = |options: CallOptions| Call { options, ..pin() };
    let failure = client.call(&vendor::CHECK, over(Protocol::Get.into())).await.unwrap_err();
    assert_eq!(
        (failure.stage(), failure.kind(), failure.parameter()),
        (Stage::NotBuilt, Kind::SecretInUrl, Some("pin"))
    );
    assert!(failure.to_string().contains("allow_secrets_in_url"), "{failure}");
    assert!(server.requests().is_empty());

    // GET is the vendor's first protocol, but nobody asked for it.
    client.call(&vendor::CHECK, pin()).await.unwrap();
    client.call(&vendor::CHECK, call([text("hi"), None])).await.unwrap();
    client.call(&vendor::CHECK, over(CallOptions::new().allow_secrets_in_url())).await.unwrap();
    let free = builder(server.base()).allow_secrets_in_url().build().unwrap();
    free.call(&vendor::CHECK, over(Protocol::Get.into())).await.unwrap();
    let methods: Vec<_> = server.requests().into_iter().map(|request| request.method).collect();
    assert_eq!(methods, ["POST", "GET", "GET", "GET"]);
}

#[tokio::test]
async fn keys_and_tickets_are_secrets_too() {
    let server = Server::start(|_| Reply::text("OK ann/t1"));
    for sign_in in [key(SECRET), login("ticket", SECRET)] {
        let client = builder(server.base()).sign_in(sign_in).build().unwrap();
        let get = Call { options: Protocol::Get.into(), ..call([None]) };
        let failure = client.call(&vendor::PING, get).await.unwrap_err();
        assert_eq!(failure.kind(), Kind::SecretInUrl);
        // Not even the login was sent.
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn a_refused_login_tells_no_secret() {
    let server = Server::start(|request| Reply::text(format!("sorry, {}", request.body)));
    let client = builder(server.base()).sign_in(login("session", SECRET)).build().unwrap();
    let failure = client.sign_in().await.unwrap_err();
    let said = said(&failure);
    assert!(!said.contains("s3cr"), "{said}");
}

#[tokio::test]
async fn an_answer_cut_short_repeats_no_secret() {
    for announced in [1000, 100_000_000] {
        let server =
            Server::start(move |request| Reply::text(format!("you said {}!", request.body)).announced(announced));
        let client = builder(server.base()).build().unwrap();
        let failure = client.call(&vendor::CHECK, pin()).await.unwrap_err();
        assert_eq!(failure.answer().unwrap().excerpt.as_deref(), Some("you said text=hi&pin=•••!"));
        let said = said(&failure);
        assert!(!said.contains("s3cr"), "{said}");
    }
}

#[test]
fn debug_shows_no_sign_in() {
    let sign_in = login("session", SECRET);
    let builder = builder("http://acme.example/tenant").sign_in(sign_in.clone());
    let client = builder.clone().build().unwrap();
    let said = format!("{sign_in:?} {builder:?} {client:?}");
    for hidden in ["s3cr", "ann@", "http:", "/tenant"] {
        assert!(!said.contains(hidden), "{hidden} in {said}");
    }
}
