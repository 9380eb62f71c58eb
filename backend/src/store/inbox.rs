//! The provider's callbacks.

use std::sync::Arc;

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, prospects::ProspectId};
use crate::callback::{
    delivery::{Arrival, Delivery},
    envelope::Envelope,
};

/// A callback without effect, because it could not be read or names no known customer. Holds no values from the
/// callback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnreadCallback {
    /// Row id.
    pub id: i64,
    /// When it arrived.
    pub received_at: Timestamp,
    /// Type of the callback, if its path or its body names one.
    pub kind: Option<String>,
    /// Size of the body in bytes.
    pub bytes: u64,
    /// Why it has no effect, as a sentence for operators.
    pub why: String,
}

/// Storage of callbacks.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Stores all callbacks of one delivery, or none. Returns for each whether it is new.
    async fn receive(&self, arrivals: Arc<[Arrival]>) -> Result<Vec<bool>, StoreError>;
    /// The prospect that a callback is about.
    async fn addressee(&self, envelope: &Envelope) -> Result<Option<ProspectId>, StoreError>;
    /// The callbacks without effect, oldest first.
    async fn unread(&self) -> Result<Vec<UnreadCallback>, StoreError>;
    /// The delivery that carried a callback, as it arrived, and its time of arrival. For a callback stored by an
    /// earlier version, only the parts that were kept.
    async fn delivery(&self, id: i64) -> Result<Option<(Delivery, Timestamp)>, StoreError>;
    /// Replaces the callback `id` with what is now read from its delivery. Returns `false` if the callback no longer
    /// exists.
    async fn reread(&self, id: i64, arrivals: Arc<[Arrival]>) -> Result<bool, StoreError>;
}
