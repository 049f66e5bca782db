//! Bytes from the client's thread to a writer on the caller's.
//!
//! The worker sends chunks, and the caller sends back how writing each of them went. So few are under way at any time, the
//! worker never blocks, and neither does the caller need a runtime.

use std::{
    io::{self, Write},
    pin::Pin,
    sync::mpsc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use tokio::{io::AsyncWrite, sync::mpsc as credit};

use super::Client;
use crate::{Call, CallBuilder, Error, Failure, Operation, description};

/// How many chunks may be under way.
const CHUNKS: usize = 4;

/// What the worker tells the caller.
enum Message {
    Chunk(Bytes),
    Flush,
    Done(Result<u64, Failure>),
}

/// The worker's end: what is written to it goes to the caller.
struct Chunks {
    messages: mpsc::Sender<Message>,
    /// How writing went, for each message that was sent.
    credits: credit::UnboundedReceiver<io::Result<()>>,
    under_way: usize,
    is_flushing: bool,
}

impl Client {
    /// Writes the bytes that an operation gives back, and says how many there were; see
    /// [`Client::download`](crate::Client::download). The writer is used on this thread.
    ///
    /// # Errors
    /// As [`Client::download`](crate::Client::download).
    pub fn download(
        &self,
        operation: &'static description::Operation,
        call: Call,
        writer: &mut (impl Write + ?Sized),
    ) -> Result<u64, Failure> {
        let client = self.client.clone();
        let (messages, received) = mpsc::channel();
        let (credit, credits) = credit::unbounded_channel();
        self.worker.runtime.spawn(async move {
            let mut chunks = Chunks { messages: messages.clone(), credits, under_way: 0, is_flushing: false };
            let result = client.download(operation, call, &mut chunks).await;
            // Nobody can have stopped listening, unless the writer panicked.
            let _ = messages.send(Message::Done(result));
        });
        let mut failed = false;
        loop {
            let written = match received.recv() {
                Ok(Message::Done(result)) => return result,
                Err(_) => return Err(super::gave_up(operation.name)),
                // What the worker sent before it knew.
                Ok(_) if failed => continue,
                Ok(Message::Chunk(chunk)) => writer.write_all(&chunk),
                Ok(Message::Flush) => writer.flush(),
            };
            failed = written.is_err();
            // The worker stopped listening when the call's time is up: its last word is on its way.
            let _ = credit.send(written);
        }
    }

    /// [`download`](Client::download) for an operation of generated code.
    ///
    /// # Errors
    /// As [`download`](Client::download), with the operation's codes.
    pub fn download_of<O: Operation>(
        &self,
        call: Call,
        writer: &mut (impl Write + ?Sized),
    ) -> Result<u64, Error<O::Code>> {
        Ok(self.download(O::DESCRIPTION, call, writer)?)
    }
}

impl CallBuilder<Client> {
    /// Sends the call and writes the bytes that it gives back; see [`Client::download`].
    ///
    /// # Errors
    /// As [`Client::download`], with the operation's codes.
    pub fn download<O: Operation>(self, writer: &mut (impl Write + ?Sized)) -> Result<u64, Error<O::Code>> {
        self.sender.download_of::<O>(self.call, writer)
    }
}

impl Chunks {
    /// Waits until at most so many chunks are under way.
    fn poll_under_way(&mut self, context: &mut Context<'_>, most: usize) -> Poll<io::Result<()>> {
        while self.under_way > most {
            match ready!(self.credits.poll_recv(context)) {
                Some(written) => {
                    self.under_way -= 1;
                    written?;
                }
                None => return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
            }
        }
        Poll::Ready(Ok(()))
    }

    fn say(&mut self, message: Message) -> io::Result<()> {
        self.under_way += 1;
        self.messages.send(message).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl AsyncWrite for Chunks {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_under_way(context, CHUNKS - 1))?;
        self.say(Message::Chunk(Bytes::copy_from_slice(bytes)))?;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.is_flushing {
            self.say(Message::Flush)?;
            self.is_flushing = true;
        }
        ready!(self.poll_under_way(context, 0))?;
        self.is_flushing = false;
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}
