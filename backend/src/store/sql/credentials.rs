//! Tables of activation codes and addresses of identification pages. Rows are deleted when they are no longer needed.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    Engine, SqlStore,
    scope::Scope,
    statements::{Sql, values},
};
use crate::{
    callback::credentials::{ArrivedCode, ArrivedWebview},
    store::{CredentialStore, Prospect, StoreError},
};

/// Stores the code of a user of this backend. The code of an unknown user is not stored.
pub(super) fn keep_code(sql: &dyn Sql, app_user_id: &str, code: &ArrivedCode) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO activation_codes (digest, app_user_id, code) SELECT ?1, app_user_id, ?3 FROM prospects \
         WHERE app_user_id = ?2 ON CONFLICT (digest, app_user_id) DO NOTHING",
        values![&code.digest, app_user_id, &code.code],
    )?;
    Ok(())
}

/// As [`keep_code`]. An older address that arrives late does not replace the newer one.
pub(super) fn keep_webview(
    sql: &dyn Sql,
    app_user_id: &str,
    webview: &ArrivedWebview,
    made_at: Timestamp,
) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO webviews (app_user_id, kind, url, made_at) SELECT app_user_id, ?2, ?3, ?4 FROM prospects \
         WHERE app_user_id = ?1 ON CONFLICT (app_user_id, kind) DO UPDATE SET url = excluded.url, made_at = excluded.made_at \
         WHERE excluded.made_at >= webviews.made_at",
        values![app_user_id, &webview.kind, &webview.url, made_at.as_millis()],
    )?;
    Ok(())
}

/// Whether a code is stored, and whether an address is.
pub(super) fn are_kept(sql: &dyn Sql, app_user_id: &str) -> Result<(bool, bool), StoreError> {
    let select = "SELECT EXISTS (SELECT 1 FROM activation_codes WHERE app_user_id = ?1) AS code, \
         EXISTS (SELECT 1 FROM webviews WHERE app_user_id = ?1) AS webview";
    let kept = sql.row(select, values![app_user_id], |row| Ok((row.get("code")?, row.get("webview")?)))?;
    Ok(kept.unwrap_or_default())
}

#[async_trait]
impl<E: Engine> CredentialStore for SqlStore<E> {
    async fn code(&self, app_user_id: &str, digest: &str) -> Result<Option<String>, StoreError> {
        let (app_user_id, digest) = (app_user_id.to_owned(), digest.to_owned());
        self.read(move |sql| {
            let select = "SELECT code FROM activation_codes WHERE app_user_id = ?1 AND digest = ?2";
            sql.row(select, values![&app_user_id, &digest], |row| row.get("code"))
        })
        .await
    }

    async fn forget_code(&self, app_user_id: &str, digest: &str) -> Result<(), StoreError> {
        let (app_user_id, digest) = (app_user_id.to_owned(), digest.to_owned());
        self.remove(Scope::user(&app_user_id), move |sql| {
            let delete = "DELETE FROM activation_codes WHERE app_user_id = ?1 AND digest = ?2";
            sql.run(delete, values![&app_user_id, &digest])
        })
        .await
    }

    async fn webview(&self, app_user_id: &str) -> Result<Option<String>, StoreError> {
        let app_user_id = app_user_id.to_owned();
        self.read(move |sql| {
            // 48, then 47, then 35.
            let select = "SELECT url FROM webviews WHERE app_user_id = ?1 ORDER BY kind DESC LIMIT 1";
            sql.row(select, values![&app_user_id], |row| row.get("url"))
        })
        .await
    }

    async fn note_webview(
        &self,
        prospect: &Prospect,
        url_digest: &str,
        at: Timestamp,
        request_id: &str,
    ) -> Result<bool, StoreError> {
        let prospect = prospect.clone();
        let (url_digest, request_id) = (url_digest.to_owned(), request_id.to_owned());
        self.write(Scope::prospect(prospect.id), move |sql| {
            let noted = sql.run(
                "INSERT INTO handed_webviews (prospect_id, url_digest, at, request_id) \
                 SELECT id, ?3, ?4, ?5 FROM prospects \
                 WHERE id = ?1 AND app_user_id = ?2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users)",
                values![prospect.id, &prospect.app_user_id, &url_digest, at.as_millis(), &request_id],
            )?;
            Ok(noted == 1)
        })
        .await
    }

    async fn forget_webviews(&self, app_user_id: &str) -> Result<(), StoreError> {
        let app_user_id = app_user_id.to_owned();
        self.remove(Scope::user(&app_user_id), move |sql| {
            sql.run("DELETE FROM webviews WHERE app_user_id = ?1", values![&app_user_id])
        })
        .await
    }
}
