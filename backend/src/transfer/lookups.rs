//! Which look-ups of an account run or failed of late. Not here: the look-up itself ([`super::look_up`]).

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use contract::time::Timestamp;

use crate::store::ProspectId;

/// How long a look-up is left alone before another begins, in milliseconds: longer than its calls can take.
const PAUSE_MS: i64 = 30_000;
/// How long it is left alone after a error at least, in milliseconds; twice as long after each other one.
const LEAST_PAUSE_MS: i64 = 5000;
/// How often that doubles: up to some five minutes.
const MOST_DOUBLINGS: u32 = 6;

/// Which look-ups run or failed of late, so that polling does not repeat them. Lost at a restart without harm.
#[derive(Default)]
pub struct Lookups(Mutex<HashMap<ProspectId, Pause>>);

#[derive(Clone, Copy)]
struct Pause {
    until: Timestamp,
    /// How often it failed in a row.
    errors: u32,
}

impl Lookups {
    /// Whether a look-up may begin; if so, others wait until [`PAUSE_MS`] later.
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

    /// It failed: the next one waits so long, or longer.
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
    fn a_look_up_waits_for_the_one_before_and_after_a_error() {
        let lookups = Lookups::default();
        let at = Timestamp::from_millis;
        assert!(lookups.begin(1, at(0)));
        assert!(!lookups.begin(1, at(PAUSE_MS - 1)), "it runs");
        assert!(lookups.begin(2, at(0)), "of another customer");
        let mut now = 0;
        for pause in [5000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 320_000] {
            lookups.fail(1, at(now), 0);
            assert!(!lookups.begin(1, at(now + pause - 1)), "{pause}");
            now += pause;
            assert!(lookups.begin(1, at(now)), "{pause}");
        }
        lookups.fail(1, at(now), 900_000);
        assert!(!lookups.begin(1, at(now + 899_999)), "the provider said when");
        lookups.end(1);
        assert!(lookups.begin(1, at(now)));
        lookups.fail(1, at(now), 0);
        assert!(lookups.begin(1, at(now + 5000)), "a success starts again");
    }
}
