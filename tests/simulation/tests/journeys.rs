//! Whole journeys with faults keep the promises, and every seed replays. The stage `simulation` of `npm test` runs five
//! hundred, `npm run soak` the requested number.

use simulation::{campaign, journey, plan::Plan};

/// The journeys in every run of `cargo test`.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=40;

#[test]
fn journeys_end_as_their_stories_say_despite_faults() {
    let figures = campaign::journeys(*SEEDS.start(), SEEDS.count() as u64, 2, None);
    println!("{figures}");
    assert!(figures.broken.is_empty(), "{figures}");
    assert!(figures.faults.values().sum::<u64>() > 100, "there was a storm: {figures}");
}

#[test]
fn the_same_seed_replays_to_the_last_message() {
    for seed in [3, 7, 11] {
        let plan = Plan::of(seed);
        let (first, again) = (journey::run(&plan, true), journey::run(&plan, true));
        let parted = first.lines.iter().zip(&again.lines).find(|(one, other)| one != other);
        assert_eq!(first.digest, again.digest, "seed {seed} parted at {parted:?}");
        assert!(first.lines.len() > 50, "something happened");
    }
}

#[test]
fn another_seed_is_another_journey() {
    let digest = |seed| journey::run(&Plan::of(seed), false).digest;
    assert_ne!(digest(1), digest(2));
}
