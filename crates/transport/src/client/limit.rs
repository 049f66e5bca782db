//! How often an operation may be called: whoever comes too early waits, in turn.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, timeout_at},
};

use super::lock;
use crate::description::{Limit, Operation};

/// When a client and all of its clones sent what may not be sent at any time.
#[derive(Default)]
pub(super) struct Limits(Mutex<HashMap<&'static str, Arc<Window>>>);

/// The calls of one operation.
struct Window {
    limit: Limit,
    /// Never held across an await.
    state: Mutex<State>,
    /// Told of every change that may let somebody go earlier.
    changed: Notify,
}

#[derive(Default)]
struct State {
    /// When the last calls were sent, in order; each with a number.
    sent: VecDeque<(u64, Instant)>,
    /// Who waits, in turn.
    waiting: VecDeque<u64>,
    numbers: u64,
}

/// The call can be sent too late only.
pub(super) struct TooSoon {
    /// How long it would have to wait.
    pub(super) wait: Duration,
}

/// A call that may be sent now. It counts as sent.
pub(super) struct Turn {
    window: Arc<Window>,
    number: u64,
}

/// A place in the queue, which is left when this is dropped.
struct Place<'a> {
    window: &'a Window,
    number: u64,
}

impl Limits {
    /// Waits until a call of this operation may be sent. `None` where it may be at any time.
    ///
    /// # Errors
    /// That would not be before the deadline; nobody waits for it then.
    pub(super) async fn turn(
        &self,
        operation: &'static Operation,
        deadline: Option<Instant>,
    ) -> Result<Option<Turn>, TooSoon> {
        let Some(limit) = operation.limit else { return Ok(None) };
        let window = lock(&self.0).entry(operation.name).or_insert_with(|| Arc::new(Window::new(limit))).clone();
        let number = window.wait(deadline).await?;
        Ok(Some(Turn { window, number }))
    }
}

impl Turn {
    /// The call goes out now, and not when it was let through.
    pub(super) fn goes_now(&self) {
        let mut state = lock(&self.window.state);
        if let Some((_, time)) = state.sent.iter_mut().find(|(number, _)| *number == self.number) {
            *time = Instant::now();
        }
        state.sent.make_contiguous().sort_by_key(|(_, time)| *time);
    }

    /// The call was not sent after all.
    pub(super) fn give_back(self) {
        lock(&self.window.state).sent.retain(|(number, _)| *number != self.number);
        self.window.changed.notify_waiters();
    }
}

impl Window {
    fn new(limit: Limit) -> Window {
        Window { limit, state: Mutex::default(), changed: Notify::new() }
    }

    async fn wait(&self, deadline: Option<Instant>) -> Result<u64, TooSoon> {
        let place = self.queue();
        loop {
            // Enabled before the state is looked at, so that no change in between is missed.
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            let (due, is_first) = place.due();
            let now = Instant::now();
            if due <= now && is_first {
                place.take(now);
                return Ok(place.number);
            }
            if deadline.is_some_and(|deadline| due >= deadline) {
                return Err(TooSoon { wait: due.saturating_duration_since(now) });
            }
            // Whoever stands in front goes at that moment too, and says so.
            if due > now {
                let _ = timeout_at(due, changed).await;
            } else {
                changed.await;
            }
        }
    }

    fn queue(&self) -> Place<'_> {
        let mut state = lock(&self.state);
        state.numbers += 1;
        let number = state.numbers;
        state.waiting.push_back(number);
        Place { window: self, number }
    }

    /// When the one may go who stands behind so many others.
    fn due(&self, state: &State, before: usize) -> Instant {
        let now = Instant::now();
        // No limit lets nothing through.
        let calls = self.limit.calls.max(1) as usize;
        let seconds = Duration::from_secs(self.limit.seconds.into());
        // Whoever goes does so one window after the one `calls` places in front. No more than `calls` are kept as sent, and
        // whoever is among the first so many and was not sent yet goes now.
        let place = state.sent.len() + before;
        let Some(more) = (place / calls).checked_sub(1) else { return now };
        let front = state.sent.get(place % calls).map_or(now, |(_, time)| *time);
        (front + seconds).max(now) + seconds.saturating_mul(u32::try_from(more).unwrap_or(u32::MAX))
    }
}

impl Place<'_> {
    /// When it may go, and whether nobody stands in front of it.
    fn due(&self) -> (Instant, bool) {
        let state = lock(&self.window.state);
        let before = state.waiting.iter().position(|number| *number == self.number).unwrap_or_default();
        (self.window.due(&state, before), before == 0)
    }

    fn take(&self, now: Instant) {
        let mut state = lock(&self.window.state);
        state.sent.push_back((self.number, now));
        while state.sent.len() > self.window.limit.calls.max(1) as usize {
            state.sent.pop_front();
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        lock(&self.window.state).waiting.retain(|number| *number != self.number);
        self.window.changed.notify_waiters();
    }
}
