//! Wakes the requests in this process that wait for a change of one prospect.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use tokio::sync::watch;

use crate::store::ProspectId;

/// The waiting requests of each prospect.
#[derive(Default)]
pub struct Wakes {
    senders: Mutex<HashMap<ProspectId, watch::Sender<()>>>,
}

impl Wakes {
    /// A receiver that sees every later change of the prospect.
    pub fn subscribe(&self, prospect_id: ProspectId) -> watch::Receiver<()> {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        senders.entry(prospect_id).or_insert_with(|| watch::channel(()).0).subscribe()
    }

    /// Wakes all requests.
    pub fn wake_all(&self) {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        senders.retain(|_, sender| sender.send(()).is_ok()); // without one for which no request waits any more
    }

    /// Wakes the requests that wait for the prospect.
    pub fn wake(&self, prospect_id: ProspectId) {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = senders.get(&prospect_id)
            && sender.send(()).is_err()
        {
            senders.remove(&prospect_id); // no request waits for it any more
        }
    }
}
