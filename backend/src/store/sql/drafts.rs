//! Table of drafts: the last draft of each open step.

use async_trait::async_trait;
use contract::{draft::Draft, step::StepId, time::Timestamp};
use rusqlite::{Connection, params};

use super::{SqliteStore, statements::Statements as _};
use crate::store::{Drafts, KeptDraft, Prospect, ProspectId, StoreError};

/// The steps that have a draft.
pub(super) fn steps(connection: &Connection, prospect_id: ProspectId) -> Result<Vec<StepId>, StoreError> {
    let select = "SELECT step FROM drafts WHERE prospect_id = ?1 ORDER BY step";
    let steps = connection.rows(select, [prospect_id], |row| Ok(row.get::<_, String>("step")?))?;
    Ok(steps.iter().filter_map(|step| StepId::parse(step)).collect())
}

/// Removes the draft of a step.
pub(super) fn forget(
    connection: &Connection,
    prospect_id: ProspectId,
    step: StepId,
) -> Result<usize, StoreError> {
    let delete = "DELETE FROM drafts WHERE prospect_id = ?1 AND step = ?2";
    connection.run(delete, params![prospect_id, step.as_str()])
}

/// Removes all drafts of a prospect.
pub(super) fn remove_all(connection: &Connection, prospect_id: ProspectId) -> Result<(), StoreError> {
    connection.run("DELETE FROM drafts WHERE prospect_id = ?1", [prospect_id])?;
    Ok(())
}

/// Removes the drafts in which nothing was typed since.
pub(super) fn remove_old(connection: &Connection, typed_until: Timestamp) -> Result<(), StoreError> {
    connection.run("DELETE FROM drafts WHERE at <= ?1", [typed_until.as_millis()])?;
    Ok(())
}

#[async_trait]
impl Drafts for SqliteStore {
    async fn keep_draft(&self, prospect: &Prospect, kept: &KeptDraft) -> Result<(), StoreError> {
        let (prospect, draft) = (prospect.clone(), serde_json::to_string(&kept.draft)?);
        let KeptDraft { step, page, order, at, .. } = *kept;
        self.write(move |connection| {
            // Of one page, an older draft that arrives late does not replace the newer one.
            connection.run(
                "INSERT INTO drafts (prospect_id, step, page, place, draft, at) SELECT id, ?3, ?4, ?5, ?6, ?7 \
                 FROM prospects \
                 WHERE id = ?1 AND app_user_id = ?2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
                 ON CONFLICT (prospect_id, step) DO UPDATE SET page = excluded.page, place = excluded.place, \
                 draft = excluded.draft, at = excluded.at \
                 WHERE excluded.page <> drafts.page OR excluded.place >= drafts.place",
                params![
                    prospect.id,
                    prospect.app_user_id,
                    step.as_str(),
                    page,
                    order,
                    draft,
                    at.as_millis()
                ],
            )?;
            Ok(())
        })
        .await
    }

    async fn draft(&self, prospect_id: ProspectId, step: StepId) -> Result<Draft, StoreError> {
        self.read(|connection| {
            let select = "SELECT draft FROM drafts WHERE prospect_id = ?1 AND step = ?2";
            let draft = connection.row(select, params![prospect_id, step.as_str()], |row| {
                Ok(serde_json::from_str(&row.get::<_, String>("draft")?)?)
            });
            Ok(draft?.unwrap_or_default())
        })
    }

    async fn forget_draft(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError> {
        self.remove(move |connection| forget(connection, prospect_id, step)).await
    }
}
