//! What every request and every task works with.

use std::sync::Arc;

use tokio::sync::watch;
use tokio_util::task::TaskTracker;

use crate::{
    clock::Clock,
    config::{Limits, Secrets},
    journey::view::Process,
    notices::Notices,
    provider::Provider,
    random::Random,
    store::Store,
    traffic::Traffic,
    transfer::Lookups,
    wakes::Wakes,
};

/// What every request works with. Requests hold it by `Arc`.
pub struct App {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The provider's API.
    pub provider: Provider,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Tokens, ids and references are made of it.
    pub random: Arc<dyn Random>,
    /// The process that customers go through.
    pub process: Process,
    /// How much, how long.
    pub limits: Limits,
    /// What callers must show.
    pub secrets: Secrets,
    /// Who waits for a change.
    pub wakes: Wakes,
    /// Which accounts are being looked up.
    pub lookups: Lookups,
    /// How the partner is told what it must know at once.
    pub notices: Notices,
    /// How much customers ask for.
    pub traffic: Arc<Traffic>,
    /// Becomes `true` when the server ends: requests that wait are answered.
    pub closing: watch::Sender<bool>,
    /// What goes on without the request that began it: it is waited for when the server ends.
    pub background: TaskTracker,
}
