//! Table of sessions, keyed by the digests of their tokens.

use async_trait::async_trait;
use contract::time::Timestamp;
use rusqlite::params;

use super::{SqliteStore, statements::Statements as _};
use crate::store::{Session, Sessions, StoreError};

#[async_trait]
impl Sessions for SqliteStore {
    async fn open_session(&self, session: &Session, now: Timestamp) -> Result<(), StoreError> {
        let session = session.clone();
        self.write(move |connection| {
            connection.run("DELETE FROM sessions WHERE expires_at <= ?1", [now.as_millis()])?;
            connection.run(
                "INSERT INTO sessions (token_digest, prospect_id, expires_at) VALUES (?1, ?2, ?3)",
                params![session.token_digest, session.prospect_id, session.expires_at.as_millis()],
            )?;
            Ok(())
        })
        .await
    }

    async fn session(&self, token_digest: &str) -> Result<Option<Session>, StoreError> {
        self.read(|connection| {
            let select = "SELECT prospect_id, expires_at FROM sessions WHERE token_digest = ?1";
            connection.row(select, [token_digest], |row| {
                Ok(Session {
                    token_digest: token_digest.to_owned(),
                    prospect_id: row.get("prospect_id")?,
                    expires_at: Timestamp::from_millis(row.get("expires_at")?),
                })
            })
        })
    }

    async fn end_session(&self, token_digest: &str) -> Result<(), StoreError> {
        let token_digest = token_digest.to_owned();
        self.write(move |connection| {
            connection.run("DELETE FROM sessions WHERE token_digest = ?1", [token_digest])?;
            Ok(())
        })
        .await
    }
}
