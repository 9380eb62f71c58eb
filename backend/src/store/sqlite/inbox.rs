//! Callbacks in the tables. The credentials that came in them are [`credentials`].

use async_trait::async_trait;
use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction, sqlite::SqliteRow};

use super::{SqliteStore, credentials, lifetime};
use crate::{
    callback::envelope::{Arrived, Envelope},
    store::{Inbox, Prospect, ProspectId, StoreError},
};

fn envelope(row: &SqliteRow) -> Result<Envelope, sqlx::Error> {
    Ok(Envelope {
        key: row.try_get("dedupe_key")?,
        kind: row.try_get("kind")?,
        app_user_id: row.try_get("app_user_id")?,
        authentication_id: row.try_get("authentication_id")?,
        process_at: row.try_get::<Option<i64>, _>("process_at")?.map(Timestamp::from_millis),
        received_at: Timestamp::from_millis(row.try_get("received_at")?),
        is_readable: row.try_get("is_readable")?,
        headers: row.try_get("headers")?,
        body: row.try_get("body")?,
    })
}

pub(super) async fn receive(
    transaction: &mut Transaction<'_, Sqlite>,
    envelope: &Envelope,
    arrived: &Arrived,
) -> Result<bool, StoreError> {
    if let Some(app_user_id) = &envelope.app_user_id
        && lifetime::is_purged(transaction, app_user_id).await?
    {
        return Ok(false);
    }
    let inserted = sqlx::query(
        "INSERT INTO inbox (dedupe_key, kind, app_user_id, authentication_id, process_at, received_at, \
         is_readable, headers, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (dedupe_key) DO NOTHING",
    )
    .bind(&envelope.key)
    .bind(&envelope.kind)
    .bind(&envelope.app_user_id)
    .bind(&envelope.authentication_id)
    .bind(envelope.process_at.map(Timestamp::as_millis))
    .bind(envelope.received_at.as_millis())
    .bind(envelope.is_readable)
    .bind(&envelope.headers)
    .bind(&envelope.body)
    .execute(&mut **transaction)
    .await?;
    let is_new = inserted.rows_affected() == 1;
    if let (true, Some(code), Some(app_user_id)) = (is_new, &arrived.code, &envelope.app_user_id) {
        credentials::keep_code(transaction, app_user_id, code).await?;
    }
    if let (true, Some(webview), Some(app_user_id)) = (is_new, &arrived.webview, &envelope.app_user_id) {
        let made_at = envelope.process_at.unwrap_or(envelope.received_at);
        credentials::keep_webview(transaction, app_user_id, webview, made_at).await?;
    }
    Ok(is_new)
}

/// Those about a prospect, in the order of arrival.
pub(super) async fn about(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect: &Prospect,
) -> Result<Vec<Envelope>, StoreError> {
    let rows = sqlx::query(
        "SELECT * FROM inbox WHERE app_user_id = $1 OR (app_user_id IS NULL AND authentication_id IN \
         (SELECT authentication_id FROM sent WHERE prospect_id = $2)) ORDER BY id",
    )
    .bind(&prospect.app_user_id)
    .bind(prospect.id)
    .fetch_all(&mut **transaction)
    .await?;
    Ok(rows.iter().map(envelope).collect::<Result<_, _>>()?)
}

pub(super) async fn addressee(
    pool: &SqlitePool,
    envelope: &Envelope,
) -> Result<Option<ProspectId>, StoreError> {
    let row = match (&envelope.app_user_id, &envelope.authentication_id) {
        (Some(id), _) => {
            let select = sqlx::query("SELECT id FROM prospects WHERE app_user_id = $1");
            select.bind(id).fetch_optional(pool).await?
        }
        (None, Some(id)) => {
            let select = sqlx::query("SELECT prospect_id AS id FROM sent WHERE authentication_id = $1");
            select.bind(id).fetch_optional(pool).await?
        }
        (None, None) => None,
    };
    Ok(row.map(|row| row.try_get("id")).transpose()?)
}

#[async_trait]
impl Inbox for SqliteStore {
    async fn receive(&self, envelope: &Envelope, arrived: &Arrived) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let is_new = receive(&mut transaction, envelope, arrived).await?;
        transaction.commit().await?;
        Ok(is_new)
    }

    async fn addressee(&self, envelope: &Envelope) -> Result<Option<ProspectId>, StoreError> {
        addressee(&self.pool, envelope).await
    }
}
