//! Table of prospects, and the history of one, which is read from all tables.

use async_trait::async_trait;
use contract::{session::Role, time::Timestamp};
use rusqlite::{Connection, Row, params};

use super::{
    SqliteStore, attempts, credentials, drafts, inbox, lifetime, looks, reveals, statements::Statements as _,
};
use crate::store::{History, Prospect, ProspectId, Prospects, StoreError};

fn prospect(row: &Row<'_>) -> Result<Prospect, StoreError> {
    Ok(Prospect {
        id: row.get("id")?,
        app_user_id: row.get("app_user_id")?,
        opened_at: Timestamp::from_millis(row.get("opened_at")?),
        revision: u32::try_from(row.get::<_, i64>("revision")?).unwrap_or(u32::MAX),
        view_digest: row.get("view_digest")?,
        facts: row.get("facts")?,
    })
}

fn read(connection: &Connection, prospect_id: ProspectId) -> Result<Option<Prospect>, StoreError> {
    connection.row("SELECT * FROM prospects WHERE id = ?1", [prospect_id], prospect)
}

fn roles(connection: &Connection, prospect_id: ProspectId) -> Result<Vec<Role>, StoreError> {
    let select = "SELECT roles FROM roles WHERE prospect_id = ?1";
    let roles = connection
        .row(select, [prospect_id], |row| Ok(serde_json::from_str(&row.get::<_, String>("roles")?)?))?;
    Ok(roles.unwrap_or_default())
}

/// All that is recorded, at one moment: within a transaction.
fn history(
    connection: &Connection,
    prospect_id: ProspectId,
    run: i64,
) -> Result<Option<History>, StoreError> {
    let Some(prospect) = read(connection, prospect_id)? else { return Ok(None) };
    let (revealed, reported) = reveals::digests(connection, prospect_id)?;
    let (has_code, has_webview) = credentials::are_kept(connection, &prospect.app_user_id)?;
    Ok(Some(History {
        sent: attempts::sent(connection, prospect_id)?,
        inbox: inbox::about(connection, &prospect)?,
        roles: roles(connection, prospect_id)?,
        drafts: drafts::steps(connection, prospect_id)?,
        is_purged: lifetime::is_purged(connection, &prospect.app_user_id)?,
        revealed,
        reported,
        unanswered: attempts::unanswered(connection, prospect_id)?,
        has_code,
        has_webview,
        view: looks::current(connection, prospect_id, run)?,
        prospect,
    }))
}

#[async_trait]
impl Prospects for SqliteStore {
    async fn open_prospect(
        &self,
        customer_reference: &str,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<Prospect, StoreError> {
        let (reference, app_user_id) = (customer_reference.to_owned(), app_user_id.to_owned());
        self.write(move |connection| {
            connection.run(
                "INSERT INTO prospects (customer_reference, app_user_id, opened_at, revision, view_digest) \
                 VALUES (?1, ?2, ?3, 0, '') ON CONFLICT (customer_reference) DO NOTHING",
                params![reference, app_user_id, at.as_millis()],
            )?;
            let select = "SELECT * FROM prospects WHERE customer_reference = ?1";
            let found = connection.row(select, [reference], prospect)?;
            found.ok_or_else(|| StoreError::Database("a prospect that was just made is missing".into()))
        })
        .await
    }

    async fn prospect_of(&self, customer_reference: &str) -> Result<Option<ProspectId>, StoreError> {
        self.read(|connection| {
            let select = "SELECT id FROM prospects WHERE customer_reference = ?1";
            connection.row(select, [customer_reference], |row| Ok(row.get("id")?))
        })
    }

    async fn keep_roles(&self, prospect_id: ProspectId, roles: &[Role]) -> Result<(), StoreError> {
        let roles = serde_json::to_string(roles)?;
        self.write(move |connection| {
            connection.run(
                "INSERT INTO roles (prospect_id, roles) VALUES (?1, ?2) \
                 ON CONFLICT (prospect_id) DO UPDATE SET roles = excluded.roles",
                params![prospect_id, roles],
            )?;
            Ok(())
        })
        .await
    }

    async fn history(&self, prospect_id: ProspectId) -> Result<Option<History>, StoreError> {
        self.read(|connection| {
            let transaction = connection.unchecked_transaction()?;
            let history = history(&transaction, prospect_id, self.run)?;
            transaction.commit()?;
            Ok(history)
        })
    }
}
