//! The state that every request and every task works with.

use std::sync::Arc;

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
