//! Table of prospects, and the history of one, which is read from all tables.

use async_trait::async_trait;
use contract::{session::Role, time::Timestamp};

use super::{
    Engine, SqlStore, attempts, credentials, drafts, inbox, lifetime, looks, prefills, reveals,
    row::Row,
    scope::Scope,
    statements::{Sql, values},
};
use crate::store::{History, Prospect, ProspectId, Prospects, StoreError};

fn prospect(row: &Row<'_>) -> Result<Prospect, StoreError> {
    Ok(Prospect {
        id: row.get("id")?,
        customer_reference: row.get("customer_reference")?,
        app_user_id: row.get("app_user_id")?,
        opened_at: Timestamp::from_millis(row.get("opened_at")?),
        revision: u32::try_from(row.get::<i64>("revision")?).unwrap_or(u32::MAX),
        view_digest: row.get("view_digest")?,
        facts: row.get("facts")?,
    })
}

fn read(sql: &dyn Sql, prospect_id: ProspectId) -> Result<Option<Prospect>, StoreError> {
    sql.row("SELECT * FROM prospects WHERE id = ?1", values![prospect_id], prospect)
}

fn roles(sql: &dyn Sql, prospect_id: ProspectId) -> Result<Vec<Role>, StoreError> {
    let select = "SELECT roles FROM roles WHERE prospect_id = ?1";
    let roles =
        sql.row(select, values![prospect_id], |row| Ok(serde_json::from_str(&row.get::<String>("roles")?)?))?;
    Ok(roles.unwrap_or_default())
}

/// All that is recorded, at one moment: within a transaction.
fn history(sql: &dyn Sql, prospect_id: ProspectId, run: i64) -> Result<Option<History>, StoreError> {
    let Some(prospect) = read(sql, prospect_id)? else { return Ok(None) };
    let (revealed, reported) = reveals::digests(sql, prospect_id)?;
    let (has_code, has_webview) = credentials::are_kept(sql, &prospect.app_user_id)?;
    Ok(Some(History {
        sent: attempts::sent(sql, prospect_id)?,
        inbox: inbox::about(sql, &prospect)?,
        roles: roles(sql, prospect_id)?,
        drafts: drafts::steps(sql, prospect_id)?,
        is_prefilled: prefills::is_kept(sql, prospect_id)?,
        is_purged: lifetime::is_purged(sql, &prospect.app_user_id)?,
        revealed,
        reported,
        unanswered: attempts::unanswered(sql, prospect_id)?,
        has_code,
        has_webview,
        view: looks::current(sql, prospect_id, run)?,
        prospect,
    }))
}

#[async_trait]
impl<E: Engine> Prospects for SqlStore<E> {
    async fn open_prospect(
        &self,
        customer_reference: &str,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<Prospect, StoreError> {
        let (reference, app_user_id) = (customer_reference.to_owned(), app_user_id.to_owned());
        self.write(Scope::user(&app_user_id), move |sql| {
            sql.run(
                "INSERT INTO prospects (customer_reference, app_user_id, opened_at, revision, view_digest) \
                 VALUES (?1, ?2, ?3, 0, '') ON CONFLICT (customer_reference) DO NOTHING",
                values![&reference, &app_user_id, at.as_millis()],
            )?;
            let select = "SELECT * FROM prospects WHERE customer_reference = ?1";
            let found = sql.row(select, values![&reference], prospect)?;
            found.ok_or_else(|| StoreError::Database("a prospect that was just made is missing".into()))
        })
        .await
    }

    async fn prospect_of(&self, customer_reference: &str) -> Result<Option<ProspectId>, StoreError> {
        let reference = customer_reference.to_owned();
        self.read(move |sql| {
            let select = "SELECT id FROM prospects WHERE customer_reference = ?1";
            sql.row(select, values![&reference], |row| row.get("id"))
        })
        .await
    }

    async fn keep_roles(&self, prospect_id: ProspectId, roles: &[Role]) -> Result<(), StoreError> {
        let roles = serde_json::to_string(roles)?;
        self.write(Scope::prospect(prospect_id), move |sql| {
            sql.run(
                "INSERT INTO roles (prospect_id, roles) VALUES (?1, ?2) \
                 ON CONFLICT (prospect_id) DO UPDATE SET roles = excluded.roles",
                values![prospect_id, &roles],
            )?;
            Ok(())
        })
        .await
    }

    async fn history(&self, prospect_id: ProspectId) -> Result<Option<History>, StoreError> {
        let run = self.engine.run();
        self.engine.read_together(move |sql| history(sql, prospect_id, run)).await
    }
}
