//! Reveals of activation codes in the tables: counted and audited, without the code.

use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, Transaction, sqlite::SqliteRow};

use super::{Reveal, RevealCounts, StoreError, report};

fn count(row: &SqliteRow) -> Result<u32, sqlx::Error> {
    Ok(u32::try_from(row.try_get::<i64, _>("number")?).unwrap_or(u32::MAX))
}

/// How often before this one.
pub(super) async fn counts(
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
        is_reported: report::is_reported(transaction, reveal.prospect_id, &reveal.code_digest).await?,
    })
}

pub(super) async fn record(
    transaction: &mut Transaction<'_, Sqlite>,
    reveal: &Reveal,
) -> Result<(), StoreError> {
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
