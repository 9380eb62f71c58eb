//! Errors: which one to use when.
//!
//! - [`Error`]: a call of the contract does not succeed, and its caller learns why. Whatever carries out such a call returns
//!   it; [`crate::http`] gives each its status and its problem document, and nothing below knows either.
//! - [`StoreError`]: the storage failed. Of it the caller learns only that the backend failed: `?` makes it an [`Error`].
//! - [`ProviderError`]: a call of the provider did not succeed. Where the call that needs it decides what that means, it is
//!   looked at; where nothing can be done about it, `?` makes it an [`Error`].
//! - [`crate::config::ConfigError`]: the program cannot start; it never reaches a caller.

use contract::problem::{FieldError, ProblemCode};

use crate::{provider::ProviderError, store::StoreError};

/// Why a call of the contract does not succeed. It holds nothing that was sent.
#[derive(Clone, Debug)]
pub enum Error {
    /// There is no such thing.
    NotFound,
    /// The session has ended.
    SessionEnded,
    /// This cannot be done now: the step is not open.
    StepNotOpen,
    /// The same is being carried out.
    InProgress,
    /// The idempotency key belongs to another body.
    KeyReused,
    /// Too many calls.
    RateLimited {
        /// When the next one is allowed: in so many milliseconds.
        retry_after_ms: u64,
    },
    /// Fields are wrong.
    FieldsWrong(Vec<FieldError>),
    /// The provider cannot be reached, or its answer cannot be used.
    ProviderUnavailable {
        /// When to try again, in seconds.
        retry_after_seconds: u32,
    },
    /// The provider refused, and nothing the customer enters changes that.
    ProviderRefused,
    /// The backend failed: why, for the log, without values.
    Internal(String),
}

impl Error {
    /// The refusal that an answered attempt keeps: of fields where it names some.
    pub fn refused(code: ProblemCode, errors: Vec<FieldError>) -> Self {
        if code == ProblemCode::ValidationFailed { Self::FieldsWrong(errors) } else { Self::ProviderRefused }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<ProviderError> for Error {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::Unavailable { retry_after_seconds, .. } => {
                Self::ProviderUnavailable { retry_after_seconds }
            }
            ProviderError::Refused(_) => Self::ProviderRefused,
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(_: serde_json::Error) -> Self {
        Self::Internal("a value could not be written as JSON".into())
    }
}

impl From<getrandom::Error> for Error {
    fn from(error: getrandom::Error) -> Self {
        Self::Internal(error.to_string())
    }
}
