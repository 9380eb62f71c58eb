//! What was sent for a step, as long as it can be needed again.

use async_trait::async_trait;
use contract::step::StepId;

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// What was sent for a step, as long as it can be needed again, in the storage.
#[async_trait]
pub trait Submissions: Send + Sync {
    /// Keeps what the customer sent for a step, unless the prospect has ended or started again since.
    async fn keep_submission(&self, prospect: &Prospect, step: StepId, body: &str) -> Result<(), StoreError>;
    /// What the customer sent for a step.
    async fn submission(&self, prospect_id: ProspectId, step: StepId) -> Result<Option<String>, StoreError>;
    /// Forgets what the customer sent for a step.
    async fn forget_submission(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError>;
}
