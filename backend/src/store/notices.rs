//! What the partner is still to be told.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::error::StoreError;

/// Something that the partner is to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The same at every try.
    pub id: String,
    /// What happened: a word.
    pub kind: String,
    /// The partner's reference of the customer.
    pub customer_reference: String,
    /// When it happened.
    pub at: Timestamp,
    /// In which request.
    pub request_id: String,
    /// How often it was tried to tell, this time included.
    pub tries: u32,
}

/// What the partner is still to be told, in the storage.
#[async_trait]
pub trait NoticeQueue: Send + Sync {
    /// A notice that is due, if any. Until `busy_until` nobody else is handed it.
    async fn claim_notice(&self, now: Timestamp, busy_until: Timestamp)
    -> Result<Option<Notice>, StoreError>;
    /// Puts a notice off that could not be told.
    async fn postpone_notice(&self, id: &str, until: Timestamp) -> Result<(), StoreError>;
    /// Forgets a notice that was told.
    async fn end_notice(&self, id: &str) -> Result<(), StoreError>;
    /// When the next notice is due; `None` where there is none.
    async fn next_notice_at(&self) -> Result<Option<Timestamp>, StoreError>;
}
