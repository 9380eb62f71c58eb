//! No state is a dead end: every state of every journey, walked breadth-first.
//!
//! `journey` and `alphabet` are what the server may say, `edge` is all that can happen, `walk` goes through it,
//! `promise` is what each state and each step has to keep. `name` gives each state the name it has in docs/states.md.

mod alphabet;
mod controls;
mod edge;
mod journey;
mod name;
mod promise;
mod texts;
mod walk;

use std::{sync::Mutex, thread};

use self::walk::Walk;

struct Found {
    states: usize,
    edges: usize,
    broken: std::collections::BTreeMap<String, String>,
    named: std::collections::BTreeMap<String, std::collections::BTreeSet<String>>,
}

fn walk_all() -> Found {
    let count = journey::all().len();
    let next = Mutex::new(std::env::var("ONLY").ok().map_or(0..count, |o| {
        let o: usize = o.parse().unwrap();
        o..o + 1
    }));
    let found =
        Mutex::new(Found { states: 0, edges: 0, broken: Default::default(), named: Default::default() });
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(index) = next.lock().unwrap().next() else { return };
                    let journey = journey::all().swap_remove(index);
                    let name = journey.name;
                    let start = std::time::Instant::now();
                    let walk = Walk::of(journey);
                    eprintln!("{name}: {} states, {} edges, {:?}", walk.count(), walk.edges, start.elapsed());
                    let mut found = found.lock().unwrap();
                    found.states += walk.count();
                    found.edges += walk.edges;
                    for (broken, way) in walk.broken {
                        found.broken.entry(broken).or_insert(way);
                    }
                    for (name, pressed) in walk.named {
                        found.named.entry(name).or_default().extend(pressed);
                    }
                }
            });
        }
    });
    found.into_inner().unwrap()
}

#[test]
fn no_state_is_a_dead_end() {
    let found = walk_all();
    eprintln!("{} states, {} edges, {} names", found.states, found.edges, found.named.len());
    for (name, pressed) in &found.named {
        eprintln!("  {name}: {pressed:?}");
    }
    for (broken, way) in &found.broken {
        eprintln!("BROKEN {broken}\n    {way}");
    }
    assert!(found.broken.is_empty(), "{} promises are broken", found.broken.len());
}
