//! A new snapshot: what it changes for the customer, what is told to the host and said aloud.

use contract::{
    diligence::Diligence,
    snapshot::{ActivationState, OnboardingStatus, ProofState, Snapshot},
    step::{Step, StepId, StepState},
};

use super::{
    Model, Open, Stage,
    demand::Demand,
    document::Documents,
    draft::Drafts,
    effect::{Effect, Focus, HostEvent},
    form::ReadBack,
    handoff::Handoff,
    place::{self, Place},
    proof::{Payment, Proof, transfer_is},
    report::{Report, is_reported},
    view,
};
use crate::text::Text;

impl Model {
    /// Takes a snapshot over. One that is older than the known one, or comes after the end, changes nothing.
    pub(super) fn take(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        let received_at = self.now;
        self.forget_former(&snapshot, effects);
        match &mut self.stage {
            Stage::Loading => {
                let place = place::leading_place(&snapshot);
                tell_changes(None, &snapshot, effects);
                let proof = Proof { payment: Payment::of(&snapshot), ..Proof::default() };
                // Where a code was seen, to load the page again is no wish to see one, and each time it is seen counts.
                let is_again = snapshot.activation.can_report;
                let handoff = if is_again { Handoff::Hidden } else { Handoff::Fresh };
                self.stage = Stage::Open(Box::new(Open {
                    snapshot,
                    received_at,
                    place,
                    forms: Vec::new(),
                    drafts: Drafts::default(),
                    sending: None,
                    handoff,
                    report: Report::default(),
                    proof,
                    documents: Documents::default(),
                    certificate_failure: None,
                    resend_failure: None,
                    demand: Demand::default(),
                    restart_failure: None,
                }));
                self.entered(effects);
            }
            Stage::Open(open) => {
                if open.snapshot.onboarding.is_final() {
                    return;
                }
                if snapshot.revision < open.snapshot.revision {
                    // What was held for this answer is not any more.
                    self.follow(false, effects);
                    return;
                }
                let former = std::mem::replace(&mut open.snapshot, snapshot);
                open.received_at = received_at;
                tell_changes(Some(&former), &open.snapshot, effects);
                announce_progress(&former, &open.snapshot, effects);
                if open.snapshot.activation.issue != former.activation.issue
                    || open.snapshot.activation.state != ActivationState::Ready
                {
                    open.handoff = Handoff::Fresh;
                }
                if is_newly_reported(&former, &open.snapshot) && open.place == Place::Overview {
                    open.place = place::leading_place(&open.snapshot);
                }
                if open.snapshot.transfer != former.transfer {
                    open.proof.payment = Payment::of(&open.snapshot);
                }
                open.withdraw_consent(effects);
                let is_on_record_as_before = open.snapshot.corrections == former.corrections
                    && open.snapshot.step(StepId::Profile) == former.step(StepId::Profile);
                self.follow(former.confirmation.is_some(), effects);
                if !is_on_record_as_before {
                    self.outdate_record(Place::Form(StepId::Profile));
                    self.read_back(effects);
                }
            }
        }
    }

    /// Where the onboarding was begun anew elsewhere, nothing of the old one remains.
    fn forget_former(&mut self, snapshot: &Snapshot, effects: &mut Vec<Effect>) {
        let begins = |status| status == OnboardingStatus::NotStarted;
        // A status that this version does not know tells nothing of what comes after it.
        let begins_or_unknown = |status| begins(status) || status == OnboardingStatus::Unknown;
        let Some(open) = self.open_mut() else { return };
        let is_older = snapshot.revision < open.snapshot.revision;
        let known = open.snapshot.onboarding;
        if begins(snapshot.onboarding) && !begins_or_unknown(known) && !known.is_final() && !is_older {
            effects.extend(open.documents.clear().map(Effect::ForgetFile));
            self.calls.end_others();
            self.stage = Stage::Loading;
            effects.push(Effect::MoveFocus(Focus::Heading));
        }
    }

    /// Leads the customer where the snapshot makes the present screen pointless, or where a confirmation that was
    /// asked for came about. A screen that waits for an answer stays: it is looked at again when that came.
    pub(super) fn follow(&mut self, was_asked: bool, effects: &mut Vec<Effect>) {
        if self.is_final() {
            self.end(effects);
            return;
        }
        let (is_changing, is_uploading) = (self.calls.alternative.is_some(), self.calls.upload.is_some());
        let is_reporting = self.calls.report.is_some();
        let Some(open) = self.open_mut() else { return };
        let snapshot = &open.snapshot;
        let next = match open.place {
            Place::Form(step) => {
                let form = open.forms.iter().find(|form| form.step == step);
                let is_sending = form.is_some_and(|form| form.is_sending);
                // Who looks at what is on record stays there.
                let is_seen = form.is_some_and(|form| !matches!(form.read_back, ReadBack::None))
                    && snapshot.step(step).is_some_and(place::is_on_record);
                let is_open = snapshot.step(step).is_some_and(|step| {
                    place::open_place(snapshot, step).is_some() || place::can_answer_anew(snapshot, step)
                });
                (!is_sending && !is_seen && !is_open).then(|| place::leading_place(snapshot))
            }
            Place::Handoff => {
                let is_open = snapshot
                    .step(StepId::Device)
                    .is_some_and(|step| place::open_place(snapshot, step) == Some(Place::Handoff));
                (!is_open).then_some(Place::Overview)
            }
            Place::Report => {
                let is_open = snapshot.activation.can_report || is_reporting;
                (!is_open).then(|| place::leading_place(snapshot))
            }
            Place::Options => {
                let can_change = transfer_is(snapshot, ProofState::Available);
                (!can_change && !is_changing).then(|| place::leading_place(snapshot))
            }
            Place::Transfer | Place::Documents(_) => {
                let is_open =
                    snapshot.steps.iter().any(|step| place::open_place(snapshot, step) == Some(open.place));
                (!is_open && !is_uploading).then(|| place::leading_place(snapshot))
            }
            Place::Overview => {
                let was_confirmed =
                    was_asked && snapshot.confirmation.is_none() && place::lapsed_step(snapshot).is_none();
                was_confirmed.then(|| place::next_place(snapshot))
            }
        };
        match next {
            Some(next) => self.go(next, effects),
            None => self.entered(effects),
        }
    }
}

fn is_newly_reported(former: &Snapshot, snapshot: &Snapshot) -> bool {
    is_reported(snapshot) && !is_reported(former)
}

/// Tells the host what is new in a snapshot.
fn tell_changes(former: Option<&Snapshot>, snapshot: &Snapshot, effects: &mut Vec<Effect>) {
    for step in &snapshot.steps {
        let is_news =
            former.is_some_and(|former| former.step(step.id).map(|step| step.state) != Some(step.state));
        // Several steps may be unknown to this version: they cannot be told apart.
        if is_news && step.id != StepId::Unknown {
            effects.push(Effect::TellHost(HostEvent::Step { step: step.id, state: step.state }));
        }
    }
    if former.is_some_and(|former| is_newly_reported(former, snapshot)) {
        effects.push(Effect::TellHost(HostEvent::Reported));
    }
    if former.map(|former| former.onboarding) != Some(snapshot.onboarding) {
        effects.push(Effect::TellHost(HostEvent::Status { status: snapshot.onboarding }));
        if snapshot.onboarding.is_final() {
            effects.push(Effect::TellHost(HostEvent::End { status: snapshot.onboarding }));
        }
    }
}

/// Says in the live region what moved while the customer looked elsewhere.
fn announce_progress(former: &Snapshot, snapshot: &Snapshot, effects: &mut Vec<Effect>) {
    if snapshot.activation.state == ActivationState::Bound
        && former.activation.state != ActivationState::Bound
    {
        effects.push(Effect::Announce(Text::new("announce.bound")));
    }
    if is_newly_reported(former, snapshot) {
        effects.push(Effect::Announce(Text::new("announce.reported")));
    }
    let is_delayed = |snapshot: &Snapshot| snapshot.activation.state == ActivationState::Error;
    if is_delayed(snapshot) && !is_delayed(former) {
        effects.push(Effect::Announce(Text::new("handoff.delayed")));
    }
    // Who is at work on another step goes on with it.
    let to_correct = |snapshot: &Snapshot| snapshot.step(StepId::Profile).cloned().filter(needs_customer);
    if to_correct(former).is_none() {
        effects.extend(to_correct(snapshot).map(|step| Effect::Announce(setback(&step))));
    }
    let is_moved = |diligence: &&Diligence| !former.diligences.contains(diligence);
    for diligence in snapshot.diligences.iter().filter(is_moved) {
        let state = view::words::diligence_state(diligence.state);
        effects.push(Effect::Announce(progress(&view::words::diligence(diligence.kind), &state)));
    }
    if former.confirmation.is_none() && snapshot.confirmation.is_some() {
        effects.push(Effect::Announce(Text::new("confirm.intro")));
    }
    if let Some(confirmation) = former.confirmation.filter(|_| snapshot.confirmation.is_none()) {
        let step = snapshot.step(confirmation.step).filter(|step| needs_customer(step));
        effects.push(Effect::Announce(step.map_or_else(|| Text::new("announce.confirmed"), setback)));
    }
}

fn needs_customer(step: &Step) -> bool {
    matches!(step.state, StepState::ActionRequired | StepState::Failed)
}

/// What is said of a step that did not succeed.
fn setback(step: &Step) -> Text {
    let state = || progress(&view::words::step(step.id), &view::words::step_state(step.state).1);
    place::lapse(step).map_or_else(state, view::words::reason)
}

fn progress(label: &Text, state: &Text) -> Text {
    Text::new("announce.progress").with_text("label", label).with_text("state", state)
}
