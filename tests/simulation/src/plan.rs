//! What a seed decides before a journey begins: the story, the partner's configuration, how rough it gets.

use std::time::Duration;

use backend::{
    generation::{Generation, Workflow},
    journey::view::PartnerKind,
};
use contract::step::StepId;
use sandbox::scenario::{Course, Given, Scenario, table};

use crate::dice::Dice;

/// A journey to be.
#[derive(Clone)]
pub struct Plan {
    /// The seed of it.
    pub seed: u64,
    /// What happens to the customer.
    pub scenario: &'static Scenario,
    /// How it ends.
    pub course: Course,
    /// The provider's API.
    pub generation: Generation,
    /// What the KYC demand asks for.
    pub workflow: Workflow,
    /// Who carries the regulated work.
    pub partner_kind: PartnerKind,
    /// The steps, in the order to offer them.
    pub steps: Vec<StepId>,
    /// Whether the host renews a session by itself (`getToken`); else the customer loads the page again.
    pub renews_sessions: bool,
    /// Whether the browser has channels and locks, by which one tab asks for all.
    pub has_channels: bool,
    /// Life of a session, in hours.
    pub session_hours: u32,
    /// Longest time a snapshot request is held, in seconds; 0: plain polling.
    pub long_poll_seconds: u32,
    /// How often callbacks are fetched that did not come, in seconds.
    pub missed_callbacks_seconds: u32,
    /// How often a message of a hop has a fault, in a thousand.
    pub faults_per_mille: u32,
    /// How long faults and disturbances last.
    pub storm: Duration,
}

/// Orders in which partners offer the steps; what a step requires comes first all the same.
const ORDERS: [&[StepId]; 5] = {
    use StepId::*;
    [
        &[Profile, Device, Identity, Declarative, Tax, Terms],
        &[Terms, Profile, Device, Identity, Declarative, Tax],
        &[Profile, Declarative, Tax, Terms, Device, Identity],
        &[Profile, Declarative, Device, Identity, Terms, Tax],
        &[Profile, Declarative, Tax, Terms, Screening, Device, Identity, Proof],
    ]
};

/// Whether a story waits for banks or persons.
fn takes_days(scenario: &Scenario) -> bool {
    ["transfer-ordinary", "transfer-reviewed", "validation-late", "prospect-expired"].contains(&scenario.name)
}

impl Plan {
    /// The journey of a seed.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed, "plan");
        let generation = *dice.pick(&[Generation::Mission, Generation::Current]);
        let course = |scenario: &Scenario| match generation {
            Generation::Mission => scenario.mission,
            Generation::Current => scenario.current,
        };
        let stories: Vec<_> = table::all().filter_map(|story| Some((story, course(story)?))).collect();
        // The straight way is the most frequent one.
        let (scenario, course) = if dice.happens(150) { stories[0] } else { *dice.pick(&stories) };
        let is_signed =
            scenario.given.iter().any(|given| matches!(given, Given::Workflow("Electronic_Sign")));
        let can_sign = generation == Generation::Current
            && !scenario.given.iter().any(|given| matches!(given, Given::Workflow(_)));
        let workflow = if is_signed || (can_sign && dice.happens(200)) {
            Workflow::ElectronicSign
        } else {
            Workflow::Identity
        };
        Self {
            seed,
            scenario,
            course,
            generation,
            workflow,
            partner_kind: *dice.pick(&[PartnerKind::Agent, PartnerKind::Agent, PartnerKind::Psee]),
            steps: dice.pick(&ORDERS).to_vec(),
            renews_sessions: dice.happens(600),
            session_hours: *dice.pick(&[1, 12]),
            long_poll_seconds: *dice.pick(&[25, 25, 0]),
            // Often, as by default; or seldom, where a story takes days.
            missed_callbacks_seconds: if takes_days(scenario) { 1_800 } else { 60 },
            faults_per_mille: 50,
            storm: Duration::from_secs(dice.between(120, 1_800)),
            has_channels: dice.happens(700),
        }
    }

    /// Without anything that goes wrong on the way.
    #[must_use]
    pub fn calm(mut self) -> Self {
        self.faults_per_mille = 0;
        self
    }
}
