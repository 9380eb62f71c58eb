//! Notices that wait to be sent to the partner.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::error::StoreError;

/// A notice for the partner.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Id of the notice, the same for every attempt to send it.
    pub id: String,
    /// What happened, as a word.
    pub kind: String,
    /// The partner's reference of the customer.
    pub customer_reference: String,
    /// When it happened.
    pub at: Timestamp,
    /// Id of the request in which it happened.
    pub request_id: String,
    /// Number of attempts to send it, including the current one.
    pub tries: u32,
}

/// Storage of notices.
#[async_trait]
pub trait NoticeQueue: Send + Sync {
    /// Claims a notice that is due. No other caller gets it before `busy_until`.
    async fn claim_notice(&self, now: Timestamp, busy_until: Timestamp)
    -> Result<Option<Notice>, StoreError>;
    /// Schedules the next attempt after one that failed.
    async fn postpone_notice(&self, id: &str, until: Timestamp) -> Result<(), StoreError>;
    /// Deletes a notice that was sent.
    async fn end_notice(&self, id: &str) -> Result<(), StoreError>;
    /// When the next notice is due, or `None` if there is none.
    async fn next_notice_at(&self) -> Result<Option<Timestamp>, StoreError>;
}
