//! One call: its protocol, its session, and as many exchanges as it takes.

use std::sync::Arc;

use tokio::time::{Instant, sleep_until};
use tracing::{Instrument, Span, field};

use super::{
    Client,
    cookie::set_cookie,
    download::Writer,
    protocol::Choice,
    retry::Retries,
    send::{Exchange, in_time},
    session::{Access, Standing},
    sign_in::{Plan, listed},
};
use crate::{
    Call, CallOptions, Credentials, Failure, Kind, Protocol, Stage, Target, Value, Values, decode,
    description::{Operation, Scheme, Vendor},
    encode,
};

/// What came of sending a call once.
enum Exchanged {
    /// It was accepted, with this output.
    Answered(Option<Value>),
    /// Nothing was sent: the session came to its end while the call waited for its turn.
    SessionEnded,
}

impl Client {
    /// Makes a call. An accepted answer goes to the writer; where there is none, it is given back as a value.
    pub(super) async fn carry_out(
        &self,
        operation: &'static Operation,
        call: Call,
        writer: Option<&mut Writer<'_>>,
    ) -> Result<Option<Value>, Failure> {
        let span = tracing::info_span!(
            "call",
            vendor = self.0.vendor.package,
            operation = operation.name,
            protocol = field::Empty,
            status = field::Empty,
            attempts = field::Empty,
            elapsed_ms = field::Empty,
            outcome = field::Empty,
        );
        let started = Instant::now();
        let result = self.call_to_the_end(operation, call, &span, writer).instrument(span.clone()).await;
        finish(&span, started, result.as_ref().err());
        result
    }

    async fn call_to_the_end(
        &self,
        operation: &'static Operation,
        call: Call,
        span: &Span,
        mut writer: Option<&mut Writer<'_>>,
    ) -> Result<Option<Value>, Failure> {
        let Call { values, options } = call;
        let deadline = self.deadline(Some(&options));
        let secrets_in_url = self.0.secrets_in_url || options.secrets_in_url;
        let plan = self.plan_for(operation)?;
        let scheme = plan.as_ref().map(|plan| plan.scheme);
        let protocol =
            self.choice(operation, scheme, &values, secrets_in_url).of(options.protocol.or(self.0.protocol))?;
        span.record("protocol", protocol.name());

        let target = self.target(protocol, None, secrets_in_url);
        let exchange = Exchange { operation, target, values: &values, deadline, span };
        if let Some(plan) = &plan
            && matches!(self.0.sessions.standing(plan, deadline), Standing::Out)
        {
            // What cannot be built is not worth a login.
            encode::request(operation, &target, &values)?;
        }
        let signs_out = scheme.is_some_and(|scheme| scheme.logout == Some(operation.name));
        let retries = Retries { count: options.retries.unwrap_or(self.0.retries.count), ..self.0.retries };
        let mut left = retries.begin();
        let mut attempts: u32 = 0;
        let mut is_renewed = false;
        // That a call was not sent again hides nothing of what came of it before.
        let mut earlier: Option<Failure> = None;
        loop {
            let access = match &plan {
                Some(_) => match within(deadline, operation.name, self.access(operation, deadline)).await {
                    Ok(access) => Some(access),
                    Err(failure) => return Err(after(attempts, earlier.unwrap_or(failure))),
                },
                None => None,
            };
            let session = access.as_ref().and_then(|access| access.session);
            let result = match self.exchange(&exchange, access.as_ref(), writer.as_deref_mut()).await {
                Ok(Exchanged::SessionEnded) => continue,
                Ok(Exchanged::Answered(value)) => Ok(value),
                Err(failure) => Err(failure),
            };
            attempts += 1;
            span.record("attempts", attempts);
            let failure = match result {
                Ok(value) => {
                    if let Some(session) = session.filter(|_| signs_out) {
                        self.0.sessions.forget(session);
                    }
                    return Ok(value);
                }
                Err(failure) => failure,
            };
            if let Some(session) = session.filter(|_| is_session_over(&failure)) {
                self.0.sessions.forget(session);
                if !signs_out && !is_renewed {
                    is_renewed = true;
                    continue;
                }
            }
            // What was written cannot be taken back.
            let is_clean = writer.as_ref().is_none_or(|writer| writer.is_clean());
            match left.next(operation, &failure, deadline).filter(|_| is_clean) {
                Some(due) => {
                    if failure.stage() != Stage::NotSent || earlier.is_none() {
                        earlier = Some(failure);
                    }
                    sleep_until(due).await;
                }
                None if failure.stage() == Stage::NotSent => {
                    return Err(after(attempts, earlier.unwrap_or(failure)));
                }
                None => return Err(after(attempts, failure)),
            }
        }
    }

    /// How the client signs in for this operation; `None` where there is no need to.
    pub(super) fn plan_for(&self, operation: &'static Operation) -> Result<Option<Arc<Plan>>, Failure> {
        let vendor = self.0.vendor;
        if operation.schemes.is_empty() {
            return Ok(None);
        }
        let takes = |scheme: &Scheme| {
            let mut schemes = operation.schemes.iter().filter_map(|index| vendor.schemes.get(*index));
            schemes.any(|taken| taken.name == scheme.name)
        };
        let given = self.0.sessions.plan().filter(|plan| takes(plan.scheme));
        let anonymous = || Plan::anonymous(vendor).filter(|plan| takes(plan.scheme)).map(Arc::new);
        match given.or_else(anonymous) {
            Some(plan) => Ok(Some(plan)),
            None => Err(no_sign_in(operation.name, vendor, operation.schemes.iter().copied())),
        }
    }

    /// Sends one request, with what the session carries, and reads its answer.
    async fn exchange(
        &self,
        exchange: &Exchange<'_>,
        given: Option<&Access>,
        writer: Option<&mut Writer<'_>>,
    ) -> Result<Exchanged, Failure> {
        // What cannot be built is not worth waiting for its turn.
        let mut request = self.request(&exchange.with(given))?;
        let mut turn = self.turn(exchange).await?;
        let renewed = match given {
            Some(given) => match self.0.sessions.renew(given) {
                Some(renewed) => Some(renewed),
                None => {
                    turn.was_not_sent();
                    return Ok(Exchanged::SessionEnded);
                }
            },
            None => None,
        };
        let access = renewed.as_ref();
        let exchange = &exchange.with(access);
        let is_same = |(now, given): (&Access, &Access)| Arc::ptr_eq(&now.credentials, &given.credentials);
        if !access.zip(given).is_none_or(is_same) {
            request = self.request(exchange)?;
        }
        let response = self.send(exchange, request, &mut turn).await?;
        let cookie = exchange.target.credentials.and_then(|credentials| credentials.scheme().cookie);
        let cookie = cookie.and_then(|cookie| set_cookie(response.headers(), cookie));
        let result = self.read(exchange, response, writer).await;
        // One that comes with the word that there is no session is none of it.
        let is_over = result.as_ref().err().is_some_and(is_session_over);
        if let (Some(cookie), Some(session)) = (cookie, access.and_then(|access| access.session).filter(|_| !is_over)) {
            self.0.sessions.set_cookie(session, cookie);
        }
        result.map(Exchanged::Answered)
    }

    async fn read(
        &self,
        exchange: &Exchange<'_>,
        response: reqwest::Response,
        writer: Option<&mut Writer<'_>>,
    ) -> Result<Option<Value>, Failure> {
        match writer {
            Some(writer) if exchange.streams(&response) => writer.stream(exchange, response).await.map(|()| None),
            Some(writer) => {
                let response = self.whole(exchange, response).await?;
                writer.whole(exchange, response).await.map(|()| None)
            }
            None => {
                let response = self.whole(exchange, response).await?;
                decode::answer(exchange.operation, &exchange.target, exchange.values, &response)
            }
        }
    }

    pub(super) fn choice<'a>(
        &self,
        operation: &'static Operation,
        scheme: Option<&'static Scheme>,
        values: &'a Values,
        secrets_in_url: bool,
    ) -> Choice<'a> {
        Choice { vendor: self.0.vendor, operation, scheme, values, secrets_in_url, in_clear: self.0.in_clear }
    }

    pub(super) fn target<'a>(
        &'a self,
        protocol: Protocol,
        credentials: Option<&'a Credentials>,
        secrets_in_url: bool,
    ) -> Target<'a> {
        Target { vendor: self.0.vendor, base: &self.0.base, protocol, credentials, secrets_in_url }
    }

    /// When a call that begins now has to be over. `None`: a time so far off that clocks cannot tell it.
    pub(super) fn deadline(&self, options: Option<&CallOptions>) -> Option<Instant> {
        let timeout = options.and_then(|options| options.timeout).unwrap_or(self.0.timeout);
        Instant::now().checked_add(timeout)
    }
}

impl Exchange<'_> {
    /// With what a call carries.
    fn with<'a>(&'a self, access: Option<&'a Access>) -> Exchange<'a> {
        let credentials = access.map(|access| &*access.credentials);
        Exchange { target: Target { credentials, ..self.target }, ..*self }
    }
}

/// A failure that was not the first, perhaps.
fn after(attempts: u32, failure: Failure) -> Failure {
    if attempts > 1 { failure.with(&format!("after {attempts} attempts")) } else { failure }
}

pub(super) fn is_session_over(failure: &Failure) -> bool {
    failure.stage() == Stage::Refused && failure.kind() == Kind::SignIn
}

pub(super) fn no_sign_in(
    operation: &'static str,
    vendor: &'static Vendor,
    schemes: impl IntoIterator<Item = usize>,
) -> Failure {
    let names = schemes.into_iter().filter_map(|index| vendor.schemes.get(index)).map(|scheme| scheme.name);
    let what = format!("it needs a sign-in, and the client was given none that it takes: {}", listed(names));
    Failure::new(Stage::NotBuilt, Kind::Credentials, operation, what)
}

/// Signing in within the time that the call has.
pub(super) async fn within<T>(
    deadline: Option<Instant>,
    operation: &'static str,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    in_time(deadline, work).await.unwrap_or_else(|| {
        Err(Failure::new(Stage::NotSent, Kind::Timeout, operation, "the time was up before the client was signed in"))
    })
}

pub(super) fn finish(span: &Span, started: Instant, failure: Option<&Failure>) {
    span.record("elapsed_ms", u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
    match failure {
        None => span.record("outcome", "ok"),
        Some(failure) => span.record("outcome", field::debug(failure.kind())),
    };
}
