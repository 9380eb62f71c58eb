//! Table of what the partner knows of a customer, until the customer has sent their details.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    Engine, SqlStore,
    scope::Scope,
    statements::{Sql, values},
};
use crate::store::{KeptPrefill, Prefills, Prospect, ProspectId, StoreError};

/// Whether something is stored.
pub(super) fn is_kept(sql: &dyn Sql, prospect_id: ProspectId) -> Result<bool, StoreError> {
    sql.has("SELECT 1 AS found FROM prefills WHERE prospect_id = ?1", values![prospect_id])
}

/// Removes what is stored about a prospect.
pub(super) fn forget(sql: &dyn Sql, prospect_id: ProspectId) -> Result<usize, StoreError> {
    sql.run("DELETE FROM prefills WHERE prospect_id = ?1", values![prospect_id])
}

/// Removes what was stored until then.
pub(super) fn remove_old(sql: &dyn Sql, kept_until: Timestamp) -> Result<(), StoreError> {
    sql.run("DELETE FROM prefills WHERE at <= ?1", values![kept_until.as_millis()])?;
    Ok(())
}

#[async_trait]
impl<E: Engine> Prefills for SqlStore<E> {
    async fn keep_prefill(
        &self,
        prospect: &Prospect,
        prefill: &KeptPrefill,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (prospect, prefill) = (prospect.clone(), serde_json::to_string(prefill)?);
        self.write(Scope::prospect(prospect.id), move |sql| {
            sql.run(
                "INSERT INTO prefills (prospect_id, prefill, at) SELECT id, ?3, ?4 FROM prospects \
                 WHERE id = ?1 AND app_user_id = ?2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
                 ON CONFLICT (prospect_id) DO UPDATE SET prefill = excluded.prefill, at = excluded.at",
                values![prospect.id, &prospect.app_user_id, &prefill, at.as_millis()],
            )?;
            Ok(())
        })
        .await
    }

    async fn prefill(&self, prospect_id: ProspectId) -> Result<Option<KeptPrefill>, StoreError> {
        self.read(move |sql| {
            let select = "SELECT prefill FROM prefills WHERE prospect_id = ?1";
            sql.row(select, values![prospect_id], |row| {
                Ok(serde_json::from_str(&row.get::<String>("prefill")?)?)
            })
        })
        .await
    }

    async fn forget_prefill(&self, prospect_id: ProspectId) -> Result<(), StoreError> {
        self.remove(Scope::prospect(prospect_id), move |sql| forget(sql, prospect_id)).await
    }
}
