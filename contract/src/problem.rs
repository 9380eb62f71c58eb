//! How a call fails: RFC 9457 problem documents (`application/problem+json`).

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

/// What went wrong, for programs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// 400: the request is not of the contract's shape, or lacks a header.
    MalformedRequest,
    /// 401: no session, or it ended. A new token may help.
    SessionExpired,
    /// 403: the call was refused (client header missing, wrong partner key).
    Forbidden,
    /// 404: no such thing in this session.
    NotFound,
    /// 409: the step cannot be submitted now (done, locked, or a required step is missing).
    StepNotOpen,
    /// 409: a submission with this idempotency key is still running.
    InProgress,
    /// 422: fields are wrong: see [`Problem::errors`].
    ValidationFailed,
    /// 422: the idempotency key was used with another body.
    KeyReused,
    /// 429: too many calls: see `Retry-After`.
    RateLimited,
    /// 502: the provider refused in a way that the customer cannot mend.
    ProviderRefused,
    /// 503: the provider cannot be reached or answers with errors; nothing was saved. See `Retry-After`.
    ProviderUnavailable,
    /// 500: the backend failed.
    Internal,
    /// A code that this version does not know: the HTTP status decides.
    #[serde(other)]
    Unknown,
}

/// What is wrong with a field, for programs; each has a text in every language.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldErrorCode {
    /// Nothing was given.
    Required,
    /// More characters than accepted.
    TooLong,
    /// Characters that are not accepted here.
    InvalidCharacters,
    /// Not of the expected form.
    InvalidFormat,
    /// Not one of the accepted values.
    NotAllowed,
    /// Younger than the age of majority.
    UnderAge,
    /// 100 years old or more.
    OverAge,
    /// Given twice.
    Duplicate,
    /// Belongs to another customer already.
    AlreadyUsed,
    /// Postcode and town do not belong together.
    TownMismatch,
    /// Must be accepted to go on.
    NotAccepted,
    /// Refused for another reason.
    #[serde(other)]
    Invalid,
}

/// One wrong field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// Path in the submission, parts joined by dots: `address.zipCode`, `residences.0.tin`.
    pub field: String,
    /// What is wrong.
    pub code: FieldErrorCode,
}

impl FieldError {
    /// The error `code` on the field at `field`.
    pub fn new(field: impl Into<String>, code: FieldErrorCode) -> Self {
        Self { field: field.into(), code }
    }
}

/// A problem document. It never repeats a value that was sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Always `about:blank`: [`Problem::code`] is the type.
    #[serde(rename = "type", default)]
    pub type_uri: String,
    /// Short English summary for developers; not shown to customers.
    #[serde(default)]
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong.
    pub code: ProblemCode,
    /// The reference to quote to support.
    #[serde(default)]
    pub request_id: String,
    /// Wrong fields; empty unless `validation_failed`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}
