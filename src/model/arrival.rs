//! What the server answered: snapshots, what was accepted, what failed.

use contract::{snapshot::Snapshot, step::StepId};

use super::{
    CallId, Lane, Model, Open, Stage,
    effect::{Effect, Focus, HostEvent},
    message::Message,
    outcome::Outcome,
    rules::{self, Place},
};
use crate::error::{Failure, FailureKind};

impl Model {
    /// The answer to a call arrived. `None` if it is too late.
    pub(super) fn end_call(&mut self, id: CallId) -> Option<Lane> {
        let lane = self.calls.end(id)?;
        if lane == Lane::Status {
            self.polling.end_call();
        }
        Some(lane)
    }

    /// The answer to the lane's call.
    pub(super) fn answered(&mut self, lane: Lane, answer: Message) {
        let Self { stage, config, random, now, .. } = self;
        let outcome = match (answer, stage.open_mut()) {
            (Message::SnapshotArrived(_, snapshot), _) => return self.status_answered(snapshot),
            (Message::CallFailed(id, failure), _) => {
                let can_resume = failure.is_offline() && self.calls.is_before_return(id);
                self.call_failed(lane, failure);
                if can_resume {
                    self.back_online();
                }
                return;
            }
            (Message::Accepted(_, snapshot), Some(_)) => return self.accepted(lane, *snapshot),
            (Message::ProfileRead(_, record), Some(open)) => {
                return open.forms.record_arrived(record, &open.snapshot);
            }
            (Message::TownsArrived(_, towns), Some(open)) => open.forms.towns_arrived(towns, &open.snapshot),
            (Message::CodeRevealed(_, activation), Some(open)) => {
                open.handoff.revealed(&activation, config, *now)
            }
            (Message::DraftAnswered(_, values), Some(open)) => {
                open.forms.draft_answered(values, &open.snapshot, random)
            }
            _ => return,
        };
        self.carry_out(outcome);
    }

    fn status_answered(&mut self, snapshot: Option<Box<Snapshot>>) {
        if snapshot.is_none() && self.open().is_none() {
            // Nothing was known that could be unchanged.
            return self.status_failed(Failure::new(FailureKind::Malformed));
        }
        if self.problem.take().is_some() {
            self.focus(Focus::Heading);
            self.read_back();
            self.sync_draft();
            self.reroute(false);
        }
        let answer = snapshot.as_ref().map(|snapshot| snapshot.revision);
        if let Some(snapshot) = snapshot {
            self.apply(*snapshot);
        }
        if self.is_offline {
            // Some browsers report "offline" although they have a connection.
            self.back_online();
        }
        let known = self.stage.open().map(|open| &open.snapshot);
        if let Some(snapshot) = known.filter(|snapshot| !snapshot.onboarding.is_final()) {
            let outcome = self.polling.answered(answer, snapshot.revision, snapshot.poll_after_ms.into());
            self.carry_out(outcome);
        }
    }

    fn status_failed(&mut self, failure: Failure) {
        let (outcome, is_newly_poor) = self.polling.failed(failure.retry_after_ms, &mut self.random);
        self.carry_out(outcome);
        if self.open().is_none() {
            self.stop_with(failure);
        } else if is_newly_poor && !self.is_offline {
            self.announce("banner.trouble");
        }
    }

    /// Nothing more happens until the customer acts.
    fn stop_with(&mut self, failure: Failure) {
        if self.problem.is_none() {
            self.focus(Focus::Heading);
        }
        self.problem = Some(failure);
    }

    /// The server carried out the customer's request.
    fn accepted(&mut self, lane: Lane, snapshot: Snapshot) {
        let Some(open) = self.stage.open_mut() else { return };
        let mut sent = None;
        let outcome = match lane {
            Lane::Submit => {
                sent = open.forms.accepted();
                if sent.is_none() {
                    return;
                }
                Outcome::none()
            }
            Lane::Resend => Outcome::announce("announce.resent"),
            Lane::Alternative => Outcome::announce("option.taken"),
            Lane::Upload => open.documents.accepted(open.place),
            Lane::Demand => open.demand.accepted(),
            Lane::Report => Outcome::none(),
            // They send nothing for the customer, or only after the end.
            Lane::Status
            | Lane::Reveal
            | Lane::Profile
            | Lane::Places
            | Lane::Draft
            | Lane::Download
            | Lane::Restart => return,
        };
        self.polling.touch();
        self.carry_out(outcome);
        self.apply(snapshot);
        if lane == Lane::Alternative {
            self.leave(Place::Options);
        }
        if let Some(step) = sent {
            self.form_accepted(step);
        }
    }

    fn form_accepted(&mut self, step: StepId) {
        let Some(open) = self.open().filter(|open| !open.snapshot.onboarding.is_final()) else { return };
        let poll_after_ms = open.snapshot.poll_after_ms;
        self.leave(Place::Form(step));
        let outcome = self.polling.ask_after_press(poll_after_ms.into());
        self.carry_out(outcome);
        if let Some(open) = self.stage.open_mut() {
            let outcome = open.forms.send_next(&mut self.random);
            self.carry_out(outcome);
        }
    }

    fn call_failed(&mut self, lane: Lane, failure: Failure) {
        // Drafts and towns are conveniences: the customer is not told, nor is the host.
        if !matches!(lane, Lane::Draft | Lane::Places) {
            self.outbox.push(Effect::TellHost(HostEvent::failed(&failure)));
            if matches!(failure.kind, FailureKind::SessionExpired) {
                return self.session_ended(failure);
            }
        }
        if lane == Lane::Status {
            return self.status_failed(failure);
        }
        let Some(open) = self.stage.open_mut() else { return };
        let (snapshot, place) = (&open.snapshot, open.place);
        let outcome = match lane {
            Lane::Submit => open.forms.failed(failure, snapshot, &mut self.random),
            Lane::Draft => open.forms.draft_failed(&failure),
            Lane::Places => open.forms.towns_arrived(Vec::new(), snapshot),
            Lane::Profile => open.forms.reading_failed(failure),
            Lane::Resend => open.confirmation.resend_failed(failure, snapshot, place),
            Lane::Alternative => open.proof.transfer_failed(failure),
            Lane::Upload => open.documents.failed(failure, place),
            Lane::Reveal => open.handoff.reveal_failed(failure),
            Lane::Report => open.report.failed(failure),
            Lane::Demand => open.demand.failed(failure),
            Lane::Status | Lane::Download | Lane::Restart => Outcome::none(),
        };
        self.carry_out(outcome);
    }

    /// Without a session no call can succeed. The customer's input is kept until the session is renewed.
    fn session_ended(&mut self, failure: Failure) {
        if let Some(open) = self.stage.open_mut() {
            open.forms.stop_sending();
            open.forms.stop_reading();
            open.documents.stop();
        }
        self.hide_code();
        self.calls.abandon_all();
        self.polling.end_call();
        let outcome = self.polling.stop();
        self.carry_out(outcome);
        self.stop_with(failure);
    }

    /// Applies a snapshot. One that is older than the known one, or that comes after the end, changes nothing.
    pub(super) fn apply(&mut self, snapshot: Snapshot) {
        self.forget_previous(&snapshot);
        let Stage::Open(open) = &mut self.stage else { return self.apply_first(snapshot) };
        if open.snapshot.onboarding.is_final() {
            return;
        }
        if snapshot.revision < open.snapshot.revision {
            // No screen waits for this answer any more.
            return self.reroute(false);
        }
        let previous = std::mem::replace(&mut open.snapshot, snapshot);
        open.received_at = self.now;
        let outcome = open.follow(&previous);
        self.carry_out(outcome);
        self.reroute(previous.confirmation.is_some());
        if let Some(open) = self.stage.open_mut()
            && !open.has_same_record(&previous)
        {
            open.forms.invalidate_record(StepId::Profile);
            self.read_back();
        }
    }

    fn apply_first(&mut self, snapshot: Snapshot) {
        let events = rules::host_events(None, &snapshot);
        self.outbox.extend(events.into_iter().map(Effect::TellHost));
        self.stage = Stage::Open(Box::new(Open::new(snapshot, self.now)));
        self.enter();
    }

    /// If the onboarding was started again elsewhere, nothing of the previous one remains.
    fn forget_previous(&mut self, snapshot: &Snapshot) {
        let Some(open) = self.stage.open_mut() else { return };
        if rules::begins_again(&open.snapshot, snapshot) {
            self.outbox.extend(open.documents.clear().map(Effect::ForgetFile));
            self.calls.abandon_all_but_status();
            self.stage = Stage::Loading;
            self.focus(Focus::Heading);
        }
    }
}

impl Open {
    /// The parts follow the new snapshot.
    fn follow(&mut self, previous: &Snapshot) -> Outcome {
        let snapshot = &self.snapshot;
        let mut outcome = Outcome::none();
        for event in rules::host_events(Some(previous), snapshot) {
            outcome = outcome.perform(Effect::TellHost(event));
        }
        for text in rules::announcements(previous, snapshot) {
            outcome = outcome.and_announce(text);
        }
        self.handoff.follow(previous, snapshot);
        self.proof.follow(previous, snapshot);
        if rules::is_newly_reported(previous, snapshot) && self.place == Place::Overview {
            self.place = rules::leading_place(snapshot);
        }
        outcome.and(self.forms.withdraw_consent(snapshot).unwrap_or_default())
    }

    /// Whether the server's record of the customer is unchanged.
    fn has_same_record(&self, previous: &Snapshot) -> bool {
        self.snapshot.corrections == previous.corrections
            && self.snapshot.step(StepId::Profile) == previous.step(StepId::Profile)
    }
}
