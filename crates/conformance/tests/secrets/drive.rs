//! One vendor's operations, driven to success and into failures.

use std::{collections::HashMap, error::Error, time::Duration};

use bindery_simulator::Simulator;
use bindery_transport::{
    Call, CallOptions, Client, ClientBuilder, Credentials, Failure, Kind, Protocol, Secret, SignIn, Stage, Target,
    Value, Values,
    description::{Means, Operation, Scheme, Vendor},
    encode,
};

use crate::{
    logs,
    marks::{ASCII_MARK, MARK, Needles, OF_THE_SIMULATOR, in_json, written},
    plant,
};

type Outcome = Result<Option<Value>, Failure>;

pub struct Drive {
    vendor: &'static Vendor,
    /// Content types and bodies of refusals; what is repeated goes where the holes are.
    refusals: &'static [(&'static str, &'static str)],
    simulator: Simulator,
    /// One for all clients: each of its own would read the system's certificates.
    http: reqwest::Client,
    needles: Needles,
}

/// An operation, how it is called, and with what.
#[derive(Clone)]
struct Way {
    operation: &'static Operation,
    scheme: Option<&'static Scheme>,
    protocol: Protocol,
    mark: &'static str,
    values: Values,
}

/// How a failed check begins.
pub const SEEN: &str = "a secret is seen";

/// Fails when a secret is seen in a text.
#[track_caller]
pub fn look(needles: &Needles, of: &str, text: &str) {
    if let Some(found) = needles.find(text) {
        panic!("{SEEN} in {of}, {found}");
    }
}

impl Drive {
    pub fn new(vendor: &'static Vendor, refusals: &'static [(&'static str, &'static str)]) -> Drive {
        logs::listen();
        let handed_out: Vec<String> =
            vendor.operations.iter().flat_map(|operation| plant::handed_out(operation)).collect();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Drive { vendor, refusals, simulator: Simulator::start(vendor), http, needles: Needles::new(&handed_out) }
    }

    /// Every operation, by every sign-in that it takes, over every protocol that it has.
    pub async fn all(&self) {
        let mut succeeded: HashMap<&str, usize> = HashMap::new();
        for operation in self.vendor.operations.iter().copied() {
            let mut schemes: Vec<_> = operation.schemes.iter().map(|index| self.vendor.schemes.get(*index)).collect();
            if schemes.is_empty() {
                schemes.push(None);
            }
            for (nth, scheme) in schemes.into_iter().enumerate() {
                for protocol in operation.on.iter().filter(|on| operation.binding(self.vendor, *on).is_some()) {
                    for mark in [MARK, ASCII_MARK] {
                        let values = plant::values(operation, protocol, mark);
                        let planted = plant::count(&values, operation.params.len());
                        assert_eq!(
                            planted,
                            plant::places(operation.params, protocol),
                            "{} over {protocol}",
                            operation.name
                        );
                        let way = Way { operation, scheme, protocol, mark, values };
                        let succeeds = self.one(&way, nth == 0 && mark == MARK).await;
                        *succeeded.entry(operation.name).or_default() += usize::from(succeeds);
                    }
                }
            }
        }
        for operation in self.vendor.operations {
            assert!(
                succeeded.get(operation.name).is_some_and(|times| *times > 0),
                "{} never succeeded",
                operation.name
            );
        }
        self.look("the logs of all", &logs::take());
        assert!(logs::LIBRARIES.iter().all(|library| logs::heard(library)), "nobody listens");
    }

    /// Whether it can succeed: a header may not be able to carry the mark.
    async fn one(&self, way: &Way, in_full: bool) -> bool {
        self.shown(way);
        self.not_allowed(way).await;
        let client = self.client(way, |builder| builder);
        let first = self.call(way, &client, "success", |call| call).await;
        if first.as_ref().is_err_and(|failure| failure.stage() == Stage::NotBuilt) {
            return false;
        }
        self.codes(way, &client).await;
        if in_full {
            self.not_built(way).await;
            self.no_answer(way, &client).await;
            self.repeated(way, &client).await;
        }
        first.is_ok()
    }

    /// The secret that a client's calls carry: the mark, or the session that the simulator gave it. None where each call
    /// ends its session.
    async fn carried(&self, way: &Way, client: &Client) -> Option<String> {
        if way.holds_mark() {
            return Some(way.mark.to_owned());
        }
        if way.scheme.is_some_and(|scheme| scheme.logout == Some(way.operation.name)) {
            return None;
        }
        let _ = self.call(way, client, "a call that tells its session", |call| call).await;
        let received = self.simulator.received();
        let last = received.last()?;
        let texts = last.headers.iter().chain(&last.params).map(|(_, text)| text.as_str());
        let session = texts.flat_map(|text| text.split(['=', ';'])).find(|text| text.ends_with(OF_THE_SIMULATOR));
        assert!(session.is_some() || way.scheme.is_none_or(|scheme| scheme.login.is_empty()), "{}", way.named(""));
        session.map(str::to_owned)
    }

    /// What shows a call or a client without sending anything.
    fn shown(&self, way: &Way) {
        let sign_in = way.scheme.map(|scheme| plant::sign_in(self.vendor, scheme, way.mark));
        let builder = self.builder(way);
        let client = builder.clone().build();
        let call = Call { values: way.values.clone(), options: way.options() };
        let shown = format!("{sign_in:?} {builder:?} {builder:#?} {client:?} {call:?} {call:#?}");
        self.look(&way.named("Debug"), &shown);

        let credentials = way.scheme.map(|scheme| {
            let params = scheme.params.iter().map(|param| param.field.name);
            params.fold(Credentials::new(scheme), |all, name| all.param(name, way.mark)).cookie(ASCII_MARK)
        });
        let (vendor, protocol) = (self.vendor, way.protocol);
        let base = "https://api.example.com";
        let target = Target { vendor, base, protocol, credentials: credentials.as_ref(), secrets_in_url: false };
        self.look(&way.named("Debug of a target"), &format!("{target:?} {target:#?}"));
        match encode::request(way.operation, &target, &way.values) {
            // A body is what it is.
            Ok(request) => {
                let head = format!("{} {:?} {:#?}", request.uri(), request.headers(), request.headers());
                self.look(&way.named("the head of a request"), &head);
            }
            Err(failure) => self.look(&way.named("an encoding that failed"), &said(&failure)),
        }
    }

    /// Calls and sign-ins that cannot be.
    async fn not_built(&self, way: &Way) {
        let client = self.client(way, |builder| builder);
        for (index, field) in way.operation.params.iter().enumerate() {
            let secret = || Value::Secret(way.mark.into());
            let control = Value::Secret(Secret::from(format!("{}\u{1}\r\n", way.mark)));
            // No URL is so long.
            let long = Value::Secret(Secret::from(way.mark.repeat(2_000)));
            let wrong = [Some(secret()), Some(Value::List(vec![secret()])), Some(control), Some(long), None];
            for value in wrong {
                let mut values = way.values.clone();
                values.set(index, value);
                let what = format!("a wrong `{}`", field.name);
                let _ = self.call(&Way { values, ..way.clone() }, &client, &what, |call| call).await;
            }
        }
        for protocol in Protocol::ALL {
            if way.operation.binding(self.vendor, protocol).is_none() {
                let other = Way { protocol, ..way.clone() };
                let outcome = self.call(&other, &client, "a protocol that it does not have", |call| call).await;
                assert_eq!(outcome.map_err(|failure| failure.stage()).err(), Some(Stage::NotBuilt));
            }
        }
        let pair = || [("pwd", Secret::from(way.mark))];
        let values = || [("pwd", Value::Secret(way.mark.into()))];
        let known = self.vendor.schemes.iter().map(|scheme| scheme.name);
        for scheme in known.chain(["none"]) {
            for sign_in in [SignIn::keys(scheme, pair()), SignIn::login(scheme, values())] {
                if let Err(failure) = self.builder(way).sign_in(sign_in).build() {
                    self.look(&way.named("a wrong sign-in"), &said(&failure));
                }
            }
        }
        let base = format!("https://ann:{ASCII_MARK}@api.example.com");
        let failure = self.builder(way).base_url(base).build().expect_err("a base with a password");
        self.look(&way.named("a base with a password"), &said(&failure));
    }

    /// Secrets that would go where nobody allowed them.
    async fn not_allowed(&self, way: &Way) {
        let client = self.client(way, |builder| builder.base_url("http://api.example.com"));
        if way.holds_mark() || way.scheme.is_some_and(|scheme| !scheme.params.is_empty() || scheme.cookie.is_some()) {
            let outcome = self.call(way, &client, "plain HTTP", |call| call).await;
            assert_eq!(outcome.map_err(|failure| failure.kind()).err(), Some(Kind::SecretInClear), "{}", way.named(""));
        }
        let strict = Simulator::start(self.vendor);
        let client = self.builder_of(way, &strict.base_url()).build().expect("a client");
        let options = CallOptions::from(way.protocol);
        let _ = self.call(way, &client, "no secret in a URL", |call| Call { options: options.clone(), ..call }).await;
        for received in strict.received() {
            let target = format!("{} {:?}", received.path, received.query);
            self.look(&way.named("a URL"), &target);
        }
    }

    /// Everything that the vendor refuses with.
    async fn codes(&self, way: &Way, client: &Client) {
        let replies = way.operation.replies.iter().map(|(code, _)| *code);
        for code in way.operation.codes.iter().copied().chain(replies) {
            let on = self.simulator.on(way.operation.name);
            on.code(code.name);
            if code.means == Means::SignIn && way.scheme.is_some_and(|scheme| !scheme.login.is_empty()) {
                // The client signs in and tries once more.
                on.code(code.name);
            }
            let _ = self.call(way, client, code.name, |call| call).await;
        }
    }

    /// Answers that do not come, or not whole.
    async fn no_answer(&self, way: &Way, client: &Client) {
        let on = self.simulator.on(way.operation.name);
        let page = match self.carried(way, client).await {
            Some(secret) => written(&secret).join(" "),
            None => "a page".to_owned(),
        };
        for length in [1, 40, 300, 5000] {
            on.truncate(length).body(200, "text/plain", page.repeat(50));
            let _ = self.call(way, client, "an answer that is cut short", |call| call).await;
        }
        on.drop_connection();
        let _ = self.call(way, client, "a dropped connection", |call| call).await;
        on.delay(Duration::from_millis(60));
        let options = way.options().timeout(Duration::from_millis(20));
        let _ = self.call(way, client, "a time that is up", |call| Call { options: options.clone(), ..call }).await;
        let small = self.client(way, |builder| builder.body_limit(4096));
        // It has a session of its own.
        if let Some(secret) = self.carried(way, &small).await {
            on.body(200, "text/plain", written(&secret).join(" ").repeat(50));
            let _ = self.call(way, &small, "an answer that is too large", |call| call).await;
        }
        let nowhere = self.client(way, |builder| builder.base_url("http://127.0.0.1:1"));
        let _ = self.call(way, &nowhere, "no connection", |call| call).await;
    }

    /// Answers that repeat a secret.
    async fn repeated(&self, way: &Way, client: &Client) {
        let Some(secret) = self.carried(way, client).await else { return };
        // In all ways where the operation has a secret of its own, else in some: raw, as XML, as numbers, in base64.
        let every = if plant::places(way.operation.params, way.protocol) > 0 { 1 } else { 5 };
        for written in written(&secret).into_iter().step_by(every) {
            self.repeated_as(way, client, &written).await;
        }
        for written in in_json(&secret) {
            self.simulator.on(way.operation.name).body(500, "application/json", format!("{{\"error\":\"{written}\"}}"));
            let _ = self.call(way, client, "JSON", |call| call).await;
        }
    }

    /// Answers that repeat a secret, written in this way.
    async fn repeated_as(&self, way: &Way, client: &Client, secret: &str) {
        let on = self.simulator.on(way.operation.name);
        let escaped = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let envelope = |body: &str| {
            let namespace = match way.protocol {
                Protocol::Soap12 => "http://www.w3.org/2003/05/soap-envelope",
                _ => "http://schemas.xmlsoap.org/soap/envelope/",
            };
            format!("<s:Envelope xmlns:s=\"{namespace}\"><s:Body>{body}</s:Body></s:Envelope>")
        };
        let fault = |code: &str, text: &str, detail: &str| match way.protocol {
            Protocol::Soap12 => format!(
                "<s:Fault><s:Code><s:Value>{code}</s:Value></s:Code><s:Reason><s:Text>{text}</s:Text></s:Reason>\
                 <s:Role>{text}</s:Role><s:Detail><d a=\"{detail}\">{detail}</d></s:Detail></s:Fault>"
            ),
            _ => format!(
                "<s:Fault><faultcode>{code}</faultcode><faultstring>{text}</faultstring><faultactor>{text}</faultactor>\
                 <detail><d a=\"{detail}\">{detail}</d></detail></s:Fault>"
            ),
        };
        let result = format!("<{0}Response><{0}Result>{escaped}</{0}Result></{0}Response>", way.operation.name);
        let mut answers = vec![
            (500, "text/html", format!("<html><body>You sent {secret}</body></html>")),
            (200, "text/html", format!("<!DOCTYPE html>{secret}")),
            (200, "text/plain", format!("{secret}{}", "x".repeat(300))),
            (200, "text/plain", format!("{}{secret}", "x".repeat(180))),
            (404, "application/json", format!("{{\"error\":\"{secret}\"}}")),
            (200, "image/png", secret.to_owned()),
            (200, "text/xml", format!("<r {secret}=\"1\"/>")),
            (200, "text/xml", format!("<{secret}></{secret}>")),
            (200, "text/xml", format!("<r>&{secret};</r>")),
            (200, "text/xml", format!("<r a=\"{escaped}\">{escaped}</{secret}>")),
            (200, "text/xml", format!("<r a=\"{escaped}\"><b>{escaped}</b></r>")),
            (200, "text/xml; charset=utf-16", secret.to_owned()),
            (500, "text/xml", envelope(&fault("s:Server", &escaped, "d"))),
            (500, "text/xml", envelope(&fault(&escaped, "t", "d"))),
            (500, "text/xml", envelope(&fault("s:Server", "t", &escaped))),
            (200, "text/xml", envelope(&result)),
            (200, "text/xml", envelope("")),
        ];
        for (content_type, refusal) in self.refusals {
            let is_xml = content_type.ends_with("xml");
            let body = refusal.replace("{}", if is_xml { &escaped } else { secret });
            answers.push((200, content_type, if way.protocol.is_soap() && is_xml { envelope(&body) } else { body }));
        }
        for (status, content_type, body) in answers {
            on.body(status, content_type, body.clone());
            let outcome = self.call(way, client, &format!("{status} {content_type} {body:.60}"), |call| call).await;
            // A vendor that says a secret where its output is says it to the caller.
            if let Err(failure) = outcome {
                assert_ne!(failure.stage(), Stage::NotBuilt, "{}", way.named(""));
            }
        }
        if secret.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            on.body(200, &format!("application/x; {secret}"), "x");
            let _ = self.call(way, client, "a content type that says it", |call| call).await;
        }
    }

    /// Makes a call, and looks at all that is said of it.
    async fn call(&self, way: &Way, client: &Client, what: &str, with: impl Fn(Call) -> Call) -> Outcome {
        let call = with(Call { values: way.values.clone(), options: way.options() });
        let outcome = client.call(way.operation, call).await;
        let of = way.named(what);
        match &outcome {
            Ok(value) if what == "success" => self.look(&of, &format!("{value:?} {value:#?}")),
            Ok(_) => {}
            Err(failure) => self.look(&of, &said(failure)),
        }
        self.look(&format!("a client after {of}"), &format!("{client:?} {client:#?}"));
        self.look(&format!("the logs of {of}"), &logs::take());
        outcome
    }

    fn look(&self, of: &str, text: &str) {
        look(&self.needles, of, text);
    }

    fn client(&self, way: &Way, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        set(self.builder(way)).build().expect("a client")
    }

    fn builder(&self, way: &Way) -> ClientBuilder {
        self.builder_of(way, &self.simulator.base_url())
    }

    fn builder_of(&self, way: &Way, base: &str) -> ClientBuilder {
        let builder = ClientBuilder::new(self.vendor).base_url(base).http_client(self.http.clone()).ignore_limits();
        let builder = builder.retries(0).retry_delay(Duration::from_millis(1));
        match way.scheme {
            Some(scheme) => builder.sign_in(plant::sign_in(self.vendor, scheme, way.mark)),
            None => builder,
        }
    }
}

impl Way {
    fn options(&self) -> CallOptions {
        CallOptions::from(self.protocol).allow_secrets_in_url()
    }

    /// Whether it carries the mark, in a parameter or as a key.
    fn holds_mark(&self) -> bool {
        let is_key = |scheme: &Scheme| scheme.login.is_empty() && scheme.asked().next().is_some();
        plant::places(self.operation.params, self.protocol) > 0 || self.scheme.is_some_and(is_key)
    }

    fn named(&self, what: &str) -> String {
        let scheme = self.scheme.map_or("nobody", |scheme| scheme.name);
        format!("{what} ({} over {} by {scheme})", self.operation.name, self.protocol)
    }
}

/// All that a failure says to anybody.
fn said(failure: &Failure) -> String {
    let mut said = format!("{failure} {failure:?} {failure:#?} {:?} {:?}", failure.message(), failure.parameter());
    let mut source = failure.source();
    while let Some(error) = source {
        said += &format!(" {error} {error:?} {error:#?}");
        source = error.source();
    }
    said
}
