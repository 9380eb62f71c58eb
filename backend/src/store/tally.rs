//! How much there is of everything that operators watch.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, events::Backlog};

/// Numbers of the whole storage.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Customers by the status of their last snapshot. The status is empty if it was computed by an earlier version.
    pub statuses: Vec<(String, u64)>,
    /// Customers who began long ago and have not ended.
    pub stuck: u64,
    /// Callbacks that could not be read or name no customer.
    pub unread: u64,
    /// When the oldest of them arrived.
    pub oldest_unread: Option<Timestamp>,
    /// Events that wait.
    pub events: Backlog,
    /// Notices that wait.
    pub notices: u64,
}

/// Counting.
#[async_trait]
pub trait Tallies: Send + Sync {
    /// Counts everything. A customer who began before `stuck_before` and has not ended is stuck.
    async fn tally(&self, stuck_before: Timestamp) -> Result<Tally, StoreError>;
}
