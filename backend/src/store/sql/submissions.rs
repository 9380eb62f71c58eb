//! Table of submitted bodies: one row for each step, as long as a later call can need it.

use async_trait::async_trait;
use contract::step::StepId;
use rusqlite::{Connection, params};

use super::{SqliteStore, statements::Statements as _};
use crate::store::{Attempt, Prospect, ProspectId, StoreError, Submissions};

/// Within the transaction that records the step as received.
pub(super) fn keep_received(
    connection: &Connection,
    attempt: &Attempt,
    body: &str,
) -> Result<(), StoreError> {
    connection.run(
        "INSERT INTO submissions (prospect_id, step, body) VALUES (?1, ?2, ?3) \
         ON CONFLICT (prospect_id, step) DO UPDATE SET body = excluded.body",
        params![attempt.prospect_id, attempt.step.as_str(), body],
    )?;
    Ok(())
}

#[async_trait]
impl Submissions for SqliteStore {
    async fn keep_submission(&self, prospect: &Prospect, step: StepId, body: &str) -> Result<(), StoreError> {
        let (prospect, body) = (prospect.clone(), body.to_owned());
        self.write(move |connection| {
            connection.run(
                "INSERT INTO submissions (prospect_id, step, body) SELECT id, ?3, ?4 FROM prospects \
                 WHERE id = ?1 AND app_user_id = ?2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
                 ON CONFLICT (prospect_id, step) DO UPDATE SET body = excluded.body",
                params![prospect.id, prospect.app_user_id, step.as_str(), body],
            )?;
            Ok(())
        })
        .await
    }

    async fn submission(&self, prospect_id: ProspectId, step: StepId) -> Result<Option<String>, StoreError> {
        self.read(|connection| {
            let select = "SELECT body FROM submissions WHERE prospect_id = ?1 AND step = ?2";
            connection.row(select, params![prospect_id, step.as_str()], |row| Ok(row.get("body")?))
        })
    }

    async fn forget_submission(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError> {
        self.remove(move |connection| {
            let delete = "DELETE FROM submissions WHERE prospect_id = ?1 AND step = ?2";
            connection.run(delete, params![prospect_id, step.as_str()])
        })
        .await
    }
}
