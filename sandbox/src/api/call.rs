//! One call of the API: what it asks for, and its content. [`super::route`] maps paths to operations.

use axum::{body::Bytes, http::request::Parts};
use serde_json::Value;

use super::error::ApiError;

/// What a call asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    /// Get an access token.
    Token,
    /// Create a prospect.
    CreateUser,
    /// Read a user.
    ReadUser,
    /// Change a user.
    UpdateUser,
    /// Submit the declarative step.
    CreateDeclarative,
    /// Change the declarative step.
    UpdateDeclarative,
    /// Read the declarative step.
    ReadDeclarative,
    /// Submit the tax step. It takes effect at once.
    DeclareTax,
    /// Submit the tax step. It takes effect once the phone confirms it.
    ConfirmTax,
    /// Read the tax step.
    ReadTax,
    /// Accept the terms. It takes effect at once.
    AcceptTerms,
    /// Accept the terms. It takes effect once the phone confirms it.
    ConfirmTerms,
    /// Fetch undelivered callbacks.
    FetchCallbacks,
    /// Create a prospect, version 2.0.
    CreateUserV2,
    /// List users by `AppUserId`, version 2.0.
    ListUsers,
    /// Change a user, version 2.0.
    UpdateUserV2,
    /// Open a KYC demand.
    OpenDemand,
    /// Change the workflow of the demand.
    ChangeDemand,
    /// Read the state of the demand.
    ReadDemand,
    /// Submit the tax step, version 3.0. It takes effect at once.
    DeclareTaxV3,
    /// Submit the tax step, version 3.0. It takes effect once the phone confirms it.
    ConfirmTaxV3,
    /// Read the tax step, version 3.0.
    ReadTaxV3,
    /// Send a document of the tax step.
    SendTaxDocument,
    /// Read a file of such a document.
    ReadTaxDocument,
    /// Read the customer's tax self-certification.
    CertifyTax,
    /// Read the numbers of an account.
    ReadAccount,
    /// Register a transfer to the account of a user.
    RegisterTransfer,
}

/// One call.
pub struct Call<'a> {
    /// The operation.
    pub operation: Operation,
    /// The `appUserId` in its path. Empty if there is none.
    pub app_user_id: String,
    /// The account or file in its path. Empty if there is none.
    pub key: String,
    /// Its headers and query.
    pub parts: &'a Parts,
    /// Its body.
    pub body: &'a Bytes,
}

impl Call<'_> {
    /// The body as JSON.
    ///
    /// # Errors
    /// 177 if the body is not JSON.
    pub fn json(&self) -> Result<Value, ApiError> {
        serde_json::from_slice(self.body).map_err(|_| ApiError::invalid("JSON"))
    }

    /// A parameter of the query. Its name is compared without regard to case.
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.parts.uri.query()?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.into_owned())
    }
}
