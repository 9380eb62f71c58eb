//! Opening a session, server to server.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Body of `POST /sessions`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenSessionRequest {
    /// The partner's own name for the customer (1 to 64 visible ASCII characters, nothing personal). The same
    /// reference re-opens the same onboarding.
    pub customer_reference: String,
}

/// Answer to `POST /sessions`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenSessionResponse {
    /// Opaque bearer token to hand to the page; 256 random bits, URL-safe.
    pub session_token: String,
    /// When the token ends.
    pub expires_at: Timestamp,
}
