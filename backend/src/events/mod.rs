//! Events to the partner's server, signed by the Standard Webhooks scheme (<https://www.standardwebhooks.com>): each change of an
//! onboarding's status, and reminders while it waits for the customer.
//!
//! An event is stored in the transaction of its snapshot and sent until the partner takes it. The events of one customer are sent in their
//! order. Without an address, there are none. Start with [`delivery`]; [`reminders`] makes those that no callback causes.

pub mod delivery;
pub(crate) mod message;
pub mod reminders;
mod webhook;

use std::sync::Arc;

use tokio::sync::Notify;

use self::webhook::Webhook;
pub use self::webhook::{EventSecret, WrongSecret};
use crate::provider::Transport;

/// The partner's address for events, and the signal for new ones.
#[derive(Default)]
pub struct Events {
    webhook: Option<Webhook>,
    new: Notify,
}

impl Events {
    /// Posts to `url` through `transport`, signed with each of `secrets`.
    pub fn to(url: String, secrets: Vec<EventSecret>, transport: Arc<dyn Transport>) -> Self {
        Self { webhook: Some(Webhook { transport, url, secrets }), ..Self::default() }
    }

    /// Whether there are any.
    pub fn is_on(&self) -> bool {
        self.webhook.is_some()
    }

    /// Signals that there is a new event.
    pub(crate) fn wake(&self) {
        self.new.notify_one();
    }
}
