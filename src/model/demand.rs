//! A new identity check, where the last one was closed: one intention, sent under one key.

use contract::{
    snapshot::Snapshot,
    step::StepId,
    submission::{IdentityDemand, Submission},
};

use super::{
    Model,
    call::Call,
    effect::{Effect, Focus},
    place::Place,
};
use crate::error::Failure;

/// The intention to begin anew.
#[derive(Clone, Default)]
pub(super) struct Demand {
    /// Kept over retries.
    key: Option<String>,
    /// What made the last try fail.
    pub(super) failure: Option<Failure>,
}

/// Whether a new check can be asked for.
pub(super) fn can_restart(snapshot: &Snapshot) -> bool {
    snapshot.step(StepId::Identity).is_some_and(|step| step.can_restart)
}

impl Model {
    /// Asks for a new check, where one can be asked for and is not.
    pub(super) fn demand_check(&mut self, effects: &mut Vec<Effect>) {
        if self.calls.demand.is_some() {
            return;
        }
        let new_key = self.random.key();
        self.status.touch(self.now);
        let Some(open) = self.open_mut().filter(|open| open.place == Place::Overview) else { return };
        if !can_restart(&open.snapshot) {
            return;
        }
        open.demand.failure = None;
        let idempotency_key = open.demand.key.get_or_insert(new_key).clone();
        let submission = Box::new(Submission::Identity(IdentityDemand {}));
        self.calls.send(Call::SubmitStep { idempotency_key, submission }, effects);
    }

    pub(super) fn demand_accepted(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        self.status.touch(self.now);
        if let Some(open) = self.open_mut() {
            open.demand = Demand::default();
            if open.place == Place::Overview {
                effects.push(Effect::MoveFocus(Focus::Heading));
            }
        }
        self.take(snapshot, effects);
    }

    pub(super) fn demand_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        if !failure.kind.is_retryable() {
            open.demand.key = None;
        }
        open.demand.failure = Some(failure);
        if open.place == Place::Overview {
            effects.push(Effect::MoveFocus(Focus::Notice));
        }
    }
}
