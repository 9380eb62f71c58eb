//! Reported codes and the notices about them in the tables.

use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction};

use super::{CodeReport, Notice, ProspectId, StoreError};

/// The word of [`Notice::kind`].
const REPORTED: &str = "activation_reported";

/// Digests in the order of no importance: of the codes that were revealed, and of those that were reported.
pub(super) async fn digests(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let revealed = "SELECT DISTINCT code_digest FROM reveals WHERE prospect_id = $1";
    let reported = "SELECT code_digest FROM reported_codes WHERE prospect_id = $1";
    Ok((column(transaction, revealed, prospect_id).await?, column(transaction, reported, prospect_id).await?))
}

async fn column(
    transaction: &mut Transaction<'_, Sqlite>,
    select: &'static str,
    prospect_id: ProspectId,
) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(select).bind(prospect_id).fetch_all(&mut **transaction).await?;
    Ok(rows.iter().map(|row| row.try_get("code_digest")).collect::<Result<_, _>>()?)
}

pub(super) async fn is_reported(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
    code_digest: &str,
) -> Result<bool, StoreError> {
    let select = sqlx::query("SELECT 1 FROM reported_codes WHERE prospect_id = $1 AND code_digest = $2");
    Ok(select.bind(prospect_id).bind(code_digest).fetch_optional(&mut **transaction).await?.is_some())
}

pub(super) async fn record(
    transaction: &mut Transaction<'_, Sqlite>,
    report: &CodeReport,
) -> Result<bool, StoreError> {
    let (revealed, reported) = digests(transaction, report.prospect_id).await?;
    if revealed.iter().all(|digest| reported.contains(digest)) {
        return Ok(false);
    }
    for digest in revealed.iter().chain(&report.present_digest) {
        let insert = sqlx::query(
            "INSERT INTO reported_codes (prospect_id, code_digest, at) VALUES ($1, $2, $3) \
             ON CONFLICT (prospect_id, code_digest) DO NOTHING",
        );
        let insert = insert.bind(report.prospect_id).bind(digest).bind(report.at.as_millis());
        insert.execute(&mut **transaction).await?;
    }
    sqlx::query(
        "INSERT INTO notices (id, prospect_id, kind, at, request_id, tries, next_at) \
         VALUES ($1, $2, $3, $4, $5, 0, $4)",
    )
    .bind(&report.notice_id)
    .bind(report.prospect_id)
    .bind(REPORTED)
    .bind(report.at.as_millis())
    .bind(&report.request_id)
    .execute(&mut **transaction)
    .await?;
    Ok(true)
}

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
