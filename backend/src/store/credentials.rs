//! Activation codes and addresses of identification pages. They are credentials, so they are stored apart from the
//! callbacks that carried them.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{error::StoreError, prospects::Prospect};

/// Storage of activation codes and addresses of identification pages.
#[async_trait]
pub trait CredentialStore: Send + Sync {
    /// The activation code with this digest.
    async fn code(&self, app_user_id: &str, digest: &str) -> Result<Option<String>, StoreError>;
    /// Deletes the activation code with this digest.
    async fn forget_code(&self, app_user_id: &str, digest: &str) -> Result<(), StoreError>;
    /// Address of the user's identification page, for the partner's own app.
    async fn webview(&self, app_user_id: &str) -> Result<Option<String>, StoreError>;
    /// Records that the address with this digest is given to the partner. Returns `false` if the prospect has ended or
    /// started again in the meantime: then the address must not be given.
    async fn note_webview(
        &self,
        prospect: &Prospect,
        url_digest: &str,
        at: Timestamp,
        request_id: &str,
    ) -> Result<bool, StoreError>;
    /// Deletes the addresses of the user's identification pages.
    async fn forget_webviews(&self, app_user_id: &str) -> Result<(), StoreError>;
}
