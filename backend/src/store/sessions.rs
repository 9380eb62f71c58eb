//! Browser sessions.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, prospects::ProspectId};

/// A browser session.
#[derive(Clone, Debug)]
pub struct Session {
    /// SHA-256 of the token, in hexadecimal. The token itself is not stored.
    pub token_digest: String,
    /// The prospect it belongs to.
    pub prospect_id: ProspectId,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// Storage of sessions.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Stores a session and deletes those that expired before `now`.
    async fn open_session(&self, session: &Session, now: Timestamp) -> Result<(), StoreError>;
    /// The session with this token digest, even if it has expired.
    async fn session(&self, token_digest: &str) -> Result<Option<Session>, StoreError>;
    /// Deletes a session.
    async fn end_session(&self, token_digest: &str) -> Result<(), StoreError>;
}
