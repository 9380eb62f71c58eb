//! A new identity check, after the provider closed the last one.

use contract::{
    snapshot::Snapshot,
    submission::{IdentityDemand, Submission},
};

use super::{
    call::Call,
    effect::Focus,
    outcome::Outcome,
    press::Press,
    random::Random,
    rules::{self, Place},
};
use crate::error::Failure;

#[derive(Clone, Default)]
pub(super) struct Demand {
    pub(super) press: Press,
}

impl Demand {
    pub(super) fn send(&mut self, snapshot: &Snapshot, place: Place, random: &mut Random) -> Outcome {
        if place != Place::Overview || !rules::can_demand_check(snapshot) {
            return Outcome::none();
        }
        let idempotency_key = self.press.begin_with_key(random);
        let submission = Box::new(Submission::Identity(IdentityDemand {}));
        Outcome::send(Call::SubmitStep { idempotency_key, submission })
    }

    pub(super) fn accepted(&mut self) -> Outcome {
        self.press.reset();
        Outcome::focus_at(Place::Overview, Focus::Heading)
    }

    pub(super) fn failed(&mut self, failure: Failure) -> Outcome {
        self.press.fail(failure);
        Outcome::focus_at(Place::Overview, Focus::Notice)
    }
}
