//! Table of the versions of the terms that a customer accepted.

use async_trait::async_trait;
use contract::time::Timestamp;
use sqlx::{Row as _, SqlitePool, sqlite::SqliteRow};

use super::SqliteStore;
use crate::store::{Consent, Consents, Prospect, ProspectId, StoreError};

async fn keep_consent(
    pool: &SqlitePool,
    prospect: &Prospect,
    version: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let insert = sqlx::query(
        "INSERT INTO consents (prospect_id, version, at) SELECT id, $3, $4 FROM prospects \
         WHERE id = $1 AND app_user_id = $2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
         ON CONFLICT (prospect_id, version) DO NOTHING",
    );
    let insert = insert.bind(prospect.id).bind(&prospect.app_user_id).bind(version).bind(at.as_millis());
    insert.execute(pool).await?;
    Ok(())
}

async fn consents(pool: &SqlitePool, prospect_id: ProspectId) -> Result<Vec<Consent>, StoreError> {
    let select = sqlx::query("SELECT version, at FROM consents WHERE prospect_id = $1 ORDER BY at, version");
    let rows = select.bind(prospect_id).fetch_all(pool).await?;
    let consent = |row: &SqliteRow| {
        let at = Timestamp::from_millis(row.try_get("at")?);
        Ok(Consent { version: row.try_get("version")?, at })
    };
    rows.iter().map(consent).collect()
}

#[async_trait]
impl Consents for SqliteStore {
    async fn keep_consent(
        &self,
        prospect: &Prospect,
        version: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        keep_consent(&self.pool, prospect, version, at).await
    }

    async fn consents(&self, prospect_id: ProspectId) -> Result<Vec<Consent>, StoreError> {
        consents(&self.pool, prospect_id).await
    }
}
