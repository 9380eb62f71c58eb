//! Table of prospects: one row for each customer reference, with the revision of its last snapshot.

use async_trait::async_trait;
use contract::{session::Role, time::Timestamp};
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction, sqlite::SqliteRow};

use super::{SqliteStore, attempts, credentials, drafts, inbox, lifetime, reveals};
use crate::store::{History, Prospect, ProspectId, Prospects, StoreError};

fn prospect(row: &SqliteRow) -> Result<Prospect, StoreError> {
    Ok(Prospect {
        id: row.try_get("id")?,
        app_user_id: row.try_get("app_user_id")?,
        opened_at: Timestamp::from_millis(row.try_get("opened_at")?),
        revision: u32::try_from(row.try_get::<i64, _>("revision")?).unwrap_or(u32::MAX),
        view_digest: row.try_get("view_digest")?,
    })
}

pub(super) async fn open(
    transaction: &mut Transaction<'_, Sqlite>,
    customer_reference: &str,
    app_user_id: &str,
    at: Timestamp,
) -> Result<Prospect, StoreError> {
    sqlx::query(
        "INSERT INTO prospects (customer_reference, app_user_id, opened_at, revision, view_digest) \
         VALUES ($1, $2, $3, 0, '') ON CONFLICT (customer_reference) DO NOTHING",
    )
    .bind(customer_reference)
    .bind(app_user_id)
    .bind(at.as_millis())
    .execute(&mut **transaction)
    .await?;
    let row = sqlx::query("SELECT * FROM prospects WHERE customer_reference = $1")
        .bind(customer_reference)
        .fetch_one(&mut **transaction)
        .await?;
    prospect(&row)
}

pub(super) async fn of_reference(
    pool: &SqlitePool,
    customer_reference: &str,
) -> Result<Option<ProspectId>, StoreError> {
    let select = sqlx::query("SELECT id FROM prospects WHERE customer_reference = $1");
    let row = select.bind(customer_reference).fetch_optional(pool).await?;
    Ok(row.map(|row| row.try_get("id")).transpose()?)
}

pub(super) async fn read(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
) -> Result<Option<Prospect>, StoreError> {
    let select = sqlx::query("SELECT * FROM prospects WHERE id = $1").bind(prospect_id);
    select.fetch_optional(&mut **transaction).await?.as_ref().map(prospect).transpose()
}

pub(super) async fn advance(
    pool: &SqlitePool,
    prospect_id: ProspectId,
    revision: u32,
    view_digest: &str,
) -> Result<bool, StoreError> {
    let update = sqlx::query(
        "UPDATE prospects SET revision = revision + 1, view_digest = $1 WHERE id = $2 AND revision = $3",
    );
    let update = update.bind(view_digest).bind(prospect_id).bind(i64::from(revision));
    Ok(update.execute(pool).await?.rows_affected() == 1)
}

async fn roles(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
) -> Result<Vec<Role>, StoreError> {
    let select = sqlx::query("SELECT roles FROM roles WHERE prospect_id = $1").bind(prospect_id);
    let Some(row) = select.fetch_optional(&mut **transaction).await? else { return Ok(Vec::new()) };
    Ok(serde_json::from_str(row.try_get("roles")?)?)
}

async fn keep_roles(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
    roles: &[Role],
) -> Result<(), StoreError> {
    let insert = sqlx::query(
        "INSERT INTO roles (prospect_id, roles) VALUES ($1, $2) \
         ON CONFLICT (prospect_id) DO UPDATE SET roles = excluded.roles",
    );
    insert.bind(prospect_id).bind(serde_json::to_string(roles)?).execute(&mut **transaction).await?;
    Ok(())
}

#[async_trait]
impl Prospects for SqliteStore {
    async fn open_prospect(
        &self,
        customer_reference: &str,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<Prospect, StoreError> {
        let mut transaction = self.write().await?;
        let prospect = open(&mut transaction, customer_reference, app_user_id, at).await?;
        transaction.commit().await?;
        Ok(prospect)
    }

    async fn prospect_of(&self, customer_reference: &str) -> Result<Option<ProspectId>, StoreError> {
        of_reference(&self.pool, customer_reference).await
    }

    async fn keep_roles(&self, prospect_id: ProspectId, roles: &[Role]) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        keep_roles(&mut transaction, prospect_id, roles).await?;
        Ok(transaction.commit().await?)
    }

    async fn history(&self, prospect_id: ProspectId) -> Result<Option<History>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let Some(prospect) = read(&mut transaction, prospect_id).await? else { return Ok(None) };
        let sent = attempts::sent(&mut transaction, prospect_id).await?;
        let inbox = inbox::about(&mut transaction, &prospect).await?;
        let roles = roles(&mut transaction, prospect_id).await?;
        let is_purged = lifetime::is_purged(&mut transaction, &prospect.app_user_id).await?;
        let (revealed, reported) = reveals::digests(&mut transaction, prospect_id).await?;
        let drafts = drafts::steps(&mut transaction, prospect_id).await?;
        let unanswered = attempts::unanswered(&mut transaction, prospect_id).await?;
        let (has_code, has_webview) = credentials::are_kept(&mut transaction, &prospect.app_user_id).await?;
        transaction.commit().await?;
        Ok(Some(History {
            prospect,
            sent,
            inbox,
            roles,
            drafts,
            is_purged,
            revealed,
            reported,
            unanswered,
            has_code,
            has_webview,
        }))
    }

    async fn advance(
        &self,
        prospect_id: ProspectId,
        revision: u32,
        view_digest: &str,
    ) -> Result<bool, StoreError> {
        advance(&self.pool, prospect_id, revision, view_digest).await
    }
}
