//! Which screen a snapshot leads to. Which steps there are, and their order, is the server's data.

use contract::{
    snapshot::{ActivationState, Snapshot},
    step::{Step, StepId, StepState},
};

use super::{
    can_change_answers, can_send_document, is_kept, is_reported, needs_new_confirmation, proof_step,
    requirements_are_met, waits_for_transfer,
};
use crate::model::form::has_form;

/// The screen the customer is on while the onboarding runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::model) enum Place {
    /// Filling in the form of a step.
    Form(StepId),
    /// Handing over to the phone.
    Handoff,
    /// Choosing another way to prove who they are.
    Options,
    /// Sending money from an account in their own name.
    Transfer,
    /// Sending the documents that a step asks for.
    Documents(StepId),
    /// Answering whether somebody else used the code.
    Report,
    /// Following what runs elsewhere: checks, and confirmations on the phone.
    Overview,
}

impl Place {
    /// The step that the screen belongs to; `None` for a screen that belongs to no single step.
    pub(in crate::model) fn step(self, snapshot: &Snapshot) -> Option<StepId> {
        Some(match self {
            Self::Form(step) | Self::Documents(step) => step,
            Self::Handoff => StepId::Device,
            Self::Options => StepId::Identity,
            Self::Transfer => proof_step(snapshot),
            Self::Report | Self::Overview => return None,
        })
    }

    /// Whether the customer can do it later and continue with something else.
    fn can_wait(self) -> bool {
        matches!(self, Self::Handoff | Self::Transfer | Self::Documents(_))
    }
}

/// Where to lead the customer. A code that was reported comes first, then a confirmation that waits on the phone, because
/// it expires in minutes; then the first step of the server's order that can be done here now.
pub(in crate::model) fn leading_place(snapshot: &Snapshot) -> Place {
    if is_reported(snapshot) {
        // A confirmation may wait on somebody else's phone.
        handoff_place(snapshot).unwrap_or(Place::Overview)
    } else if snapshot.confirmation.is_some() {
        Place::Overview
    } else {
        next_place(snapshot)
    }
}

/// The first step of the server's order that can be done here now.
pub(in crate::model) fn next_place(snapshot: &Snapshot) -> Place {
    next_place_except(snapshot, None)
}

/// As [`next_place`], but skips one step.
pub(in crate::model) fn next_place_except(snapshot: &Snapshot, skipped: Option<StepId>) -> Place {
    let places = || {
        let steps = snapshot.steps.iter().filter(|step| Some(step.id) != skipped);
        steps.filter_map(|step| open_place(snapshot, step))
    };
    // A transfer is made elsewhere and takes its time: what can be done here comes first.
    places().find(|place| *place != Place::Transfer).or_else(|| places().next()).unwrap_or(Place::Overview)
}

/// The hand-over, while there is something to do there.
pub(in crate::model) fn handoff_place(snapshot: &Snapshot) -> Option<Place> {
    snapshot.step(StepId::Device).and_then(|step| open_place(snapshot, step))
}

/// The screen on which `step` can be done now; `None` if it cannot be done now, or not in this module.
pub(in crate::model) fn open_place(snapshot: &Snapshot, step: &Step) -> Option<Place> {
    let is_open = match step.state {
        StepState::Todo => true,
        StepState::ActionRequired => !needs_new_confirmation(step),
        _ => false,
    };
    if !is_open || !requirements_are_met(snapshot, step) {
        return None;
    }
    match step.id {
        // The step lacks a document: asking the same questions again would lead nowhere.
        id if step.state == StepState::ActionRequired && !step.documents.is_empty() => {
            can_send_document(snapshot, step).then_some(Place::Documents(id))
        }
        StepId::Device if snapshot.activation.state != ActivationState::Bound => Some(Place::Handoff),
        id if has_form(id) => Some(Place::Form(id)),
        _ => waits_for_transfer(snapshot, step).then_some(Place::Transfer),
    }
}

/// The screen that opens when the customer chooses `step`: to do it, or to see and change what they gave. The module never
/// opens it without a press.
pub(in crate::model) fn chosen_place(snapshot: &Snapshot, step: &Step) -> Option<Place> {
    let seen = || (step.id == StepId::Profile && is_kept(step)).then_some(Place::Form(step.id));
    open_place(snapshot, step).or_else(seen)
}

/// Where "continue" leads from `place`. From a screen that can wait, it leads to another step.
pub(in crate::model) fn place_after(snapshot: &Snapshot, place: Place) -> Place {
    match place {
        // Back to the screen that offered the other ways.
        Place::Options => handoff_place(snapshot).unwrap_or(Place::Overview),
        place => next_place_except(snapshot, place.can_wait().then(|| place.step(snapshot)).flatten()),
    }
}

/// Where a press on a step of the rail leads from `current`. From the screen that says what a step lacks, it leads to the
/// step's answers.
pub(in crate::model) fn place_of_step(snapshot: &Snapshot, step: &Step, current: Place) -> Place {
    let chosen = chosen_place(snapshot, step).unwrap_or(Place::Overview);
    let is_there = chosen == current && can_change_answers(snapshot, step);
    if is_there { Place::Form(step.id) } else { chosen }
}

#[cfg(test)]
mod tests {
    use contract::reason::Reason;

    use super::*;
    use crate::model::rules::unconfirmed_step;

    fn start() -> Snapshot {
        serde_json::from_str(include_str!("../../../contract/fixtures/snapshot.start.json")).unwrap()
    }

    fn set(snapshot: &mut Snapshot, id: StepId, state: StepState) {
        snapshot.steps.iter_mut().find(|step| step.id == id).unwrap().state = state;
    }

    #[test]
    fn the_servers_order_decides() {
        let mut snapshot = start();
        assert_eq!(next_place(&snapshot), Place::Form(StepId::Profile));
        set(&mut snapshot, StepId::Profile, StepState::Done);
        assert_eq!(next_place(&snapshot), Place::Handoff);
        snapshot.steps.rotate_right(3);
        assert_eq!(
            next_place(&snapshot),
            Place::Form(StepId::Declarative),
            "tax and terms wait for the phone"
        );
    }

    #[test]
    fn a_step_that_runs_elsewhere_is_followed() {
        let mut snapshot = start();
        for id in [StepId::Profile, StepId::Device, StepId::Declarative, StepId::Terms] {
            set(&mut snapshot, id, StepState::Done);
        }
        set(&mut snapshot, StepId::Tax, StepState::ConfirmOnPhone);
        assert_eq!(next_place(&snapshot), Place::Overview, "identity is done on the phone");
    }

    #[test]
    fn unknown_steps_and_states_block_nothing() {
        let mut snapshot = start();
        snapshot.steps[0].id = StepId::Unknown;
        assert_eq!(next_place(&snapshot), Place::Handoff, "its requirement is unknown here");
        set(&mut snapshot, StepId::Device, StepState::Unknown);
        assert_eq!(next_place(&snapshot), Place::Form(StepId::Declarative));
        snapshot.steps[3].requires = vec![StepId::Unknown];
        assert_eq!(
            next_place(&snapshot),
            Place::Form(StepId::Declarative),
            "another unknown step stands for it"
        );
    }

    #[test]
    fn a_refused_confirmation_is_sent_again_and_a_wrong_answer_is_corrected() {
        let mut snapshot = start();
        for id in [StepId::Profile, StepId::Device, StepId::Identity, StepId::Declarative] {
            set(&mut snapshot, id, StepState::Done);
        }
        set(&mut snapshot, StepId::Terms, StepState::Done);
        let tax = snapshot.steps.iter_mut().find(|step| step.id == StepId::Tax).unwrap();
        tax.state = StepState::ActionRequired;
        assert_eq!(next_place(&snapshot), Place::Form(StepId::Tax));
        let tax = snapshot.steps.iter_mut().find(|step| step.id == StepId::Tax).unwrap();
        tax.reasons.push(Reason::ConfirmationTimedOut);
        assert_eq!(next_place(&snapshot), Place::Overview);
        assert_eq!(unconfirmed_step(&snapshot).map(|step| step.id), Some(StepId::Tax));
    }
}
