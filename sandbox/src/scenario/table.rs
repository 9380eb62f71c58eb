//! All stories, in the order of the README, which prints their texts. `tests/sandbox/scenario.rs` goes through each of
//! them.
//!
//! - `customers`: stories about the customer;
//! - `failures`: stories about failures between phone, partner and provider.

use super::{customers, failures, story::Scenario};

/// All stories.
pub fn all() -> impl Iterator<Item = &'static Scenario> {
    customers::SCENARIOS.iter().chain(failures::SCENARIOS)
}

/// The story with this name.
pub fn named(name: &str) -> Option<&'static Scenario> {
    all().find(|scenario| scenario.name == name)
}
