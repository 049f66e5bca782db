//! The one place where something is sent: a request to a whole, bounded answer.

use bytes::Bytes;
use http::{
    HeaderMap, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, USER_AGENT},
};
use tokio::time::Instant;
use tracing::Span;

use super::Client;
use crate::{AnswerHead, Failure, Kind, Stage, Target, Values, description::Operation, encode};

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
        let mut request = encode::request(exchange.operation, &exchange.target, exchange.values)?;
        let headers = request.headers_mut();
        headers.entry(USER_AGENT).or_insert_with(|| self.0.user_agent.clone());
        for name in [AUTHORIZATION, COOKIE] {
            if let Some(value) = headers.get_mut(name) {
                value.set_sensitive(true);
            }
        }
        let failed = |error| exchange.failed(error);
        let mut request = reqwest::Request::try_from(request).map_err(failed)?;
        *request.timeout_mut() = exchange.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));

        let mut response = self.0.http.execute(request).await.map_err(failed)?;
        exchange.span.record("status", response.status().as_u16());
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let body = exchange.body(&mut response, status, &headers, self.0.body_limit).await?;
        let mut answer = http::Response::new(body);
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}

impl Exchange<'_> {
    async fn body(
        &self,
        response: &mut reqwest::Response,
        status: StatusCode,
        headers: &HeaderMap,
        limit: u64,
    ) -> Result<Bytes, Failure> {
        let announced = response.content_length().unwrap_or(0);
        if announced > limit {
            return Err(self.too_large(limit).answered(head(status, headers, announced)));
        }
        let mut body = Vec::new();
        loop {
            let length = |more: usize| body.len().saturating_add(more) as u64;
            match response.chunk().await {
                Ok(Some(chunk)) if length(chunk.len()) > limit => {
                    return Err(self.too_large(limit).answered(head(status, headers, length(chunk.len()))));
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(Bytes::from(body)),
                Err(error) => return Err(self.failed(error).answered(head(status, headers, length(0)))),
            }
        }
    }

    fn too_large(&self, limit: u64) -> Failure {
        let what = format!("the answer is larger than the client's limit of {limit} bytes; `body_limit` sets another");
        self.failure(Stage::NoAnswer, Kind::TooLarge, what)
    }

    /// What an error of reqwest's means for the call.
    fn failed(&self, error: reqwest::Error) -> Failure {
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
        self.failure(stage, kind, what).because(error.without_url())
    }

    fn failure(&self, stage: Stage, kind: Kind, what: impl Into<String>) -> Failure {
        Failure::new(stage, kind, self.operation.name, what).over(self.target.protocol)
    }
}

/// What is known of an answer that was not read to its end. There is no excerpt of it: decoding alone knows what it may
/// show.
fn head(status: StatusCode, headers: &HeaderMap, length: u64) -> AnswerHead {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    AnswerHead { status, content_type, length, excerpt: None }
}
