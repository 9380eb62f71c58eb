//! Tables of activation codes and addresses of identification pages. Rows are deleted when they are no longer needed.

use async_trait::async_trait;
use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction, sqlite::SqliteQueryResult};

use super::SqliteStore;
use crate::{
    callback::credentials::{ArrivedCode, ArrivedWebview},
    store::{CredentialStore, Prospect, StoreError},
};

/// Stores a code if its user belongs to a prospect of this backend.
pub(super) async fn keep_code(
    transaction: &mut Transaction<'_, Sqlite>,
    app_user_id: &str,
    code: &ArrivedCode,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO activation_codes (digest, app_user_id, code) SELECT $1, app_user_id, $3 FROM prospects \
         WHERE app_user_id = $2 ON CONFLICT (digest, app_user_id) DO NOTHING",
    )
    .bind(&code.digest)
    .bind(app_user_id)
    .bind(&code.code)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// Stores an address under the same condition as [`keep_code`]. An older address that arrives late does not replace a
/// newer one.
pub(super) async fn keep_webview(
    transaction: &mut Transaction<'_, Sqlite>,
    app_user_id: &str,
    webview: &ArrivedWebview,
    made_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO webviews (app_user_id, kind, url, made_at) SELECT app_user_id, $2, $3, $4 FROM prospects \
         WHERE app_user_id = $1 ON CONFLICT (app_user_id, kind) DO UPDATE SET url = excluded.url, made_at = excluded.made_at \
         WHERE excluded.made_at >= webviews.made_at",
    )
    .bind(app_user_id)
    .bind(&webview.kind)
    .bind(&webview.url)
    .bind(made_at.as_millis())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// Whether a code is stored, and whether an address is.
pub(super) async fn are_kept(
    transaction: &mut Transaction<'_, Sqlite>,
    app_user_id: &str,
) -> Result<(bool, bool), StoreError> {
    let select = sqlx::query(
        "SELECT EXISTS (SELECT 1 FROM activation_codes WHERE app_user_id = $1) AS code, \
         EXISTS (SELECT 1 FROM webviews WHERE app_user_id = $1) AS webview",
    );
    let kept = select.bind(app_user_id).fetch_one(&mut **transaction).await?;
    Ok((kept.try_get("code")?, kept.try_get("webview")?))
}

pub(super) async fn code(
    pool: &SqlitePool,
    app_user_id: &str,
    digest: &str,
) -> Result<Option<String>, StoreError> {
    let select = sqlx::query("SELECT code FROM activation_codes WHERE app_user_id = $1 AND digest = $2");
    let row = select.bind(app_user_id).bind(digest).fetch_optional(pool).await?;
    Ok(row.map(|row| row.try_get("code")).transpose()?)
}

pub(super) async fn forget_code(
    pool: &SqlitePool,
    app_user_id: &str,
    digest: &str,
) -> Result<SqliteQueryResult, StoreError> {
    let delete = sqlx::query("DELETE FROM activation_codes WHERE app_user_id = $1 AND digest = $2");
    Ok(delete.bind(app_user_id).bind(digest).execute(pool).await?)
}

pub(super) async fn webview(pool: &SqlitePool, app_user_id: &str) -> Result<Option<String>, StoreError> {
    // Prefers the address of callback 48, then 47, then 35.
    let select = sqlx::query("SELECT url FROM webviews WHERE app_user_id = $1 ORDER BY kind DESC LIMIT 1");
    let row = select.bind(app_user_id).fetch_optional(pool).await?;
    Ok(row.map(|row| row.try_get("url")).transpose()?)
}

pub(super) async fn note_webview(
    pool: &SqlitePool,
    prospect: &Prospect,
    url_digest: &str,
    at: Timestamp,
    request_id: &str,
) -> Result<bool, StoreError> {
    let insert = sqlx::query(
        "INSERT INTO handed_webviews (prospect_id, url_digest, at, request_id) SELECT id, $3, $4, $5 FROM prospects \
         WHERE id = $1 AND app_user_id = $2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users)",
    );
    let insert = insert.bind(prospect.id).bind(&prospect.app_user_id).bind(url_digest);
    let noted = insert.bind(at.as_millis()).bind(request_id).execute(pool).await?;
    Ok(noted.rows_affected() == 1)
}

pub(super) async fn forget_webviews(
    pool: &SqlitePool,
    app_user_id: &str,
) -> Result<SqliteQueryResult, StoreError> {
    let delete = sqlx::query("DELETE FROM webviews WHERE app_user_id = $1").bind(app_user_id);
    Ok(delete.execute(pool).await?)
}

#[async_trait]
impl CredentialStore for SqliteStore {
    async fn code(&self, app_user_id: &str, digest: &str) -> Result<Option<String>, StoreError> {
        code(&self.pool, app_user_id, digest).await
    }

    async fn forget_code(&self, app_user_id: &str, digest: &str) -> Result<(), StoreError> {
        let done = forget_code(&self.pool, app_user_id, digest).await?;
        self.empty_log_after(&done).await
    }

    async fn webview(&self, app_user_id: &str) -> Result<Option<String>, StoreError> {
        webview(&self.pool, app_user_id).await
    }

    async fn note_webview(
        &self,
        prospect: &Prospect,
        url_digest: &str,
        at: Timestamp,
        request_id: &str,
    ) -> Result<bool, StoreError> {
        note_webview(&self.pool, prospect, url_digest, at, request_id).await
    }

    async fn forget_webviews(&self, app_user_id: &str) -> Result<(), StoreError> {
        let done = forget_webviews(&self.pool, app_user_id).await?;
        self.empty_log_after(&done).await
    }
}
