//! What is typed and not sent yet.

use async_trait::async_trait;
use contract::{draft::Draft, step::StepId, time::Timestamp};

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// A draft, and where it belongs. Personal: there is no `Debug`.
pub struct KeptDraft {
    /// Of which form.
    pub step: StepId,
    /// Which page sent it.
    pub page: i64,
    /// Its place among the drafts of that page.
    pub order: i64,
    /// What was typed.
    pub draft: Draft,
    /// When it came.
    pub at: Timestamp,
}

/// What is typed and not sent yet, in the storage.
#[async_trait]
pub trait Drafts: Send + Sync {
    /// Keeps a draft in place of the one before, unless the prospect has ended or started again since, or a later one of the
    /// same page is kept.
    async fn keep_draft(&self, prospect: &Prospect, kept: &KeptDraft) -> Result<(), StoreError>;
    /// The draft of a step; empty where there is none.
    async fn draft(&self, prospect_id: ProspectId, step: StepId) -> Result<Draft, StoreError>;
    /// Forgets the draft of a step.
    async fn forget_draft(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError>;
}
