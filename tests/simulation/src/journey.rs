//! One journey: creates a world, lets a customer go through it, and checks the result.

use std::{collections::BTreeMap, rc::Rc, sync::Arc, time::Duration};

use contract::time::Timestamp;
use sandbox::world::faults::{CallbackFault, CallbackRule};
use tokio::task::LocalSet;

use crate::{
    callbacks::Callbacks,
    clock::VirtualClock,
    customer::{Customer, Ended},
    dice::Dice,
    network::Network,
    phone::Phone,
    plan::Plan,
    provider::Sandboxed,
    server::Server,
    trace::Trace,
    verdict::{self, Promise},
    weather::Weather,
};

/// Start of every journey: a Monday morning.
const START: &str = "2026-11-23T09:00:00Z";
/// Longer than any journey, even with the ninety days of a prospect. A longer journey is an error of the simulation.
const LONGEST: Duration = Duration::from_secs(400 * 86_400);
/// Callbacks that the provider itself may lose, delay, duplicate or reorder.
const CALLBACKS: [&str; 9] = ["34", "4", "35", "36", "44", "45", "48", "31", "PEP"];

/// The result of a journey.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its seed.
    pub seed: u64,
    /// The story and the generation of the provider's API.
    pub story: String,
    /// Broken promises, by kind. Empty if all is well.
    pub broken: Vec<(Promise, String)>,
    /// Duration in milliseconds of virtual time.
    pub virtual_ms: u64,
    /// Calls of the page.
    pub requests: u64,
    /// Faults and disturbances, by kind.
    pub faults: BTreeMap<String, u64>,
    /// SHA-256 of the record of events.
    pub digest: String,
    /// The record of events, if it was requested.
    pub lines: Vec<String>,
}

/// Runs the journey of a plan. Keeps the record of events if `is_told`.
pub fn run(plan: &Plan, is_told: bool) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a single-threaded runtime can be built");
    LocalSet::new().block_on(&runtime, async {
        let journey = journey(plan, is_told);
        tokio::time::timeout(LONGEST, journey)
            .await
            .unwrap_or_else(|_| panic!("seed {}: never ends", plan.seed))
    })
}

async fn journey(plan: &Plan, is_told: bool) -> Report {
    let trace = Trace::new(is_told);
    let weather = Weather::new(plan.seed, plan.faults_per_mille, plan.storm);
    let start = Timestamp::parse(START).expect("a time of ours");
    let clock = Arc::new(VirtualClock::new(start));
    let server = Server::new(plan, Arc::clone(&clock), weather.clone(), trace.clone());
    let callbacks = Callbacks { backend: server.address(), weather: weather.clone(), trace: trace.clone() };
    let provider = Sandboxed::new(plan, start, Box::new(callbacks), weather.clone(), trace.clone());
    disturb_callbacks(plan, &provider, &weather);
    server.calls(provider.clone());
    server.start();
    let network = Rc::new(Network::new(server.clone(), weather.clone(), trace.clone(), plan));
    let phone = Phone::new(provider.clone(), trace.clone());
    let mut customer = Customer::new(plan, weather.clone(), Rc::clone(&network), phone);
    let ended = customer.go().await;
    trace.line(&format!("ended: {ended:?}"));
    let mut broken = Vec::new();
    match &ended {
        Ended::With(status) if customer.expects(*status) => {}
        Ended::With(status) => {
            broken.push((Promise::RightEnd, format!("{} is not the end of the story", status.as_str())));
        }
        Ended::Stuck(page) => broken.push((Promise::NeverStuck, page.clone())),
    }
    broken.extend(verdict::judge(plan, &ended, &server, &provider, &network, &weather).await);
    Report {
        seed: plan.seed,
        story: format!("{} ({:?}, {:?})", plan.scenario.name, plan.generation, plan.partner_kind),
        broken,
        virtual_ms: clock.elapsed_ms(),
        requests: network.requests.get(),
        faults: weather.counts(),
        digest: trace.digest(),
        lines: trace.lines(),
    }
}

/// Makes some kinds of callbacks fail at their source. A callback that is lost there can only be fetched.
fn disturb_callbacks(plan: &Plan, provider: &Sandboxed, weather: &Weather) {
    if weather.is_calm() {
        return;
    }
    let mut dice = Dice::new(plan.seed, "callbacks");
    for kind in CALLBACKS {
        if !dice.happens(100) {
            continue;
        }
        let (name, fault) = match dice.between(0, 3) {
            0 => ("lost at its source", CallbackFault::Lost),
            1 => ("doubled at its source", CallbackFault::Doubled),
            2 => ("reordered at its source", CallbackFault::Reordered),
            _ => ("late at its source", CallbackFault::Late { millis: dice.between(1_000, 3_600_000) }),
        };
        let times = u32::try_from(dice.between(1, 3)).unwrap_or(1);
        weather.count(&format!("callback: {name}"));
        let rule = CallbackRule { kind: kind.into(), app_user_id: None, times, fault };
        provider.sandbox().change(|world| world.faults.callbacks.push(rule));
    }
}
