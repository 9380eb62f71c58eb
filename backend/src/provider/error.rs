//! Why a call of the provider does not succeed.

use axum::http;

use super::{refusal::Refusal, transport::NoAnswer};

/// When to try again after a failure that names no time, in seconds.
pub(super) const RETRY_AFTER_SECONDS: u32 = 5;

/// Why a call does not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It said no. Nothing was changed.
    #[error("the provider refused: {0}")]
    Refused(Refusal),
    /// No usable answer. Whether something was changed is not known.
    #[error("the provider cannot be used now: {why}")]
    Unavailable {
        /// What happened, without addresses or bodies.
        why: String,
        /// When to try again, in seconds.
        retry_after_seconds: u32,
    },
}

pub(super) fn unavailable(no_answer: NoAnswer) -> ProviderError {
    ProviderError::Unavailable { why: no_answer.to_string(), retry_after_seconds: RETRY_AFTER_SECONDS }
}

/// A request that cannot be written was not sent; its own text would name the address.
pub(super) fn unwritable(_: http::Error) -> ProviderError {
    ProviderError::Unavailable {
        why: "a request that cannot be written".into(),
        retry_after_seconds: RETRY_AFTER_SECONDS,
    }
}
