//! Notices to the partner's own server of what it must know at once: at least once, known by an id, until one is taken.
//!
//! The row of the notice is written with the event that it is about, so that no end of the process loses it. There is one
//! kind so far, `activation_reported`. Without a webhook the log says it. Where to start: [`delivery`].

pub mod delivery;
mod webhook;

use std::sync::Arc;

use tokio::sync::Notify;

use self::webhook::Webhook;
use crate::provider::Transport;

/// Where notices go, and whether there are new ones.
#[derive(Default)]
pub struct Notices {
    webhook: Option<Webhook>,
    new: Notify,
}

impl Notices {
    /// Posts to `url` by `transport`, with `key` as bearer token unless it is empty.
    pub fn to(url: String, key: String, transport: Arc<dyn Transport>) -> Self {
        Self { webhook: Some(Webhook { transport, url, key }), ..Self::default() }
    }

    /// There is a new notice.
    pub(crate) fn wake(&self) {
        self.new.notify_one();
    }
}
