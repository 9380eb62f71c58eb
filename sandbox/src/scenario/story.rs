//! The parts of a story, and the functions that build one.

use crate::{
    kyc::{
        mismatch::Mismatch,
        outcome::{Alias, Outcome},
        screening::Finding,
    },
    phone::authentication::Fate,
    world::faults::{ApiFault, CallbackFault},
};

/// One story.
#[derive(Clone, Copy)]
pub struct Scenario {
    /// Its name in control calls: lower-case letters and hyphens.
    pub name: &'static str,
    /// The story, in one sentence.
    pub story: &'static str,
    /// The settings of the sandbox. Everything that is not listed keeps its default.
    pub sets: &'static [Set],
    /// What customer and partner have to do in addition to the usual steps.
    pub given: &'static [Given],
    /// The course in the legacy generation. `None` if it cannot happen there.
    pub legacy: Option<Course>,
    /// The course in the current generation.
    pub current: Option<Course>,
}

/// A setting of the sandbox.
#[derive(Clone, Copy)]
pub enum Set {
    /// The first pictures end with these results. Pictures taken after a refusal are accepted.
    Aliases(&'static [Alias]),
    /// The document differs until a detail was corrected.
    Mismatch(Mismatch),
    /// A person reviews the document before the decision.
    Review,
    /// The terms are not signed on the identification provider's page the first time.
    NoSignature,
    /// Result of the screening.
    Screening(Finding),
    /// Fate of the next confirmation, whatever the customer does.
    Confirmation(Fate),
    /// The first activation code cannot be made. A second one follows.
    NoFirstCode,
    /// Duration of the review of each transfer, in hours.
    TransferReview(u64),
    /// The first tax document that is sent is refused.
    DocumentRefused,
    /// Lifetime of the prospect, in minutes. Replaces the ninety days.
    Life(u64),
    /// Number of calls that create a user and fail, counted from the moment the scenario is chosen for the next
    /// prospect.
    Creation(u32, ApiFault),
    /// Number of calls of this route (`*`: any) about the prospect that fail.
    Calls(&'static str, u32, ApiFault),
    /// Number of callbacks of this type (`*`: any) about the prospect that fail.
    Callbacks(&'static str, u32, CallbackFault),
}

/// A condition without which the story does not happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Given {
    /// The partner opens the demand with this workflow.
    Workflow(&'static str),
    /// The customer refuses the facial scan and makes these transfers, one after the other.
    Pays(&'static [Transfer]),
    /// The customer declares these countries of tax residence.
    Taxes(&'static [&'static str]),
    /// The customer was born in this country.
    Born(&'static str),
    /// The customer stops after signing up.
    Leaves,
}

/// A transfer as proof of identity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Transfer {
    /// Amount in euro cents.
    pub amount_cents: u64,
    /// Whether it comes from the customer's own account.
    pub is_own: bool,
    /// Whether it is instant.
    pub is_instant: bool,
}

/// The expected course.
#[derive(Clone, Copy)]
pub struct Course {
    /// Callbacks that are sent in this order. Others may come between them.
    pub callbacks: &'static [&'static str],
    /// Callbacks that are never sent.
    pub never: &'static [&'static str],
    /// The end, if customer and partner do what is requested.
    pub end: End,
}

/// The end of a story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The account is open.
    Open,
    /// The prospect is refused for good.
    Refused,
    /// The prospect is removed.
    Forgotten,
}

impl End {
    /// The word in the README and in answers of the sandbox.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Refused => "refused",
            Self::Forgotten => "forgotten",
        }
    }
}

impl Scenario {
    /// Its result of the identification. `None` if the story does not change it.
    pub fn outcome(&self) -> Option<Outcome> {
        let is_about_pictures =
            |set: &Set| matches!(set, Set::Aliases(_) | Set::Mismatch(_) | Set::Review | Set::NoSignature);
        if !self.sets.iter().any(is_about_pictures) {
            return None;
        }
        let aliases = self.sets.iter().flat_map(|set| match set {
            Set::Aliases(aliases) => *aliases,
            _ => &[],
        });
        let mismatch = self.sets.iter().find_map(|set| match set {
            Set::Mismatch(mismatch) => Some(*mismatch),
            _ => None,
        });
        let has = |wanted: fn(&Set) -> bool| self.sets.iter().any(wanted);
        let outcome = Outcome::new(aliases.copied().collect())
            .with_mismatch(mismatch)
            .reviewed(has(|set| matches!(set, Set::Review)))
            .unsigned(has(|set| matches!(set, Set::NoSignature)));
        Some(outcome.then_accepted())
    }
}

pub(super) const fn story(name: &'static str, story: &'static str) -> Scenario {
    Scenario { name, story, sets: &[], given: &[], legacy: None, current: None }
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

    pub(super) const fn legacy(self, course: Course) -> Self {
        Self { legacy: Some(course), ..self }
    }

    pub(super) const fn current(self, course: Course) -> Self {
        Self { current: Some(course), ..self }
    }

    pub(super) const fn both(self, course: Course) -> Self {
        self.legacy(course).current(course)
    }
}
