//! Drafts: what the customer typed into a form and has not submitted yet.

use async_trait::async_trait;
use contract::{draft::Draft, step::StepId, time::Timestamp};

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// A stored draft. It is personal data, so the type has no `Debug`.
pub struct KeptDraft {
    /// The step whose form it belongs to.
    pub step: StepId,
    /// The page that sent it.
    pub page: i64,
    /// Its sequence number among the drafts of that page.
    pub order: i64,
    /// What the customer typed.
    pub draft: Draft,
    /// When it arrived.
    pub at: Timestamp,
}

/// Storage of drafts.
#[async_trait]
pub trait Drafts: Send + Sync {
    /// Stores a draft in place of the previous one. Does nothing if the prospect has ended or started again in the
    /// meantime, or if a later draft of the same page is already stored.
    async fn keep_draft(&self, prospect: &Prospect, kept: &KeptDraft) -> Result<(), StoreError>;
    /// The draft of a step. Empty if there is none.
    async fn draft(&self, prospect_id: ProspectId, step: StepId) -> Result<Draft, StoreError>;
    /// Deletes the draft of a step.
    async fn forget_draft(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError>;
}
