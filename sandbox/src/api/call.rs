//! One call of the API: what it asks for, and what came with it. Which path leads to which is in [`super::route`].

use axum::{body::Bytes, http::request::Parts};
use serde_json::Value;

use super::error::ApiError;

/// What a call asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    /// An access token.
    Token,
    /// A new prospect.
    CreateUser,
    /// What is known about a user.
    ReadUser,
    /// A change of it.
    UpdateUser,
    /// The declarative step.
    CreateDeclarative,
    /// A change of it.
    UpdateDeclarative,
    /// What was said in it.
    ReadDeclarative,
    /// The tax step, carried out at once.
    DeclareTax,
    /// The tax step, carried out once the phone confirms it.
    ConfirmTax,
    /// What was said in it.
    ReadTax,
    /// The terms, accepted at once.
    AcceptTerms,
    /// The terms, accepted once the phone confirms it.
    ConfirmTerms,
    /// Callbacks that were not delivered.
    FetchCallbacks,
    /// A new prospect, version 2.0.
    CreateUserV2,
    /// Users by their `AppUserId`, version 2.0.
    ListUsers,
    /// A change of a user, version 2.0.
    UpdateUserV2,
    /// The KYC demand.
    OpenDemand,
    /// Another workflow of it.
    ChangeDemand,
    /// Where it stands.
    ReadDemand,
    /// The tax step, version 3.0, carried out at once.
    DeclareTaxV3,
    /// The tax step, version 3.0, carried out once the phone confirms it.
    ConfirmTaxV3,
    /// What was said in it, version 3.0.
    ReadTaxV3,
    /// A document of the tax step.
    SendTaxDocument,
    /// A file of it.
    ReadTaxDocument,
    /// The customer's tax self-certification.
    CertifyTax,
    /// The numbers of an account.
    ReadAccount,
    /// Money that comes to the account of a user.
    RegisterTransfer,
}

/// One call.
pub struct Call<'a> {
    /// What it asks for.
    pub operation: Operation,
    /// The `appUserId` of its path; empty where there is none.
    pub app_user_id: String,
    /// The account or file of its path; empty where there is none.
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
    /// 177 when it is none.
    pub fn json(&self) -> Result<Value, ApiError> {
        serde_json::from_slice(self.body).map_err(|_| ApiError::invalid("JSON"))
    }

    /// A parameter of the query, whose name is compared without regard to case.
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.parts.uri.query()?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.into_owned())
    }
}
