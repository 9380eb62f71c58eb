//! Several programs on one storage.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, prospects::ProspectId};

/// The window in which calls are counted, in milliseconds.
pub(crate) const LIMIT_WINDOW_MS: i64 = 10 * 60 * 1000;

/// A call of a customer of which there may only be so many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limited {
    /// A call that reaches the provider.
    Call,
    /// A read or a write of a draft.
    Draft,
}

/// What the programs must know of each other. If only one program uses the storage, there are no others.
#[async_trait]
pub trait Instances: Send + Sync {
    /// Waits until another program stores what the waiting requests of a prospect must see. Returns the prospect, or `None` if it can
    /// be any: the connection to the others was interrupted.
    async fn changed_elsewhere(&self) -> Option<ProspectId>;
    /// Whether this program may do a job that must not be done twice at the same time. It may for the next minutes, and the others
    /// may not.
    async fn may_do(&self, work: &'static str) -> Result<bool, StoreError>;
    /// Counts a call at any program. At most `most` are allowed in ten minutes. Otherwise the result is the number of milliseconds
    /// until the next one is allowed.
    async fn count_call(
        &self,
        prospect_id: ProspectId,
        limited: Limited,
        now: Timestamp,
        most: u32,
    ) -> Result<Result<(), u64>, StoreError>;
}
