//! Removes a prospect's data from the tables and lets the prospect start again.

use async_trait::async_trait;
use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction};

use super::{SqliteStore, attempts, drafts};
use crate::store::{Lifetime, Prospect, ProspectId, StoreError};

/// Deletions by the row id (`$1`) and the id at the provider (`$2`). Tables that other deletions look rows up in come
/// last.
const REMOVALS: [&str; 11] = [
    "DELETE FROM inbox WHERE app_user_id = $2 OR (app_user_id IS NULL AND authentication_id IN \
     (SELECT authentication_id FROM sent WHERE prospect_id = $1))",
    "DELETE FROM activation_codes WHERE app_user_id = $2",
    "DELETE FROM webviews WHERE app_user_id = $2",
    "DELETE FROM transfers WHERE prospect_id = $1",
    "DELETE FROM submissions WHERE prospect_id = $1",
    "DELETE FROM consents WHERE prospect_id = $1",
    "DELETE FROM attempts WHERE prospect_id = $1",
    "DELETE FROM reveals WHERE prospect_id = $1",
    "DELETE FROM reported_codes WHERE prospect_id = $1",
    "DELETE FROM handed_webviews WHERE prospect_id = $1",
    "DELETE FROM sent WHERE prospect_id = $1",
];

pub(super) async fn is_purged(
    transaction: &mut Transaction<'_, Sqlite>,
    app_user_id: &str,
) -> Result<bool, StoreError> {
    let select = sqlx::query("SELECT is_purged FROM ended_users WHERE app_user_id = $1").bind(app_user_id);
    let row = select.fetch_optional(&mut **transaction).await?;
    Ok(row.map(|row| row.try_get("is_purged")).transpose()?.unwrap_or_default())
}

pub(super) async fn aged(pool: &SqlitePool, opened_until: Timestamp) -> Result<Vec<ProspectId>, StoreError> {
    let select = sqlx::query(
        "SELECT id FROM prospects WHERE opened_at <= $1 \
         AND NOT EXISTS (SELECT 1 FROM ended_users WHERE ended_users.app_user_id = prospects.app_user_id) \
         AND (EXISTS (SELECT 1 FROM sent WHERE sent.prospect_id = prospects.id) \
         OR EXISTS (SELECT 1 FROM attempts WHERE attempts.prospect_id = prospects.id) \
         OR EXISTS (SELECT 1 FROM submissions WHERE submissions.prospect_id = prospects.id) \
         OR EXISTS (SELECT 1 FROM inbox WHERE inbox.app_user_id = prospects.app_user_id))",
    );
    let rows = select.bind(opened_until.as_millis()).fetch_all(pool).await?;
    Ok(rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?)
}

pub(super) async fn end(
    transaction: &mut Transaction<'_, Sqlite>,
    app_user_id: &str,
    is_purged: bool,
    at: Timestamp,
) -> Result<(), StoreError> {
    let insert = sqlx::query(
        "INSERT INTO ended_users (app_user_id, is_purged, at) VALUES ($1, $2, $3) \
         ON CONFLICT (app_user_id) DO NOTHING",
    );
    insert.bind(app_user_id).bind(is_purged).bind(at.as_millis()).execute(&mut **transaction).await?;
    Ok(())
}

pub(super) async fn remove_all(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect: &Prospect,
) -> Result<(), StoreError> {
    for removal in REMOVALS {
        let delete = sqlx::query(removal).bind(prospect.id).bind(&prospect.app_user_id);
        delete.execute(&mut **transaction).await?;
    }
    Ok(())
}

pub(super) async fn remove_strangers(pool: &SqlitePool, received_until: Timestamp) -> Result<(), StoreError> {
    let delete = sqlx::query(
        "DELETE FROM inbox WHERE received_at <= $1 \
         AND (app_user_id IS NULL OR app_user_id NOT IN (SELECT app_user_id FROM prospects)) \
         AND (authentication_id IS NULL OR authentication_id NOT IN \
         (SELECT authentication_id FROM sent WHERE authentication_id IS NOT NULL))",
    );
    delete.bind(received_until.as_millis()).execute(pool).await?;
    Ok(())
}

/// The revision keeps growing, so that a browser does not treat the new start as stale.
pub(super) async fn begin(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect: &Prospect,
    app_user_id: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let update = sqlx::query(
        "UPDATE prospects SET app_user_id = $1, opened_at = $2, view_digest = '' \
         WHERE id = $3 AND app_user_id = $4",
    );
    let update = update.bind(app_user_id).bind(at.as_millis()).bind(prospect.id).bind(&prospect.app_user_id);
    Ok(update.execute(&mut **transaction).await?.rows_affected() == 1)
}

#[async_trait]
impl Lifetime for SqliteStore {
    async fn aged(&self, opened_until: Timestamp) -> Result<Vec<ProspectId>, StoreError> {
        aged(&self.pool, opened_until).await
    }

    async fn settle(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        end(&mut transaction, &prospect.app_user_id, false, at).await?;
        Ok(transaction.commit().await?)
    }

    async fn purge(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        remove_all(&mut transaction, prospect).await?;
        drafts::remove_all(&mut transaction, prospect.id).await?;
        end(&mut transaction, &prospect.app_user_id, true, at).await?;
        transaction.commit().await?;
        self.empty_log().await
    }

    async fn forget_entries(&self, prospect: &Prospect, until: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        if attempts::is_any_since(&mut transaction, prospect.id, until).await? {
            return Ok(()); // the customer has come back
        }
        remove_all(&mut transaction, prospect).await?;
        transaction.commit().await?;
        self.empty_log().await
    }

    async fn purge_leftovers(&self, received_until: Timestamp) -> Result<(), StoreError> {
        remove_strangers(&self.pool, received_until).await?;
        drafts::remove_old(&self.pool, received_until).await?;
        self.empty_log().await
    }

    async fn restart(
        &self,
        prospect: &Prospect,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        if !is_purged(&mut transaction, &prospect.app_user_id).await? {
            return Ok(false);
        }
        if !begin(&mut transaction, prospect, app_user_id, at).await? {
            return Ok(false); // the prospect has already started again, so its new data must stay
        }
        remove_all(&mut transaction, prospect).await?; // deletes what a late answer stored after the purge
        drafts::remove_all(&mut transaction, prospect.id).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
