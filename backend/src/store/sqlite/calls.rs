//! The times of each customer's recent calls, in memory: only this program answers calls, and losing them in a restart does no harm.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use contract::time::Timestamp;

use crate::store::{LIMIT_WINDOW_MS, Limited, ProspectId};

/// Recent calls.
#[derive(Default)]
pub(super) struct Calls {
    calls: Counts,
    drafts: Counts,
}

/// The times of each customer's recent calls.
type Counts = Mutex<HashMap<ProspectId, VecDeque<Timestamp>>>;

impl Calls {
    /// Counts a call. The error is the number of milliseconds until the next one is allowed.
    pub(super) fn count(
        &self,
        prospect_id: ProspectId,
        limited: Limited,
        now: Timestamp,
        most: u32,
    ) -> Result<(), u64> {
        let counts = match limited {
            Limited::Call => &self.calls,
            Limited::Draft => &self.drafts,
        };
        let since = Timestamp::from_millis(now.as_millis().saturating_sub(LIMIT_WINDOW_MS));
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.retain(|_, of_one| of_one.back().is_some_and(|last| *last > since));
        let of_one = counts.entry(prospect_id).or_default();
        while of_one.front().is_some_and(|first| *first <= since) {
            of_one.pop_front();
        }
        if of_one.len() >= usize::try_from(most).unwrap_or(usize::MAX) {
            return Err(of_one.front().map_or(0, |first| first.millis_since(since)));
        }
        of_one.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_for_each_customer_and_forgotten_after_ten_minutes() {
        let calls = Calls::default();
        let count = |id, millis| calls.count(id, Limited::Call, Timestamp::from_millis(millis), 3);
        for second in 0..3 {
            assert_eq!(count(1, second * 1000), Ok(()));
        }
        assert_eq!(count(1, 3000), Err(597_000));
        assert_eq!(count(2, 3000), Ok(()), "customers are counted separately");
        let draft = calls.count(1, Limited::Draft, Timestamp::from_millis(3000), 3);
        assert_eq!(draft, Ok(()), "drafts are counted separately");
        assert_eq!(count(1, LIMIT_WINDOW_MS), Ok(()), "the first call is outside the window");
        assert!(count(1, LIMIT_WINDOW_MS).is_err());
        assert_eq!(count(3, 3 * LIMIT_WINDOW_MS), Ok(()));
        assert_eq!(calls.calls.lock().unwrap().len(), 1, "old counts are removed");
    }
}
