//! Errors: which one to use when.
//!
//! - [`Error`]: a call of the contract fails, and its caller learns why. Every function that carries out such a call returns
//!   it; [`crate::http`] assigns its status and problem document, and nothing below knows either.
//! - [`StoreError`]: the storage failed. The caller learns only that the backend failed, or is unavailable for now: `?` makes it an [`Error`].
//! - [`ProviderError`]: a call to the provider failed. A function that can react examines it; otherwise `?` makes it an
//!   [`Error`].
//! - [`crate::config::ConfigError`]: the program cannot start; it never reaches a caller.

use contract::problem::{FieldError, ProblemCode};

use crate::{provider::ProviderError, store::StoreError};

/// Why a call of the contract fails. It contains nothing that was sent.
#[derive(Clone, Debug)]
pub enum Error {
    /// The requested thing does not exist.
    NotFound,
    /// The session has ended.
    SessionEnded,
    /// This is not possible now: the step is not open.
    StepNotOpen,
    /// The same request is already being carried out.
    InProgress,
    /// The idempotency key was used with another body.
    KeyReused,
    /// Too many calls.
    RateLimited {
        /// How long to wait before the next call is allowed, in milliseconds.
        retry_after_ms: u64,
    },
    /// Fields are wrong.
    FieldsWrong(Vec<FieldError>),
    /// The storage cannot be used now. The cause is for the log, without values.
    StorageUnavailable(String),
    /// The provider cannot be reached, or its answer cannot be used.
    ProviderUnavailable {
        /// How long to wait before trying again, in seconds.
        retry_after_seconds: u32,
    },
    /// The provider refused, and the customer cannot fix it by other entries.
    ProviderRefused,
    /// The backend failed. The cause is for the log, without values.
    Internal(String),
}

impl Error {
    /// The refusal that an answered attempt stores: of fields if it names any.
    pub fn refused(code: ProblemCode, errors: Vec<FieldError>) -> Self {
        if code == ProblemCode::ValidationFailed { Self::FieldsWrong(errors) } else { Self::ProviderRefused }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::StorageUnavailable(error.to_string()),
            StoreError::Database(_) | StoreError::Kept => Self::Internal(error.to_string()),
        }
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
