//! Logging in and out: once for all calls that wait for it, and to the end, whoever stops waiting.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};
use tracing::{Instrument, field};

use super::{
    Client,
    call::{finish, is_session_over, no_sign_in, within},
    cookie::{SetCookie, set_cookie},
    send::Exchange,
    session::{Access, Outcome, Standing},
    sign_in::{Plan, Step},
};
use crate::{
    Credentials, Failure, Kind, Record, Secret, Stage, Target, Value, Values, decode,
    description::{self, Operation, Scheme},
};

impl Client {
    pub(super) async fn sign_in_now(&self) -> Result<(), Failure> {
        let plan = || self.0.sessions.plan().ok_or_else(|| self.has_no_sign_in());
        plan()?;
        self.0.sessions.forgive();
        let deadline = self.deadline(None);
        within(deadline, "sign-in", self.access_by(plan, deadline)).await.map(drop)
    }

    pub(super) async fn sign_out_now(&self) -> Result<(), Failure> {
        // A login that is under way would leave its session behind.
        while let Some(mut login) = self.0.sessions.login() {
            if login.wait_for(Option::is_some).await.is_err() {
                break;
            }
        }
        let Some((plan, access)) = self.0.sessions.take() else { return Ok(()) };
        let client = self.clone();
        // Nobody else knows the session any more, so it is ended even if nobody waits for that.
        let work = tokio::spawn(async move { client.log_out(&plan, &access).await }.in_current_span());
        work.await.unwrap_or_else(|_| Err(given_up("sign-out")))
    }

    /// What a call of this operation has to carry. Whoever comes while another call logs in waits for that login, and
    /// takes what comes of it.
    pub(super) async fn access(
        &self,
        operation: &'static Operation,
        deadline: Option<Instant>,
    ) -> Result<Access, Failure> {
        let plan = || {
            let plan = self.plan_for(operation)?;
            plan.ok_or_else(|| no_sign_in(operation.name, self.0.vendor, operation.schemes.iter().copied()))
        };
        self.access_by(plan, deadline).await
    }

    async fn access_by(
        &self,
        plan: impl Fn() -> Result<Arc<Plan>, Failure>,
        deadline: Option<Instant>,
    ) -> Result<Access, Failure> {
        let mut is_second = false;
        loop {
            let plan = plan()?;
            let (standing, sender) = self.0.sessions.join(&plan, deadline);
            if let Some(sender) = sender {
                let client = self.clone();
                tokio::spawn(async move { client.log_in_for_all(&plan, &sender).await }.in_current_span());
            }
            let mut login = match standing {
                Standing::Ready(access) => return Ok(access),
                Standing::Failed(failure) => return Err(failure),
                Standing::Waiting(login) => login,
                Standing::Out => continue,
            };
            match login.wait_for(Option::is_some).await.map(|outcome| outcome.clone()) {
                Ok(Some(Err(failure))) => return Err(failure),
                Ok(_) => {}
                // The runtime that it ran on has ended, which need not be the one of this call.
                Err(_) if is_second => return Err(given_up("sign-in")),
                Err(_) => is_second = true,
            }
        }
    }

    /// Logs in, and once more as often as the client may, after pauses that grow.
    async fn log_in_for_all(&self, plan: &Arc<Plan>, sender: &watch::Sender<Outcome>) {
        let sessions = &self.0.sessions;
        let deadline = self.deadline(None);
        let mut left = self.0.retries.count;
        let mut due = sessions.login_due();
        let outcome = loop {
            if let Some(due) = due {
                sleep_until(due).await;
            }
            match self.log_in(plan, deadline).await {
                Ok(credentials) => {
                    if let Err(unwanted) = sessions.begin(plan, credentials, Duration::ZERO) {
                        // Whoever signs in differently does not know of this session.
                        let _ = self.log_out(plan, &unwanted).await;
                    }
                    break Ok(());
                }
                // Nothing was tried that has to be remembered: whoever asks next is told anew when it may be.
                Err(failure) if is_too_soon(&failure) => break Err(failure),
                Err(failure) => {
                    due = sessions.login_failed(plan, &failure);
                    let is_in_time = due.is_some_and(|due| deadline.is_none_or(|deadline| due < deadline));
                    match left.checked_sub(1) {
                        Some(rest) if is_in_time => left = rest,
                        _ => break Err(failure),
                    }
                }
            }
        };
        sessions.login_ended(plan);
        sender.send_replace(Some(outcome));
    }

    async fn log_in(&self, plan: &Plan, deadline: Option<Instant>) -> Result<Credentials, Failure> {
        let Step::Login { operation, values } = &plan.step else {
            return Ok(Credentials::new(plan.scheme));
        };
        let (vendor, secrets_in_url) = (self.0.vendor, self.0.secrets_in_url);
        let protocol =
            self.choice(operation, None, values, secrets_in_url).of_own_call().map_err(Failure::while_signing_in)?;
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
            let exchange = Exchange { operation, target, values, deadline, span: &span };
            let response = self.fetch(&exchange).await?;
            let output = decode::answer(operation, &target, values, &response)?;
            credentials(plan.scheme, operation, output, response.headers()).map_err(|failure| failure.over(protocol))
        };
        let result = login.instrument(span.clone()).await;
        finish(&span, started, result.as_ref().err());
        result.map_err(Failure::while_signing_in)
    }

    /// Ends a session on the vendor's side, where there is an operation for that.
    async fn log_out(&self, plan: &Plan, access: &Access) -> Result<(), Failure> {
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
        let target = Target { credentials: Some(&access.credentials), ..self.target(protocol, None, secrets_in_url) };
        let logout = async {
            let exchange = Exchange { operation, target, values: &values, deadline: self.deadline(None), span: &span };
            let response = self.fetch(&exchange).await?;
            decode::answer(operation, &target, &values, &response)
        };
        let result = logout.instrument(span.clone()).await;
        finish(&span, started, result.as_ref().err());
        match result {
            Err(failure) if !is_session_over(&failure) => Err(failure),
            _ => Ok(()),
        }
    }

    fn has_no_sign_in(&self) -> Failure {
        no_sign_in("sign-in", self.0.vendor, 0..self.0.vendor.schemes.len())
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

/// Whether it was not sent because the vendor lets it be called only so often.
fn is_too_soon(failure: &Failure) -> bool {
    failure.stage() == Stage::NotSent && failure.kind() == Kind::SlowDown
}

fn given_up(what: &'static str) -> Failure {
    let why = "the runtime that it ran on has ended";
    Failure::new(Stage::NoAnswer, Kind::Incomplete, what, why)
}
