//! Limits for each customer on calls that reach the provider, on drafts, and on documents held in memory. The counts
//! are kept in memory, and losing them in a restart does no harm. The activation code has its own limits, which are
//! stored ([`crate::store::Reveal`]).

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use contract::time::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::store::ProspectId;

/// The window in which calls are counted, in milliseconds.
const WINDOW_MS: i64 = 10 * 60 * 1000;
/// Most documents held in memory at once, for all customers together.
const MOST_UPLOADS: usize = 8;

/// Running uploads and recent calls.
#[derive(Default)]
pub struct Traffic {
    calls: Counts,
    drafts: Counts,
    uploads: Mutex<HashMap<ProspectId, Slot>>,
}

/// The times of each customer's recent calls.
type Counts = Mutex<HashMap<ProspectId, VecDeque<Timestamp>>>;

/// Why a document cannot be accepted now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Busy {
    /// A document of the same customer is being sent to the provider, or a newer upload arrives.
    Own,
    /// Too many customers are uploading.
    All,
}

/// The upload of one customer.
struct Slot {
    /// Cancelled when a newer upload of the customer begins.
    replaced: CancellationToken,
    /// Whether the whole body arrived. From then on no other upload replaces it.
    is_received: bool,
}

/// Permission to upload one document. Dropping it frees the slot.
pub struct UploadPlace {
    traffic: Arc<Traffic>,
    prospect_id: ProspectId,
    replaced: CancellationToken,
}

impl Traffic {
    /// Counts a call of the customer. At most `most` calls are allowed in ten minutes.
    ///
    /// # Errors
    /// The number of milliseconds until the next call is allowed.
    pub fn count_call(&self, prospect_id: ProspectId, now: Timestamp, most: u32) -> Result<(), u64> {
        count(&self.calls, prospect_id, now, most)
    }

    /// Counts a read or a write of a draft. These calls reach no provider and have their own count.
    ///
    /// # Errors
    /// As [`Self::count_call`].
    pub fn count_draft(&self, prospect_id: ProspectId, now: Timestamp, most: u32) -> Result<(), u64> {
        count(&self.drafts, prospect_id, now, most)
    }

    /// Takes an upload slot for the customer, also from an earlier upload whose body still arrives: its connection may be lost
    /// without the server knowing, while the customer already tries again.
    ///
    /// # Errors
    /// [`Busy`].
    pub fn begin_upload(traffic: &Arc<Self>, prospect_id: ProspectId) -> Result<UploadPlace, Busy> {
        let mut uploads = traffic.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        match uploads.get(&prospect_id) {
            Some(Slot { is_received: true, .. }) => return Err(Busy::Own),
            Some(earlier) => earlier.replaced.cancel(),
            None if uploads.len() >= MOST_UPLOADS => return Err(Busy::All),
            None => {}
        }
        let replaced = CancellationToken::new();
        uploads.insert(prospect_id, Slot { replaced: replaced.clone(), is_received: false });
        Ok(UploadPlace { traffic: Arc::clone(traffic), prospect_id, replaced })
    }
}

impl UploadPlace {
    /// Waits for the body to arrive. From then on no other upload takes the slot.
    ///
    /// # Errors
    /// [`Busy::Own`] as soon as a newer upload of the customer takes the slot.
    pub async fn receive<T>(&self, body: impl Future<Output = T>) -> Result<T, Busy> {
        let body = self.replaced.run_until_cancelled(body).await.ok_or(Busy::Own)?;
        let mut uploads = self.traffic.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        let own = uploads.get_mut(&self.prospect_id).filter(|_| !self.replaced.is_cancelled());
        own.ok_or(Busy::Own)?.is_received = true;
        Ok(body)
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
        let mut uploads = self.traffic.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.replaced.is_cancelled() {
            uploads.remove(&self.prospect_id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_for_each_customer_and_forgotten_after_ten_minutes() {
        let traffic = Traffic::default();
        let at = Timestamp::from_millis;
        for second in 0..3 {
            assert_eq!(traffic.count_call(1, at(second * 1000), 3), Ok(()));
        }
        assert_eq!(traffic.count_call(1, at(3000), 3), Err(597_000));
        assert_eq!(traffic.count_call(2, at(3000), 3), Ok(()), "customers are counted separately");
        assert_eq!(traffic.count_call(1, at(WINDOW_MS), 3), Ok(()), "the first call is outside the window");
        assert!(traffic.count_call(1, at(WINDOW_MS), 3).is_err());
        assert_eq!(traffic.count_call(3, at(3 * WINDOW_MS), 3), Ok(()));
        assert_eq!(traffic.calls.lock().unwrap().len(), 1, "old counts are removed");
    }

    #[tokio::test]
    async fn a_customer_has_one_upload_slot_and_all_customers_share_eight() {
        let traffic = Arc::new(Traffic::default());
        let first = Traffic::begin_upload(&traffic, 0).unwrap();
        assert_eq!(first.receive(std::future::ready("body")).await, Ok("body"));
        assert_eq!(Traffic::begin_upload(&traffic, 0).err(), Some(Busy::Own));
        let others: Vec<_> =
            (1..8).map(|prospect_id| Traffic::begin_upload(&traffic, prospect_id).unwrap()).collect();
        assert_eq!(Traffic::begin_upload(&traffic, 8).err(), Some(Busy::All));
        drop(first);
        assert!(Traffic::begin_upload(&traffic, 8).is_ok());
        drop(others);
    }

    #[tokio::test]
    async fn a_newer_upload_takes_the_slot_of_one_whose_body_still_arrives() {
        let traffic = Arc::new(Traffic::default());
        let lost = Traffic::begin_upload(&traffic, 0).unwrap();
        let (waiting, newer) = tokio::join!(lost.receive(std::future::pending::<()>()), async {
            Traffic::begin_upload(&traffic, 0)
        });
        assert_eq!(waiting, Err(Busy::Own));
        let newer = newer.unwrap();
        assert_eq!(lost.receive(std::future::ready(())).await, Err(Busy::Own), "it came too late");
        drop(lost);
        assert_eq!(newer.receive(std::future::ready(())).await, Ok(()), "the slot is still its own");
        assert_eq!(Traffic::begin_upload(&traffic, 0).err(), Some(Busy::Own));
        drop(newer);
        assert!(Traffic::begin_upload(&traffic, 0).is_ok());
    }
}
