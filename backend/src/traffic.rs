//! Limits on documents held in memory: one for each customer, and some for all. Calls are counted in the storage
//! ([`crate::store::Limited`]), and so are reveals of the activation code ([`crate::store::Reveal`]).

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio_util::sync::CancellationToken;

use crate::store::ProspectId;

/// Most documents held in memory at once, for all customers together.
const MOST_UPLOADS: usize = 8;

/// Running uploads.
#[derive(Default)]
pub struct Traffic {
    uploads: Mutex<HashMap<ProspectId, Slot>>,
}

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
