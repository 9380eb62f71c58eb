//! Which versions of the terms a customer accepted.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// An acceptance of the terms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consent {
    /// Of which version of the texts.
    pub version: String,
    /// When it was first given.
    pub at: Timestamp,
}

/// Which versions of the terms a customer accepted, in the storage.
#[async_trait]
pub trait Consents: Send + Sync {
    /// Keeps which version of the terms the customer accepted, and when: the first time of each, unless the prospect has
    /// ended or started again since.
    async fn keep_consent(&self, prospect: &Prospect, version: &str, at: Timestamp)
    -> Result<(), StoreError>;
    /// Which versions of the terms the customer accepted, oldest first.
    async fn consents(&self, prospect_id: ProspectId) -> Result<Vec<Consent>, StoreError>;
}
