//! A new snapshot: what it changes for the customer, what is told to the host and said aloud.

use contract::{
    snapshot::{ActivationState, Diligence, ProofState, Snapshot},
    step::StepId,
};

use super::{
    Model, Open, Stage,
    demand::Demand,
    document::Documents,
    effect::{Effect, HostEvent},
    form::ReadBack,
    handoff::Handoff,
    place::{self, Place},
    proof::{Payment, Proof, transfer_is},
    view,
};
use crate::text::Text;

impl Model {
    /// Takes a snapshot over. One that is older than the known one, or comes after the end, changes nothing.
    pub(super) fn take(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        let received_at = self.now;
        match &mut self.stage {
            Stage::Loading => {
                let place = place::leading_place(&snapshot);
                tell_changes(None, &snapshot, effects);
                let proof = Proof { payment: Payment::of(&snapshot), ..Proof::default() };
                self.stage = Stage::Open(Box::new(Open {
                    snapshot,
                    received_at,
                    place,
                    forms: Vec::new(),
                    sending: None,
                    handoff: Handoff::Fresh,
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
                if snapshot.revision < open.snapshot.revision || open.snapshot.onboarding.is_final() {
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
                if open.snapshot.transfer != former.transfer {
                    open.proof.payment = Payment::of(&open.snapshot);
                }
                open.withdraw_consent(&former, effects);
                let is_on_record_as_before = open.snapshot.corrections == former.corrections
                    && open.snapshot.step(StepId::Profile) == former.step(StepId::Profile);
                self.follow(&former, effects);
                if !is_on_record_as_before {
                    self.outdate_record(Place::Form(StepId::Profile));
                    self.read_back(effects);
                }
            }
        }
    }

    /// Leads the customer where a new snapshot makes the present screen pointless.
    fn follow(&mut self, former: &Snapshot, effects: &mut Vec<Effect>) {
        if self.is_final() {
            self.end(effects);
            return;
        }
        let (is_changing, is_uploading) = (self.calls.alternative.is_some(), self.calls.upload.is_some());
        let Some(open) = self.open_mut() else { return };
        let snapshot = &open.snapshot;
        let next = match open.place {
            Place::Form(step) => {
                let form = open.forms.iter().find(|form| form.step == step);
                let is_sending = form.is_some_and(|form| form.is_sending);
                // Who looks at what is on record stays there.
                let is_seen = form.is_some_and(|form| !matches!(form.read_back, ReadBack::None))
                    && snapshot.step(step).is_some_and(place::is_on_record);
                let is_open =
                    snapshot.step(step).is_some_and(|step| place::open_place(snapshot, step).is_some());
                (!is_sending && !is_seen && !is_open).then(|| place::leading_place(snapshot))
            }
            Place::Handoff => {
                let is_open = snapshot
                    .step(StepId::Device)
                    .is_some_and(|step| place::open_place(snapshot, step) == Some(Place::Handoff));
                (!is_open).then_some(Place::Overview)
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
                let was_confirmed = former.confirmation.is_some()
                    && snapshot.confirmation.is_none()
                    && place::lapsed_step(snapshot).is_none();
                was_confirmed.then(|| place::next_place(snapshot))
            }
        };
        match next {
            Some(next) => self.go(next, effects),
            None => self.entered(effects),
        }
    }
}

impl Open {
    /// What was accepted is what was shown: with another version of the texts, nothing is accepted yet.
    fn withdraw_consent(&mut self, former: &Snapshot, effects: &mut Vec<Effect>) {
        if self.snapshot.terms != former.terms {
            let terms = self.forms.iter_mut().find(|form| form.step == StepId::Terms && !form.is_sending);
            if let Some(form) = terms.filter(|form| !form.is_untouched()) {
                form.clear();
                effects.push(Effect::Announce(Text::new("terms.changed")));
            }
        }
    }
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
    let is_moved = |diligence: &&Diligence| !former.diligences.contains(diligence);
    for diligence in snapshot.diligences.iter().filter(is_moved) {
        let announcement = Text::new("announce.progress")
            .with_text("label", &view::words::diligence(diligence.kind))
            .with_text("state", &view::words::diligence_state(diligence.state));
        effects.push(Effect::Announce(announcement));
    }
    if let Some(confirmation) = former.confirmation.filter(|_| snapshot.confirmation.is_none()) {
        let lapse = snapshot.step(confirmation.step).and_then(place::lapse);
        let told = lapse.map_or_else(|| Text::new("announce.confirmed"), view::words::reason);
        effects.push(Effect::Announce(told));
    }
}
