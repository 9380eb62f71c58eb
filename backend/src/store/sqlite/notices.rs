//! Table of notices that wait to be sent to the partner.

use async_trait::async_trait;
use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction};

use super::SqliteStore;
use crate::store::{Notice, NoticeQueue, StoreError};

pub(super) async fn claim(
    transaction: &mut Transaction<'_, Sqlite>,
    now: Timestamp,
    busy_until: Timestamp,
) -> Result<Option<Notice>, StoreError> {
    let select = sqlx::query(
        "SELECT notices.*, customer_reference FROM notices JOIN prospects ON prospects.id = prospect_id \
         WHERE next_at <= $1 ORDER BY next_at LIMIT 1",
    );
    let row = select.bind(now.as_millis()).fetch_optional(&mut **transaction).await?;
    let Some(row) = row else { return Ok(None) };
    let tries = u32::try_from(row.try_get::<i64, _>("tries")?).unwrap_or(u32::MAX).saturating_add(1);
    let notice = Notice {
        id: row.try_get("id")?,
        kind: row.try_get("kind")?,
        customer_reference: row.try_get("customer_reference")?,
        at: Timestamp::from_millis(row.try_get("at")?),
        request_id: row.try_get("request_id")?,
        tries,
    };
    let update = sqlx::query("UPDATE notices SET tries = $1, next_at = $2 WHERE id = $3");
    let update = update.bind(i64::from(tries)).bind(busy_until.as_millis()).bind(&notice.id);
    update.execute(&mut **transaction).await?;
    Ok(Some(notice))
}

pub(super) async fn postpone(pool: &SqlitePool, id: &str, until: Timestamp) -> Result<(), StoreError> {
    let update = sqlx::query("UPDATE notices SET next_at = $1 WHERE id = $2");
    update.bind(until.as_millis()).bind(id).execute(pool).await?;
    Ok(())
}

pub(super) async fn end(pool: &SqlitePool, id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM notices WHERE id = $1").bind(id).execute(pool).await?;
    Ok(())
}

pub(super) async fn next_at(pool: &SqlitePool) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query("SELECT MIN(next_at) AS next_at FROM notices").fetch_one(pool).await?;
    Ok(row.try_get::<Option<i64>, _>("next_at")?.map(Timestamp::from_millis))
}

#[async_trait]
impl NoticeQueue for SqliteStore {
    async fn claim_notice(
        &self,
        now: Timestamp,
        busy_until: Timestamp,
    ) -> Result<Option<Notice>, StoreError> {
        let mut transaction = self.write().await?;
        let notice = claim(&mut transaction, now, busy_until).await?;
        transaction.commit().await?;
        Ok(notice)
    }

    async fn postpone_notice(&self, id: &str, until: Timestamp) -> Result<(), StoreError> {
        postpone(&self.pool, id, until).await
    }

    async fn end_notice(&self, id: &str) -> Result<(), StoreError> {
        end(&self.pool, id).await
    }

    async fn next_notice_at(&self) -> Result<Option<Timestamp>, StoreError> {
        next_at(&self.pool).await
    }
}
