//! The one place where something is sent: a request to the head of its answer, and that to a whole, bounded one.

use std::{error::Error, io};

use bytes::Bytes;
use http::{
    HeaderValue,
    header::{ACCEPT_ENCODING, AUTHORIZATION, COOKIE, USER_AGENT},
};
use secrecy::zeroize::Zeroizing;
use tokio::time::{Instant, timeout_at};
use tracing::Span;

use super::{Client, gzip, tls, turn::Turn};
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
    /// Sends a request in its turn, and reads the answer to its end, or to the limit.
    pub(super) async fn fetch(&self, exchange: &Exchange<'_>) -> Result<http::Response<Bytes>, Failure> {
        let request = self.request(exchange)?;
        let mut turn = self.turn(exchange).await?;
        let response = self.send(exchange, request, &mut turn).await?;
        self.whole(exchange, response).await
    }

    /// What is to be sent.
    pub(super) fn request(&self, exchange: &Exchange<'_>) -> Result<reqwest::Request, Failure> {
        let mut request = encode::request(exchange.operation, &exchange.target, exchange.values)?;
        let headers = request.headers_mut();
        headers.entry(USER_AGENT).or_insert_with(|| self.0.user_agent.clone());
        headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static(gzip::ACCEPTED));
        for name in [AUTHORIZATION, COOKIE] {
            if let Some(value) = headers.get_mut(name) {
                value.set_sensitive(true);
            }
        }
        // Wiped when it has been sent.
        let request = request.map(|body| Bytes::from_owner(Zeroizing::new(body)));
        reqwest::Request::try_from(request).map_err(|error| exchange.failed(error))
    }

    /// Sends a request, and reads the head of the answer.
    pub(super) async fn send(
        &self,
        exchange: &Exchange<'_>,
        mut request: reqwest::Request,
        turn: &mut Turn<'_>,
    ) -> Result<reqwest::Response, Failure> {
        *request.timeout_mut() = exchange.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));

        match self.0.http.execute(request).await {
            Ok(response) => {
                exchange.span.record("status", response.status().as_u16());
                Ok(gzip::unzipped(response))
            }
            Err(error) => {
                let failure = exchange.failed(error);
                if matches!(failure.stage(), Stage::NotBuilt | Stage::NotSent) {
                    turn.was_not_sent();
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
            match Broken::of(&error) {
                Broken::Head => {
                    let what =
                        "the head of the answer, or the length that it gives, is larger than the HTTP library takes";
                    (Stage::NoAnswer, Kind::TooLarge, what)
                }
                Broken::Rules => {
                    let what = "what came is no answer that HTTP allows: another service has the address, or something on \
                                the way is broken";
                    (Stage::NoAnswer, Kind::Malformed, what)
                }
                Broken::Off => {
                    (Stage::NoAnswer, Kind::Incomplete, "the connection ended before a whole answer had come")
                }
            }
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

/// What is wrong with an answer that began.
enum Broken {
    /// Its head is larger than is read.
    Head,
    /// It is none by the rules of HTTP.
    Rules,
    /// It broke off.
    Off,
}

impl Broken {
    fn of(error: &reqwest::Error) -> Broken {
        let mut next = error.source();
        while let Some(source) = next {
            if let Some(error) = source.downcast_ref::<hyper::Error>().filter(|error| error.is_parse()) {
                return if error.is_parse_too_large() { Broken::Head } else { Broken::Rules };
            }
            let kind = source.downcast_ref::<io::Error>().map(io::Error::kind);
            if let Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) = kind {
                return Broken::Rules;
            }
            next = source.source();
        }
        Broken::Off
    }
}
