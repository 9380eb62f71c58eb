//! Audit of the reveals of activation codes, and of codes that were reported.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, prospects::ProspectId};

/// A reveal of an activation code, to be audited and counted.
#[derive(Clone, Debug)]
pub struct Reveal {
    /// To whom.
    pub prospect_id: ProspectId,
    /// In which session.
    pub session_digest: String,
    /// Which code.
    pub code_digest: String,
    /// When.
    pub at: Timestamp,
    /// In which request.
    pub request_id: String,
}

/// How often a code was revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevealCounts {
    /// In this session since the asked time.
    pub in_session: u32,
    /// When the earliest of those was.
    pub earliest: Option<Timestamp>,
    /// Of this code in all.
    pub of_code: u32,
    /// Whether the customer reported this code: it is never revealed again.
    pub is_reported: bool,
}

/// The customer says that somebody else used a code that was revealed.
#[derive(Clone, Debug)]
pub struct CodeReport {
    /// Who says so.
    pub prospect_id: ProspectId,
    /// The present code, if there is one: revealed or not, it is not used any more.
    pub present_digest: Option<String>,
    /// When.
    pub at: Timestamp,
    /// In which request.
    pub request_id: String,
    /// The id of the notice to the partner.
    pub notice_id: String,
}

/// Audit of the reveals of activation codes, and of codes that were reported, in the storage.
#[async_trait]
pub trait Reveals: Send + Sync {
    /// Counts the reveals before this one, and records it if `allows` says so of the counts, in one transaction.
    async fn reveal(
        &self,
        reveal: &Reveal,
        since: Timestamp,
        allows: &(dyn for<'a> Fn(&'a RevealCounts) -> bool + Send + Sync),
    ) -> Result<RevealCounts, StoreError>;
    /// Records that the codes revealed so far, and the present one, are not to be used, and that the partner is to be told,
    /// in one transaction; `false`, and nothing recorded, where all that were revealed are reported already.
    async fn report_code(&self, report: &CodeReport) -> Result<bool, StoreError>;
}
