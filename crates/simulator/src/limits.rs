//! How often operations may be called.

use std::{
    collections::{HashMap, VecDeque},
    time::{Duration, Instant},
};

use bindery_transport::description::Operation;

/// A call may come so much sooner: a client counts from when it sent one, not from when it came.
const GRACE: Duration = Duration::from_millis(100);

/// When operations were called, if that is counted.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    enforced: bool,
    calls: HashMap<&'static str, VecDeque<Instant>>,
}

impl Limits {
    pub(crate) fn enforce(&mut self) {
        self.enforced = true;
    }

    /// Whether a call may be carried out now; only one that may counts.
    pub(crate) fn lets_in(&mut self, operation: &Operation) -> bool {
        let Some(limit) = operation.limit.filter(|_| self.enforced) else { return true };
        let window = Duration::from_secs(limit.seconds.into()).saturating_sub(GRACE);
        let calls = self.calls.entry(operation.name).or_default();
        while calls.front().is_some_and(|call| call.elapsed() >= window) {
            calls.pop_front();
        }
        let free = u32::try_from(calls.len()).is_ok_and(|count| count < limit.calls);
        if free {
            calls.push_back(Instant::now());
        }
        free
    }
}
