//! What can happen between a request and a whole answer.

#![cfg(feature = "client")]

mod support;

use std::time::{Duration, Instant};

use bindery_transport::{Call, CallOptions, Failure, Kind, Protocol, Stage};
use support::{
    server::{Reply, Server},
    stage,
    vendor::{self, builder, call, text},
};

async fn check(builder: bindery_transport::ClientBuilder, options: CallOptions) -> Result<(), Failure> {
    let client = builder.build().unwrap();
    client.call(&vendor::CHECK, Call { options, ..call([text("hi"), None]) }).await.map(drop)
}

async fn plain(server: &Server) -> Failure {
    check(builder(server.base()), CallOptions::new()).await.unwrap_err()
}

#[tokio::test]
async fn a_call_goes_below_the_bases_own_path() {
    let server = Server::start(|_| Reply::text("OK"));
    check(builder(server.base() + "/tenant/"), CallOptions::new()).await.unwrap();
    check(builder(server.base()).user_agent("acme/1.0"), Protocol::Post.into()).await.unwrap();
    let requests = server.requests();
    assert_eq!((requests[0].method.as_str(), requests[0].target.as_str()), ("GET", "/tenant/api/check?text=hi"));
    let agent = requests[0].header("user-agent").unwrap();
    assert!(agent.starts_with("bindery-transport/"), "{agent}");
    assert_eq!((requests[1].method.as_str(), requests[1].target.as_str()), ("POST", "/api/check"));
    assert_eq!(requests[1].header("user-agent"), Some("acme/1.0"));
    assert_eq!(requests[1].header("content-length"), Some("7"));
}

#[tokio::test]
async fn gzip_is_asked_for_and_undone() {
    let server = Server::start(|_| Reply::text(stage::gzip("OK")).header("Content-Encoding", "gzip"));
    check(builder(server.base()), CallOptions::new()).await.unwrap();
    check(builder(server.base()).http_client(reqwest::Client::new()), CallOptions::new()).await.unwrap();
    for request in server.requests() {
        let asked = request.headers.iter().filter(|(name, _)| name == "accept-encoding");
        assert_eq!(asked.map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["gzip"]);
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let server = Server::start(|_| Reply::text("").status("302 Found").header("Location", "/elsewhere"));
    let failure = plain(&server).await;
    assert_eq!((failure.stage(), failure.kind()), (Stage::NotUnderstood, Kind::Unexpected));
    assert_eq!(failure.status().map(|status| status.as_u16()), Some(302));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_answer_that_says_it_is_too_large_is_not_read() {
    let server = Server::start(|_| Reply::text("OK").announced(20_000_000));
    let failure = plain(&server).await;
    assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::TooLarge));
    let head = failure.answer().unwrap();
    assert_eq!(
        (head.status.as_u16(), head.content_type.as_deref(), head.length, head.excerpt.as_deref()),
        (200, Some("text/plain"), 20_000_000, Some("OK"))
    );
}

#[tokio::test]
async fn an_answer_that_does_not_say_so_is_read_up_to_the_limit() {
    let server = Server::start(|_| Reply::text(vec![b'x'; 1_000_000]).chunked());
    let failure = check(builder(server.base()).body_limit(5000), CallOptions::new()).await.unwrap_err();
    assert_eq!(failure.kind(), Kind::TooLarge);
    assert!(failure.to_string().contains("5000 bytes"), "{failure}");
    let length = failure.answer().unwrap().length;
    assert!(length > 5000 && length < 1_000_000, "{length}");
}

#[tokio::test]
async fn the_limit_itself_is_allowed() {
    for reply in [Reply::text("OK"), Reply::text("OK").chunked()] {
        let server = Server::start(move |_| reply.clone());
        check(builder(server.base()).body_limit(2), CallOptions::new()).await.unwrap();
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_no_answer() {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n";
    for reply in [Reply::text("OK").announced(10), Reply::raw(chunked)] {
        let server = Server::start(move |_| reply.clone());
        let failure = plain(&server).await;
        assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::Incomplete), "{failure:?}");
        assert_eq!(failure.answer().map(|head| head.length), Some(2));
        assert!(!failure.is_retryable());
    }
}

#[tokio::test]
async fn a_connection_that_is_closed_without_a_word_is_no_answer() {
    let server = Server::start(|_| Reply::raw(""));
    let failure = plain(&server).await;
    assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::Incomplete), "{failure:?}");
}

#[tokio::test]
async fn nobody_listening_means_not_sent() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let failure = check(builder(format!("http://{free}")), CallOptions::new()).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NotSent, Kind::Connection), "{failure:?}");
    assert!(failure.is_retryable());
}

/// The host takes no further connection, and refuses none.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_does_not_come_about_is_not_waited_for() {
    use tokio::{
        net::{TcpSocket, TcpStream},
        time::timeout,
    };

    let short = Duration::from_millis(200);
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(queued) = timeout(short, TcpStream::connect(address)).await {
        queue.push(queued.unwrap());
    }
    let started = Instant::now();
    let builder = builder(format!("http://{address}")).retries(0);
    let failure = check(builder.connect_timeout(short), CallOptions::new()).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NotSent, Kind::Timeout), "{failure:?}");
    assert!(failure.is_retryable());
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn silence_is_not_waited_out() {
    let server = Server::start(|_| Reply::text("OK").after(Duration::from_secs(5)));
    let started = Instant::now();
    let short = Duration::from_millis(100);
    for (builder, options) in [
        (builder(server.base()).read_timeout(short), CallOptions::new()),
        (builder(server.base()).timeout(short), CallOptions::new()),
        (builder(server.base()), CallOptions::new().timeout(short)),
    ] {
        let failure = check(builder, options).await.unwrap_err();
        assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::Timeout), "{failure:?}");
    }
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_trickle_is_cut_off_at_the_end_of_the_time() {
    let server = Server::start(|_| Reply::text("OK and so on and so on").drip(Duration::from_millis(50)));
    let failure =
        check(builder(server.base()), CallOptions::new().timeout(Duration::from_millis(200))).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NoAnswer, Kind::Timeout), "{failure:?}");
    assert!(failure.answer().is_some());
}

#[tokio::test]
async fn a_protocol_that_was_asked_for_has_to_be_there() {
    let server = Server::start(|_| Reply::text("OK"));
    let plain = builder(server.base()).build().unwrap();
    plain.call(&vendor::POSTED, call([])).await.unwrap();
    let asked = builder(server.base()).protocol(Protocol::Get).build().unwrap();
    let failure = asked.call(&vendor::POSTED, call([])).await.unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::NotBuilt, Kind::Configuration));
    assert!(failure.to_string().contains("`post`"), "{failure}");
    asked.call(&vendor::POSTED, Call { options: Protocol::Post.into(), ..call([]) }).await.unwrap();
    assert_eq!(server.requests().len(), 2);

    let failure = builder(server.base()).protocol(Protocol::Xml).build().unwrap_err();
    assert!(failure.to_string().contains("`get`, `post`"), "{failure}");
}

#[test]
fn a_client_needs_an_address() {
    let failure = bindery_transport::ClientBuilder::new(&vendor::VENDOR).build().unwrap_err();
    assert!(failure.to_string().contains("`base_url`"), "{failure}");
    for base in
        ["", "acme.example", "ftp://acme.example", "http://u:geheim@acme.example", "http://acme.example/?a=geheim"]
    {
        let failure = builder(base).build().unwrap_err();
        assert_eq!(failure.kind(), Kind::Configuration);
        assert!(!format!("{failure} {failure:?}").contains("geheim"), "{failure:?}");
    }
}

#[test]
fn a_ready_made_client_has_decided_some_things() {
    let http = reqwest::Client::new();
    builder("http://127.0.0.1:1").http_client(http.clone()).build().unwrap();
    let failure = builder("http://127.0.0.1:1").http_client(http).read_timeout(Duration::ZERO).build().unwrap_err();
    assert_eq!(failure.kind(), Kind::Configuration);
}
