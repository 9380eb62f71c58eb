//! What the partner's server learns about a customer, server to server: the status, and nothing personal.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    snapshot::OnboardingStatus,
    step::{StepId, StepState},
    time::Timestamp,
};

/// Answer to `GET /customers/{reference}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerResponse {
    /// The partner's own reference for the customer.
    pub customer_reference: String,
    /// The customer's user id at the provider.
    pub app_user_id: String,
    /// Id of the customer's account at the provider (callback 45); absent until the provider reports it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// State of the whole onboarding.
    pub onboarding: OnboardingStatus,
    /// Revision of the snapshot: a higher one is newer.
    pub revision: u32,
    /// The steps, in the order in which they are offered.
    pub steps: Vec<CustomerStep>,
    /// When the first session was opened, or the onboarding started again.
    pub opened_at: Timestamp,
    /// When the onboarding expires; absent before the customer's details were sent, and after the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prospect_expires_at: Option<Timestamp>,
}

/// A step of a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerStep {
    /// Which step.
    pub id: StepId,
    /// Its state.
    pub state: StepState,
}
