//! The end of a prospect's data, and a new start after it.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// The end of a prospect's data, and a new start after it, in the storage.
#[async_trait]
pub trait Lifetime: Send + Sync {
    /// Prospects opened no later than that which have not ended and of which anything is kept.
    async fn aged(&self, opened_until: Timestamp) -> Result<Vec<ProspectId>, StoreError>;
    /// Notes that a prospect has ended and keeps its data: it is no longer among [`Self::aged`].
    async fn settle(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError>;
    /// Removes all that is personal of a prospect, in one transaction. From now on its callbacks are not kept either.
    async fn purge(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError>;
    /// Removes what was entered and never known to be taken, unless something was sent since `until`; there is nothing to sweep
    /// then. Drafts have an age of their own.
    async fn forget_entries(&self, prospect: &Prospect, until: Timestamp) -> Result<(), StoreError>;
    /// Removes callbacks that arrived no later than that and belong to nobody, and drafts of that age.
    async fn purge_leftovers(&self, received_until: Timestamp) -> Result<(), StoreError>;
    /// Makes a prospect whose data was removed a new one with that id at the provider; `false` if it was not removed.
    async fn restart(
        &self,
        prospect: &Prospect,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
}
