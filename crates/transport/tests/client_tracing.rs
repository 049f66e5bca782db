//! What spans tell.

#![cfg(feature = "client")]

mod support;

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use support::{
    server::{Reply, Server},
    vendor::{PASSWORD, PING, builder, call, session, text},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<(&'static str, Told)>>>);

type Told = Vec<(&'static str, String)>;

struct Fields<'a>(&'a mut Vec<(&'static str, String)>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push((field.name(), format!("{value:?}")));
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span()
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Vec::new();
        span.record(&mut Fields(&mut fields));
        let mut spans = self.0.lock().unwrap();
        spans.push((span.metadata().name(), fields));
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.0.lock().unwrap();
        values.record(&mut Fields(&mut spans[span.into_u64() as usize - 1].1));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn each_call_and_each_login_has_a_span() {
    let server = Server::start(|request| match request.operation() {
        "login" => Reply::text("OK").header("Set-Cookie", "sid=c00kie"),
        _ => Reply::text("BUSY").status("503 Service Unavailable"),
    });
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let client = builder(server.base()).sign_in(session()).build().unwrap();
    client.call(&PING, call([text("whisper")])).await.unwrap_err();

    let spans: Vec<_> =
        spans.0.lock().unwrap().iter().filter(|(name, _)| ["call", "sign_in"].contains(name)).cloned().collect();
    let [("call", call), ("sign_in", login)] = spans.as_slice() else { panic!("{spans:?}") };
    let field = |fields: &[(&str, String)], name: &str| {
        fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.trim_matches('"').to_owned())
    };
    for (fields, operation, protocol, status) in [(call, "ping", "get", "503"), (login, "login", "post", "200")] {
        assert_eq!(field(fields, "vendor").as_deref(), Some("acme"));
        assert_eq!(field(fields, "operation").as_deref(), Some(operation));
        assert_eq!(field(fields, "protocol").as_deref(), Some(protocol));
        assert_eq!(field(fields, "status").as_deref(), Some(status));
        assert!(field(fields, "elapsed_ms").unwrap().parse::<u64>().is_ok());
    }
    assert_eq!(field(login, "outcome").as_deref(), Some("ok"));
    assert!(field(call, "outcome").is_some());
    let said = format!("{spans:?}");
    for hidden in ["whisper", PASSWORD, "hunter2", "c00kie", "http:", "/api", "127.0.0.1"] {
        assert!(!said.contains(hidden), "{hidden} in {said}");
    }
}
