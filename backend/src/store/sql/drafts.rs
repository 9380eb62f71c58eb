//! Table of drafts: the last draft of each open step.

use async_trait::async_trait;
use contract::{draft::Draft, step::StepId, time::Timestamp};

use super::{
    Engine, SqlStore,
    scope::Scope,
    statements::{Sql, values},
};
use crate::store::{Drafts, KeptDraft, Prospect, ProspectId, StoreError};

/// The steps that have a draft.
pub(super) fn steps(sql: &dyn Sql, prospect_id: ProspectId) -> Result<Vec<StepId>, StoreError> {
    let select = "SELECT step FROM drafts WHERE prospect_id = ?1 ORDER BY step";
    let steps = sql.rows(select, values![prospect_id], |row| row.get::<String>("step"))?;
    Ok(steps.iter().filter_map(|step| StepId::parse(step)).collect())
}

/// Removes the draft of a step.
pub(super) fn forget(sql: &dyn Sql, prospect_id: ProspectId, step: StepId) -> Result<usize, StoreError> {
    let delete = "DELETE FROM drafts WHERE prospect_id = ?1 AND step = ?2";
    sql.run(delete, values![prospect_id, step.as_str()])
}

/// Removes all drafts of a prospect.
pub(super) fn remove_all(sql: &dyn Sql, prospect_id: ProspectId) -> Result<(), StoreError> {
    sql.run("DELETE FROM drafts WHERE prospect_id = ?1", values![prospect_id])?;
    Ok(())
}

/// Removes the drafts in which nothing was typed since.
pub(super) fn remove_old(sql: &dyn Sql, typed_until: Timestamp) -> Result<(), StoreError> {
    sql.run("DELETE FROM drafts WHERE at <= ?1", values![typed_until.as_millis()])?;
    Ok(())
}

#[async_trait]
impl<E: Engine> Drafts for SqlStore<E> {
    async fn keep_draft(&self, prospect: &Prospect, kept: &KeptDraft) -> Result<(), StoreError> {
        let (prospect, draft) = (prospect.clone(), serde_json::to_string(&kept.draft)?);
        let KeptDraft { step, page, order, at, .. } = *kept;
        self.write(Scope::prospect(prospect.id), move |sql| {
            // Of one page, an older draft that arrives late does not replace the newer one.
            sql.run(
                "INSERT INTO drafts (prospect_id, step, page, place, draft, at) SELECT id, ?3, ?4, ?5, ?6, ?7 \
                 FROM prospects \
                 WHERE id = ?1 AND app_user_id = ?2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
                 ON CONFLICT (prospect_id, step) DO UPDATE SET page = excluded.page, place = excluded.place, \
                 draft = excluded.draft, at = excluded.at \
                 WHERE excluded.page <> drafts.page OR excluded.place >= drafts.place",
                values![
                    prospect.id,
                    &prospect.app_user_id,
                    step.as_str(),
                    page,
                    order,
                    &draft,
                    at.as_millis()
                ],
            )?;
            Ok(())
        })
        .await
    }

    async fn draft(&self, prospect_id: ProspectId, step: StepId) -> Result<Draft, StoreError> {
        self.read(move |sql| {
            let select = "SELECT draft FROM drafts WHERE prospect_id = ?1 AND step = ?2";
            let draft = sql.row(select, values![prospect_id, step.as_str()], |row| {
                Ok(serde_json::from_str(&row.get::<String>("draft")?)?)
            });
            Ok(draft?.unwrap_or_default())
        })
        .await
    }

    async fn forget_draft(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError> {
        self.remove(Scope::prospect(prospect_id), move |sql| forget(sql, prospect_id, step)).await
    }
}
