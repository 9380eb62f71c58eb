//! Callbacks as rows: read, and reduced to what the onboarding needs.

use contract::time::Timestamp;
use rusqlite::{Connection, Row, params};

use super::statements::Statements as _;
use crate::{
    callback::{envelope::Envelope, need},
    store::StoreError,
};

/// The callback of a row.
pub(super) fn envelope(row: &Row<'_>) -> Result<Envelope, rusqlite::Error> {
    Ok(Envelope {
        key: row.get("dedupe_key")?,
        kind: row.get("kind")?,
        app_user_id: row.get("app_user_id")?,
        authentication_id: row.get("authentication_id")?,
        process_at: process_at(row)?,
        received_at: Timestamp::from_millis(row.get("received_at")?),
        is_readable: row.get("is_readable")?,
        headers: row.get("headers")?,
        body: row.get("body")?,
    })
}

/// When the provider made the callback of a row.
pub(super) fn process_at(row: &Row<'_>) -> Result<Option<Timestamp>, rusqlite::Error> {
    Ok(row.get::<_, Option<i64>>("process_at")?.map(Timestamp::from_millis))
}

/// Removes the values of the provider's corrections. Their bytes as they came are removed as well.
pub(super) fn forget_corrections(connection: &Connection, app_user_id: &str) -> Result<(), StoreError> {
    let select = "SELECT id, body FROM inbox WHERE app_user_id = ?1 AND body LIKE '%correction%'";
    let rows = connection
        .rows(select, [app_user_id], |row| Ok((row.get::<_, i64>("id")?, row.get::<_, String>("body")?)))?;
    for (id, body) in rows {
        if let Some(stripped) = need::without_values(&body) {
            connection.run("UPDATE inbox SET body = ?1 WHERE id = ?2", params![stripped, id])?;
            connection.run("DELETE FROM originals WHERE inbox_id = ?1", [id])?;
        }
    }
    Ok(())
}

/// Removes what earlier versions stored and the onboarding does not need.
pub(super) fn forget_unneeded(connection: &Connection) -> Result<(), rusqlite::Error> {
    let mut select = connection.prepare("SELECT * FROM inbox WHERE kind IS NOT NULL")?;
    let mut rows = select.query([])?;
    let (mut unneeded, mut stripped) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let (id, mut envelope) = (row.get::<_, i64>("id")?, envelope(row)?);
        if !need::is_needed(&envelope) {
            unneeded.push(id);
        } else if need::strip(&mut envelope) {
            stripped.push((id, envelope.body));
        }
    }
    for (id, body) in stripped {
        connection.execute("UPDATE inbox SET body = ?1 WHERE id = ?2", params![body, id])?;
        connection.execute("DELETE FROM originals WHERE inbox_id = ?1", [id])?;
    }
    for id in unneeded {
        connection.execute("DELETE FROM inbox WHERE id = ?1", [id])?;
    }
    Ok(())
}
