//! Table of snapshots as they were computed last.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    Engine, SqlStore, events,
    row::Row,
    scope::Scope,
    statements::{Sql, values},
};
use crate::store::{Computed, Look, Looks, ProspectId, Session, StoreError, View};

/// The view of a row of `views`, if there is one.
fn view(row: &Row<'_>) -> Result<Option<View>, StoreError> {
    let Some(snapshot) = row.get("snapshot")? else { return Ok(None) };
    let next_change = row.get::<Option<i64>>("next_change")?.map(Timestamp::from_millis);
    let onboarding = row.get("onboarding")?;
    Ok(Some(View { snapshot, next_change, onboarding, is_final: row.get("is_final")? }))
}

/// The view of a prospect, if nothing was recorded since and this run of the program computed it.
pub(super) fn current(sql: &dyn Sql, prospect_id: ProspectId, run: i64) -> Result<Option<View>, StoreError> {
    let select = "SELECT snapshot, next_change, onboarding, is_final FROM views JOIN prospects ON prospects.id = prospect_id \
         WHERE prospect_id = ?1 AND views.facts = prospects.facts AND run = ?2";
    Ok(sql.row(select, values![prospect_id, run], view)?.flatten())
}

/// Whether the prospect's data was removed.
fn has_ended(sql: &dyn Sql, prospect_id: ProspectId) -> Result<bool, StoreError> {
    let select = "SELECT 1 AS found FROM prospects JOIN ended_users ON ended_users.app_user_id = prospects.app_user_id \
         WHERE prospects.id = ?1 AND is_purged";
    sql.has(select, values![prospect_id])
}

fn keep(sql: &dyn Sql, computed: &Computed, run: i64) -> Result<bool, StoreError> {
    let Computed { prospect_id, revision, facts, digest, has_changed, view, event } = computed;
    if view.is_some() && has_ended(sql, *prospect_id)? {
        return Ok(false); // its data was removed after the history was read
    }
    let update =
        "UPDATE prospects SET revision = revision + ?1, view_digest = ?2 WHERE id = ?3 AND revision = ?4";
    if sql.run(update, values![i64::from(*has_changed), digest, *prospect_id, i64::from(*revision)])? == 0 {
        return Ok(false);
    }
    if *has_changed {
        sql.announce(*prospect_id);
    }
    if let (true, Some(event)) = (*has_changed, event) {
        events::add_if_new(sql, *prospect_id, event)?;
    }
    if let Some(view) = view {
        sql.run(
            "INSERT INTO views (prospect_id, facts, run, next_change, is_final, snapshot, onboarding) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (prospect_id) DO UPDATE SET facts = excluded.facts, \
             run = excluded.run, next_change = excluded.next_change, is_final = excluded.is_final, \
             snapshot = excluded.snapshot, onboarding = excluded.onboarding",
            values![
                *prospect_id,
                *facts,
                run,
                view.next_change.map(Timestamp::as_millis),
                view.is_final,
                &view.snapshot,
                &view.onboarding
            ],
        )?;
    }
    Ok(true)
}

#[async_trait]
impl<E: Engine> Looks for SqlStore<E> {
    async fn look(&self, token_digest: &str) -> Result<Option<Look>, StoreError> {
        let (token_digest, run) = (token_digest.to_owned(), self.engine.run());
        self.read(move |sql| {
            let select = "SELECT prospects.id, expires_at, app_user_id, revision, snapshot, next_change, onboarding, is_final \
                 FROM sessions JOIN prospects ON prospects.id = sessions.prospect_id \
                 LEFT JOIN views ON views.prospect_id = prospects.id AND views.facts = prospects.facts AND run = ?2 \
                 WHERE token_digest = ?1";
            sql.row(select, values![&token_digest, run], |row| {
                Ok(Look {
                    session: Session {
                        token_digest: token_digest.clone(),
                        prospect_id: row.get("id")?,
                        expires_at: Timestamp::from_millis(row.get("expires_at")?),
                    },
                    app_user_id: row.get("app_user_id")?,
                    revision: u32::try_from(row.get::<i64>("revision")?).unwrap_or(u32::MAX),
                    view: view(row)?,
                })
            })
        })
        .await
    }

    async fn view(&self, prospect_id: ProspectId) -> Result<Option<View>, StoreError> {
        let run = self.engine.run();
        self.read(move |sql| current(sql, prospect_id, run)).await
    }

    async fn keep_view(&self, computed: &Computed) -> Result<bool, StoreError> {
        let (computed, run) = (computed.clone(), self.engine.run());
        self.write(Scope::prospect(computed.prospect_id), move |sql| keep(sql, &computed, run)).await
    }
}
