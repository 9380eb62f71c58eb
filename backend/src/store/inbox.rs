//! Callbacks of the provider.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, prospects::ProspectId};
use crate::callback::{
    delivery::{Arrival, Delivery},
    envelope::Envelope,
};

/// A callback that moves nothing because it could not be read, or names no customer. No values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnreadCallback {
    /// Its row.
    pub id: i64,
    /// When it arrived.
    pub received_at: Timestamp,
    /// Its type, where the path or the body names it.
    pub kind: Option<String>,
    /// Bytes of its body.
    pub bytes: u64,
    /// Why it moves nothing, in words.
    pub why: String,
}

/// Callbacks of the provider, in the storage.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Keeps the callbacks of one delivery, all or none; says of each whether it is new.
    async fn receive(&self, arrivals: &[Arrival]) -> Result<Vec<bool>, StoreError>;
    /// The prospect that a callback is about.
    async fn addressee(&self, envelope: &Envelope) -> Result<Option<ProspectId>, StoreError>;
    /// The callbacks that move nothing because they could not be read, or name no customer; the oldest first.
    async fn unread(&self) -> Result<Vec<UnreadCallback>, StoreError>;
    /// The delivery of a callback as it came, and when; of one that was kept by an earlier version, what is left of it.
    async fn delivery(&self, id: i64) -> Result<Option<(Delivery, Timestamp)>, StoreError>;
    /// Puts what is read of a delivery now in the place of the callback `id`; `false` where it is gone.
    async fn reread(&self, id: i64, arrivals: &[Arrival]) -> Result<bool, StoreError>;
}
