//! Table of sessions, keyed by the digests of their tokens.

use async_trait::async_trait;
use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction};

use super::SqliteStore;
use crate::store::{Session, Sessions, StoreError};

pub(super) async fn open(
    transaction: &mut Transaction<'_, Sqlite>,
    session: &Session,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE expires_at <= $1")
        .bind(now.as_millis())
        .execute(&mut **transaction)
        .await?;
    sqlx::query("INSERT INTO sessions (token_digest, prospect_id, expires_at) VALUES ($1, $2, $3)")
        .bind(&session.token_digest)
        .bind(session.prospect_id)
        .bind(session.expires_at.as_millis())
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

pub(super) async fn read(pool: &SqlitePool, token_digest: &str) -> Result<Option<Session>, StoreError> {
    let row = sqlx::query("SELECT prospect_id, expires_at FROM sessions WHERE token_digest = $1")
        .bind(token_digest)
        .fetch_optional(pool)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Session {
        token_digest: token_digest.to_owned(),
        prospect_id: row.try_get("prospect_id")?,
        expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
    }))
}

pub(super) async fn end(pool: &SqlitePool, token_digest: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE token_digest = $1").bind(token_digest).execute(pool).await?;
    Ok(())
}

#[async_trait]
impl Sessions for SqliteStore {
    async fn open_session(&self, session: &Session, now: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        open(&mut transaction, session, now).await?;
        Ok(transaction.commit().await?)
    }

    async fn session(&self, token_digest: &str) -> Result<Option<Session>, StoreError> {
        read(&self.pool, token_digest).await
    }

    async fn end_session(&self, token_digest: &str) -> Result<(), StoreError> {
        end(&self.pool, token_digest).await
    }
}
