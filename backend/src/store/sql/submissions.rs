//! Table of submitted bodies: one row for each step, as long as a later call can need it.

use async_trait::async_trait;
use contract::step::StepId;

use super::{
    Engine, SqlStore,
    scope::Scope,
    statements::{Sql, values},
};
use crate::store::{Attempt, Prospect, ProspectId, StoreError, Submissions};

/// Within the transaction that records the step as received.
pub(super) fn keep_received(sql: &dyn Sql, attempt: &Attempt, body: &str) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO submissions (prospect_id, step, body) VALUES (?1, ?2, ?3) \
         ON CONFLICT (prospect_id, step) DO UPDATE SET body = excluded.body",
        values![attempt.prospect_id, attempt.step.as_str(), body],
    )?;
    Ok(())
}

#[async_trait]
impl<E: Engine> Submissions for SqlStore<E> {
    async fn keep_submission(&self, prospect: &Prospect, step: StepId, body: &str) -> Result<(), StoreError> {
        let (prospect, body) = (prospect.clone(), body.to_owned());
        self.write(Scope::prospect(prospect.id), move |sql| {
            sql.run(
                "INSERT INTO submissions (prospect_id, step, body) SELECT id, ?3, ?4 FROM prospects \
                 WHERE id = ?1 AND app_user_id = ?2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
                 ON CONFLICT (prospect_id, step) DO UPDATE SET body = excluded.body",
                values![prospect.id, &prospect.app_user_id, step.as_str(), &body],
            )?;
            Ok(())
        })
        .await
    }

    async fn submission(&self, prospect_id: ProspectId, step: StepId) -> Result<Option<String>, StoreError> {
        self.read(move |sql| {
            let select = "SELECT body FROM submissions WHERE prospect_id = ?1 AND step = ?2";
            sql.row(select, values![prospect_id, step.as_str()], |row| row.get("body"))
        })
        .await
    }

    async fn forget_submission(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError> {
        self.remove(Scope::prospect(prospect_id), move |sql| {
            let delete = "DELETE FROM submissions WHERE prospect_id = ?1 AND step = ?2";
            sql.run(delete, values![prospect_id, step.as_str()])
        })
        .await
    }
}
