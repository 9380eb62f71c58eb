//! Drives the [`World`]: fires events when they are due, posts callbacks, and moves the clock on demand.
//!
//! The world is never locked while waiting, so a partner may call the API while it handles a callback.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::{sync::Notify, time::Instant};

use crate::{
    callback::{
        delivery::{self, Http, Transport},
        outbox::{Attempt, Delivery},
    },
    config::Config,
    time::clock::{Clock, plus},
    world::{
        random::Random,
        {Event, World},
    },
};

/// The running sandbox. Clones share the same state.
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

struct Shared {
    config: Config,
    world: Mutex<World>,
    transport: Box<dyn Transport>,
    /// Held by the task that moves time, one at a time.
    turn: tokio::sync::Mutex<()>,
    /// Notified when an event was planned or the clock changed.
    planned: Notify,
    /// Notified when an attempt to deliver a callback has ended.
    delivered: Notify,
}

impl Sandbox {
    /// A sandbox without prospects. [`Self::run`] makes its clock tick.
    ///
    /// # Errors
    /// If the platform provides no HTTP client.
    pub fn new(config: Config) -> Result<Self, reqwest::Error> {
        Ok(Self::with(config, Box::new(Http::new()?), Random::from_system()))
    }

    /// As [`Self::new`], but sends callbacks through `transport` and takes codes and identifiers from `random`.
    pub fn with(config: Config, transport: Box<dyn Transport>, random: Random) -> Self {
        let clock = Clock::new(config.start, Instant::now(), config.speed);
        let shared = Shared {
            config,
            world: Mutex::new(World::new(clock, random)),
            transport,
            turn: tokio::sync::Mutex::new(()),
            planned: Notify::new(),
            delivered: Notify::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// The start options.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// The state. Must not be locked while waiting.
    pub fn world(&self) -> MutexGuard<'_, World> {
        // A panic in one request must not stop the others.
        self.shared.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state, then handles the events that this planned.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.world());
        self.shared.planned.notify_one();
        result
    }

    /// Fires events when they are due, forever.
    pub async fn run(self) {
        loop {
            {
                let _turn = self.shared.turn.lock().await;
                while self.fire_next() {}
            }
            let wait = {
                let world = self.world();
                let due = world.next_due();
                due.and_then(|due| world.clock.real_time_until(due, Instant::now()))
            };
            let planned = self.shared.planned.notified();
            match wait {
                Some(wait) => drop(tokio::time::timeout(wait, planned).await),
                None => planned.await,
            }
        }
    }

    /// Moves the clock by `millis`. Every event on the way happens at its own time, and its callbacks are delivered
    /// before time moves further, so nothing is pending when this returns.
    pub async fn advance(&self, millis: u64) {
        let _turn = self.shared.turn.lock().await;
        let target = plus(self.world().now(), millis);
        loop {
            self.settle_now().await;
            let mut world = self.world();
            let next = world.next_due().filter(|due| *due <= target);
            world.clock.move_to(next.unwrap_or(target), Instant::now());
            if next.is_none() {
                break;
            }
        }
        self.settle_now().await;
        self.shared.planned.notify_one();
    }

    /// Returns when no event is due and no callback is being delivered.
    pub async fn settle(&self) {
        let _turn = self.shared.turn.lock().await;
        self.settle_now().await;
    }

    /// As [`Self::settle`], for a caller that holds the turn.
    async fn settle_now(&self) {
        loop {
            let delivered = self.shared.delivered.notified();
            tokio::pin!(delivered);
            delivered.as_mut().enable(); // before the check, so that the end of an attempt is not missed
            if !self.world().outbox.is_quiet() {
                delivered.await;
            } else if !self.fire_next() {
                return;
            }
        }
    }

    /// Waits `millis` of the sandbox clock.
    pub async fn wait(&self, millis: u64) {
        let (waiting, answer) = tokio::sync::oneshot::channel();
        self.change(|world| {
            let due = plus(world.now(), millis);
            world.plan(due, Event::Answer { waiting });
        });
        // An error means that the sandbox was reset, so there is nothing left to wait for.
        drop(answer.await);
    }

    /// Fires one event that is due and starts its deliveries. Returns false if there is none.
    fn fire_next(&self) -> bool {
        let (has_fired, deliveries) = {
            let mut world = self.world();
            let now = world.now();
            let has_fired = world.fire_next(now);
            (has_fired, std::iter::from_fn(|| world.outbox.take_delivery()).collect::<Vec<_>>())
        };
        deliveries.into_iter().for_each(|delivery| self.start(delivery));
        has_fired
    }

    fn start(&self, delivery: Delivery) {
        let sandbox = self.clone();
        tokio::spawn(async move {
            let (id, kind) = (delivery.webhook_id, delivery.kind);
            let target = &sandbox.config().callbacks;
            let answer = match delivery::request(target, delivery) {
                Ok(request) => sandbox.shared.transport.post(request).await,
                Err(_) => Err("a callback that cannot be written"),
            };
            match answer {
                Ok(status) => tracing::info!("callback {kind}: {status}"),
                Err(error) => tracing::warn!("callback {kind}: {error}"),
            }
            let next = sandbox.change(|world| {
                let at = world.now();
                if let Some(wait) = world.outbox.record(id, Attempt { at, answer }) {
                    world.plan(plus(at, wait), Event::Repeat { webhook_id: id });
                }
                world.outbox.take_delivery()
            });
            if let Some(next) = next {
                sandbox.start(next);
            }
            sandbox.shared.delivered.notify_waiters();
        });
    }
}
