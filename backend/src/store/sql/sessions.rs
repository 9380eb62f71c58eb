//! Table of sessions, keyed by the digests of their tokens.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{Engine, SqlStore, scope::Scope, statements::values};
use crate::store::{Session, Sessions, StoreError};

#[async_trait]
impl<E: Engine> Sessions for SqlStore<E> {
    async fn open_session(&self, session: &Session, now: Timestamp) -> Result<(), StoreError> {
        let session = session.clone();
        self.write(Scope::nobody(), move |sql| {
            // In order, so that two programs that do this at once do not wait for each other.
            sql.run(
                "DELETE FROM sessions WHERE token_digest IN \
                 (SELECT token_digest FROM sessions WHERE expires_at <= ?1 ORDER BY token_digest)",
                values![now.as_millis()],
            )?;
            sql.run(
                "INSERT INTO sessions (token_digest, prospect_id, expires_at) VALUES (?1, ?2, ?3)",
                values![&session.token_digest, session.prospect_id, session.expires_at.as_millis()],
            )?;
            Ok(())
        })
        .await
    }

    async fn session(&self, token_digest: &str) -> Result<Option<Session>, StoreError> {
        let token_digest = token_digest.to_owned();
        self.read(move |sql| {
            let select = "SELECT prospect_id, expires_at FROM sessions WHERE token_digest = ?1";
            sql.row(select, values![&token_digest], |row| {
                Ok(Session {
                    token_digest: token_digest.clone(),
                    prospect_id: row.get("prospect_id")?,
                    expires_at: Timestamp::from_millis(row.get("expires_at")?),
                })
            })
        })
        .await
    }

    async fn end_session(&self, token_digest: &str) -> Result<(), StoreError> {
        let token_digest = token_digest.to_owned();
        self.write(Scope::nobody(), move |sql| {
            let delete = "DELETE FROM sessions WHERE token_digest = ?1 RETURNING prospect_id";
            if let Some(prospect_id) =
                sql.row(delete, values![&token_digest], |row| row.get("prospect_id"))?
            {
                sql.announce(prospect_id);
            }
            Ok(())
        })
        .await
    }
}
