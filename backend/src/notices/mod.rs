//! Notices to the partner's server about events that it must know at once. Each notice has an id and is sent at least
//! once, until the partner accepts one.
//!
//! The notice is stored in the transaction of its event, so that a crash loses neither. The only kind so far is
//! `activation_reported`. Without a webhook, the notice is logged. Start with [`delivery`].

pub mod delivery;
mod webhook;

use std::sync::Arc;

use tokio::sync::Notify;

use self::webhook::Webhook;
use crate::provider::Transport;

/// The partner's address for notices, and the signal for new ones.
#[derive(Default)]
pub struct Notices {
    webhook: Option<Webhook>,
    new: Notify,
}

impl Notices {
    /// Posts to `url` through `transport`, with the first of `keys` as bearer token, and with the next if that is refused.
    pub fn to(url: String, keys: Vec<String>, transport: Arc<dyn Transport>) -> Self {
        Self { webhook: Some(Webhook { transport, url, keys }), ..Self::default() }
    }

    /// Signals that there is a new notice.
    pub(crate) fn wake(&self) {
        self.new.notify_one();
    }
}
