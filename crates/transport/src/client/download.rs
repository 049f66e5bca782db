//! Answers that are written as they come, however long they are.

use bytes::Bytes;
use tokio::{
    io::{AsyncWrite, AsyncWriteExt},
    task::consume_budget,
};

use super::{
    Client,
    send::{Exchange, head_of, in_time},
};
use crate::{Call, CallBuilder, Error, Failure, Kind, Operation, Stage, Value, decode, description};

/// Where bytes go.
pub(super) struct Writer<'w> {
    writer: &'w mut (dyn AsyncWrite + Unpin + Send),
    written: u64,
}

impl Client {
    /// Writes the bytes that an operation gives back, and says how many there were.
    ///
    /// Where the answer is those bytes, they are written as they come, decompressed, and only a few are held in memory;
    /// [`body_limit`](crate::ClientBuilder::body_limit) does not limit them, but the call's time does, writing included.
    /// Where they are part of another document, as in SOAP, it is read whole first and `body_limit` holds.
    ///
    /// When it fails, some of the bytes may have been written already.
    ///
    /// # Errors
    /// As those of any call; [`Kind::Writer`] when the writer failed, and [`Kind::Configuration`] when the operation does
    /// not give bytes.
    pub async fn download(
        &self,
        operation: &'static description::Operation,
        call: Call,
        writer: &mut (impl AsyncWrite + Unpin + Send + ?Sized),
    ) -> Result<u64, Failure> {
        if !operation.output.is_some_and(|output| output.is_bytes()) {
            let what = "it does not give bytes, so there is nothing to download";
            return Err(Failure::new(Stage::NotBuilt, Kind::Configuration, operation.name, what));
        }
        let mut writer = writer;
        let mut writer = Writer { writer: &mut writer, written: 0 };
        self.carry_out(operation, call, Some(&mut writer)).await?;
        Ok(writer.written)
    }

    /// [`download`](Client::download) for an operation of generated code.
    ///
    /// # Errors
    /// As [`download`](Client::download), with the operation's codes.
    pub async fn download_of<O: Operation>(
        &self,
        call: Call,
        writer: &mut (impl AsyncWrite + Unpin + Send + ?Sized),
    ) -> Result<u64, Error<O::Code>> {
        Ok(self.download(O::DESCRIPTION, call, writer).await?)
    }
}

impl CallBuilder<Client> {
    /// Sends the call and writes the bytes that it gives back; see [`Client::download`].
    ///
    /// # Errors
    /// As [`Client::download`], with the operation's codes.
    pub async fn download<O: Operation>(
        self,
        writer: &mut (impl AsyncWrite + Unpin + Send + ?Sized),
    ) -> Result<u64, Error<O::Code>> {
        self.sender.download_of::<O>(self.call, writer).await
    }
}

impl Exchange<'_> {
    /// Whether the body of an answer is the bytes themselves.
    pub(super) fn streams(&self, response: &reqwest::Response) -> bool {
        decode::streams(self.operation, &self.target, response.status(), response.headers())
    }
}

impl Writer<'_> {
    /// Whether nothing was written yet.
    pub(super) fn is_clean(&self) -> bool {
        self.written == 0
    }

    /// Writes a body as it comes.
    pub(super) async fn stream(
        &mut self,
        exchange: &Exchange<'_>,
        mut response: reqwest::Response,
    ) -> Result<(), Failure> {
        let head = head_of(&response);
        let mut is_empty = true;
        loop {
            // A few compressed bytes can become so many that nothing else has its turn, the call's time included.
            consume_budget().await;
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    is_empty &= chunk.is_empty();
                    self.write(exchange, &head, &chunk).await?;
                }
                // One that is read whole fails just so.
                Ok(None) if is_empty => return self.whole(exchange, head).await,
                Ok(None) => return self.flush(exchange, &head).await,
                Err(error) => {
                    let so_far = format!("after {} bytes had been written", self.written);
                    let failure = exchange.failed(error).with(&so_far);
                    return Err(exchange.answered(failure, &head, self.written));
                }
            }
        }
    }

    /// Writes what was made of a whole answer.
    pub(super) async fn whole(
        &mut self,
        exchange: &Exchange<'_>,
        response: http::Response<Bytes>,
    ) -> Result<(), Failure> {
        match decode::answer(exchange.operation, &exchange.target, exchange.values, &response)? {
            Some(Value::Bytes(bytes)) => {
                self.write(exchange, &response, &bytes).await?;
                self.flush(exchange, &response).await
            }
            _ => {
                let what = "its output is missing, or not the bytes that the description says";
                let failure = exchange.failure(Stage::NotUnderstood, Kind::Unexpected, what);
                Err(exchange.answered(failure, &response, response.body().len() as u64))
            }
        }
    }

    async fn write(
        &mut self,
        exchange: &Exchange<'_>,
        head: &http::Response<Bytes>,
        bytes: &[u8],
    ) -> Result<(), Failure> {
        let result = in_time(exchange.deadline, self.writer.write_all(bytes)).await;
        self.check(exchange, head, result)?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    async fn flush(&mut self, exchange: &Exchange<'_>, head: &http::Response<Bytes>) -> Result<(), Failure> {
        let result = in_time(exchange.deadline, self.writer.flush()).await;
        self.check(exchange, head, result)
    }

    fn check(
        &self,
        exchange: &Exchange<'_>,
        head: &http::Response<Bytes>,
        result: Option<std::io::Result<()>>,
    ) -> Result<(), Failure> {
        let failure = match result {
            Some(Ok(())) => return Ok(()),
            Some(Err(error)) => {
                let what = "the writer that it was given failed";
                exchange.failure(Stage::NoAnswer, Kind::Writer, what).because(error)
            }
            None => exchange.failure(Stage::NoAnswer, Kind::Timeout, "not all of it was written in time"),
        };
        Err(exchange.answered(failure, head, self.written.max(head.body().len() as u64)))
    }
}
