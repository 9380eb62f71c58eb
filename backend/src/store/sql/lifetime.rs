//! Removes a prospect's data from the tables and lets the prospect start again.

use async_trait::async_trait;
use contract::time::Timestamp;
use serde_json::Value;

use super::{
    Engine, SqlStore, attempts, drafts, envelopes, events, export, prefills,
    scope::Scope,
    statements::{Sql, values},
};
use crate::store::{Lifetime, Prospect, ProspectId, StoreError};

/// Deletions by the id at the provider (`?1`).
const OF_USER: [&str; 3] = [
    "DELETE FROM inbox WHERE app_user_id = ?1",
    "DELETE FROM activation_codes WHERE app_user_id = ?1",
    "DELETE FROM webviews WHERE app_user_id = ?1",
];
/// Deletions by the row (`?1`). The table in which another deletion looks rows up comes last.
const OF_PROSPECT: [&str; 10] = [
    "DELETE FROM inbox WHERE app_user_id IS NULL AND authentication_id IN \
     (SELECT authentication_id FROM sent WHERE prospect_id = ?1)",
    "DELETE FROM views WHERE prospect_id = ?1",
    "DELETE FROM transfers WHERE prospect_id = ?1",
    "DELETE FROM submissions WHERE prospect_id = ?1",
    "DELETE FROM consents WHERE prospect_id = ?1",
    "DELETE FROM attempts WHERE prospect_id = ?1",
    "DELETE FROM reveals WHERE prospect_id = ?1",
    "DELETE FROM reported_codes WHERE prospect_id = ?1",
    "DELETE FROM handed_webviews WHERE prospect_id = ?1",
    "DELETE FROM sent WHERE prospect_id = ?1",
];

pub(super) fn is_purged(sql: &dyn Sql, app_user_id: &str) -> Result<bool, StoreError> {
    let select = "SELECT is_purged FROM ended_users WHERE app_user_id = ?1";
    Ok(sql.row(select, values![app_user_id], |row| row.get("is_purged"))?.unwrap_or_default())
}

fn end(sql: &dyn Sql, app_user_id: &str, is_purged: bool, at: Timestamp) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO ended_users (app_user_id, is_purged, at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (app_user_id) DO UPDATE SET is_purged = ended_users.is_purged OR excluded.is_purged",
        values![app_user_id, is_purged, at.as_millis()],
    )?;
    Ok(())
}

fn remove_all(sql: &dyn Sql, prospect: &Prospect) -> Result<(), StoreError> {
    for removal in OF_USER {
        sql.run(removal, values![&prospect.app_user_id])?;
    }
    for removal in OF_PROSPECT {
        sql.run(removal, values![prospect.id])?;
    }
    Ok(())
}

fn remove_strangers(sql: &dyn Sql, received_until: Timestamp) -> Result<(), StoreError> {
    sql.run(
        "DELETE FROM inbox WHERE received_at <= ?1 \
         AND (app_user_id IS NULL OR app_user_id NOT IN (SELECT app_user_id FROM prospects)) \
         AND (authentication_id IS NULL OR authentication_id NOT IN \
         (SELECT authentication_id FROM sent WHERE authentication_id IS NOT NULL))",
        values![received_until.as_millis()],
    )?;
    Ok(())
}

/// The revision keeps growing, so that a browser does not treat the new start as stale.
fn begin(sql: &dyn Sql, prospect: &Prospect, app_user_id: &str, at: Timestamp) -> Result<bool, StoreError> {
    let update = "UPDATE prospects SET app_user_id = ?1, opened_at = ?2, view_digest = '' \
         WHERE id = ?3 AND app_user_id = ?4";
    let begun = sql.run(update, values![app_user_id, at.as_millis(), prospect.id, &prospect.app_user_id])?;
    Ok(begun == 1)
}

fn restart(sql: &dyn Sql, prospect: &Prospect, app_user_id: &str, at: Timestamp) -> Result<bool, StoreError> {
    if !is_purged(sql, &prospect.app_user_id)? {
        return Ok(false);
    }
    if !begin(sql, prospect, app_user_id, at)? {
        return Ok(false); // the prospect has already started again, so its new data must stay
    }
    remove_all(sql, prospect)?; // deletes what a late answer stored after the purge
    drafts::remove_all(sql, prospect.id)?;
    prefills::forget(sql, prospect.id)?;
    Ok(true)
}

fn of(prospect: &Prospect) -> Scope {
    Scope::prospect(prospect.id).and_user(&prospect.app_user_id)
}

#[async_trait]
impl<E: Engine> Lifetime for SqlStore<E> {
    async fn aged(&self, opened_until: Timestamp) -> Result<Vec<ProspectId>, StoreError> {
        self.read(move |sql| {
            sql.rows(
                "SELECT id FROM prospects WHERE opened_at <= ?1 \
                 AND NOT EXISTS (SELECT 1 FROM ended_users WHERE ended_users.app_user_id = prospects.app_user_id) \
                 AND (EXISTS (SELECT 1 FROM sent WHERE sent.prospect_id = prospects.id) \
                 OR EXISTS (SELECT 1 FROM attempts WHERE attempts.prospect_id = prospects.id) \
                 OR EXISTS (SELECT 1 FROM submissions WHERE submissions.prospect_id = prospects.id) \
                 OR EXISTS (SELECT 1 FROM inbox WHERE inbox.app_user_id = prospects.app_user_id))",
                values![opened_until.as_millis()],
                |row| row.get("id"),
            )
        })
        .await
    }

    async fn settle(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError> {
        let app_user_id = prospect.app_user_id.clone();
        self.write(of(prospect), move |sql| end(sql, &app_user_id, false, at)).await
    }

    async fn purge(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError> {
        let (scope, prospect) = (of(prospect), prospect.clone());
        self.write(scope, move |sql| {
            remove_all(sql, &prospect)?;
            drafts::remove_all(sql, prospect.id)?;
            prefills::forget(sql, prospect.id)?;
            end(sql, &prospect.app_user_id, true, at)
        })
        .await?;
        self.engine.has_removals();
        Ok(())
    }

    async fn erase(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError> {
        let (scope, prospect) = (of(prospect), prospect.clone());
        self.write(scope, move |sql| {
            remove_all(sql, &prospect)?;
            drafts::remove_all(sql, prospect.id)?;
            prefills::forget(sql, prospect.id)?;
            sql.run("DELETE FROM roles WHERE prospect_id = ?1", values![prospect.id])?;
            sql.run("DELETE FROM events WHERE prospect_id = ?1", values![prospect.id])?;
            sql.run("DELETE FROM reminders WHERE app_user_id = ?1", values![&prospect.app_user_id])?;
            sql.run("DELETE FROM sessions WHERE prospect_id = ?1", values![prospect.id])?;
            sql.announce(prospect.id);
            end(sql, &prospect.app_user_id, true, at)
        })
        .await?;
        self.engine.has_removals();
        Ok(())
    }

    async fn forget_corrections(&self, prospect: &Prospect) -> Result<(), StoreError> {
        let app_user_id = prospect.app_user_id.clone();
        self.write(of(prospect), move |sql| envelopes::forget_corrections(sql, &app_user_id)).await?;
        self.engine.has_removals();
        Ok(())
    }

    async fn export(&self, prospect: &Prospect) -> Result<Value, StoreError> {
        let prospect = prospect.clone();
        self.engine.read_together(move |sql| export::export(sql, &prospect)).await
    }

    async fn forget_entries(&self, prospect: &Prospect, until: Timestamp) -> Result<(), StoreError> {
        let (scope, prospect) = (of(prospect), prospect.clone());
        self.write(scope, move |sql| {
            if attempts::is_any_since(sql, prospect.id, until)? {
                return Ok(()); // the customer has come back
            }
            remove_all(sql, &prospect)
        })
        .await?;
        self.engine.has_removals();
        Ok(())
    }

    async fn purge_leftovers(&self, received_until: Timestamp) -> Result<(), StoreError> {
        self.write(Scope::nobody(), move |sql| {
            remove_strangers(sql, received_until)?;
            events::remove_old(sql, received_until)?;
            prefills::remove_old(sql, received_until)?;
            drafts::remove_old(sql, received_until)
        })
        .await?;
        self.engine.has_removals();
        Ok(())
    }

    async fn restart(
        &self,
        prospect: &Prospect,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let scope = of(prospect).and_user(app_user_id);
        let (prospect, app_user_id) = (prospect.clone(), app_user_id.to_owned());
        self.write(scope, move |sql| restart(sql, &prospect, &app_user_id, at)).await
    }
}
