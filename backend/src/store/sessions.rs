//! Sessions of the browser.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, prospects::ProspectId};

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    /// SHA-256 of the token, hexadecimal: the token itself is not kept.
    pub token_digest: String,
    /// Whose it is.
    pub prospect_id: ProspectId,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Sessions of the browser, in the storage.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Keeps a session and forgets those that ended before `now`.
    async fn open_session(&self, session: &Session, now: Timestamp) -> Result<(), StoreError>;
    /// The session of that token digest, also if it ended.
    async fn session(&self, token_digest: &str) -> Result<Option<Session>, StoreError>;
    /// Forgets a session.
    async fn end_session(&self, token_digest: &str) -> Result<(), StoreError>;
}
