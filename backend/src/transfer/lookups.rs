//! Tracks which look-ups of an account are running or failed recently. [`super::look_up`] makes the look-up itself.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use contract::time::Timestamp;

use crate::store::ProspectId;

/// Pause after the start of a look-up, in milliseconds. Longer than its calls can take.
const PAUSE_MS: i64 = 30_000;
/// Shortest pause after an error, in milliseconds. It doubles after each further error.
const LEAST_PAUSE_MS: i64 = 5000;
/// Limit of the doubling: about five minutes.
const MOST_DOUBLINGS: u32 = 6;

/// The running and the recently failed look-ups, so that polling does not repeat them. Losing them in a restart does no
/// harm.
#[derive(Default)]
pub struct Lookups(Mutex<HashMap<ProspectId, Pause>>);

#[derive(Clone, Copy)]
struct Pause {
    until: Timestamp,
    /// Number of errors in a row.
    errors: u32,
}

impl Lookups {
    /// Whether a look-up may begin. If so, no other begins within [`PAUSE_MS`].
    pub(super) fn begin(&self, prospect_id: ProspectId, now: Timestamp) -> bool {
        let mut pauses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = pauses.get(&prospect_id).copied();
        let is_free = known.is_none_or(|pause| pause.until <= now);
        if is_free {
            let errors = known.map_or(0, |pause| pause.errors);
            pauses.insert(prospect_id, Pause { until: after(now, PAUSE_MS), errors });
        }
        is_free
    }

    /// Records an error. The next look-up waits at least `retry_after_ms`.
    pub(super) fn fail(&self, prospect_id: ProspectId, now: Timestamp, retry_after_ms: i64) {
        let mut pauses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let errors = pauses.get(&prospect_id).map_or(0, |pause| pause.errors);
        let pause_ms = retry_after_ms.max(LEAST_PAUSE_MS << errors.min(MOST_DOUBLINGS));
        let errors = errors.saturating_add(1);
        pauses.insert(prospect_id, Pause { until: after(now, pause_ms), errors });
    }

    pub(super) fn end(&self, prospect_id: ProspectId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&prospect_id);
    }
}

fn after(at: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis().saturating_add(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_up_waits_for_the_previous_one_and_after_an_error() {
        let lookups = Lookups::default();
        let at = Timestamp::from_millis;
        assert!(lookups.begin(1, at(0)));
        assert!(!lookups.begin(1, at(PAUSE_MS - 1)), "it runs");
        assert!(lookups.begin(2, at(0)), "a lookup for another customer");
        let mut now = 0;
        for pause in [5000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 320_000] {
            lookups.fail(1, at(now), 0);
            assert!(!lookups.begin(1, at(now + pause - 1)), "{pause}");
            now += pause;
            assert!(lookups.begin(1, at(now)), "{pause}");
        }
        lookups.fail(1, at(now), 900_000);
        assert!(!lookups.begin(1, at(now + 899_999)), "the provider named the wait");
        lookups.end(1);
        assert!(lookups.begin(1, at(now)));
        lookups.fail(1, at(now), 0);
        assert!(lookups.begin(1, at(now + 5000)), "a success resets the pause");
    }
}
