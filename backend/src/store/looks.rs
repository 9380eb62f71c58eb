//! Snapshots as they were computed last, so that a look at one reads one row.

use async_trait::async_trait;

use super::{error::StoreError, events::NewEvent, prospects::ProspectId, sessions::Session, view::View};

/// What a look at a snapshot needs, from one row.
pub struct Look {
    /// The session that looks.
    pub session: Session,
    /// The user's id at the provider.
    pub app_user_id: String,
    /// Revision of the last snapshot.
    pub revision: u32,
    /// The last snapshot; `None` if something was recorded since it was computed, or if another run of the program computed
    /// it: its settings may have been different.
    pub view: Option<View>,
}

/// A snapshot that was computed from everything recorded at one moment.
#[derive(Clone)]
pub struct Computed {
    /// The prospect.
    pub prospect_id: ProspectId,
    /// The revision before.
    pub revision: u32,
    /// How much was recorded ([`super::Prospect::facts`]).
    pub facts: i64,
    /// Digest of the snapshot.
    pub digest: String,
    /// Whether it differs from the one with that revision, and gets the next one.
    pub has_changed: bool,
    /// The snapshot; `None` if it is not to be stored.
    pub view: Option<View>,
    /// The event to store if the snapshot has changed, unless it says the same as the last one.
    pub event: Option<NewEvent>,
}

/// Storage of snapshots.
#[async_trait]
pub trait Looks: Send + Sync {
    /// The look of the session with this token digest, even if the session has ended. `None` if there is no such session.
    async fn look(&self, token_digest: &str) -> Result<Option<Look>, StoreError>;
    /// The last snapshot of a prospect, as [`Look::view`].
    async fn view(&self, prospect_id: ProspectId) -> Result<Option<View>, StoreError>;
    /// Stores a snapshot, and gives it the next revision if it has changed. Returns `false` and stores nothing if
    /// [`Computed::revision`] is no longer the current one.
    async fn keep_view(&self, computed: &Computed) -> Result<bool, StoreError>;
}
