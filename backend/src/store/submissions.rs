//! Submitted bodies, kept as long as a later call can need them.

use async_trait::async_trait;
use contract::step::StepId;

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// Storage of submitted bodies.
#[async_trait]
pub trait Submissions: Send + Sync {
    /// Stores what the customer submitted for a step. Does nothing if the prospect has ended or started again in the
    /// meantime.
    async fn keep_submission(&self, prospect: &Prospect, step: StepId, body: &str) -> Result<(), StoreError>;
    /// What the customer submitted for a step.
    async fn submission(&self, prospect_id: ProspectId, step: StepId) -> Result<Option<String>, StoreError>;
    /// Deletes what the customer submitted for a step.
    async fn forget_submission(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError>;
}
