//! All stories, in the order of the README, and the words they are told in. Their texts are what the README prints;
//! `tests/sandbox/scenario.rs` goes through each of them.
//!
//! - `customers`: what customers bring with them;
//! - `failures`: what goes wrong between phone, partner and provider.

use super::{Course, End, Given, Scenario, Set, customers, failures};

/// All stories.
pub fn all() -> impl Iterator<Item = &'static Scenario> {
    customers::SCENARIOS.iter().chain(failures::SCENARIOS)
}

pub(super) const fn story(name: &'static str, story: &'static str) -> Scenario {
    Scenario { name, story, sets: &[], given: &[], mission: None, current: None }
}

pub(super) const fn open(callbacks: &'static [&'static str]) -> Course {
    Course { callbacks, never: &[], end: End::Open }
}

pub(super) const fn refused(callbacks: &'static [&'static str]) -> Course {
    Course { callbacks, never: &["34 Validated"], end: End::Refused }
}

impl Course {
    pub(super) const fn without(self, never: &'static [&'static str]) -> Self {
        Self { never, ..self }
    }
}

impl Scenario {
    pub(super) const fn sets(self, sets: &'static [Set]) -> Self {
        Self { sets, ..self }
    }

    pub(super) const fn given(self, given: &'static [Given]) -> Self {
        Self { given, ..self }
    }

    pub(super) const fn mission(self, course: Course) -> Self {
        Self { mission: Some(course), ..self }
    }

    pub(super) const fn current(self, course: Course) -> Self {
        Self { current: Some(course), ..self }
    }

    pub(super) const fn both(self, course: Course) -> Self {
        self.mission(course).current(course)
    }
}
