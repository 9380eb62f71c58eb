//! Activation codes and addresses of identification pages: credentials, kept apart from the callbacks that they came in.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, prospects::Prospect};

/// Activation codes and addresses of identification pages, in the storage.
#[async_trait]
pub trait CredentialStore: Send + Sync {
    /// The activation code of that digest.
    async fn code(&self, app_user_id: &str, digest: &str) -> Result<Option<String>, StoreError>;
    /// Forgets the activation code of that digest.
    async fn forget_code(&self, app_user_id: &str, digest: &str) -> Result<(), StoreError>;
    /// Address of the identification page of a user, for the partner's own app.
    async fn webview(&self, app_user_id: &str) -> Result<Option<String>, StoreError>;
    /// Records that the address of that digest is handed to the partner; `false` where the prospect has ended or started again
    /// since: then it may not be.
    async fn note_webview(
        &self,
        prospect: &Prospect,
        url_digest: &str,
        at: Timestamp,
        request_id: &str,
    ) -> Result<bool, StoreError>;
    /// Forgets the identification pages of a user.
    async fn forget_webviews(&self, app_user_id: &str) -> Result<(), StoreError>;
}
