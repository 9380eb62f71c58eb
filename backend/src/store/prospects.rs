//! Prospects: who they are, what is recorded of each, which revision of the snapshot is current.

use async_trait::async_trait;
use contract::{session::Role, step::StepId, time::Timestamp};

use super::error::StoreError;
use crate::{
    callback::envelope::Envelope,
    journey::fact::{Change, SentAt},
};

/// A row id of a prospect.
pub type ProspectId = i64;

/// A prospect.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// Its row.
    pub id: ProspectId,
    /// Its id at the provider.
    pub app_user_id: String,
    /// When its first session was opened, or it started again.
    pub opened_at: Timestamp,
    /// Revision of the last snapshot.
    pub revision: u32,
    /// Digest of that snapshot; empty before the first.
    pub view_digest: String,
}

/// All that is recorded of a prospect, read at one moment.
pub struct History {
    /// The prospect.
    pub prospect: Prospect,
    /// Its answered submissions, in order.
    pub sent: Vec<SentAt>,
    /// Its callbacks, in the order of arrival.
    pub inbox: Vec<Envelope>,
    /// What the customer is in companies.
    pub roles: Vec<Role>,
    /// The steps of which a draft is kept.
    pub drafts: Vec<StepId>,
    /// Whether all that was personal was removed.
    pub is_purged: bool,
    /// Digests of the activation codes that were revealed.
    pub revealed: Vec<String>,
    /// Digests of those that the customer said somebody else used, and of the one that was there when they said so.
    pub reported: Vec<String>,
    /// Changes of the customer's details that are under way, or whose answer was lost, in the order of their first try.
    pub unanswered: Vec<Change>,
    /// Whether an activation code is kept.
    pub has_code: bool,
    /// Whether the address of an identification page is.
    pub has_webview: bool,
}

/// Prospects, in the storage.
#[async_trait]
pub trait Prospects: Send + Sync {
    /// The prospect of that reference; made with `app_user_id` if there is none.
    async fn open_prospect(
        &self,
        customer_reference: &str,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<Prospect, StoreError>;
    /// The prospect of that reference, if there is one.
    async fn prospect_of(&self, customer_reference: &str) -> Result<Option<ProspectId>, StoreError>;
    /// Keeps what the customer is in companies, in place of what was kept.
    async fn keep_roles(&self, prospect_id: ProspectId, roles: &[Role]) -> Result<(), StoreError>;
    /// All that is recorded of a prospect.
    async fn history(&self, prospect_id: ProspectId) -> Result<Option<History>, StoreError>;
    /// Makes the revision after `revision` the one of the snapshot with that digest; `false` if it was not current.
    async fn advance(
        &self,
        prospect_id: ProspectId,
        revision: u32,
        view_digest: &str,
    ) -> Result<bool, StoreError>;
}
