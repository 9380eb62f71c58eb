//! The state that every request and every task works with.

use std::sync::Arc;

use contract::time::Timestamp;
use tokio::sync::watch;
use tokio_util::task::TaskTracker;

use crate::{
    clock::Clock,
    config::{Limits, Secrets},
    events::Events,
    folds::Folds,
    journey::view::Process,
    metrics::Metrics,
    notices::Notices,
    provider::Provider,
    random::Random,
    store::Store,
    traffic::Traffic,
    transfer::Lookups,
    wakes::Wakes,
};

/// The state that every request works with, shared by `Arc`.
pub struct App {
    /// The storage.
    pub store: Arc<dyn Store>,
    /// The provider's API.
    pub provider: Provider,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of tokens, ids and references.
    pub random: Arc<dyn Random>,
    /// The process that customers go through.
    pub process: Process,
    /// Limits on what callers may ask for, and lifetimes.
    pub limits: Limits,
    /// The secrets, including those that callers must present.
    pub secrets: Secrets,
    /// The requests that wait for a change.
    pub wakes: Wakes,
    /// The folds in the background.
    pub folds: Folds,
    /// The account look-ups in progress.
    pub lookups: Lookups,
    /// The notices to the partner.
    pub notices: Notices,
    /// The events to the partner's server.
    pub events: Events,
    /// Counts for the operators.
    pub metrics: Metrics,
    /// Counts how much each customer asks for.
    pub traffic: Arc<Traffic>,
    /// Becomes `true` when the server shuts down, so that waiting requests are answered.
    pub closing: watch::Sender<bool>,
    /// Tasks that outlive the request that started them. The server waits for them when it shuts down.
    pub background: TaskTracker,
}

impl App {
    /// Waits between two rounds of work that repeats. Returns `false` if the server shuts down meanwhile.
    pub(crate) async fn pause(&self, interval_ms: i64) -> bool {
        let mut closing = self.closing.subscribe();
        let next = Timestamp::from_millis(self.clock.now().as_millis().saturating_add(interval_ms));
        tokio::select! {
            biased;
            () = self.clock.wait_until(next) => true,
            _ = closing.wait_for(|is_closing| *is_closing) => false,
        }
    }
}
