//! Prospects: their ids, what is recorded about each, and the current revision of its snapshot.

use async_trait::async_trait;
use contract::{session::Role, step::StepId, time::Timestamp};

use super::{error::StoreError, view::View};
use crate::{
    callback::envelope::Envelope,
    journey::fact::{Change, SentAt},
};

/// Row id of a prospect.
pub type ProspectId = i64;

/// A person who is opening an account.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// Row id.
    pub id: ProspectId,
    /// The partner's reference of the customer.
    pub customer_reference: String,
    /// Its user id at the provider.
    pub app_user_id: String,
    /// When its first session was opened, or when it started again.
    pub opened_at: Timestamp,
    /// Revision of its last snapshot.
    pub revision: u32,
    /// Digest of that snapshot. Empty before the first one.
    pub view_digest: String,
    /// How much was recorded about it: it grows with everything that can change the snapshot.
    pub facts: i64,
}

/// Everything recorded about a prospect, read in one transaction.
pub struct History {
    /// The prospect.
    pub prospect: Prospect,
    /// Its answered submissions, in order.
    pub sent: Vec<SentAt>,
    /// Its callbacks, in the order of arrival.
    pub inbox: Vec<Envelope>,
    /// The customer's roles in companies.
    pub roles: Vec<Role>,
    /// The steps that have a draft.
    pub drafts: Vec<StepId>,
    /// Whether it is stored what the partner knows of the customer.
    pub is_prefilled: bool,
    /// Whether its personal data was removed.
    pub is_purged: bool,
    /// Digests of the activation codes that were revealed.
    pub revealed: Vec<String>,
    /// Digests of the codes that the customer reported as used by somebody else, and of the code that was current at
    /// that time.
    pub reported: Vec<String>,
    /// Changes of the customer's details that are running or whose answer was lost, in the order of their first
    /// attempt.
    pub unanswered: Vec<Change>,
    /// Whether an activation code is stored.
    pub has_code: bool,
    /// Whether the address of an identification page is stored.
    pub has_webview: bool,
    /// The snapshot as it was computed last, if nothing was recorded since.
    pub view: Option<View>,
}

/// Storage of prospects.
#[async_trait]
pub trait Prospects: Send + Sync {
    /// The prospect with this reference. Created with `app_user_id` if there is none.
    async fn open_prospect(
        &self,
        customer_reference: &str,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<Prospect, StoreError>;
    /// The prospect with this reference, if there is one.
    async fn prospect_of(&self, customer_reference: &str) -> Result<Option<ProspectId>, StoreError>;
    /// Replaces the stored roles of the customer in companies.
    async fn keep_roles(&self, prospect_id: ProspectId, roles: &[Role]) -> Result<(), StoreError>;
    /// Everything recorded about a prospect.
    async fn history(&self, prospect_id: ProspectId) -> Result<Option<History>, StoreError>;
}
