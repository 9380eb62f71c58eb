//! Hundreds of valid customers fill in their details. Their answers pass the rules of the page and the backend and
//! reach the sandbox, in both generations of the provider. We refuse none of them. A refusal of the sandbox becomes an
//! error of its field, and can be corrected there. `npm run people` does the same in a browser.

mod customers;
mod page;

use std::sync::Arc;

use backend::generation::Generation;
use contract::time::Timestamp;
use sandbox::world::World as Provider;
use simulation::{
    callbacks::Callbacks, clock::VirtualClock, plan::Plan, provider::Sandboxed, server::Server, trace::Trace,
    weather::Weather,
};
use tokio::task::LocalSet;
use xpollens_onboarding::model::FieldId;

use crate::{
    customers::{Customer, Expected},
    page::{Fate, Page},
};

/// The world of these customers, without faults.
struct World {
    server: Server,
    provider: Sandboxed,
}

impl World {
    fn new(generation: Generation) -> Self {
        let seed = 1;
        let plan = Plan { generation, faults_per_mille: 0, ..Plan::of(seed).calm() };
        let trace = Trace::new(false);
        let weather = Weather::new(plan.seed, 0, std::time::Duration::ZERO);
        let start = Timestamp::parse("2026-11-23T09:00:00Z").expect("a time of ours");
        let clock = Arc::new(VirtualClock::new(start));
        let server = Server::new(&plan, clock, weather.clone(), trace.clone());
        let callbacks =
            Callbacks { backend: server.address(), weather: weather.clone(), trace: trace.clone() };
        let provider = Sandboxed::new(&plan, start, Box::new(callbacks), weather, trace);
        server.calls(provider.clone());
        server.start();
        Self { server, provider }
    }

    /// The provider's value for the customer with this e-mail address.
    fn known(&self, email: &str, name: &str) -> String {
        let find = |world: &mut Provider| {
            let found = world.prospects.values().find(|prospect| prospect.profile.text("Email") == email);
            found.map(|prospect| prospect.profile.text(name).to_owned()).unwrap_or_default()
        };
        self.provider.sandbox().change(find)
    }

    /// The difference from the expected result of a customer.
    async fn complaint(&self, customer: &Customer) -> Option<String> {
        let mut page = Page::of(&self.server, &customer.reference()).await;
        let fate = page.fill_in(&customer.typed).await;
        let who = customer.describe();
        match (&customer.expected, fate) {
            (Expected::Sent(sent), Fate::Accepted) => {
                let known = |(name, value): &(&str, String)| {
                    let known = self.known(customer.email(), name);
                    (known != *value)
                        .then(|| format!("{who}: {name} is {known} at the provider, not {value}"))
                };
                sent.iter().find_map(known)
            }
            (Expected::Refused(field, correction), Fate::RefusedByBackend(errors)) if errors == [*field] => {
                let correction: Vec<_> = correction.iter().map(|(id, text)| (*id, (*text).into())).collect();
                match page.fill_in(&correction).await {
                    Fate::Accepted => None,
                    fate => Some(format!("{who}: corrected, {fate:?}")),
                }
            }
            (_, fate) => Some(format!("{who}: {fate:?}")),
        }
    }
}

fn complaints(generation: Generation, customers: &[Customer]) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a single-threaded runtime can be built");
    LocalSet::new().block_on(&runtime, async {
        let world = World::new(generation);
        let mut found = Vec::new();
        for customer in customers {
            found.extend(world.complaint(customer).await);
        }
        found
    })
}

fn assert_nobody_complains(generation: Generation, customers: &[Customer]) {
    let found = complaints(generation, customers);
    assert!(found.is_empty(), "{} of {}:\n{}", found.len(), customers.len(), found.join("\n"));
}

#[test]
fn no_valid_customer_is_refused_in_the_legacy_generation() {
    let customers = customers::valid();
    assert!(customers.len() >= 300, "{}", customers.len());
    assert_nobody_complains(Generation::Legacy, &customers);
}

#[test]
fn no_valid_customer_is_refused_in_the_current_generation() {
    assert_nobody_complains(Generation::Current, &customers::valid());
}

#[test]
fn a_refusal_of_the_sandbox_is_an_error_of_its_field_and_can_be_corrected() {
    for generation in [Generation::Legacy, Generation::Current] {
        assert_nobody_complains(generation, &customers::refused_by_the_provider());
    }
}

/// The end-to-end tests and `npm run people` take the customers from there.
#[test]
fn the_list_for_the_browser_has_every_customer() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../people/customers.jsonl");
    let all = customers::valid().into_iter().chain(customers::refused_by_the_provider());
    let list: String = all.map(|customer| customer.line()).collect();
    if std::env::var_os("UPDATE_PEOPLE").is_some() {
        std::fs::write(file, &list).expect("the list can be written");
    }
    assert!(
        std::fs::read_to_string(file).is_ok_and(|written| written == list),
        "tests/people/customers.jsonl is out of date: UPDATE_PEOPLE=1 cargo test -p simulation --test people list"
    );
}

#[test]
fn every_field_of_the_customers_is_on_the_page() {
    let fields: Vec<FieldId> = customers::valid()[0].typed.iter().map(|(field, _)| *field).collect();
    assert!(fields.contains(&FieldId::BirthCity) && fields.len() >= 14);
}
