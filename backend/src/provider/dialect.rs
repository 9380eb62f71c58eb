//! What differs between the generations of the provider's API: paths, bodies, and how answers are read. All else is the
//! same client. One module a generation: [`super::mission`], [`super::current`].

use axum::http::Method;
use contract::{profile::Profile, session::Role, tax::Tax};
use serde_json::{Map, Value};

/// Media type of all calls but those of version 1.1.
pub(super) const JSON: &str = "application/json";

/// A call to make. Its body may hold personal data: there is no `Debug`.
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
    /// That user in the answer to [`Dialect::find_user`], if the answer is about it.
    fn found<'a>(&self, id: &str, answer: &'a Map<String, Value>) -> Option<&'a Map<String, Value>>;
    /// Corrects the customer's details.
    fn update_user(&self, id: &str, profile: &Profile) -> Call;
    /// Declares the tax residences, below `/api` or `/api/sca`.
    fn declare_tax(&self, below: &str, id: &str, tax: &Tax) -> Call;
    /// Opens the identification; `None` where that is not asked for.
    fn demand_identity(&self, id: &str) -> Option<Call>;
    /// Opens the identification without the facial scan; `None` where that is not asked for.
    fn demand_identity_without_scan(&self, id: &str) -> Option<Call>;
    /// Takes the facial scan out of the open identification; `None` where there is no call for it.
    fn refuse_scan(&self, id: &str, method: Method) -> Option<Call>;
    /// Where documents of the tax declaration are sent.
    fn tax_attachments(&self, id: &str) -> String;
}
