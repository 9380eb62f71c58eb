//! Callbacks as rows: read, and reduced to what the onboarding needs.

use contract::time::Timestamp;

use super::{
    row::Row,
    statements::{Sql, values},
};
use crate::{
    callback::{envelope::Envelope, need},
    store::StoreError,
};

/// The callback of a row.
pub(super) fn envelope(row: &Row<'_>) -> Result<Envelope, StoreError> {
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
pub(super) fn process_at(row: &Row<'_>) -> Result<Option<Timestamp>, StoreError> {
    Ok(row.get::<Option<i64>>("process_at")?.map(Timestamp::from_millis))
}

/// Removes the values of the provider's corrections. Their bytes as they came are removed as well.
pub(super) fn forget_corrections(sql: &dyn Sql, app_user_id: &str) -> Result<(), StoreError> {
    let select = "SELECT id, body FROM inbox WHERE app_user_id = ?1 AND LOWER(body) LIKE '%correction%'";
    let rows = sql
        .rows(select, values![app_user_id], |row| Ok((row.get::<i64>("id")?, row.get::<String>("body")?)))?;
    for (id, body) in rows {
        if let Some(stripped) = need::without_values(&body) {
            replace_body(sql, id, &stripped)?;
        }
    }
    Ok(())
}

/// Removes what earlier versions stored and the onboarding does not need.
pub(in crate::store) fn forget_unneeded(sql: &dyn Sql) -> Result<(), StoreError> {
    let (mut unneeded, mut stripped) = (Vec::new(), Vec::new());
    sql.each("SELECT * FROM inbox WHERE kind IS NOT NULL", values![], &mut |row| {
        let (id, mut envelope) = (row.get::<i64>("id")?, envelope(row)?);
        if !need::is_needed(&envelope) {
            unneeded.push(id);
        } else if need::strip(&mut envelope) {
            stripped.push((id, envelope.body));
        }
        Ok(true)
    })?;
    for (id, body) in stripped {
        replace_body(sql, id, &body)?;
    }
    for id in unneeded {
        sql.run("DELETE FROM inbox WHERE id = ?1", values![id])?;
    }
    Ok(())
}

fn replace_body(sql: &dyn Sql, id: i64, body: &str) -> Result<(), StoreError> {
    sql.run("UPDATE inbox SET body = ?1 WHERE id = ?2", values![body, id])?;
    sql.run("DELETE FROM originals WHERE inbox_id = ?1", values![id])?;
    Ok(())
}
