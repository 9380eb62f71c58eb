//! The confirmation on the phone (strong customer authentication): sending it again.

use contract::snapshot::Snapshot;

use super::{
    call::Call,
    effect::Focus,
    outcome::Outcome,
    press::Press,
    rules::{self, Place},
};
use crate::error::Failure;

#[derive(Clone, Default)]
pub(super) struct Confirmation {
    pub(super) press: Press,
}

impl Confirmation {
    /// Sends the pending confirmation again, or one that was refused or timed out.
    pub(super) fn resend(&mut self, snapshot: &Snapshot, place: Place) -> Outcome {
        match rules::step_to_confirm(snapshot).filter(|_| place == Place::Overview) {
            Some(step) => {
                self.press.begin();
                Outcome::call(Call::ResendConfirmation(step))
            }
            None => Outcome::none(),
        }
    }

    pub(super) fn resend_failed(&mut self, failure: Failure, snapshot: &Snapshot, place: Place) -> Outcome {
        // If nothing is left to send again, the failure does not matter.
        if place != Place::Overview || rules::step_to_confirm(snapshot).is_none() {
            return Outcome::none();
        }
        self.press.fail(failure);
        Outcome::none().focus(Focus::Notice)
    }
}
