//! Table of drafts: the last draft of each open step.

use async_trait::async_trait;
use contract::{draft::Draft, step::StepId, time::Timestamp};
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction, sqlite::SqliteQueryResult};

use super::SqliteStore;
use crate::store::{Drafts, KeptDraft, Prospect, ProspectId, StoreError};

/// An older draft of the same page that arrives late does not replace a newer one.
pub(super) async fn keep(pool: &SqlitePool, prospect: &Prospect, kept: &KeptDraft) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO drafts (prospect_id, step, page, place, draft, at) SELECT id, $3, $4, $5, $6, $7 \
         FROM prospects \
         WHERE id = $1 AND app_user_id = $2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
         ON CONFLICT (prospect_id, step) DO UPDATE SET page = excluded.page, place = excluded.place, \
         draft = excluded.draft, at = excluded.at \
         WHERE excluded.page <> drafts.page OR excluded.place >= drafts.place",
    )
    .bind(prospect.id)
    .bind(&prospect.app_user_id)
    .bind(kept.step.as_str())
    .bind(kept.page)
    .bind(kept.order)
    .bind(serde_json::to_string(&kept.draft)?)
    .bind(kept.at.as_millis())
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn read(
    pool: &SqlitePool,
    prospect_id: ProspectId,
    step: StepId,
) -> Result<Draft, StoreError> {
    let select = sqlx::query("SELECT draft FROM drafts WHERE prospect_id = $1 AND step = $2");
    let row = select.bind(prospect_id).bind(step.as_str()).fetch_optional(pool).await?;
    let Some(row) = row else { return Ok(Draft::new()) };
    Ok(serde_json::from_str(row.try_get("draft")?)?)
}

/// The steps that have a draft.
pub(super) async fn steps(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
) -> Result<Vec<StepId>, StoreError> {
    let select = sqlx::query("SELECT step FROM drafts WHERE prospect_id = $1 ORDER BY step");
    let rows = select.bind(prospect_id).fetch_all(&mut **transaction).await?;
    let steps = rows.iter().map(|row| row.try_get::<String, _>("step")).collect::<Result<Vec<_>, _>>()?;
    Ok(steps.iter().filter_map(|step| StepId::parse(step)).collect())
}

pub(super) async fn forget(
    pool: &SqlitePool,
    prospect_id: ProspectId,
    step: StepId,
) -> Result<SqliteQueryResult, StoreError> {
    let delete = sqlx::query("DELETE FROM drafts WHERE prospect_id = $1 AND step = $2");
    Ok(delete.bind(prospect_id).bind(step.as_str()).execute(pool).await?)
}

/// Deletes the draft within the transaction that records its step as received.
pub(super) async fn forget_received(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
    step: StepId,
) -> Result<(), StoreError> {
    let delete = sqlx::query("DELETE FROM drafts WHERE prospect_id = $1 AND step = $2");
    delete.bind(prospect_id).bind(step.as_str()).execute(&mut **transaction).await?;
    Ok(())
}

/// Deletes all drafts of a prospect.
pub(super) async fn remove_all(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
) -> Result<(), StoreError> {
    let delete = sqlx::query("DELETE FROM drafts WHERE prospect_id = $1").bind(prospect_id);
    delete.execute(&mut **transaction).await?;
    Ok(())
}

/// Deletes drafts that have not changed since `typed_until`.
pub(super) async fn remove_old(pool: &SqlitePool, typed_until: Timestamp) -> Result<(), StoreError> {
    let delete = sqlx::query("DELETE FROM drafts WHERE at <= $1").bind(typed_until.as_millis());
    delete.execute(pool).await?;
    Ok(())
}

#[async_trait]
impl Drafts for SqliteStore {
    async fn keep_draft(&self, prospect: &Prospect, kept: &KeptDraft) -> Result<(), StoreError> {
        keep(&self.pool, prospect, kept).await
    }

    async fn draft(&self, prospect_id: ProspectId, step: StepId) -> Result<Draft, StoreError> {
        read(&self.pool, prospect_id, step).await
    }

    async fn forget_draft(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError> {
        let done = forget(&self.pool, prospect_id, step).await?;
        self.empty_log_after(&done).await
    }
}
