//! What a seed decides before a journey begins: the story, the partner's configuration and the number of faults.

use std::time::Duration;

use backend::{
    generation::{Generation, Workflow},
    journey::view::PartnerKind,
};
use contract::step::StepId;
use sandbox::scenario::{Course, Given, Scenario, table};

use crate::dice::Dice;

/// The plan of a journey.
#[derive(Clone)]
pub struct Plan {
    /// Its seed.
    pub seed: u64,
    /// The story.
    pub scenario: &'static Scenario,
    /// Its expected course.
    pub course: Course,
    /// Generation of the provider's API.
    pub generation: Generation,
    /// What the KYC demand asks for.
    pub workflow: Workflow,
    /// The party that is responsible for the regulated steps.
    pub partner_kind: PartnerKind,
    /// The steps, in the order to offer them.
    pub steps: Vec<StepId>,
    /// Whether the host renews a session (`getToken`). Otherwise the customer loads the page again.
    pub renews_sessions: bool,
    /// Whether the browser has channels and locks, so that one tab asks for all.
    pub has_channels: bool,
    /// Lifetime of a session, in hours.
    pub session_hours: u32,
    /// Longest time for which a snapshot request is held, in seconds. 0 means plain polling.
    pub long_poll_seconds: u32,
    /// Pause between two looks for undelivered callbacks, in seconds.
    pub missed_callbacks_seconds: u32,
    /// Number of faults in a thousand messages of a hop.
    pub faults_per_mille: u32,
    /// Duration of faults and disturbances.
    pub storm: Duration,
}

/// Orders in which partners offer the steps. A required step comes first regardless.
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

/// Whether a story waits for banks or people.
fn takes_days(scenario: &Scenario) -> bool {
    ["transfer-ordinary", "transfer-reviewed", "validation-late", "prospect-expired"].contains(&scenario.name)
}

impl Plan {
    /// The plan of a seed.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed, "plan");
        let generation = *dice.pick(&[Generation::Legacy, Generation::Current]);
        let course = |scenario: &Scenario| match generation {
            Generation::Legacy => scenario.legacy,
            Generation::Current => scenario.current,
        };
        let stories: Vec<_> = table::all().filter_map(|story| Some((story, course(story)?))).collect();
        // The story without detours is the most frequent one.
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
            // As often as by default, or rarely if the story takes days.
            missed_callbacks_seconds: if takes_days(scenario) { 1_800 } else { 60 },
            faults_per_mille: 50,
            storm: Duration::from_secs(dice.between(120, 1_800)),
            has_channels: dice.happens(700),
        }
    }

    /// The same plan without faults.
    #[must_use]
    pub fn calm(mut self) -> Self {
        self.faults_per_mille = 0;
        self
    }
}
