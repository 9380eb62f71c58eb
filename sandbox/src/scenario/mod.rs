//! Named stories that a prospect goes through: what the sandbox is set to, and what follows from it.
//!
//! - [`table`]: the stories themselves;
//! - [`readme`]: the same as a table of the README;
//! - here: what they are made of, and how one is applied to somebody.
//!
//! Not here: what then happens. That is in the modules a [`Set`] speaks of.

mod customers;
mod failures;
pub mod readme;
pub mod table;

use crate::{
    clock::plus,
    faults::{ApiFault, ApiRule, CallbackFault, CallbackRule},
    mismatch::Mismatch,
    outcome::{Alias, Outcome},
    sca::Fate,
    screening::Finding,
    world::{Event, World},
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
    /// The story of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        table::all().find(|scenario| scenario.name == name)
    }

    /// How the identification ends by it; `None` where it leaves that alone.
    fn outcome(&self) -> Option<Outcome> {
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

impl World {
    /// Chooses the scenario of the next prospect to be created; `None` is none.
    pub fn choose_next(&mut self, scenario: Option<&'static Scenario>) {
        self.next_scenario = scenario;
        for set in scenario.map_or(&[][..], |scenario| scenario.sets) {
            if let Set::Creation(times, fault) = *set {
                for route in ["POST /api/v1.1/users", "POST /api/v2.0/users"] {
                    let rule = ApiRule { route: route.into(), app_user_id: None, times, fault };
                    self.faults.api.push(rule);
                }
            }
        }
    }

    /// Applies `scenario` to the prospect `app_user_id`; false where there is none.
    pub fn play(&mut self, app_user_id: &str, scenario: &'static Scenario) -> bool {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return false };
        prospect.scenario = Some(scenario.name);
        if let Some(outcome) = scenario.outcome() {
            prospect.outcome = outcome;
        }
        for set in scenario.sets {
            self.set(app_user_id, set);
        }
        true
    }

    fn set(&mut self, app_user_id: &str, set: &Set) {
        let now = self.now();
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let only = || Some(app_user_id.to_owned());
        match *set {
            // The pictures: see `outcome`. Creating: see `choose_next`.
            Set::Aliases(_) | Set::Mismatch(_) | Set::Review | Set::NoSignature | Set::Creation(..) => {}
            Set::Screening(finding) => self.set_finding(app_user_id, finding),
            Set::Confirmation(fate) => prospect.next_confirmation = Some(fate),
            Set::NoFirstCode => prospect.is_next_code_lacking = true,
            Set::TransferReview(hours) => prospect.transfer_review_millis = Some(hours * 3_600_000),
            Set::DocumentRefused => prospect.is_next_document_refused = true,
            Set::Life(minutes) => {
                let app_user_id = app_user_id.to_owned();
                self.plan(plus(now, minutes * 60_000), Event::Forget { app_user_id });
            }
            Set::Calls(route, times, fault) => {
                self.faults.api.push(ApiRule { route: route.into(), app_user_id: only(), times, fault });
            }
            Set::Callbacks(kind, times, fault) => {
                let rule = CallbackRule { kind: kind.into(), app_user_id: only(), times, fault };
                self.faults.callbacks.push(rule);
            }
        }
    }
}
