//! Nothing secret, and no URL, is seen anywhere.

#![cfg(feature = "client")]

mod support;

use std::{error::Error, net::SocketAddr, time::Duration};

use bindery_transport::{Call, CallOptions, ClientBuilder, Failure, Kind, Protocol, Stage, Value};
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

/// A host that is none of this machine's, as far as its name tells.
const ELSEWHERE: &str = "acme.example";

/// A client whose calls to that host reach the server, which is in truth on this machine.
fn elsewhere(server: &Server) -> ClientBuilder {
    let address: SocketAddr = server.base().trim_start_matches("http://").parse().unwrap();
    let http = reqwest::Client::builder().resolve(ELSEWHERE, address).build().unwrap();
    builder(format!("http://{ELSEWHERE}:{}", address.port())).http_client(http)
}

fn assert_in_clear(failure: &Failure, parameter: Option<&str>) {
    assert_eq!((failure.stage(), failure.kind()), (Stage::NotBuilt, Kind::SecretInClear), "{failure}");
    assert_eq!(failure.parameter(), parameter, "{failure}");
    let told = failure.to_string();
    assert!(told.contains("`https://`") && told.contains("`allow_secrets_over_http`"), "{told}");
    assert!(!told.contains(ELSEWHERE) && !told.contains(SECRET), "{told}");
}

#[tokio::test]
async fn a_secret_goes_over_plain_http_only_when_that_is_allowed() {
    let server = Server::start(|request| match request.operation() {
        "login" => Reply::text("OK").header("Set-Cookie", "sid=c00kie"),
        _ => Reply::text("OK ann/t1"),
    });
    let call_of = |builder: ClientBuilder, operation, call: Call| async move {
        builder.build().unwrap().call(operation, call).await
    };
    let anonymous = || elsewhere(&server).allow_secrets_in_url();

    let parameter = call_of(anonymous(), &vendor::CHECK, pin()).await.unwrap_err();
    assert_in_clear(&parameter, Some("pin"));
    let over_get = Call { options: Protocol::Get.into(), ..pin() };
    assert_in_clear(&call_of(anonymous(), &vendor::CHECK, over_get).await.unwrap_err(), Some("pin"));
    // A value that somebody calls a secret is one, whatever the description says.
    let own = call([Some(Value::Secret(SECRET.into())), None]);
    assert_in_clear(&call_of(anonymous(), &vendor::CHECK, own).await.unwrap_err(), Some("text"));
    let login_itself = call([text("ann"), Some(Value::Secret(SECRET.into()))]);
    assert_in_clear(&call_of(anonymous(), &vendor::LOGIN, login_itself).await.unwrap_err(), Some("pwd"));
    assert_in_clear(&call_of(anonymous(), &vendor::OPEN, call([text("ann"), None])).await.unwrap_err(), None);
    for (sign_in, parameter) in
        [(key(SECRET), Some("apikey")), (login("ticket", SECRET), Some("ticket")), (login("session", SECRET), None)]
    {
        let refused = call_of(anonymous().sign_in(sign_in.clone()), &vendor::PING, call([None])).await.unwrap_err();
        assert_in_clear(&refused, parameter);
        let client = anonymous().sign_in(sign_in).build().unwrap();
        if parameter != Some("apikey") {
            assert_in_clear(&client.sign_in().await.unwrap_err(), Some("pwd"));
        }
        client.sign_out().await.unwrap();
    }
    let proxied = builder(server.base()).proxy(reqwest::Proxy::all(server.base()).unwrap());
    assert_in_clear(&call_of(proxied, &vendor::CHECK, pin()).await.unwrap_err(), Some("pin"));
    assert!(server.requests().is_empty());

    call_of(anonymous(), &vendor::CHECK, call([text("hi"), None])).await.unwrap();
    call_of(anonymous(), &vendor::READ, call([])).await.unwrap();
    let allowed = || elsewhere(&server).allow_secrets_over_http();
    call_of(allowed(), &vendor::CHECK, pin()).await.unwrap();
    call_of(allowed().sign_in(login("session", SECRET)), &vendor::PING, call([None])).await.unwrap();
    assert_eq!(server.requests().len(), 5);
    let through = builder(server.base()).proxy(reqwest::Proxy::all(server.base()).unwrap()).allow_secrets_over_http();
    call_of(through, &vendor::CHECK, pin()).await.unwrap();
}

/// The environment belongs to a process, so the call is made in one of its own: this test once more.
#[tokio::test]
async fn a_proxy_of_the_environment_is_not_used_for_the_loopback() {
    const BASE: &str = "BASE_OF_THE_SERVER";
    if let Ok(base) = std::env::var(BASE) {
        builder(base).build().unwrap().call(&vendor::CHECK, pin()).await.unwrap();
        return;
    }
    let server = Server::start(|_| Reply::text("OK"));
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "a_proxy_of_the_environment_is_not_used_for_the_loopback"]).env(BASE, server.base());
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        // Nobody is there.
        again.env(name, "http://127.0.0.1:1");
    }
    again.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = again.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_address_that_hides_its_host_is_refused() {
    for base in ["http://127.0.0.1\\@acme.example", "http://localhost@acme.example", "http://local\thost", "http://"] {
        let failure = builder(base).build().unwrap_err();
        assert_eq!(failure.kind(), Kind::Configuration, "{base}");
    }
    for base in ["http://127.0.0.1.acme.example", "http://localhost.acme.example", "http://localhost.", "http://[::2]"]
    {
        let failure = builder(base).build().unwrap().call(&vendor::CHECK, pin()).await.unwrap_err();
        assert_eq!(failure.kind(), Kind::SecretInClear, "{base}");
    }
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
