//! When a request may go out: as often as the vendor lets its operation be called, and with not too many under way.

use tokio::sync::SemaphorePermit;

use super::{
    Client,
    limit::{self, TooSoon},
    send::{Exchange, in_time},
};
use crate::{Failure, Kind, Stage};

/// A request that may go out now. It counts as under way until this is dropped.
pub(super) struct Turn<'a> {
    /// Of an operation that may be called only so often.
    limited: Option<limit::Turn>,
    _slot: SemaphorePermit<'a>,
}

impl Client {
    /// Waits until a request may go out.
    pub(super) async fn turn(&self, exchange: &Exchange<'_>) -> Result<Turn<'_>, Failure> {
        let limited = match &self.0.limits {
            Some(limits) => {
                let turn = limits.turn(exchange.operation, exchange.deadline).await;
                turn.map_err(|too_soon| exchange.too_soon(&too_soon))?
            }
            None => None,
        };
        match in_time(exchange.deadline, self.0.slots.acquire()).await {
            Some(Ok(slot)) => {
                if let Some(limited) = &limited {
                    limited.goes_now();
                }
                Ok(Turn { limited, _slot: slot })
            }
            _ => {
                if let Some(limited) = limited {
                    limited.give_back();
                }
                Err(exchange.too_late())
            }
        }
    }
}

impl Turn<'_> {
    /// Nothing was sent after all.
    pub(super) fn was_not_sent(&mut self) {
        if let Some(limited) = self.limited.take() {
            limited.give_back();
        }
    }
}

impl Exchange<'_> {
    fn too_soon(&self, too_soon: &TooSoon) -> Failure {
        let seconds = too_soon.wait.as_secs_f64().ceil().max(1.0);
        let what = format!(
            "the vendor lets it be called only so often: it may be called again in {seconds} s, which is after the end of \
             this call's time"
        );
        self.failure(Stage::NotSent, Kind::SlowDown, what).too_soon(too_soon.wait)
    }

    fn too_late(&self) -> Failure {
        let what = "the time was up while as many other calls as may be were under way; `max_concurrent_requests` sets \
                    how many that are";
        self.failure(Stage::NotSent, Kind::Timeout, what)
    }
}
