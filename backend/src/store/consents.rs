//! The versions of the terms that a customer accepted.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// One acceptance of the terms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consent {
    /// The accepted version of the texts.
    pub version: String,
    /// When the customer first accepted this version.
    pub at: Timestamp,
}

/// Storage of acceptances.
#[async_trait]
pub trait Consents: Send + Sync {
    /// Stores that the customer accepted a version of the terms. Only the first acceptance of each version is kept.
    /// Does nothing if the prospect has ended or started again in the meantime.
    async fn keep_consent(&self, prospect: &Prospect, version: &str, at: Timestamp)
    -> Result<(), StoreError>;
    /// The versions that the customer accepted, oldest first.
    async fn consents(&self, prospect_id: ProspectId) -> Result<Vec<Consent>, StoreError>;
}
