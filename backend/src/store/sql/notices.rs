//! Table of notices that wait to be sent to the partner.

use async_trait::async_trait;
use contract::time::Timestamp;
use rusqlite::{Connection, params};

use super::{SqliteStore, statements::Statements as _};
use crate::store::{Notice, NoticeQueue, StoreError};

fn claim(
    connection: &Connection,
    now: Timestamp,
    busy_until: Timestamp,
) -> Result<Option<Notice>, StoreError> {
    let select = "SELECT notices.*, customer_reference FROM notices JOIN prospects ON prospects.id = prospect_id \
         WHERE next_at <= ?1 ORDER BY next_at LIMIT 1";
    let notice = connection.row(select, [now.as_millis()], |row| {
        Ok(Notice {
            id: row.get("id")?,
            kind: row.get("kind")?,
            customer_reference: row.get("customer_reference")?,
            at: Timestamp::from_millis(row.get("at")?),
            request_id: row.get("request_id")?,
            tries: u32::try_from(row.get::<_, i64>("tries")?).unwrap_or(u32::MAX).saturating_add(1),
        })
    })?;
    if let Some(notice) = &notice {
        let update = "UPDATE notices SET tries = ?1, next_at = ?2 WHERE id = ?3";
        connection.run(update, params![notice.tries, busy_until.as_millis(), notice.id])?;
    }
    Ok(notice)
}

#[async_trait]
impl NoticeQueue for SqliteStore {
    async fn claim_notice(
        &self,
        now: Timestamp,
        busy_until: Timestamp,
    ) -> Result<Option<Notice>, StoreError> {
        self.write(move |connection| claim(connection, now, busy_until)).await
    }

    async fn postpone_notice(&self, id: &str, until: Timestamp) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |connection| {
            let update = "UPDATE notices SET next_at = ?1 WHERE id = ?2";
            connection.run(update, params![until.as_millis(), id])?;
            Ok(())
        })
        .await
    }

    async fn end_notice(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |connection| {
            connection.run("DELETE FROM notices WHERE id = ?1", [id])?;
            Ok(())
        })
        .await
    }

    async fn next_notice_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|connection| {
            let select = "SELECT MIN(next_at) AS next_at FROM notices";
            let next = connection.row(select, [], |row| Ok(row.get::<_, Option<i64>>("next_at")?))?;
            Ok(next.flatten().map(Timestamp::from_millis))
        })
    }
}
