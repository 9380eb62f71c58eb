//! The differences between two snapshots, for the events to the host page and for the live region.

use contract::{
    snapshot::{ActivationState, OnboardingStatus, Snapshot},
    step::{Step, StepId, StepState},
};

use super::{is_reported, missed_confirmation};
use crate::{
    model::{effect::HostEvent, view::words},
    text::Text,
};

/// Whether the code was reported between the two.
pub(in crate::model) fn is_newly_reported(previous: &Snapshot, snapshot: &Snapshot) -> bool {
    is_reported(snapshot) && !is_reported(previous)
}

/// Whether the onboarding was started again, in another tab or on another machine, since `previous`.
pub(in crate::model) fn begins_again(previous: &Snapshot, snapshot: &Snapshot) -> bool {
    let begins = |status| status == OnboardingStatus::NotStarted;
    let known = previous.onboarding;
    // After a status that this version does not know, a start may be an ordinary one.
    begins(snapshot.onboarding)
        && !begins(known)
        && known != OnboardingStatus::Unknown
        && !known.is_final()
        && snapshot.revision >= previous.revision
}

/// The events for the host page. The first snapshot has no `previous`: its steps are not news.
pub(in crate::model) fn host_events(previous: Option<&Snapshot>, snapshot: &Snapshot) -> Vec<HostEvent> {
    let mut events = Vec::new();
    for step in &snapshot.steps {
        let is_news = previous
            .is_some_and(|previous| previous.step(step.id).map(|step| step.state) != Some(step.state));
        // Several steps may be unknown to this version: they cannot be distinguished.
        if is_news && step.id != StepId::Unknown {
            events.push(HostEvent::Step { step: step.id, state: step.state });
        }
    }
    if previous.is_some_and(|previous| is_newly_reported(previous, snapshot)) {
        events.push(HostEvent::Reported);
    }
    let status = snapshot.onboarding;
    if previous.map(|previous| previous.onboarding) != Some(status) {
        events.push(HostEvent::Status { status });
        if status.is_final() {
            events.push(HostEvent::End { status });
        }
    }
    events
}

/// The announcements of the live region: changes while the customer looked at something else.
pub(in crate::model) fn announcements(previous: &Snapshot, snapshot: &Snapshot) -> Vec<Text> {
    let mut said = Vec::new();
    let mut say = |key, is_said: bool| said.extend(is_said.then(|| Text::new(key)));
    let activation_becomes = |state| snapshot.activation.state == state && previous.activation.state != state;
    say("announce.bound", activation_becomes(ActivationState::Bound));
    say("announce.reported", activation_becomes(ActivationState::Reported));
    say("handoff.delayed", activation_becomes(ActivationState::Error));
    // A customer who works on another step stays there.
    let to_correct = |snapshot: &Snapshot| snapshot.step(StepId::Profile).cloned().filter(needs_customer);
    if to_correct(previous).is_none() {
        said.extend(to_correct(snapshot).map(|step| setback(&step)));
    }
    for diligence in &snapshot.diligences {
        if !previous.diligences.contains(diligence) {
            let state = words::diligence_state(diligence.state);
            said.push(progress(&words::diligence(diligence.kind), &state));
        }
    }
    match (previous.confirmation, snapshot.confirmation) {
        (None, Some(_)) => said.push(Text::new("confirm.intro")),
        (Some(confirmation), None) => {
            let step = snapshot.step(confirmation.step).filter(|step| needs_customer(step));
            said.push(step.map_or_else(|| Text::new("announce.confirmed"), setback));
        }
        _ => {}
    }
    said
}

fn needs_customer(step: &Step) -> bool {
    matches!(step.state, StepState::ActionRequired | StepState::Failed)
}

/// The announcement for a step that did not succeed.
fn setback(step: &Step) -> Text {
    let state = || progress(&words::step(step.id), &words::step_state(step.state).1);
    missed_confirmation(step).map_or_else(state, words::reason)
}

fn progress(label: &Text, state: &Text) -> Text {
    Text::new("announce.progress").with_text("label", label).with_text("state", state)
}
