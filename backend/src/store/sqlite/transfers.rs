//! Table of the accounts for customers' transfers: one row for each prospect.

use async_trait::async_trait;
use sqlx::{Row as _, SqlitePool, sqlite::SqliteQueryResult};

use super::SqliteStore;
use crate::store::{Prospect, ProspectId, StoreError, TransferAccount, Transfers};

pub(super) async fn keep(
    pool: &SqlitePool,
    prospect: &Prospect,
    account: &TransferAccount,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO transfers (prospect_id, iban, bic, reference) SELECT id, $3, $4, $5 FROM prospects \
         WHERE id = $1 AND app_user_id = $2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
         ON CONFLICT (prospect_id) DO NOTHING",
    )
    .bind(prospect.id)
    .bind(&prospect.app_user_id)
    .bind(&account.iban)
    .bind(&account.bic)
    .bind(&account.reference)
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn read(
    pool: &SqlitePool,
    prospect_id: ProspectId,
) -> Result<Option<TransferAccount>, StoreError> {
    let select = sqlx::query("SELECT iban, bic, reference FROM transfers WHERE prospect_id = $1");
    let Some(row) = select.bind(prospect_id).fetch_optional(pool).await? else { return Ok(None) };
    Ok(Some(TransferAccount {
        iban: row.try_get("iban")?,
        bic: row.try_get("bic")?,
        reference: row.try_get("reference")?,
    }))
}

pub(super) async fn forget(
    pool: &SqlitePool,
    prospect_id: ProspectId,
) -> Result<SqliteQueryResult, StoreError> {
    let delete = sqlx::query("DELETE FROM transfers WHERE prospect_id = $1").bind(prospect_id);
    Ok(delete.execute(pool).await?)
}

#[async_trait]
impl Transfers for SqliteStore {
    async fn keep_transfer(&self, prospect: &Prospect, account: &TransferAccount) -> Result<(), StoreError> {
        keep(&self.pool, prospect, account).await
    }

    async fn transfer(&self, prospect_id: ProspectId) -> Result<Option<TransferAccount>, StoreError> {
        read(&self.pool, prospect_id).await
    }

    async fn forget_transfer(&self, prospect_id: ProspectId) -> Result<(), StoreError> {
        let done = forget(&self.pool, prospect_id).await?;
        self.empty_log_after(&done).await
    }
}
