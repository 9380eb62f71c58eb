//! Opening a session, server to server.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{time::Timestamp, word::words};

words! {
    /// A person's role in a company (documentation, legal entities).
    pub enum RoleKind {
        /// Acts for the company by a mandate, such as an employee or an accountant.
        Mandated = "mandated",
        /// The company's legal representative.
        LegalRepresentative = "legal_representative",
        /// Owns or controls the company.
        BeneficialOwner = "beneficial_owner",
    }
}

/// The customer's roles in one company.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Role {
    /// The provider's id of the company (`dependenceId`).
    pub legal_entity_id: String,
    /// The customer's roles there; at least one.
    pub kinds: Vec<RoleKind>,
}

/// Body of `POST /sessions`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenSessionRequest {
    /// The partner's own reference for the customer (1 to 64 visible ASCII characters, nothing personal). The same
    /// reference re-opens the same onboarding.
    pub customer_reference: String,
    /// The customer's roles in companies; empty for a private account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
}

/// Answer to `POST /sessions`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenSessionResponse {
    /// Opaque bearer token to give to the page: 256 random bits, URL-safe.
    pub session_token: String,
    /// When the token expires.
    pub expires_at: Timestamp,
}
