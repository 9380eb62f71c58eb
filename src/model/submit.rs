//! Filling in and sending a form. Nothing typed is lost by a failure; an intention is sent under one key.

use contract::{snapshot::Snapshot, step::StepId};

use super::{
    Model, Open,
    call::Call,
    effect::{Effect, Focus},
    field::Typed,
    form::{Form, ReadBack},
    message::Message,
    place::{self, Place},
};
use crate::{
    error::{Failure, FailureKind},
    text::Text,
};

impl Model {
    pub(super) fn form_message(&mut self, message: Message, effects: &mut Vec<Effect>) {
        let is_asking = self.calls.places.is_some();
        let Some(open) = self.open_mut() else { return };
        let Place::Form(step) = open.place else { return };
        let today = open.snapshot.now.date();
        let Some(form) = open.forms.iter_mut().find(|form| form.step == step) else { return };
        if form.is_sending {
            return;
        }
        let mut lookup = None;
        match message {
            Message::FieldEdited(id, _) if form.locks(id) => {}
            Message::FieldEdited(id, value) => {
                if form.is_untouched() {
                    form.terms_version = terms_version(&open.snapshot).into();
                }
                form.edit(id, value);
                lookup = form.ask_towns(id, is_asking);
            }
            Message::FieldFinished(id) => form.check_field(id, today),
            Message::ResidenceAdded => {
                form.add_residence();
                effects.push(Effect::MoveFocus(Focus::Field(last_residence(form))));
            }
            Message::ResidenceRemoved => {
                form.remove_residence();
                effects.push(Effect::MoveFocus(Focus::Field(last_residence(form))));
            }
            Message::SubmitPressed if form.can_submit() => {
                form.check(today);
                match form.first_error() {
                    Some(id) => point_at(id, form.errors.len(), effects),
                    None => self.send(step, effects),
                }
            }
            _ => {}
        }
        if let Some(call) = lookup {
            self.calls.start(call, effects);
        }
        self.plan_draft(effects);
    }

    /// The towns of a postcode came: they are offered, and the only one is filled in.
    pub(super) fn towns_arrived(&mut self, towns: Vec<Typed>, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        let form = open.forms.iter_mut().find(|form| form.step == StepId::Profile);
        let Some(form) = form else { return };
        if form.take_towns(towns) {
            effects.push(Effect::Announce(Text::new("announce.town")));
        }
        let lookup = form.ask_waiting_towns();
        if let Some(call) = lookup {
            self.calls.start(call, effects);
        }
        self.plan_draft(effects);
    }

    /// Sends a checked form: now, or after the one that is on its way.
    fn send(&mut self, step: StepId, effects: &mut Vec<Effect>) {
        self.status.touch(self.now);
        let Some(open) = self.open_mut() else { return };
        let Some(form) = open.forms.iter_mut().find(|form| form.step == step) else { return };
        form.is_sending = true;
        form.failure = None;
        self.send_next(effects);
    }

    /// Calls for the first form that waits to be sent, under its key: a new one unless this is a retry.
    fn send_next(&mut self, effects: &mut Vec<Effect>) {
        if self.calls.submit.is_some() {
            return;
        }
        let new_key = self.random.key();
        let Some(open) = self.open_mut() else { return };
        let Some(form) = open.forms.iter_mut().find(|form| form.is_sending) else { return };
        open.sending = Some(form.step);
        let idempotency_key = form.idempotency_key.get_or_insert(new_key).clone();
        let submission = Box::new(form.submission());
        self.calls.send(Call::SubmitStep { idempotency_key, submission }, effects);
    }

    pub(super) fn step_accepted(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        self.status.touch(self.now);
        let Some(form) = self.sent_form() else { return };
        form.idempotency_key = None;
        form.is_received = true;
        form.draft.saved = form.draft.edits;
        form.read_back = ReadBack::None;
        let sent = form.step;
        self.take(snapshot, effects);
        let Some(open) = self.open() else { return };
        if open.snapshot.onboarding.is_final() {
            return;
        }
        let poll_after_ms = open.snapshot.poll_after_ms;
        if open.place == Place::Form(sent) {
            let next = place::leading_place(&open.snapshot);
            self.go(next, effects);
        }
        // Look closely again, unless the page is hidden or the backend asked for patience.
        let is_patient = self.status.is_hidden
            || self.status.is_away
            || self.status.failures() > 0
            || self.tabs.is_following();
        if self.calls.status.is_none() && poll_after_ms > 0 && !is_patient {
            self.ask_after(poll_after_ms.into(), effects);
        }
        self.send_next(effects);
    }

    pub(super) fn submission_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        if let Some(step) = self.sent_form().map(|form| form.step) {
            let is_withdrawn = self.open_mut().is_some_and(|open| open.withdraw_consent(effects));
            self.follow(false, effects);
            if !is_withdrawn {
                self.tell_failure(step, failure, effects);
            }
        }
        self.send_next(effects);
    }

    /// Puts a failed sending where the customer sees it; the focus moves only if they are there.
    fn tell_failure(&mut self, step: StepId, failure: Failure, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        let is_seen = open.place == Place::Form(step);
        let Some(form) = open.forms.iter_mut().find(|form| form.step == step) else { return };
        if let FailureKind::Fields(errors) = &failure.kind {
            form.idempotency_key = None;
            if form.take_errors(errors)
                && let Some(id) = form.first_error()
            {
                if is_seen {
                    point_at(id, form.errors.len(), effects);
                }
                return;
            }
        }
        let is_outdated = failure.is_outdated();
        if !failure.kind.is_retryable() {
            form.idempotency_key = None;
        }
        form.failure = Some(failure);
        if is_seen {
            effects.push(Effect::MoveFocus(Focus::Notice));
        }
        if is_outdated {
            self.check_now(effects);
        }
    }

    /// Sends again what could not go out while the connection was away.
    pub(super) fn resume_sending(&mut self, effects: &mut Vec<Effect>) {
        let Some(open) = self.open() else { return };
        let waits = |form: &&Form| form.failure.as_ref().is_some_and(Failure::is_offline);
        let waiting: Vec<_> = open.forms.iter().filter(waits).map(|form| form.step).collect();
        for step in waiting {
            self.send(step, effects);
        }
    }

    /// What was being sent is not any more; it can be sent again under the same key.
    pub(super) fn stop_sending(&mut self) {
        self.calls.submit = None;
        let Some(open) = self.open_mut() else { return };
        open.sending = None;
        open.documents.stop();
        for form in &mut open.forms {
            form.is_sending = false;
        }
    }

    /// The form that the answer is about: it is not on its way any more.
    fn sent_form(&mut self) -> Option<&mut Form> {
        let open = self.open_mut()?;
        let sent = open.sending.take()?;
        let form = open.forms.iter_mut().find(|form| form.step == sent)?;
        form.is_sending = false;
        Some(form)
    }
}

impl Open {
    /// What was accepted is what was shown: with another version of the texts, nothing is accepted yet. Whether
    /// something was taken back. What is on its way is looked at when its answer came.
    pub(super) fn withdraw_consent(&mut self, effects: &mut Vec<Effect>) -> bool {
        let version = terms_version(&self.snapshot);
        let terms = self.forms.iter_mut().find(|form| form.step == StepId::Terms);
        let is_held = self.sending == Some(StepId::Terms);
        let outdated = terms.filter(|form| !is_held && !form.is_untouched() && form.terms_version != version);
        let Some(form) = outdated else { return false };
        form.clear();
        form.is_sending = false;
        if !form.is_received {
            effects.push(Effect::Announce(Text::new("terms.changed")));
        }
        true
    }
}

/// The version of the texts to accept; empty where there are none.
fn terms_version(snapshot: &Snapshot) -> &str {
    snapshot.terms.as_ref().map_or("", |terms| &terms.version)
}

fn point_at(id: super::FieldId, count: usize, effects: &mut Vec<Effect>) {
    effects.push(Effect::MoveFocus(Focus::Field(id)));
    let key = if count == 1 { "form.one_error" } else { "form.errors" };
    effects.push(Effect::Announce(Text::new(key).with_number("count", count)));
}

fn last_residence(form: &Form) -> super::FieldId {
    super::FieldId::ResidenceCountry(form.residences.saturating_sub(1))
}
