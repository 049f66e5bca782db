//! The one place where something is sent: a request to the head of its answer, and that to a whole, bounded one.

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, USER_AGENT};
use secrecy::zeroize::Zeroizing;
use tokio::time::{Instant, timeout_at};
use tracing::Span;

use super::{Client, limit::TooSoon, tls};
use crate::{Failure, Kind, Stage, Target, Values, decode, description::Operation, encode};

/// One request of an operation.
pub(super) struct Exchange<'a> {
    pub(super) operation: &'static Operation,
    pub(super) target: Target<'a>,
    pub(super) values: &'a Values,
    pub(super) deadline: Option<Instant>,
    pub(super) span: &'a Span,
}

impl Client {
    /// Sends a request and reads the answer to its end, or to the limit.
    pub(super) async fn fetch(&self, exchange: &Exchange<'_>) -> Result<http::Response<Bytes>, Failure> {
        let response = self.send(exchange).await?;
        self.whole(exchange, response).await
    }

    /// Sends a request, as soon as it may be sent, and reads the head of the answer.
    pub(super) async fn send(&self, exchange: &Exchange<'_>) -> Result<reqwest::Response, Failure> {
        let mut request = encode::request(exchange.operation, &exchange.target, exchange.values)?;
        let headers = request.headers_mut();
        headers.entry(USER_AGENT).or_insert_with(|| self.0.user_agent.clone());
        for name in [AUTHORIZATION, COOKIE] {
            if let Some(value) = headers.get_mut(name) {
                value.set_sensitive(true);
            }
        }
        // Wiped when it has been sent.
        let request = request.map(|body| Bytes::from_owner(Zeroizing::new(body)));
        let failed = |error| exchange.failed(error);
        let mut request = reqwest::Request::try_from(request).map_err(failed)?;
        let turn = match &self.0.limits {
            Some(limits) => {
                let turn = limits.turn(exchange.operation, exchange.deadline).await;
                turn.map_err(|too_soon| exchange.too_soon(&too_soon))?
            }
            None => None,
        };
        *request.timeout_mut() = exchange.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));

        match self.0.http.execute(request).await {
            Ok(response) => {
                exchange.span.record("status", response.status().as_u16());
                Ok(response)
            }
            Err(error) => {
                let failure = exchange.failed(error);
                if let Some(turn) = turn.filter(|_| matches!(failure.stage(), Stage::NotBuilt | Stage::NotSent)) {
                    turn.give_back();
                }
                Err(failure)
            }
        }
    }

    /// Reads the answer to its end, or to the limit.
    pub(super) async fn whole(
        &self,
        exchange: &Exchange<'_>,
        mut response: reqwest::Response,
    ) -> Result<http::Response<Bytes>, Failure> {
        let mut answer = head_of(&response);
        match exchange.body(&mut response, self.0.body_limit).await {
            Ok(body) => {
                *answer.body_mut() = body;
                Ok(answer)
            }
            Err(Unread { failure, beginning, length }) => {
                *answer.body_mut() = beginning;
                Err(exchange.answered(failure, &answer, length))
            }
        }
    }
}

/// An answer of which the body was not read yet.
pub(super) fn head_of(response: &reqwest::Response) -> http::Response<Bytes> {
    let mut answer = http::Response::new(Bytes::new());
    *answer.status_mut() = response.status();
    answer.headers_mut().clone_from(response.headers());
    answer
}

/// The work, if it is done before the deadline.
pub(super) async fn in_time<T>(deadline: Option<Instant>, work: impl Future<Output = T>) -> Option<T> {
    match deadline {
        None => Some(work.await),
        Some(deadline) => timeout_at(deadline, work).await.ok(),
    }
}

/// A body that was not read to its end.
struct Unread {
    failure: Failure,
    beginning: Bytes,
    /// As far as it was read, or as long as the vendor says that it is.
    length: u64,
}

impl Exchange<'_> {
    async fn body(&self, response: &mut reqwest::Response, limit: u64) -> Result<Bytes, Unread> {
        let announced = response.content_length().unwrap_or(0);
        if announced > limit {
            // Its beginning tells what it is.
            let beginning = response.chunk().await.ok().flatten().unwrap_or_default();
            return Err(Unread { failure: self.too_large(limit), beginning, length: announced });
        }
        let mut body = Vec::new();
        let failure = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(Bytes::from(body)),
                Err(error) => break self.failed(error),
            }
            if body.len() as u64 > limit {
                break self.too_large(limit);
            }
        };
        Err(Unread { failure, length: body.len() as u64, beginning: Bytes::from(body) })
    }

    fn too_large(&self, limit: u64) -> Failure {
        let what = format!("the answer is larger than the client's limit of {limit} bytes; `body_limit` sets another");
        self.failure(Stage::NoAnswer, Kind::TooLarge, what)
    }

    fn too_soon(&self, too_soon: &TooSoon) -> Failure {
        let seconds = too_soon.wait.as_secs_f64().ceil().max(1.0);
        let what = format!(
            "the vendor lets it be called only so often: it may be called again in {seconds} s, which is after the end of \
             this call's time"
        );
        self.failure(Stage::NotSent, Kind::SlowDown, what)
    }

    /// A failure with the head of an answer whose body is so long, or was read so far.
    pub(super) fn answered(&self, failure: Failure, answer: &http::Response<Bytes>, length: u64) -> Failure {
        let mut head = decode::head(self.operation, self.target.credentials, self.values, answer);
        head.length = length;
        failure.answered(head)
    }

    /// What an error of reqwest's means for the call.
    pub(super) fn failed(&self, error: reqwest::Error) -> Failure {
        let (stage, kind, what) = if error.is_builder() {
            (Stage::NotBuilt, Kind::Configuration, "the request is none that HTTP can carry")
        } else if error.is_connect() && error.is_timeout() {
            (Stage::NotSent, Kind::Timeout, "no connection was made in time")
        } else if error.is_connect() {
            (Stage::NotSent, Kind::Connection, "no connection could be made")
        } else if error.is_timeout() {
            (Stage::NoAnswer, Kind::Timeout, "no whole answer came in time")
        } else {
            (Stage::NoAnswer, Kind::Incomplete, "the connection ended before a whole answer had come")
        };
        let failure = match tls::problem(&error) {
            Some(what) => self.failure(stage, Kind::Tls, what),
            None => self.failure(stage, kind, what),
        };
        failure.because(error.without_url())
    }

    pub(super) fn failure(&self, stage: Stage, kind: Kind, what: impl Into<String>) -> Failure {
        Failure::new(stage, kind, self.operation.name, what).over(self.target.protocol)
    }
}
