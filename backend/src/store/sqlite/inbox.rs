//! Table of callbacks. Their credentials are in [`credentials`].

use std::collections::BTreeMap;

use async_trait::async_trait;
use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction, sqlite::SqliteRow};

use super::{SqliteStore, credentials, lifetime};
use crate::{
    callback::{
        delivery::{Arrival, DATE_HEADERS, Delivery, Frame, ID_HEADER, Original},
        envelope::Envelope,
    },
    store::{Inbox, Prospect, ProspectId, StoreError, UnreadCallback},
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

/// Stores one callback. Returns `false` if it is already stored or if its customer's data was removed.
async fn receive(transaction: &mut Transaction<'_, Sqlite>, arrival: &Arrival) -> Result<bool, StoreError> {
    let Arrival { envelope, credentials: arrived, original } = arrival;
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
    if inserted.rows_affected() == 0 {
        return Ok(false);
    }
    if let Some(original) = original {
        keep_original(transaction, inserted.last_insert_rowid(), envelope, original).await?;
    }
    if let (Some(code), Some(app_user_id)) = (&arrived.code, &envelope.app_user_id) {
        credentials::keep_code(transaction, app_user_id, code).await?;
    }
    if let (Some(webview), Some(app_user_id)) = (&arrived.webview, &envelope.app_user_id) {
        let made_at = envelope.process_at.unwrap_or(envelope.received_at);
        credentials::keep_webview(transaction, app_user_id, webview, made_at).await?;
    }
    Ok(true)
}

async fn keep_original(
    transaction: &mut Transaction<'_, Sqlite>,
    inbox_id: i64,
    envelope: &Envelope,
    original: &Original,
) -> Result<(), StoreError> {
    let insert = sqlx::query(
        "INSERT INTO originals (inbox_id, app_user_id, frame, body, unreadable) VALUES ($1, $2, $3, $4, $5)",
    );
    let frame = serde_json::to_string(&original.delivery.frame)?;
    let insert = insert.bind(inbox_id).bind(&envelope.app_user_id).bind(frame);
    insert.bind(&original.delivery.body).bind(&original.unreadable).execute(&mut **transaction).await?;
    Ok(())
}

async fn receive_all(
    transaction: &mut Transaction<'_, Sqlite>,
    arrivals: &[Arrival],
) -> Result<Vec<bool>, StoreError> {
    let mut are_new = Vec::new();
    for arrival in arrivals {
        are_new.push(receive(transaction, arrival).await?);
    }
    Ok(are_new)
}

/// Rebuilds the frame of a delivery that was not stored byte for byte.
fn frame_of_row(row: &SqliteRow) -> Result<Frame, StoreError> {
    let mut headers: BTreeMap<String, String> = serde_json::from_str(row.try_get("headers")?)?;
    let key: String = row.try_get("dedupe_key")?;
    let id = key.strip_prefix("id:").map(|id| (ID_HEADER, id.to_owned()));
    let process_at = row.try_get::<Option<i64>, _>("process_at")?.map(Timestamp::from_millis);
    let date = DATE_HEADERS.first().copied().zip(process_at.map(|at| at.to_string()));
    headers.extend(id.into_iter().chain(date).map(|(name, value)| (name.to_owned(), value)));
    Ok(Frame { path_type: row.try_get("kind")?, headers, ..Frame::default() })
}

fn unread(row: &SqliteRow) -> Result<UnreadCallback, sqlx::Error> {
    let bytes: i64 = row.try_get("bytes")?;
    Ok(UnreadCallback {
        id: row.try_get("id")?,
        received_at: Timestamp::from_millis(row.try_get("received_at")?),
        kind: row.try_get("kind")?,
        bytes: u64::try_from(bytes).unwrap_or_default(),
        why: row.try_get("why")?,
    })
}

/// The callbacks about a prospect, in the order of arrival.
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
    async fn receive(&self, arrivals: &[Arrival]) -> Result<Vec<bool>, StoreError> {
        let mut transaction = self.write().await?;
        let are_new = receive_all(&mut transaction, arrivals).await?;
        transaction.commit().await?;
        Ok(are_new)
    }

    async fn addressee(&self, envelope: &Envelope) -> Result<Option<ProspectId>, StoreError> {
        addressee(&self.pool, envelope).await
    }

    async fn unread(&self) -> Result<Vec<UnreadCallback>, StoreError> {
        let select = sqlx::query(
            "SELECT inbox.id, received_at, kind, LENGTH(COALESCE(originals.body, CAST(inbox.body AS BLOB))) AS bytes, \
             COALESCE(unreadable, CASE WHEN is_readable THEN 'it names no customer' ELSE 'it is no JSON' END) AS why \
             FROM inbox LEFT JOIN originals ON inbox_id = inbox.id \
             WHERE NOT is_readable OR (inbox.app_user_id IS NULL AND authentication_id IS NULL) ORDER BY inbox.id",
        );
        let rows = select.fetch_all(&self.pool).await?;
        Ok(rows.iter().map(unread).collect::<Result<_, _>>()?)
    }

    async fn delivery(&self, id: i64) -> Result<Option<(Delivery, Timestamp)>, StoreError> {
        let select = sqlx::query(
            "SELECT dedupe_key, kind, process_at, received_at, headers, frame, \
             COALESCE(originals.body, CAST(inbox.body AS BLOB)) AS original \
             FROM inbox LEFT JOIN originals ON inbox_id = inbox.id WHERE inbox.id = $1",
        );
        let Some(row) = select.bind(id).fetch_optional(&self.pool).await? else { return Ok(None) };
        let frame: Option<String> = row.try_get("frame")?;
        let frame = frame.map(|frame| serde_json::from_str(&frame)).transpose()?;
        let frame = frame.map_or_else(|| frame_of_row(&row), Ok)?;
        let received_at = Timestamp::from_millis(row.try_get("received_at")?);
        Ok(Some((Delivery { frame, body: row.try_get("original")? }, received_at)))
    }

    async fn reread(&self, id: i64, arrivals: &[Arrival]) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let removed = sqlx::query("DELETE FROM inbox WHERE id = $1").bind(id);
        if removed.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Ok(false);
        }
        receive_all(&mut transaction, arrivals).await?;
        transaction.commit().await?;
        self.empty_log().await?;
        Ok(true)
    }
}
