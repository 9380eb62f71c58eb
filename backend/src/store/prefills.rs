//! What the partner knows of a customer, until the customer has sent their details.

use async_trait::async_trait;
use contract::{profile::Profile, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// What is stored. Personal data, so the type has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptPrefill {
    /// The details; a field of which nothing is known is empty.
    pub profile: Profile,
    /// Paths of the fields that the customer cannot change.
    pub read_only: Vec<String>,
}

/// Storage of what the partner knows.
#[async_trait]
pub trait Prefills: Send + Sync {
    /// Stores what the partner knows, in place of what was stored. Does nothing if the prospect has ended or started again in the
    /// meantime.
    async fn keep_prefill(
        &self,
        prospect: &Prospect,
        prefill: &KeptPrefill,
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// What the partner knows of the customer.
    async fn prefill(&self, prospect_id: ProspectId) -> Result<Option<KeptPrefill>, StoreError>;
    /// Deletes it.
    async fn forget_prefill(&self, prospect_id: ProspectId) -> Result<(), StoreError>;
}
