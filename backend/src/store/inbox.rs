//! Callbacks of the provider.

use async_trait::async_trait;

use super::{error::StoreError, prospects::ProspectId};
use crate::callback::envelope::{Arrived, Envelope};

/// Callbacks of the provider, in the storage.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Keeps a callback and the credentials in it in one transaction; `false` if it was there already.
    async fn receive(&self, envelope: &Envelope, arrived: &Arrived) -> Result<bool, StoreError>;
    /// Whom a callback is about.
    async fn addressee(&self, envelope: &Envelope) -> Result<Option<ProspectId>, StoreError>;
}
