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
    /// What it is called in control calls: small letters and dashes.
    pub name: &'static str,
    /// The story, in one sentence.
    pub story: &'static str,
    /// What the sandbox is set to. Nothing is set that the list does not name.
    pub sets: &'static [Set],
    /// What customer and partner have to do for it, beside going through the steps.
    pub given: &'static [Given],
    /// What follows in the mission's generation; `None` where it cannot happen there.
    pub mission: Option<Course>,
    /// What follows in the current generation.
    pub current: Option<Course>,
}

/// Something the sandbox is set to.
#[derive(Clone, Copy)]
pub enum Set {
    /// The first pictures end so; those taken after a refusal are accepted.
    Aliases(&'static [Alias]),
    /// The document says otherwise, until a detail was corrected.
    Mismatch(Mismatch),
    /// A person looks at the document before it is decided.
    Review,
    /// The terms are not signed on the identification provider's page, the first time.
    NoSignature,
    /// What the screening finds.
    Screening(Finding),
    /// What becomes of the next confirmation, whatever the customer does.
    Confirmation(Fate),
    /// The first activation code cannot be made; a second one follows by itself.
    NoFirstCode,
    /// How long somebody looks at each transfer, in hours.
    TransferReview(u64),
    /// The first tax document that is sent is refused.
    DocumentRefused,
    /// The prospect's life, in minutes in place of ninety days.
    Life(u64),
    /// Calls that create a user fail; from the moment the scenario is chosen for the next prospect.
    Creation(u32, ApiFault),
    /// Calls of this route (`*`: any) about the prospect fail so often.
    Calls(&'static str, u32, ApiFault),
    /// Callbacks of this type (`*`: any) about the prospect fail so often.
    Callbacks(&'static str, u32, CallbackFault),
}

/// Something without which the story does not happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Given {
    /// The partner demands this workflow.
    Workflow(&'static str),
    /// The customer refuses the scan of the face, and pays so, one after the other.
    Pays(&'static [Transfer]),
    /// The customer says so about taxes: where they are paid.
    Taxes(&'static [&'static str]),
    /// The customer was born in this country.
    Born(&'static str),
    /// The customer stops after signing up.
    Leaves,
}

/// A transfer that a customer makes to prove an identity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Transfer {
    /// Euro cents.
    pub amount_cents: u64,
    /// From the customer's own account.
    pub is_own: bool,
    /// Instant, or ordinary.
    pub is_instant: bool,
}

/// What follows.
#[derive(Clone, Copy)]
pub struct Course {
    /// Callbacks that come, in this order, others between them.
    pub callbacks: &'static [&'static str],
    /// Callbacks that never come.
    pub never: &'static [&'static str],
    /// How it ends when customer and partner do what they are asked.
    pub end: End,
}

/// How a story ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The account is open.
    Open,
    /// The prospect is refused for good.
    Refused,
    /// The prospect is forgotten.
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
    /// How the identification ends by it; `None` where it leaves that alone.
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
