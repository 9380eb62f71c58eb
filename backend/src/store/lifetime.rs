//! How a prospect begins, ends and begins anew in the tables: roles, age, and the removal of all that is personal.

use contract::{session::Role, time::Timestamp};
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction, sqlite::SqliteRow};

use super::{Consent, Prospect, ProspectId, StoreError};

/// What is removed, by the id of the row (`$1`) and the id at the provider (`$2`), those that others are found by last.
const REMOVALS: [&str; 11] = [
    "DELETE FROM inbox WHERE app_user_id = $2 OR (app_user_id IS NULL AND authentication_id IN \
     (SELECT authentication_id FROM sent WHERE prospect_id = $1))",
    "DELETE FROM activation_codes WHERE app_user_id = $2",
    "DELETE FROM webviews WHERE app_user_id = $2",
    "DELETE FROM transfers WHERE prospect_id = $1",
    "DELETE FROM submissions WHERE prospect_id = $1",
    "DELETE FROM consents WHERE prospect_id = $1",
    "DELETE FROM attempts WHERE prospect_id = $1",
    "DELETE FROM reveals WHERE prospect_id = $1",
    "DELETE FROM reported_codes WHERE prospect_id = $1",
    "DELETE FROM handed_webviews WHERE prospect_id = $1",
    "DELETE FROM sent WHERE prospect_id = $1",
];

pub(super) async fn roles(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
) -> Result<Vec<Role>, StoreError> {
    let select = sqlx::query("SELECT roles FROM roles WHERE prospect_id = $1").bind(prospect_id);
    let Some(row) = select.fetch_optional(&mut **transaction).await? else { return Ok(Vec::new()) };
    Ok(serde_json::from_str(row.try_get("roles")?)?)
}

pub(super) async fn keep_roles(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
    roles: &[Role],
) -> Result<(), StoreError> {
    let insert = sqlx::query(
        "INSERT INTO roles (prospect_id, roles) VALUES ($1, $2) \
         ON CONFLICT (prospect_id) DO UPDATE SET roles = excluded.roles",
    );
    insert.bind(prospect_id).bind(serde_json::to_string(roles)?).execute(&mut **transaction).await?;
    Ok(())
}

pub(super) async fn keep_consent(
    pool: &SqlitePool,
    prospect: &Prospect,
    version: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let insert = sqlx::query(
        "INSERT INTO consents (prospect_id, version, at) SELECT id, $3, $4 FROM prospects \
         WHERE id = $1 AND app_user_id = $2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
         ON CONFLICT (prospect_id, version) DO NOTHING",
    );
    let insert = insert.bind(prospect.id).bind(&prospect.app_user_id).bind(version).bind(at.as_millis());
    insert.execute(pool).await?;
    Ok(())
}

pub(super) async fn consents(pool: &SqlitePool, prospect_id: ProspectId) -> Result<Vec<Consent>, StoreError> {
    let select = sqlx::query("SELECT version, at FROM consents WHERE prospect_id = $1 ORDER BY at, version");
    let rows = select.bind(prospect_id).fetch_all(pool).await?;
    let consent = |row: &SqliteRow| {
        let at = Timestamp::from_millis(row.try_get("at")?);
        Ok(Consent { version: row.try_get("version")?, at })
    };
    rows.iter().map(consent).collect()
}

pub(super) async fn is_purged(
    transaction: &mut Transaction<'_, Sqlite>,
    app_user_id: &str,
) -> Result<bool, StoreError> {
    let select = sqlx::query("SELECT is_purged FROM ended_users WHERE app_user_id = $1").bind(app_user_id);
    let row = select.fetch_optional(&mut **transaction).await?;
    Ok(row.map(|row| row.try_get("is_purged")).transpose()?.unwrap_or_default())
}

pub(super) async fn aged(pool: &SqlitePool, opened_until: Timestamp) -> Result<Vec<ProspectId>, StoreError> {
    let select = sqlx::query(
        "SELECT id FROM prospects WHERE opened_at <= $1 \
         AND NOT EXISTS (SELECT 1 FROM ended_users WHERE ended_users.app_user_id = prospects.app_user_id) \
         AND (EXISTS (SELECT 1 FROM sent WHERE sent.prospect_id = prospects.id) \
         OR EXISTS (SELECT 1 FROM attempts WHERE attempts.prospect_id = prospects.id) \
         OR EXISTS (SELECT 1 FROM submissions WHERE submissions.prospect_id = prospects.id) \
         OR EXISTS (SELECT 1 FROM inbox WHERE inbox.app_user_id = prospects.app_user_id))",
    );
    let rows = select.bind(opened_until.as_millis()).fetch_all(pool).await?;
    Ok(rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?)
}

pub(super) async fn end(
    transaction: &mut Transaction<'_, Sqlite>,
    app_user_id: &str,
    is_purged: bool,
    at: Timestamp,
) -> Result<(), StoreError> {
    let insert = sqlx::query(
        "INSERT INTO ended_users (app_user_id, is_purged, at) VALUES ($1, $2, $3) \
         ON CONFLICT (app_user_id) DO NOTHING",
    );
    insert.bind(app_user_id).bind(is_purged).bind(at.as_millis()).execute(&mut **transaction).await?;
    Ok(())
}

pub(super) async fn remove_all(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect: &Prospect,
) -> Result<(), StoreError> {
    for removal in REMOVALS {
        let delete = sqlx::query(removal).bind(prospect.id).bind(&prospect.app_user_id);
        delete.execute(&mut **transaction).await?;
    }
    Ok(())
}

pub(super) async fn remove_strangers(pool: &SqlitePool, received_until: Timestamp) -> Result<(), StoreError> {
    let delete = sqlx::query(
        "DELETE FROM inbox WHERE received_at <= $1 \
         AND (app_user_id IS NULL OR app_user_id NOT IN (SELECT app_user_id FROM prospects)) \
         AND (authentication_id IS NULL OR authentication_id NOT IN \
         (SELECT authentication_id FROM sent WHERE authentication_id IS NOT NULL))",
    );
    delete.bind(received_until.as_millis()).execute(pool).await?;
    Ok(())
}

/// The revision goes on growing: a browser must not take the new beginning for something old.
pub(super) async fn begin(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect: &Prospect,
    app_user_id: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let update = sqlx::query(
        "UPDATE prospects SET app_user_id = $1, opened_at = $2, view_digest = '' \
         WHERE id = $3 AND app_user_id = $4",
    );
    let update = update.bind(app_user_id).bind(at.as_millis()).bind(prospect.id).bind(&prospect.app_user_id);
    Ok(update.execute(&mut **transaction).await?.rows_affected() == 1)
}
