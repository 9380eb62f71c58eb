//! What the partner's server is told, as the body of a webhook (Standard Webhooks): where a customer stands, and nothing personal.

use serde::{Deserialize, Serialize};

use crate::{customer::CustomerResponse, time::Timestamp, word::words};

words! {
    /// What an event is about.
    pub enum EventKind {
        /// The status of an onboarding, or the state of one of its steps, has changed.
        Changed = "onboarding.changed",
        /// The onboarding waits for the customer, some days after its first session.
        NeedsCustomer = "onboarding.needs_customer",
    }
}

/// An event for the partner's server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// What it is about.
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// When it happened.
    pub timestamp: Timestamp,
    /// What it says.
    pub data: EventData,
}

/// What an event says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventData {
    /// Where the customer stands: as `GET /customers/{reference}` answers at that moment. A session that is opened with this reference
    /// continues the onboarding.
    pub customer: CustomerResponse,
    /// With [`EventKind::NeedsCustomer`]: 1, 7, 30 or 80, the days since the first session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}
