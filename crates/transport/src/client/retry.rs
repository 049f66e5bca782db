//! When a call is sent again, and after how long.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use http::StatusCode;
use tokio::time::Instant;

use crate::{Failure, Kind, Stage, description::Operation};

/// No pause grows longer than this by itself; a vendor may ask for a longer one.
const LONGEST: Duration = Duration::from_secs(20);

/// So many times as long a pause is after a code that asks for patience.
const PATIENCE: u32 = 4;

/// How often a call is sent again, and how long the first pause is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retries {
    pub(super) count: u32,
    pub(super) delay: Duration,
}

/// Pauses that grow from one failure to the next. Half of each is chance, so that many clients do not come back at once.
#[derive(Debug)]
pub(super) struct Pauses(ExponentialBackoff);

/// What is left of the retries of one call.
pub(super) struct Left {
    count: u32,
    pauses: Pauses,
}

impl Retries {
    pub(super) fn pauses(self) -> Pauses {
        let delays = ExponentialBuilder::new().with_min_delay(self.delay).with_max_delay(LONGEST).with_jitter();
        Pauses(delays.without_max_times().build())
    }

    /// For one call.
    pub(super) fn begin(self) -> Left {
        Left { count: self.count, pauses: self.pauses() }
    }
}

impl Pauses {
    /// How long to wait after this failure: at least as long as the vendor asks for.
    pub(super) fn after(&mut self, failure: &Failure) -> Duration {
        let pause = self.0.next().unwrap_or(LONGEST);
        let pause = if failure.kind() == Kind::SlowDown { pause.saturating_mul(PATIENCE) } else { pause };
        pause.max(failure.retry_after().unwrap_or_default())
    }
}

impl Left {
    /// When the call may be sent again after this failure. `None`: it may not, or only after its time is up.
    pub(super) fn next(
        &mut self,
        operation: &Operation,
        failure: &Failure,
        deadline: Option<Instant>,
    ) -> Option<Instant> {
        if !may_repeat(operation, failure) {
            return None;
        }
        self.count = self.count.checked_sub(1)?;
        let due = Instant::now().checked_add(self.pauses.after(failure))?;
        deadline.is_none_or(|deadline| due < deadline).then_some(due)
    }
}

/// Whether a call can be sent again without being carried out twice: nothing was sent, the vendor did not carry it out
/// and asks for patience, or the spec says that twice is the same as once and something broke on the way or at the vendor.
fn may_repeat(operation: &Operation, failure: &Failure) -> bool {
    match (failure.stage(), failure.kind()) {
        (Stage::NotSent, Kind::Connection | Kind::Timeout) => true,
        (Stage::Refused | Stage::NotUnderstood, Kind::SlowDown) => true,
        (Stage::NoAnswer, Kind::Timeout | Kind::Incomplete) | (Stage::Refused, Kind::VendorFault) => {
            operation.idempotent
        }
        (Stage::NotUnderstood, _) => {
            operation.idempotent && failure.status().as_ref().is_some_and(StatusCode::is_server_error)
        }
        _ => false,
    }
}

/// Whether a login that failed so may be tried again by itself. One that was refused for what was given to it may not:
/// that locks accounts. Nor may one that was refused in a way that nobody knows: it could have been for that, and so could
/// a page with HTTP's own word for it.
pub(super) fn may_log_in_again(failure: &Failure) -> bool {
    match failure.stage() {
        Stage::NotBuilt => false,
        Stage::Refused => {
            matches!(failure.kind(), Kind::SlowDown | Kind::VendorFault | Kind::Limit | Kind::Conflict)
        }
        Stage::NotUnderstood => !matches!(failure.status(), Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, time::Duration};

    use super::{LONGEST, Retries};
    use crate::{Failure, Kind, Stage};

    #[test]
    fn pauses_are_in_part_chance_and_grow_to_an_end() {
        let failure = Failure::new(Stage::NoAnswer, Kind::Incomplete, "look", "");
        let delay = Duration::from_millis(100);
        let all: Vec<Vec<_>> = (0..20)
            .map(|_| {
                let mut pauses = Retries { count: 0, delay }.pauses();
                (0..20).map(|_| pauses.after(&failure)).collect()
            })
            .collect();
        for pauses in &all {
            for (pause, number) in pauses.iter().zip(0..) {
                let least = (delay * 2_u32.pow(number)).min(LONGEST);
                assert!((least..=2 * least).contains(pause), "{pause:?} as the one after {number}");
            }
        }
        let first: BTreeSet<_> = all.iter().map(|pauses| pauses[0]).collect();
        assert!(first.len() > 10, "{first:?}");
    }
}
