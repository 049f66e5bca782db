//! One call: its protocol, its session, the exchange, and once more when the session had ended.

use std::sync::Arc;

use tokio::time::Instant;
use tracing::{Instrument, Span, field};

use super::{
    Client,
    cookie::{SetCookie, set_cookie},
    download::Writer,
    protocol::Choice,
    send::{Exchange, in_time},
    session::{Access, Standing},
    sign_in::{Plan, Step, listed},
};
use crate::{
    Call, CallOptions, Credentials, Failure, Kind, Protocol, Record, Secret, Stage, Target, Value, Values, decode,
    description::{self, Operation, Scheme, Vendor},
    encode,
};

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
            elapsed_ms = field::Empty,
            outcome = field::Empty,
        );
        let started = Instant::now();
        let result = self.signed_in_call(operation, call, &span, writer).instrument(span.clone()).await;
        finish(&span, started, result.as_ref().err());
        result
    }

    pub(super) async fn sign_in_now(&self) -> Result<(), Failure> {
        if self.0.sessions.plan().is_none() {
            return Err(no_sign_in("sign-in", self.0.vendor, 0..self.0.vendor.schemes.len()));
        }
        self.0.sessions.forgive();
        let plan = || self.0.sessions.plan().ok_or_else(|| no_sign_in("sign-in", self.0.vendor, []));
        within(self.deadline(None), "sign-in", self.access(plan)).await.map(drop)
    }

    pub(super) async fn sign_out_now(&self) -> Result<(), Failure> {
        let (plan, access) = {
            // A login that is under way would leave its session behind.
            let _gate = self.0.sessions.gate().await;
            (self.0.sessions.plan(), self.0.sessions.take())
        };
        let (Some(plan), Some(access)) = (plan, access) else { return Ok(()) };
        let vendor = self.0.vendor;
        let Some(operation) = plan.scheme.logout.and_then(|logout| vendor.operation(logout)) else { return Ok(()) };
        let values = Values::new(operation.params.len());
        let secrets_in_url = self.0.secrets_in_url;
        let protocol = self.choice(operation, Some(plan.scheme), &values, secrets_in_url).of_own_call()?;
        let span = tracing::info_span!(
            "call",
            vendor = vendor.package,
            operation = operation.name,
            protocol = protocol.name(),
            status = field::Empty,
            elapsed_ms = field::Empty,
            outcome = field::Empty,
        );
        let started = Instant::now();
        let target = self.target(protocol, None, secrets_in_url);
        let exchange = Exchange { operation, target, values: &values, deadline: self.deadline(None), span: &span };
        // What it sets a cookie to is no session any more.
        let access = Access { session: None, ..access };
        let result = self.exchange(&exchange, Some(&access), None).instrument(span.clone()).await;
        finish(&span, started, result.as_ref().err());
        match result {
            Err(failure) if !is_session_over(&failure) => Err(failure),
            _ => Ok(()),
        }
    }

    async fn signed_in_call(
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
        let Some(scheme) = scheme else { return self.exchange(&exchange, None, writer).await };

        let plan = || {
            let plan = self.plan_for(operation)?;
            plan.ok_or_else(|| no_sign_in(operation.name, self.0.vendor, operation.schemes.iter().copied()))
        };
        if matches!(self.0.sessions.standing(&plan()?), Standing::Out { .. }) {
            // What cannot be built is not worth a login.
            encode::request(operation, &target, &values)?;
        }
        let access = within(deadline, operation.name, self.access(plan)).await?;
        let session = access.session;
        let result = self.exchange(&exchange, Some(&access), writer.as_deref_mut()).await;
        let Some(session) = session else { return result };
        let signs_out = scheme.logout == Some(operation.name);
        match &result {
            Ok(_) if signs_out => self.0.sessions.forget(session),
            Err(failure) if is_session_over(failure) => {
                self.0.sessions.forget(session);
                if !signs_out {
                    let access = within(deadline, operation.name, self.access(plan)).await?;
                    return self.exchange(&exchange, Some(&access), writer).await;
                }
            }
            _ => {}
        }
        result
    }

    /// How the client signs in for this operation; `None` where there is no need to.
    fn plan_for(&self, operation: &'static Operation) -> Result<Option<Arc<Plan>>, Failure> {
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

    /// What a call has to carry. Whoever comes while another call logs in waits for that login, and takes what comes of
    /// it.
    async fn access(&self, plan: impl Fn() -> Result<Arc<Plan>, Failure>) -> Result<Access, Failure> {
        let sessions = &self.0.sessions;
        let ended_before = match sessions.standing(&plan()?) {
            Standing::Ready(access) => return Ok(access),
            Standing::Refused(failure) => return Err(failure),
            Standing::Out { ended, .. } => ended,
        };
        let _gate = sessions.gate().await;
        loop {
            if let Some(failure) = sessions.failed_since(ended_before) {
                return Err(failure);
            }
            match sessions.standing(&plan()?) {
                Standing::Ready(access) => return Ok(access),
                Standing::Refused(failure) => return Err(failure),
                Standing::Out { plan, .. } => {
                    let result = self.log_in(&plan).await.map_err(Failure::while_signing_in);
                    sessions.login_ended(&plan, result);
                }
            }
        }
    }

    async fn log_in(&self, plan: &Plan) -> Result<Credentials, Failure> {
        let Step::Login { operation, values } = &plan.step else {
            return Ok(Credentials::new(plan.scheme));
        };
        let (vendor, secrets_in_url) = (self.0.vendor, self.0.secrets_in_url);
        let protocol = self.choice(operation, None, values, secrets_in_url).of_own_call()?;
        let span = tracing::info_span!(
            "sign_in",
            vendor = vendor.package,
            operation = operation.name,
            protocol = protocol.name(),
            status = field::Empty,
            elapsed_ms = field::Empty,
            outcome = field::Empty,
        );
        let started = Instant::now();
        let login = async {
            let target = self.target(protocol, None, secrets_in_url);
            let exchange = Exchange { operation, target, values, deadline: self.deadline(None), span: &span };
            let response = self.fetch(&exchange).await?;
            let output = decode::answer(operation, &target, values, &response)?;
            credentials(plan.scheme, operation, output, response.headers()).map_err(|failure| failure.over(protocol))
        };
        let result = login.instrument(span.clone()).await;
        finish(&span, started, result.as_ref().err());
        result
    }

    /// Sends one request, with what the session carries, and reads its answer.
    async fn exchange(
        &self,
        exchange: &Exchange<'_>,
        access: Option<&Access>,
        writer: Option<&mut Writer<'_>>,
    ) -> Result<Option<Value>, Failure> {
        let credentials = access.map(|access| &*access.credentials);
        let target = Target { credentials, ..exchange.target };
        let exchange = &Exchange { target, ..*exchange };
        let response = self.send(exchange).await?;
        let cookie = credentials.and_then(|credentials| credentials.scheme().cookie);
        if let (Some(cookie), Some(session)) = (cookie, access.and_then(|access| access.session))
            && let Some(cookie) = set_cookie(response.headers(), cookie)
        {
            self.0.sessions.set_cookie(session, cookie);
        }
        match writer {
            Some(writer) if exchange.streams(&response) => {
                writer.stream(exchange, response).await?;
                Ok(None)
            }
            Some(writer) => {
                let response = self.whole(exchange, response).await?;
                writer.whole(exchange, response).await?;
                Ok(None)
            }
            None => {
                let response = self.whole(exchange, response).await?;
                decode::answer(exchange.operation, &exchange.target, exchange.values, &response)
            }
        }
    }

    fn choice<'a>(
        &self,
        operation: &'static Operation,
        scheme: Option<&'static Scheme>,
        values: &'a Values,
        secrets_in_url: bool,
    ) -> Choice<'a> {
        Choice { vendor: self.0.vendor, operation, scheme, values, secrets_in_url, in_clear: self.0.in_clear }
    }

    fn target<'a>(
        &'a self,
        protocol: Protocol,
        credentials: Option<&'a Credentials>,
        secrets_in_url: bool,
    ) -> Target<'a> {
        Target { vendor: self.0.vendor, base: &self.0.base, protocol, credentials, secrets_in_url }
    }

    /// When a call that begins now has to be over. `None`: a time so far off that clocks cannot tell it.
    fn deadline(&self, options: Option<&CallOptions>) -> Option<Instant> {
        let timeout = options.and_then(|options| options.timeout).unwrap_or(self.0.timeout);
        Instant::now().checked_add(timeout)
    }
}

/// What the session is carried by, out of the login's answer.
fn credentials(
    scheme: &'static Scheme,
    operation: &'static Operation,
    output: Option<Value>,
    headers: &http::HeaderMap,
) -> Result<Credentials, Failure> {
    let lacks = |what: String| Failure::new(Stage::NotUnderstood, Kind::Unexpected, operation.name, what);
    let mut credentials = Credentials::new(scheme);
    for param in scheme.params {
        let Some(from) = param.from else { continue };
        let value = field_of(operation, output.as_ref(), from).and_then(text_of);
        let value = value.ok_or_else(|| lacks(format!("its answer lacks `{from}`, which carries the session")))?;
        credentials = credentials.param(param.field.name, value);
    }
    if let Some(name) = scheme.cookie {
        credentials = match set_cookie(headers, name) {
            Some(SetCookie::Value(value)) => credentials.cookie(value),
            _ => return Err(lacks(format!("its answer does not set the cookie `{name}`, which carries the session"))),
        };
    }
    Ok(credentials)
}

/// A field of an output; of one that has none, `value` is itself.
fn field_of<'a>(operation: &'static Operation, output: Option<&'a Value>, name: &str) -> Option<&'a Value> {
    match (&operation.output?.ty.kind, output?) {
        (description::Kind::Record(shape), Value::Record(record)) => {
            Record::get(record, shape.fields.iter().position(|field| field.name == name)?)
        }
        (description::Kind::Record(_), _) => None,
        (_, value) => (name == "value").then_some(value),
    }
}

fn text_of(value: &Value) -> Option<Secret> {
    match value {
        Value::Text(text) => Some(Secret::from(text)),
        Value::Secret(secret) => Some(secret.clone()),
        Value::Int(number) => Some(Secret::from(number.to_string())),
        Value::Number(number) => Some(Secret::from(number.to_string())),
        _ => None,
    }
}

fn is_session_over(failure: &Failure) -> bool {
    failure.stage() == Stage::Refused && failure.kind() == Kind::SignIn
}

fn no_sign_in(operation: &'static str, vendor: &'static Vendor, schemes: impl IntoIterator<Item = usize>) -> Failure {
    let names = schemes.into_iter().filter_map(|index| vendor.schemes.get(index)).map(|scheme| scheme.name);
    let what = format!("it needs a sign-in, and the client was given none that it takes: {}", listed(names));
    Failure::new(Stage::NotBuilt, Kind::Credentials, operation, what)
}

/// Signing in within the time that the call has.
async fn within<T>(
    deadline: Option<Instant>,
    operation: &'static str,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    in_time(deadline, work).await.unwrap_or_else(|| {
        Err(Failure::new(Stage::NotSent, Kind::Timeout, operation, "the time was up before the client was signed in"))
    })
}

fn finish(span: &Span, started: Instant, failure: Option<&Failure>) {
    span.record("elapsed_ms", u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
    match failure {
        None => span.record("outcome", "ok"),
        Some(failure) => span.record("outcome", field::debug(failure.kind())),
    };
}
