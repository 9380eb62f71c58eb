//! Customers about whom nothing was recorded for a while.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, prospects::ProspectId};

/// Each [`Silence::long_since`] customer is returned in one of so many rounds.
pub(crate) const LONG_EVERY: i64 = 24;

/// Which customers are quiet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Silence {
    /// No callback arrived and nothing was sent after that.
    pub since: Timestamp,
    /// Customers who are quiet since then are returned in one of `LONG_EVERY` rounds only.
    pub long_since: Timestamp,
    /// Number of the round.
    pub round: i64,
}

/// Storage for questions about quiet customers.
#[async_trait]
pub trait Quiet: Send + Sync {
    /// Prospects for whom something was sent, who have not ended and are quiet: at most `most`, in ascending order, those with ids
    /// above `after`.
    async fn quiet(
        &self,
        silence: Silence,
        after: ProspectId,
        most: u32,
    ) -> Result<Vec<ProspectId>, StoreError>;
}
