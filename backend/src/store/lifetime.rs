//! Removes a prospect's data at its end, and lets the prospect start again.

use async_trait::async_trait;
use contract::time::Timestamp;
use serde_json::Value;

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// Storage tasks at the end of a prospect's data.
#[async_trait]
pub trait Lifetime: Send + Sync {
    /// Prospects opened at `opened_until` or earlier that have not ended and still have stored data.
    async fn aged(&self, opened_until: Timestamp) -> Result<Vec<ProspectId>, StoreError>;
    /// Records that a prospect has ended and keeps its data. [`Self::aged`] no longer returns it.
    async fn settle(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError>;
    /// Removes all personal data of a prospect, in one transaction. Later callbacks about it are not stored either.
    async fn purge(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError>;
    /// Removes everything personal of a prospect whatever its state, its sessions and its roles, in one transaction. Later
    /// callbacks about it are not stored.
    async fn erase(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError>;
    /// Removes the values of the provider's corrections from the stored callbacks of a prospect.
    async fn forget_corrections(&self, prospect: &Prospect) -> Result<(), StoreError>;
    /// Everything that is stored about a prospect, without credentials: a list of rows for each table.
    async fn export(&self, prospect: &Prospect) -> Result<Value, StoreError>;
    /// Removes entries that the provider is not known to have accepted, unless something was sent since `until`. Drafts
    /// expire separately.
    async fn forget_entries(&self, prospect: &Prospect, until: Timestamp) -> Result<(), StoreError>;
    /// Removes drafts, what partners knew of customers, and callbacks that belong to no prospect, that arrived at `received_until` or earlier.
    async fn purge_leftovers(&self, received_until: Timestamp) -> Result<(), StoreError>;
    /// Opens again a prospect whose data was removed, with the given id at the provider. Returns `false` if its data
    /// was not removed.
    async fn restart(
        &self,
        prospect: &Prospect,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
}
