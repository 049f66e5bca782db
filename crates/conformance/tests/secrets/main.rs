//! No secret is seen: a marked one is planted wherever a vendor's description has one, every operation is driven over
//! every protocol to success and into every kind of failure, and all that is said of it is searched, logs at the finest
//! level included.

mod drive;
mod logs;
mod marks;
mod plant;

use std::{
    io,
    panic::{self, AssertUnwindSafe},
    pin::Pin,
    task::{Context, Poll},
};

use bindery_simulator::Simulator;
use bindery_transport::AsyncWrite;
use drive::{Drive, look};
use marks::{ASCII_MARK, MARK, Needles};

/// Answers that refuse with what the hole says.
const RESCUE: &[(&str, &str)] = &[("text/plain", "{}"), ("text/plain", "ERROR {}"), ("text/plain", "INVALIDPARAM_{}")];
const MEDIASILO: &[(&str, &str)] = &[
    (
        "text/xml",
        r#"<mediasilo_response status="fail"><error code="101">The {} attribute is required</error></mediasilo_response>"#,
    ),
    ("text/xml", r#"<mediasilo_response status="fail" code="{}" message="{}"/>"#),
    ("text/xml", r#"<mediasilo_response status="fail">{}: {}</mediasilo_response>"#),
];
const INFOROUTER: &[(&str, &str)] = &[
    ("text/xml", r#"<response success="false" error="{}"/>"#),
    ("text/xml", r#"<response success="false" error="[931] {}"/>"#),
    ("text/xml", r#"<response success="false" error="SystemError:{}"><item name="{}">{}</item></response>"#),
];

#[tokio::test]
async fn of_logmein_rescue() {
    Drive::new(&logmein_rescue::VENDOR, RESCUE).all().await;
}

#[tokio::test]
async fn of_mediasilo() {
    Drive::new(&mediasilo::VENDOR, MEDIASILO).all().await;
}

#[tokio::test]
async fn of_inforouter() {
    Drive::new(&inforouter::VENDOR, INFOROUTER).all().await;
}

#[test]
fn of_blocking_and_typed_calls() {
    let needles = Needles::new(&[]);
    logs::listen();
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    let builder = logmein_rescue::blocking::Rescue::builder().base_url(sim.base_url()).login("ann@example.com", MARK);
    look(&needles, "a builder of clients", &format!("{builder:?} {builder:#?}"));
    let rescue = builder.build_blocking().expect("a client");
    let call = rescue.request_auth_code().email("ann@example.com").pwd(MARK);
    look(&needles, "a builder of calls", &format!("{call:?} {call:#?}"));
    call.send().expect("a code");
    rescue.create_user().parent(1).send().expect("a user");
    sim.on("requestAuthCode").code("INVALID");
    let refused = rescue.request_auth_code().email("ann@example.com").pwd(MARK).send().expect_err("a refusal");
    look(&needles, "a typed refusal", &format!("{refused} {refused:?} {refused:#?}"));
    sim.on("requestAuthCode").body(500, "text/html", format!("<html>{MARK}</html>"));
    let lost = rescue.request_auth_code().email("ann@example.com").pwd(MARK).send().expect_err("a page");
    look(&needles, "a typed failure", &format!("{lost} {lost:?} {lost:#?}"));

    let silo = mediasilo::sans_io::client();
    let call = silo.user_login().username("ann").password(MARK).hostname("acme").api_key(MARK);
    look(&needles, "a builder of calls without I/O", &format!("{call:?} {call:#?} {:?}", call.clone().send()));
    look(&needles, "the logs", &logs::take());
}

#[tokio::test]
async fn of_a_panic_of_the_callers_writer() {
    struct Panics;

    impl AsyncWrite for Panics {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
            panic!("{}", logs::PANIC)
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    let needles = Needles::new(&[]);
    logs::listen();
    let sim = Simulator::start(&inforouter::VENDOR);
    let router = inforouter::InfoRouter::builder(sim.base_url()).login("ann", MARK).build().expect("a client");
    let call = router.download_document().path("/a").with(inforouter::Protocol::Post);
    let panicked = tokio::spawn(async move { call.download(&mut Panics).await }).await.expect_err("a panic");
    look(&needles, "a panic in a task", &format!("{panicked} {panicked:?}"));
    // The client goes on.
    router.user_exists().user_name("ann").send().await.expect("an answer");
    look(&needles, "a client after a panic", &format!("{router:?}"));

    let blocking = inforouter::blocking::InfoRouter::builder(sim.base_url()).login("ann", ASCII_MARK);
    let blocking = blocking.build_blocking().expect("a client");
    let panicked = panic::catch_unwind(AssertUnwindSafe(|| {
        struct Panics;
        impl io::Write for Panics {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                panic!("{}", logs::PANIC)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let _ = blocking.download_document().path("/a").with(inforouter::Protocol::Post).download(&mut Panics);
    }));
    let said = panicked.expect_err("a panic").downcast_ref::<String>().cloned();
    assert_eq!(said.as_deref(), Some(logs::PANIC));
    assert!(logs::heard(logs::PANIC));
    look(&needles, "the logs", &logs::take());
}
