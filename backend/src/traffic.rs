//! How much one customer may ask for: calls that reach the provider, drafts, and documents held in memory. Counted in memory: a
//! restart forgets it without harm. The activation code has limits of its own, which are kept ([`crate::store::Reveal`]).

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use contract::time::Timestamp;

use crate::store::ProspectId;

/// The window in which calls are counted, in milliseconds.
const WINDOW_MS: i64 = 10 * 60 * 1000;
/// Documents that are held at once, of all customers.
const MOST_UPLOADS: usize = 8;

/// What runs, and what ran of late.
#[derive(Default)]
pub struct Traffic {
    calls: Counts,
    drafts: Counts,
    uploads: Mutex<HashSet<ProspectId>>,
}

/// When each customer called of late.
type Counts = Mutex<HashMap<ProspectId, VecDeque<Timestamp>>>;

/// Why a document cannot be taken now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Busy {
    /// Another of the same customer is on its way.
    Own,
    /// Too many are on their way.
    All,
}

/// A place for one document; free again when it is dropped.
pub struct UploadPlace {
    traffic: Arc<Traffic>,
    prospect_id: ProspectId,
}

impl Traffic {
    /// Counts a call of the customer, of which there may be `most` in ten minutes.
    ///
    /// # Errors
    /// When the next one is allowed: in so many milliseconds.
    pub fn count_call(&self, prospect_id: ProspectId, now: Timestamp, most: u32) -> Result<(), u64> {
        count(&self.calls, prospect_id, now, most)
    }

    /// Counts a draft of the customer that is read or kept: they reach no provider, and are counted apart.
    ///
    /// # Errors
    /// As [`Self::count_call`].
    pub fn count_draft(&self, prospect_id: ProspectId, now: Timestamp, most: u32) -> Result<(), u64> {
        count(&self.drafts, prospect_id, now, most)
    }

    /// A place for a document of the customer.
    ///
    /// # Errors
    /// [`Busy`].
    pub fn begin_upload(traffic: &Arc<Self>, prospect_id: ProspectId) -> Result<UploadPlace, Busy> {
        let mut uploads = traffic.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        if uploads.contains(&prospect_id) {
            return Err(Busy::Own);
        }
        if uploads.len() >= MOST_UPLOADS {
            return Err(Busy::All);
        }
        uploads.insert(prospect_id);
        Ok(UploadPlace { traffic: Arc::clone(traffic), prospect_id })
    }
}

fn count(counts: &Counts, prospect_id: ProspectId, now: Timestamp, most: u32) -> Result<(), u64> {
    let since = Timestamp::from_millis(now.as_millis().saturating_sub(WINDOW_MS));
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

impl Drop for UploadPlace {
    fn drop(&mut self) {
        self.traffic.uploads.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.prospect_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_one_customer_at_a_time_and_forgotten_after_ten_minutes() {
        let traffic = Traffic::default();
        let at = Timestamp::from_millis;
        for second in 0..3 {
            assert_eq!(traffic.count_call(1, at(second * 1000), 3), Ok(()));
        }
        assert_eq!(traffic.count_call(1, at(3000), 3), Err(597_000));
        assert_eq!(traffic.count_call(2, at(3000), 3), Ok(()), "of another customer");
        assert_eq!(traffic.count_call(1, at(WINDOW_MS), 3), Ok(()), "the first is over");
        assert!(traffic.count_call(1, at(WINDOW_MS), 3).is_err());
        assert_eq!(traffic.count_call(3, at(3 * WINDOW_MS), 3), Ok(()));
        assert_eq!(traffic.calls.lock().unwrap().len(), 1, "nothing old is held");
    }

    #[test]
    fn a_customer_has_one_place_and_all_have_a_few() {
        let traffic = Arc::new(Traffic::default());
        let first = Traffic::begin_upload(&traffic, 0).unwrap();
        assert_eq!(Traffic::begin_upload(&traffic, 0).err(), Some(Busy::Own));
        let others: Vec<_> =
            (1..8).map(|prospect_id| Traffic::begin_upload(&traffic, prospect_id).unwrap()).collect();
        assert_eq!(Traffic::begin_upload(&traffic, 8).err(), Some(Busy::All));
        drop(first);
        assert!(Traffic::begin_upload(&traffic, 8).is_ok());
        drop(others);
    }
}
