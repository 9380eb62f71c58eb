//! Table of the versions of the terms that a customer accepted.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{Engine, SqlStore, scope::Scope, statements::values};
use crate::store::{Consent, Consents, Prospect, ProspectId, StoreError};

#[async_trait]
impl<E: Engine> Consents for SqlStore<E> {
    async fn keep_consent(
        &self,
        prospect: &Prospect,
        version: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (prospect, version) = (prospect.clone(), version.to_owned());
        self.write(Scope::prospect(prospect.id), move |sql| {
            sql.run(
                "INSERT INTO consents (prospect_id, version, at) SELECT id, ?3, ?4 FROM prospects \
                 WHERE id = ?1 AND app_user_id = ?2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
                 ON CONFLICT (prospect_id, version) DO NOTHING",
                values![prospect.id, &prospect.app_user_id, &version, at.as_millis()],
            )?;
            Ok(())
        })
        .await
    }

    async fn consents(&self, prospect_id: ProspectId) -> Result<Vec<Consent>, StoreError> {
        self.read(move |sql| {
            let select = "SELECT version, at FROM consents WHERE prospect_id = ?1 ORDER BY at, version";
            sql.rows(select, values![prospect_id], |row| {
                let at = Timestamp::from_millis(row.get("at")?);
                Ok(Consent { version: row.get("version")?, at })
            })
        })
        .await
    }
}
