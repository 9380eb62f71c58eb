//! Audit of revealed activation codes and of reported ones.

use std::sync::Arc;

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, prospects::ProspectId};

/// One reveal of an activation code.
#[derive(Clone, Debug)]
pub struct Reveal {
    /// The prospect who sees the code.
    pub prospect_id: ProspectId,
    /// Digest of the session token.
    pub session_digest: String,
    /// Digest of the code.
    pub code_digest: String,
    /// When the code is revealed.
    pub at: Timestamp,
    /// Id of the request.
    pub request_id: String,
}

/// How often a code was revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevealCounts {
    /// Reveals in this session since the given time.
    pub in_session: u32,
    /// Time of the earliest of those reveals.
    pub earliest: Option<Timestamp>,
    /// Reveals of this code in all sessions.
    pub of_code: u32,
    /// Whether the customer reported this code. A reported code is never revealed again.
    pub is_reported: bool,
}

/// A report of the customer that somebody else used a revealed code.
#[derive(Clone, Debug)]
pub struct CodeReport {
    /// The prospect who reports.
    pub prospect_id: ProspectId,
    /// Digest of the current code, if there is one. It is blocked even if it was never revealed.
    pub present_digest: Option<String>,
    /// When the report arrived.
    pub at: Timestamp,
    /// Id of the request.
    pub request_id: String,
    /// Id of the notice to the partner.
    pub notice_id: String,
}

/// Whether a code may be revealed after these reveals.
pub type MayReveal = Arc<dyn Fn(&RevealCounts) -> bool + Send + Sync>;

/// Storage of the audit.
#[async_trait]
pub trait Reveals: Send + Sync {
    /// Counts the earlier reveals and, if `allows` accepts the counts, records this one, in one transaction.
    async fn reveal(
        &self,
        reveal: &Reveal,
        since: Timestamp,
        allows: MayReveal,
    ) -> Result<RevealCounts, StoreError>;
    /// Blocks the current code and all codes revealed so far, and queues a notice to the partner, in one transaction.
    /// Returns `false` and records nothing if all revealed codes were reported before.
    async fn report_code(&self, report: &CodeReport) -> Result<bool, StoreError>;
}
