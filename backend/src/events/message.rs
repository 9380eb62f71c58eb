//! What an event says.

use contract::{
    customer::CustomerResponse,
    event::{Event, EventData, EventKind},
    time::Timestamp,
};

use crate::{
    digest::sha256_hex,
    random::{Random, request_id},
    store::NewEvent,
};

/// The event that the customer's status has changed.
///
/// # Errors
/// If it cannot be written as JSON.
pub(crate) fn changed(
    random: &dyn Random,
    customer: CustomerResponse,
    at: Timestamp,
) -> Result<NewEvent, serde_json::Error> {
    let state = (&customer.app_user_id, &customer.account_id, customer.onboarding, &customer.steps);
    let state = sha256_hex(&serde_json::to_vec(&state)?);
    event(random, EventKind::Changed, state, EventData { customer, days: None }, at)
}

/// The event that the onboarding still waits for the customer, `days` days after its beginning.
///
/// # Errors
/// If it cannot be written as JSON.
pub(super) fn needs_customer(
    random: &dyn Random,
    customer: CustomerResponse,
    days: u32,
    at: Timestamp,
) -> Result<NewEvent, serde_json::Error> {
    event(random, EventKind::NeedsCustomer, String::new(), EventData { customer, days: Some(days) }, at)
}

fn event(
    random: &dyn Random,
    kind: EventKind,
    state: String,
    data: EventData,
    at: Timestamp,
) -> Result<NewEvent, serde_json::Error> {
    let body = serde_json::to_string(&Event { kind, timestamp: at, data })?;
    Ok(NewEvent { id: format!("evt_{}", request_id(random)), state, at, body })
}
