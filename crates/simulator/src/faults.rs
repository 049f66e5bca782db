//! Faults by chance.

use std::time::Duration;

use fastrand::Rng;

use crate::plan::Step;

/// Faults that come by chance, the same ones for the same seed and order of requests. They come on top of what the
/// description says, and not to calls that something was planned for.
///
/// - The answer comes late.
/// - The connection is closed before anything is done.
/// - The call is carried out, and the answer breaks off.
/// - An HTTP 500 comes instead of anything being done.
/// - The call is carried out, and garbage comes instead of the answer.
#[derive(Clone, Debug)]
pub struct Faults {
    share: f64,
    delay: Duration,
    random: Rng,
    counts: Counts,
}

/// How many faults of each kind there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Answers that came late.
    pub late: usize,
    /// Connections that were closed before anything was done.
    pub dropped: usize,
    /// Answers that broke off.
    pub cut: usize,
    /// Answers with an HTTP 500.
    pub refused: usize,
    /// Answers that were garbage.
    pub garbled: usize,
}

impl Faults {
    /// Faults of which each kind comes to this share of all calls: 0.01 is one of a hundred.
    #[must_use]
    pub fn new(share: f64, seed: u64) -> Faults {
        Faults { share, delay: Duration::from_millis(20), random: Rng::with_seed(seed), counts: Counts::default() }
    }

    /// How late a late answer is: 20 milliseconds if nothing is said.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Faults {
        self.delay = delay;
        self
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// What happens to the next call, if anything does.
    pub(crate) fn next(&mut self) -> Option<Step> {
        let chance = self.random.f64();
        let kind = (1..=5).find(|kind| chance < self.share * f64::from(*kind))?;
        let (count, step) = match kind {
            1 => (&mut self.counts.late, Step::Delay(self.delay)),
            2 => (&mut self.counts.dropped, Step::Drop),
            3 => (&mut self.counts.cut, Step::Truncate(self.random.usize(..200))),
            4 => {
                let body = b"<html><body>Something broke.</body></html>".to_vec();
                (&mut self.counts.refused, Step::Body { status: 500, content_type: "text/html".to_owned(), body })
            }
            _ => (&mut self.counts.garbled, Step::Garbage((0..100).map(|_| self.random.u8(..)).collect())),
        };
        *count += 1;
        Some(step)
    }
}
