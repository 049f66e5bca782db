//! Answers that come in pages.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use crate::{Call, CallBuilder, Client, Error, Operation, Sender};

/// The pages of an answer: the same call made again and again, until one of them is the last or a call fails.
///
/// With an async client it is a [`Stream`], and [`next_page`](Pages::next_page) does without one; with a blocking client it
/// is an iterator. Nothing is sent before the first page is asked for.
pub struct Pages<S: Sender, O: Operation> {
    sender: S,
    call: Call,
    last: fn(&O::Output) -> bool,
    /// The call that is under way.
    pending: Option<S::Answer<O>>,
    is_over: bool,
}

type Page<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Code>>;

impl<S: Sender> CallBuilder<S> {
    /// The pages that the call gives when it is made again and again; `last` says of one that no other follows.
    #[must_use]
    pub fn pages<O: Operation>(self, last: fn(&O::Output) -> bool) -> Pages<S, O> {
        Pages { sender: self.sender, call: self.call, last, pending: None, is_over: false }
    }
}

impl<S: Sender, O: Operation> Pages<S, O> {
    fn send(&self) -> S::Answer<O> {
        self.sender.send::<O>(self.call.clone())
    }

    /// A page on its way to the caller, after which there may be no other.
    fn turn(&mut self, page: Page<O>) -> Page<O> {
        self.is_over = page.as_ref().map_or(true, self.last);
        page
    }
}

impl<O: Operation> Pages<Client, O> {
    /// The next page; `None` after the last one, and after a failure.
    ///
    /// When this is dropped before it is done, the call goes on with the next one: no page is lost, and none is asked for
    /// twice.
    ///
    /// # Errors
    /// As those of the call.
    pub async fn next_page(&mut self) -> Option<Result<O::Output, Error<O::Code>>> {
        std::future::poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let mut call = match self.pending.take() {
            Some(call) => call,
            None => self.send(),
        };
        match call.as_mut().poll(context) {
            Poll::Ready(page) => Poll::Ready(Some(self.turn(page))),
            Poll::Pending => {
                self.pending = Some(call);
                Poll::Pending
            }
        }
    }
}

impl<O: Operation> Stream for Pages<Client, O> {
    type Item = Result<O::Output, Error<O::Code>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

#[cfg(feature = "blocking")]
impl<O: Operation> Iterator for Pages<crate::blocking::Client, O> {
    type Item = Result<O::Output, Error<O::Code>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let page = self.send();
        Some(self.turn(page))
    }
}

#[cfg(feature = "blocking")]
impl<O: Operation> std::iter::FusedIterator for Pages<crate::blocking::Client, O> {}

impl<S: Sender, O: Operation> fmt::Debug for Pages<S, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::DESCRIPTION.name)
            .field("is_over", &self.is_over)
            .finish_non_exhaustive()
    }
}
