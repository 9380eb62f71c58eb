//! Table of notices that wait to be sent to the partner.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{Engine, SqlStore, row::Row, scope::Scope, statements::values};
use crate::store::{Notice, NoticeQueue, StoreError};

/// In one statement: another program that claims at the same time finds the notice postponed.
const CLAIM: &str = "UPDATE notices SET tries = tries + 1, next_at = ?2 WHERE next_at <= ?1 \
     AND id = (SELECT id FROM notices WHERE next_at <= ?1 ORDER BY next_at, id LIMIT 1) RETURNING id, kind, at, request_id, tries, \
     (SELECT customer_reference FROM prospects WHERE prospects.id = prospect_id) AS customer_reference";

fn notice(row: &Row<'_>) -> Result<Notice, StoreError> {
    Ok(Notice {
        id: row.get("id")?,
        kind: row.get("kind")?,
        customer_reference: row.get("customer_reference")?,
        at: Timestamp::from_millis(row.get("at")?),
        request_id: row.get("request_id")?,
        tries: u32::try_from(row.get::<i64>("tries")?).unwrap_or(u32::MAX),
    })
}

#[async_trait]
impl<E: Engine> NoticeQueue for SqlStore<E> {
    async fn claim_notice(
        &self,
        now: Timestamp,
        busy_until: Timestamp,
    ) -> Result<Option<Notice>, StoreError> {
        let times = (now.as_millis(), busy_until.as_millis());
        self.write(Scope::nobody(), move |sql| sql.row(CLAIM, values![times.0, times.1], notice)).await
    }

    async fn postpone_notice(&self, id: &str, until: Timestamp) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(Scope::nobody(), move |sql| {
            let update = "UPDATE notices SET next_at = ?1 WHERE id = ?2";
            sql.run(update, values![until.as_millis(), &id])?;
            Ok(())
        })
        .await
    }

    async fn end_notice(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(Scope::nobody(), move |sql| {
            sql.run("DELETE FROM notices WHERE id = ?1", values![&id])?;
            Ok(())
        })
        .await
    }

    async fn next_notice_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(move |sql| {
            let select = "SELECT MIN(next_at) AS next_at FROM notices";
            let next = sql.row(select, values![], |row| row.get::<Option<i64>>("next_at"))?;
            Ok(next.flatten().map(Timestamp::from_millis))
        })
        .await
    }
}
