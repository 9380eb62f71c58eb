//! Wakes the requests that wait for a change of one prospect, within this process.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use tokio::sync::watch;

use crate::store::ProspectId;

/// Who waits for what.
#[derive(Default)]
pub struct Wakes {
    senders: Mutex<HashMap<ProspectId, watch::Sender<()>>>,
}

impl Wakes {
    /// A receiver that sees every change of the prospect from now on.
    pub fn subscribe(&self, prospect_id: ProspectId) -> watch::Receiver<()> {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        senders.entry(prospect_id).or_insert_with(|| watch::channel(()).0).subscribe()
    }

    /// Wakes those who wait for the prospect.
    pub fn wake(&self, prospect_id: ProspectId) {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = senders.get(&prospect_id)
            && sender.send(()).is_err()
        {
            senders.remove(&prospect_id); // nobody waits any more
        }
    }
}
