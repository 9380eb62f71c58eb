//! Prospects in the tables: one row a reference, with the revision of its last snapshot.

use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction, sqlite::SqliteRow};

use super::{Prospect, ProspectId, StoreError};

fn prospect(row: &SqliteRow) -> Result<Prospect, StoreError> {
    Ok(Prospect {
        id: row.try_get("id")?,
        app_user_id: row.try_get("app_user_id")?,
        opened_at: Timestamp::from_millis(row.try_get("opened_at")?),
        revision: u32::try_from(row.try_get::<i64, _>("revision")?).unwrap_or(u32::MAX),
        view_digest: row.try_get("view_digest")?,
    })
}

pub(super) async fn open(
    transaction: &mut Transaction<'_, Sqlite>,
    customer_reference: &str,
    app_user_id: &str,
    at: Timestamp,
) -> Result<Prospect, StoreError> {
    sqlx::query(
        "INSERT INTO prospects (customer_reference, app_user_id, opened_at, revision, view_digest) \
         VALUES ($1, $2, $3, 0, '') ON CONFLICT (customer_reference) DO NOTHING",
    )
    .bind(customer_reference)
    .bind(app_user_id)
    .bind(at.as_millis())
    .execute(&mut **transaction)
    .await?;
    let row = sqlx::query("SELECT * FROM prospects WHERE customer_reference = $1")
        .bind(customer_reference)
        .fetch_one(&mut **transaction)
        .await?;
    prospect(&row)
}

pub(super) async fn of_reference(
    pool: &SqlitePool,
    customer_reference: &str,
) -> Result<Option<ProspectId>, StoreError> {
    let select = sqlx::query("SELECT id FROM prospects WHERE customer_reference = $1");
    let row = select.bind(customer_reference).fetch_optional(pool).await?;
    Ok(row.map(|row| row.try_get("id")).transpose()?)
}

pub(super) async fn read(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
) -> Result<Option<Prospect>, StoreError> {
    let select = sqlx::query("SELECT * FROM prospects WHERE id = $1").bind(prospect_id);
    select.fetch_optional(&mut **transaction).await?.as_ref().map(prospect).transpose()
}

pub(super) async fn advance(
    pool: &SqlitePool,
    prospect_id: ProspectId,
    revision: u32,
    view_digest: &str,
) -> Result<bool, StoreError> {
    let update = sqlx::query(
        "UPDATE prospects SET revision = revision + 1, view_digest = $1 WHERE id = $2 AND revision = $3",
    );
    let update = update.bind(view_digest).bind(prospect_id).bind(i64::from(revision));
    Ok(update.execute(pool).await?.rows_affected() == 1)
}
