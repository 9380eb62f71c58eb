//! Errors of a call to the provider.

use axum::http;

use super::{refusal::Refusal, transport::NoAnswer};

/// Delay before a retry if the provider names none, in seconds.
pub(super) const RETRY_AFTER_SECONDS: u32 = 5;

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The provider refused. Nothing was changed.
    #[error("the provider refused: {0}")]
    Refused(Refusal),
    /// There was no usable answer. Whether anything was changed is unknown.
    #[error("the provider cannot be used now: {why}")]
    Unavailable {
        /// What happened. Contains no address and no body.
        why: String,
        /// When to try again, in seconds.
        retry_after_seconds: u32,
    },
}

pub(super) fn unavailable(no_answer: NoAnswer) -> ProviderError {
    ProviderError::Unavailable { why: no_answer.to_string(), retry_after_seconds: RETRY_AFTER_SECONDS }
}

/// A request that could not be built and was not sent. The original error text is dropped because it contains the
/// address.
pub(super) fn unwritable(_: http::Error) -> ProviderError {
    ProviderError::Unavailable {
        why: "a request that cannot be written".into(),
        retry_after_seconds: RETRY_AFTER_SECONDS,
    }
}
