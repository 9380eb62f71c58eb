//! The confirmation on the phone (strong customer authentication): asking for it again.

use contract::snapshot::Snapshot;

use super::{
    Model,
    call::Call,
    effect::{Effect, Focus},
    place::{self, Place},
};
use crate::{error::Failure, text::Text};

impl Model {
    /// Asks again for the confirmation that is pending, or that did not come about.
    pub(super) fn resend(&mut self, effects: &mut Vec<Effect>) {
        if self.calls.resend.is_some() {
            return;
        }
        let Some(open) = self.open_mut().filter(|open| open.place == Place::Overview) else { return };
        let pending = open.snapshot.confirmation.map(|confirmation| confirmation.step);
        let lapsed = || place::lapsed_step(&open.snapshot).map(|step| step.id);
        if let Some(step) = pending.or_else(lapsed) {
            open.resend_failure = None;
            self.calls.start(Call::ResendConfirmation(step), effects);
        }
    }

    pub(super) fn confirmation_sent(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        self.status.touch(self.now);
        effects.push(Effect::Announce(Text::new("announce.resent")));
        self.take(snapshot, effects);
    }

    pub(super) fn resend_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        if let Some(open) = self.open_mut() {
            // Where there is nothing to send again any more, nobody misses it.
            let is_wanted =
                open.snapshot.confirmation.is_some() || place::lapsed_step(&open.snapshot).is_some();
            if is_wanted && open.place == Place::Overview {
                open.resend_failure = Some(failure);
                effects.push(Effect::MoveFocus(Focus::Notice));
            }
        }
    }
}
