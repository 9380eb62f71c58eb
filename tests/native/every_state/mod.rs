//! No state is a dead end: every state of every journey, walked breadth-first.
//!
//! `journey` and `alphabet` are what the server may say, `edge` and `possible` what can happen. `walk` goes through it,
//! `promise` checks what each state and each step must guarantee. `name` gives a state its name in docs/states.md, which
//! `table` writes and `shown_by` links to the tests.

mod alphabet;
mod controls;
mod edge;
mod journey;
mod kept;
mod name;
mod possible;
mod promise;
mod scene;
mod shown_by;
mod table;
mod texts;
mod walk;

use std::{
    collections::BTreeMap,
    fs,
    sync::{Mutex, OnceLock},
    thread,
};

use self::{table::Named, walk::Walk};

/// Lower limits of the states and steps that the walks reach: fewer mean that a part of the walk is missing.
const LEAST_STATES: usize = 25_000;
const LEAST_EDGES: usize = 150_000;

/// The results of all walks.
#[derive(Default)]
struct Found {
    states: usize,
    edges: usize,
    broken: BTreeMap<String, String>,
    named: Named,
}

/// Walks once for all tests of this file, two journeys at a time.
fn found() -> &'static Found {
    static FOUND: OnceLock<Found> = OnceLock::new();
    FOUND.get_or_init(|| {
        let journeys = Mutex::new(0..journey::all().len());
        let walks = Mutex::new(BTreeMap::new());
        let next = || journeys.lock().unwrap().next();
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some(index) = next() {
                        let walk = Walk::of(journey::all().swap_remove(index)).into_found();
                        walks.lock().unwrap().insert(index, walk);
                    }
                });
            }
        });
        let mut found = Found::default();
        for walk in walks.into_inner().unwrap().into_values() {
            found.states += walk.states;
            found.edges += walk.edges;
            for (broken, way) in walk.broken {
                found.broken.entry(broken).or_insert(way);
            }
            table::merge(&mut found.named, walk.named);
        }
        found
    })
}

#[test]
fn no_state_is_a_dead_end() {
    let found = found();
    eprintln!("{} states under {} names, {} edges", found.states, found.named.len(), found.edges);
    let broken: Vec<_> = found.broken.iter().map(|(broken, way)| format!("{broken}\n    {way}")).collect();
    assert!(broken.is_empty(), "{} promises are broken:\n{}", broken.len(), broken.join("\n"));
    assert!(
        found.states >= LEAST_STATES && found.edges >= LEAST_EDGES,
        "the walk reaches fewer states or steps than before"
    );
}

#[test]
fn docs_states_lists_every_state_with_its_test() {
    let named = &found().named;
    let misfits = table::misfits(named);
    assert!(misfits.is_empty(), "{}", misfits.join("\n"));
    let page = table::page(named);
    if std::env::var_os("UPDATE_STATES").is_some() {
        fs::write(table::path(), &page).unwrap();
    }
    let is_current = fs::read_to_string(table::path()).is_ok_and(|known| known == page);
    assert!(
        is_current,
        "docs/states.md is out of date: UPDATE_STATES=1 cargo test --test native docs_states"
    );
}
