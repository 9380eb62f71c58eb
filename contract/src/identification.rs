//! The address of a customer's identification page, server to server: a credential. It travels on its own call and in no
//! other message.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

/// Body of `POST /identification`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IdentificationRequest {
    /// The partner's own reference for the customer, as given when the session was opened.
    pub customer_reference: String,
}

/// Answer to `POST /identification`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentificationResponse {
    /// Address to open in the partner's app, as the provider sent it (callbacks 48, 47, 35).
    pub url: String,
}

impl fmt::Debug for IdentificationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentificationResponse").finish_non_exhaustive()
    }
}
