//! Table of reminders, and the prospects whose snapshot has to be computed although nobody asks for it.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    Engine, SqlStore, events,
    scope::Scope,
    statements::{Sql, values},
};
use crate::store::{NewEvent, Prospect, ProspectId, Reminders, StoreError};

fn remind(
    sql: &dyn Sql,
    prospect: &Prospect,
    days: u32,
    at: Timestamp,
    event: Option<&NewEvent>,
) -> Result<bool, StoreError> {
    let Prospect { id, app_user_id, revision, .. } = prospect;
    let is_current = "SELECT 1 AS found FROM prospects WHERE id = ?1 AND revision = ?2 AND app_user_id = ?3";
    if !sql.has(is_current, values![*id, i64::from(*revision), app_user_id])? {
        return Ok(false);
    }
    let is_made = "SELECT 1 AS found FROM reminders WHERE app_user_id = ?1 AND days >= ?2";
    if sql.has(is_made, values![app_user_id, i64::from(days)])? {
        return Ok(true); // another program was faster
    }
    sql.run(
        "INSERT INTO reminders (app_user_id, days, at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (app_user_id) DO UPDATE SET days = excluded.days, at = excluded.at",
        values![app_user_id, i64::from(days), at.as_millis()],
    )?;
    if let Some(event) = event {
        events::add(sql, *id, event)?;
    }
    Ok(true)
}

#[async_trait]
impl<E: Engine> Reminders for SqlStore<E> {
    async fn unreminded(
        &self,
        days: u32,
        opened_after: Timestamp,
        opened_until: Timestamp,
        most: u32,
    ) -> Result<Vec<ProspectId>, StoreError> {
        let (days, most) = (i64::from(days), i64::from(most));
        self.read(move |sql| {
            sql.rows(
                "SELECT prospects.id FROM prospects WHERE opened_at > ?1 AND opened_at <= ?2 \
                 AND NOT EXISTS (SELECT 1 FROM reminders WHERE reminders.app_user_id = prospects.app_user_id AND days >= ?3) \
                 AND NOT EXISTS (SELECT 1 FROM ended_users WHERE ended_users.app_user_id = prospects.app_user_id) \
                 ORDER BY opened_at LIMIT ?4",
                values![opened_after.as_millis(), opened_until.as_millis(), days, most],
                |row| row.get("id"),
            )
        })
        .await
    }

    async fn remind(
        &self,
        prospect: &Prospect,
        days: u32,
        at: Timestamp,
        event: Option<NewEvent>,
    ) -> Result<bool, StoreError> {
        let prospect = prospect.clone();
        let scope = Scope::prospect(prospect.id);
        self.write(scope, move |sql| remind(sql, &prospect, days, at, event.as_ref())).await
    }

    async fn outdated(
        &self,
        now: Timestamp,
        after: ProspectId,
        most: u32,
    ) -> Result<Vec<ProspectId>, StoreError> {
        self.read(move |sql| {
            let select = "SELECT prospect_id FROM views WHERE next_change <= ?1 AND prospect_id > ?2 \
                 ORDER BY prospect_id LIMIT ?3";
            sql.rows(select, values![now.as_millis(), after, i64::from(most)], |row| row.get("prospect_id"))
        })
        .await
    }

    async fn unfolded(&self, after: ProspectId, most: u32) -> Result<Vec<ProspectId>, StoreError> {
        self.read(move |sql| {
            sql.rows(
                "SELECT prospects.id FROM prospects LEFT JOIN views ON views.prospect_id = prospects.id \
                 WHERE prospects.id > ?1 AND prospects.facts > COALESCE(views.facts, 0) \
                 AND NOT EXISTS (SELECT 1 FROM ended_users WHERE ended_users.app_user_id = prospects.app_user_id) \
                 ORDER BY prospects.id LIMIT ?2",
                values![after, i64::from(most)],
                |row| row.get("id"),
            )
        })
        .await
    }
}
