//! All stories, in the order of the README. Their texts are what the README prints;
//! `tests/sandbox/scenario.rs` goes through each of them.
//!
//! - `customers`: what customers bring with them;
//! - `failures`: what goes wrong between phone, partner and provider.

use super::{customers, failures, story::Scenario};

/// All stories.
pub fn all() -> impl Iterator<Item = &'static Scenario> {
    customers::SCENARIOS.iter().chain(failures::SCENARIOS)
}

/// The story of this name.
pub fn named(name: &str) -> Option<&'static Scenario> {
    all().find(|scenario| scenario.name == name)
}
