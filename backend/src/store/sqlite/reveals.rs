//! Tables of revealed and reported activation codes: counts and audit, without the codes.

use async_trait::async_trait;
use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, Transaction, sqlite::SqliteRow};

use super::SqliteStore;
use crate::store::{CodeReport, ProspectId, Reveal, RevealCounts, Reveals, StoreError};

fn count(row: &SqliteRow) -> Result<u32, sqlx::Error> {
    Ok(u32::try_from(row.try_get::<i64, _>("number")?).unwrap_or(u32::MAX))
}

/// Counts the reveals before this one.
async fn counts(
    transaction: &mut Transaction<'_, Sqlite>,
    reveal: &Reveal,
    since: Timestamp,
) -> Result<RevealCounts, StoreError> {
    let in_session = sqlx::query(
        "SELECT COUNT(*) AS number, MIN(at) AS earliest FROM reveals \
         WHERE prospect_id = $1 AND session_digest = $2 AND at > $3",
    )
    .bind(reveal.prospect_id)
    .bind(&reveal.session_digest)
    .bind(since.as_millis())
    .fetch_one(&mut **transaction)
    .await?;
    let of_code =
        sqlx::query("SELECT COUNT(*) AS number FROM reveals WHERE prospect_id = $1 AND code_digest = $2")
            .bind(reveal.prospect_id)
            .bind(&reveal.code_digest)
            .fetch_one(&mut **transaction)
            .await?;
    Ok(RevealCounts {
        in_session: count(&in_session)?,
        earliest: in_session.try_get::<Option<i64>, _>("earliest")?.map(Timestamp::from_millis),
        of_code: count(&of_code)?,
        is_reported: is_reported(transaction, reveal.prospect_id, &reveal.code_digest).await?,
    })
}

async fn record(transaction: &mut Transaction<'_, Sqlite>, reveal: &Reveal) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO reveals (prospect_id, session_digest, code_digest, at, request_id) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(reveal.prospect_id)
    .bind(&reveal.session_digest)
    .bind(&reveal.code_digest)
    .bind(reveal.at.as_millis())
    .bind(&reveal.request_id)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// Value of [`Notice::kind`] for a reported code.
const REPORTED: &str = "activation_reported";

/// Digests of the revealed codes and of the reported codes, in no particular order.
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

async fn is_reported(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
    code_digest: &str,
) -> Result<bool, StoreError> {
    let select = sqlx::query("SELECT 1 FROM reported_codes WHERE prospect_id = $1 AND code_digest = $2");
    Ok(select.bind(prospect_id).bind(code_digest).fetch_optional(&mut **transaction).await?.is_some())
}

async fn record_report(
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

#[async_trait]
impl Reveals for SqliteStore {
    async fn reveal(
        &self,
        reveal: &Reveal,
        since: Timestamp,
        allows: &(dyn for<'a> Fn(&'a RevealCounts) -> bool + Send + Sync),
    ) -> Result<RevealCounts, StoreError> {
        let mut transaction = self.write().await?;
        let counts = counts(&mut transaction, reveal, since).await?;
        if allows(&counts) {
            record(&mut transaction, reveal).await?;
        }
        transaction.commit().await?;
        Ok(counts)
    }

    async fn report_code(&self, report: &CodeReport) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let is_news = record_report(&mut transaction, report).await?;
        transaction.commit().await?;
        Ok(is_news)
    }
}
