//! Table of callbacks. Their credentials are in [`credentials`].

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    Engine, SqlStore, credentials,
    envelopes::{envelope, process_at},
    lifetime,
    row::Row,
    scope::Scope,
    statements::{Sql, values},
};
use crate::{
    callback::{
        delivery::{Arrival, DATE_HEADERS, Delivery, Frame, ID_HEADER, Original},
        envelope::Envelope,
    },
    store::{Inbox, Prospect, ProspectId, StoreError, UnreadCallback},
};

/// Stores one callback. Returns `false` if it is already stored or if its customer's data was removed.
fn receive(sql: &dyn Sql, arrival: &Arrival) -> Result<bool, StoreError> {
    let Arrival { envelope, credentials: arrived, original } = arrival;
    if let Some(app_user_id) = &envelope.app_user_id
        && lifetime::is_purged(sql, app_user_id)?
    {
        return Ok(false);
    }
    let inserted = sql.row(
        "INSERT INTO inbox (dedupe_key, kind, app_user_id, authentication_id, process_at, received_at, \
         is_readable, headers, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
         ON CONFLICT (dedupe_key) DO NOTHING RETURNING id",
        values![
            &envelope.key,
            &envelope.kind,
            &envelope.app_user_id,
            &envelope.authentication_id,
            envelope.process_at.map(Timestamp::as_millis),
            envelope.received_at.as_millis(),
            envelope.is_readable,
            &envelope.headers,
            &envelope.body,
        ],
        |row| row.get("id"),
    )?;
    let Some(id) = inserted else { return Ok(false) };
    if let Some(original) = original {
        keep_original(sql, id, envelope, original)?;
    }
    if let (Some(code), Some(app_user_id)) = (&arrived.code, &envelope.app_user_id) {
        credentials::keep_code(sql, app_user_id, code)?;
    }
    if let (Some(webview), Some(app_user_id)) = (&arrived.webview, &envelope.app_user_id) {
        let made_at = envelope.process_at.unwrap_or(envelope.received_at);
        credentials::keep_webview(sql, app_user_id, webview, made_at)?;
    }
    Ok(true)
}

fn keep_original(
    sql: &dyn Sql,
    inbox_id: i64,
    envelope: &Envelope,
    original: &Original,
) -> Result<(), StoreError> {
    let frame = serde_json::to_string(&original.delivery.frame)?;
    sql.run(
        "INSERT INTO originals (inbox_id, app_user_id, frame, body, unreadable) VALUES (?1, ?2, ?3, ?4, ?5)",
        values![inbox_id, &envelope.app_user_id, &frame, &original.delivery.body, &original.unreadable],
    )?;
    Ok(())
}

fn receive_all(sql: &dyn Sql, arrivals: &[Arrival]) -> Result<Vec<bool>, StoreError> {
    arrivals.iter().map(|arrival| receive(sql, arrival)).collect()
}

/// Rebuilds the frame of a delivery that was not stored byte for byte.
fn frame_of_row(row: &Row<'_>) -> Result<Frame, StoreError> {
    let mut headers: BTreeMap<String, String> = serde_json::from_str(&row.get::<String>("headers")?)?;
    let key: String = row.get("dedupe_key")?;
    let id = key.strip_prefix("id:").map(|id| (ID_HEADER, id.to_owned()));
    let date = DATE_HEADERS.first().copied().zip(process_at(row)?.map(|at| at.to_string()));
    headers.extend(id.into_iter().chain(date).map(|(name, value)| (name.to_owned(), value)));
    Ok(Frame { path_type: row.get("kind")?, headers, ..Frame::default() })
}

fn unread(row: &Row<'_>) -> Result<UnreadCallback, StoreError> {
    let bytes: i64 = row.get("bytes")?;
    Ok(UnreadCallback {
        id: row.get("id")?,
        received_at: Timestamp::from_millis(row.get("received_at")?),
        kind: row.get("kind")?,
        bytes: u64::try_from(bytes).unwrap_or_default(),
        why: row.get("why")?,
    })
}

fn delivery(row: &Row<'_>) -> Result<(Delivery, Timestamp), StoreError> {
    let frame: Option<String> = row.get("frame")?;
    let frame = frame.map(|frame| serde_json::from_str(&frame)).transpose()?;
    let frame = frame.map_or_else(|| frame_of_row(row), Ok)?;
    let received_at = Timestamp::from_millis(row.get("received_at")?);
    let body = match row.get("original")? {
        Some(original) => original,
        None => row.get::<String>("body")?.into_bytes(),
    };
    Ok((Delivery { frame, body }, received_at))
}

/// The callbacks about a prospect, in the order of arrival.
pub(super) fn about(sql: &dyn Sql, prospect: &Prospect) -> Result<Vec<Envelope>, StoreError> {
    sql.rows(
        "SELECT * FROM inbox WHERE app_user_id = ?1 OR (app_user_id IS NULL AND authentication_id IN \
         (SELECT authentication_id FROM sent WHERE prospect_id = ?2)) ORDER BY id",
        values![&prospect.app_user_id, prospect.id],
        envelope,
    )
}

#[async_trait]
impl<E: Engine> Inbox for SqlStore<E> {
    async fn receive(&self, arrivals: Arc<[Arrival]>) -> Result<Vec<bool>, StoreError> {
        self.write(Scope::of_arrivals(&arrivals), move |sql| receive_all(sql, &arrivals)).await
    }

    async fn addressee(&self, envelope: &Envelope) -> Result<Option<ProspectId>, StoreError> {
        let (select, id) = match (&envelope.app_user_id, &envelope.authentication_id) {
            (Some(id), _) => ("SELECT id FROM prospects WHERE app_user_id = ?1", id),
            (None, Some(id)) => ("SELECT prospect_id AS id FROM sent WHERE authentication_id = ?1", id),
            (None, None) => return Ok(None),
        };
        let id = id.clone();
        self.read(move |sql| sql.row(select, values![&id], |row| row.get("id"))).await
    }

    async fn unread(&self) -> Result<Vec<UnreadCallback>, StoreError> {
        self.read(move |sql| {
            sql.rows(
                "SELECT inbox.id, received_at, kind, \
                 CAST(COALESCE(OCTET_LENGTH(originals.body), OCTET_LENGTH(inbox.body)) AS BIGINT) AS bytes, \
                 COALESCE(unreadable, CASE WHEN is_readable THEN 'it names no customer' ELSE 'it is no JSON' END) AS why \
                 FROM inbox LEFT JOIN originals ON inbox_id = inbox.id \
                 WHERE NOT is_readable OR (inbox.app_user_id IS NULL AND authentication_id IS NULL) ORDER BY inbox.id",
                values![],
                unread,
            )
        })
        .await
    }

    async fn delivery(&self, id: i64) -> Result<Option<(Delivery, Timestamp)>, StoreError> {
        self.read(move |sql| {
            sql.row(
                "SELECT dedupe_key, kind, process_at, received_at, headers, frame, \
                 originals.body AS original, inbox.body AS body \
                 FROM inbox LEFT JOIN originals ON inbox_id = inbox.id WHERE inbox.id = ?1",
                values![id],
                delivery,
            )
        })
        .await
    }

    async fn reread(&self, id: i64, arrivals: Arc<[Arrival]>) -> Result<bool, StoreError> {
        let is_there = self
            .write(Scope::of_arrivals(&arrivals), move |sql| {
                if sql.run("DELETE FROM inbox WHERE id = ?1", values![id])? == 0 {
                    return Ok(false);
                }
                receive_all(sql, &arrivals)?;
                Ok(true)
            })
            .await?;
        self.engine.has_removals();
        Ok(is_there)
    }
}
