//! Opening a session, server to server.

use alloc::{string::String, vec::Vec};
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{draft::Draft, time::Timestamp, word::words};

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

/// What the partner knows of the customer before the customer has sent anything. The customer sees it, completes it and sends
/// it as their own details.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Prefill {
    /// Texts by the path of their field in the submission of the step `profile` (`address.city`).
    pub profile: Draft,
    /// Paths of the fields that the customer cannot change. Each has a text in [`Prefill::profile`] that passes the rules of its
    /// field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read_only: Vec<String>,
}

impl fmt::Debug for Prefill {
    /// Omits the values, which must not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prefill").finish_non_exhaustive()
    }
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
    /// What the partner knows of the customer. It replaces what an earlier session brought. It has no effect once the customer has
    /// sent their details.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
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
