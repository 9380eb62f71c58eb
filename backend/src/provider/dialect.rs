//! What differs between the generations of the provider's API: paths, bodies, and how answers are read. The client is
//! otherwise the same. Each generation has a module: [`super::legacy`], [`super::current`].

use axum::http::Method;
use contract::{profile::Profile, session::Role, tax::Tax};
use serde_json::{Map, Value};

use super::standing::Standing;

/// Media type of all calls except those of version 1.1.
pub(super) const JSON: &str = "application/json";

/// A call to make. Its body may hold personal data, so the type has no `Debug`.
pub(super) struct Call {
    pub(super) method: Method,
    /// Path and query below the base address.
    pub(super) path: String,
    pub(super) media_type: &'static str,
    pub(super) body: Option<Value>,
}

impl Call {
    /// A call with a JSON body.
    pub(super) fn json(method: Method, path: String, body: Value) -> Self {
        Self { method, path, media_type: JSON, body: Some(body) }
    }
}

/// A generation of the API.
pub(super) trait Dialect: Send + Sync {
    /// Creates the user `id`, with its roles in companies.
    fn create_user(&self, id: &str, profile: &Profile, roles: &[Role]) -> Call;
    /// Asks for the user `id`.
    fn find_user(&self, id: &str) -> Call;
    /// The user in the answer to [`Dialect::find_user`], if the answer is about that user.
    fn found<'a>(&self, id: &str, answer: &'a Map<String, Value>) -> Option<&'a Map<String, Value>>;
    /// What a user that was found says about the onboarding.
    fn standing(&self, user: &Map<String, Value>) -> Standing;
    /// Asks for the identity folder. `None` if the user's record has its status.
    fn read_demand(&self, id: &str) -> Option<Call>;
    /// Corrects the customer's details.
    fn update_user(&self, id: &str, profile: &Profile) -> Call;
    /// Declares the tax residences. `below` is `/api` or `/api/sca`.
    fn declare_tax(&self, below: &str, id: &str, tax: &Tax) -> Call;
    /// Opens the identification. `None` if no call is needed.
    fn demand_identity(&self, id: &str) -> Option<Call>;
    /// Opens the identification without the facial scan. `None` if no call is needed.
    fn demand_identity_without_scan(&self, id: &str) -> Option<Call>;
    /// Removes the facial scan from the open identification. `None` if there is no such call.
    fn refuse_scan(&self, id: &str, method: Method) -> Option<Call>;
    /// Path for the documents of the tax declaration.
    fn tax_attachments(&self, id: &str) -> String;
}
