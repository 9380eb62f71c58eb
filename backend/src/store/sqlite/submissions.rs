//! Table of submitted bodies: one row for each step, as long as a later call can need it.

use async_trait::async_trait;
use contract::step::StepId;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction, sqlite::SqliteQueryResult};

use super::SqliteStore;
use crate::store::{Attempt, Prospect, ProspectId, StoreError, Submissions};

pub(super) async fn keep(
    pool: &SqlitePool,
    prospect: &Prospect,
    step: StepId,
    body: &str,
) -> Result<(), StoreError> {
    let insert = sqlx::query(
        "INSERT INTO submissions (prospect_id, step, body) SELECT id, $3, $4 FROM prospects \
         WHERE id = $1 AND app_user_id = $2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
         ON CONFLICT (prospect_id, step) DO UPDATE SET body = excluded.body",
    );
    let insert = insert.bind(prospect.id).bind(&prospect.app_user_id).bind(step.as_str()).bind(body);
    insert.execute(pool).await?;
    Ok(())
}

/// Stores the body within the transaction that records its step as received.
pub(super) async fn keep_received(
    transaction: &mut Transaction<'_, Sqlite>,
    attempt: &Attempt,
    body: &str,
) -> Result<(), StoreError> {
    let insert = sqlx::query(
        "INSERT INTO submissions (prospect_id, step, body) VALUES ($1, $2, $3) \
         ON CONFLICT (prospect_id, step) DO UPDATE SET body = excluded.body",
    );
    let insert = insert.bind(attempt.prospect_id).bind(attempt.step.as_str()).bind(body);
    insert.execute(&mut **transaction).await?;
    Ok(())
}

pub(super) async fn read(
    pool: &SqlitePool,
    prospect_id: ProspectId,
    step: StepId,
) -> Result<Option<String>, StoreError> {
    let select = sqlx::query("SELECT body FROM submissions WHERE prospect_id = $1 AND step = $2");
    let row = select.bind(prospect_id).bind(step.as_str()).fetch_optional(pool).await?;
    Ok(row.map(|row| row.try_get("body")).transpose()?)
}

pub(super) async fn forget(
    pool: &SqlitePool,
    prospect_id: ProspectId,
    step: StepId,
) -> Result<SqliteQueryResult, StoreError> {
    let delete = sqlx::query("DELETE FROM submissions WHERE prospect_id = $1 AND step = $2");
    Ok(delete.bind(prospect_id).bind(step.as_str()).execute(pool).await?)
}

#[async_trait]
impl Submissions for SqliteStore {
    async fn keep_submission(&self, prospect: &Prospect, step: StepId, body: &str) -> Result<(), StoreError> {
        keep(&self.pool, prospect, step, body).await
    }

    async fn submission(&self, prospect_id: ProspectId, step: StepId) -> Result<Option<String>, StoreError> {
        read(&self.pool, prospect_id, step).await
    }

    async fn forget_submission(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError> {
        let done = forget(&self.pool, prospect_id, step).await?;
        self.empty_log_after(&done).await
    }
}
