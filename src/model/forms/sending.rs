//! Sending the forms: one at a time, each under one idempotency key until the customer changes it.

use contract::{snapshot::Snapshot, step::StepId};

use super::{Forms, point_at};
use crate::{
    error::{Failure, FailureKind},
    model::{
        call::Call,
        effect::Focus,
        form::{Form, ReadBack},
        outcome::{Outcome, Request},
        random::Random,
        rules::{self, Place},
    },
};

impl Forms {
    /// Sends a checked form: now, or after the one that is being sent.
    pub(super) fn send(&mut self, step: StepId, random: &mut Random) -> Outcome {
        if let Some(form) = self.get_mut(step) {
            form.is_sending = true;
            form.press.begin();
        }
        self.send_next(random)
    }

    /// Sends the first form that waits for its turn.
    pub(in crate::model) fn send_next(&mut self, random: &mut Random) -> Outcome {
        if self.sending.is_some() {
            return Outcome::none();
        }
        let Some(form) = self.list.iter_mut().find(|form| form.is_sending) else { return Outcome::none() };
        self.sending = Some(form.step);
        let idempotency_key = form.press.begin_with_key(random);
        let submission = Box::new(form.submission());
        Outcome::send(Call::SubmitStep { idempotency_key, submission })
    }

    /// The server has the form that was being sent. Returns its step.
    pub(in crate::model) fn accepted(&mut self) -> Option<StepId> {
        let form = self.end_sending()?;
        form.press.reset();
        form.is_received = true;
        form.draft.saved = form.draft.edits;
        form.read_back = ReadBack::None;
        Some(form.step)
    }

    /// The form could not be sent: the customer sees why, and the focus moves there if they are on its screen.
    pub(in crate::model) fn failed(
        &mut self,
        failure: Failure,
        snapshot: &Snapshot,
        random: &mut Random,
    ) -> Outcome {
        let Some(step) = self.end_sending().map(|form| form.step) else { return self.send_next(random) };
        let outcome = match (self.withdraw_consent(snapshot), self.get_mut(step)) {
            (None, Some(form)) => {
                let is_outdated = failure.is_outdated();
                let here = take_failure(form, failure);
                Outcome::of(Request::Reroute).then(Request::If(Place::Form(step), here)).check_if(is_outdated)
            }
            (withdrawn, _) => withdrawn.unwrap_or_default().then(Request::Reroute),
        };
        outcome.and(self.send_next(random))
    }

    /// Sends again what failed while the connection was lost.
    pub(in crate::model) fn resume(&mut self, random: &mut Random) -> Outcome {
        for form in self.list.iter_mut().filter(|form| form.press.waits_for_connection()) {
            form.is_sending = true;
            form.press.begin();
        }
        self.send_next(random)
    }

    /// Notes that no form is being sent any more: the customer can send it again, with the same key.
    pub(in crate::model) fn stop_sending(&mut self) {
        self.sending = None;
        for form in &mut self.list {
            form.is_sending = false;
        }
    }

    /// Takes the consent back if the terms changed since they were shown: the customer accepts what they have seen. A consent
    /// that is being sent is checked when its answer comes. `None` if nothing had to be taken back.
    pub(in crate::model) fn withdraw_consent(&mut self, snapshot: &Snapshot) -> Option<Outcome> {
        let is_being_sent = self.sending == Some(StepId::Terms);
        let version = rules::terms_version(snapshot);
        let form = self
            .get_mut(StepId::Terms)
            .filter(|form| !is_being_sent && !form.is_untouched() && form.terms_version != version)?;
        form.clear();
        form.is_sending = false;
        Some(if form.is_received { Outcome::none() } else { Outcome::announce("terms.changed") })
    }

    /// The form that the answer is about. It is no longer being sent.
    fn end_sending(&mut self) -> Option<&mut Form> {
        let step = self.sending.take()?;
        let form = self.get_mut(step)?;
        form.is_sending = false;
        Some(form)
    }
}

/// Keeps the failure where the screen of the form shows it. Returns what to do if that screen is open.
fn take_failure(form: &mut Form, failure: Failure) -> Outcome {
    if let FailureKind::Fields(errors) = &failure.kind
        && form.take_errors(errors)
        && let Some(id) = form.first_error()
    {
        form.press.reset();
        return point_at(id, form.wrong_here().len());
    }
    form.press.fail(failure);
    Outcome::none().focus(Focus::Notice)
}
