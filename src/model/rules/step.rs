//! Questions about one step.

use contract::{
    reason::Reason,
    snapshot::Snapshot,
    step::{Step, StepId, StepState},
};

/// Whether the server has the customer's details, so that the page can read them back: those that the customer sent, or what the
/// partner knows before.
pub(in crate::model) fn is_on_record(snapshot: &Snapshot, step: &Step) -> bool {
    step.id == StepId::Profile && (is_kept(step) || snapshot.is_prefilled) || is_to_correct(step)
}

/// Whether the step was started.
pub(in crate::model) fn is_begun(step: &Step) -> bool {
    !matches!(step.state, StepState::Todo | StepState::NotNeeded)
}

/// Whether the customer can see again what they gave for the step.
pub(in crate::model) fn is_kept(step: &Step) -> bool {
    matches!(step.state, StepState::Submitted | StepState::Review | StepState::Done)
}

/// Whether the customer can change the answers of a step that they sent. Those answers have had no effect yet, and may be
/// the reason why the customer refused the confirmation or does not have the document.
pub(in crate::model) fn can_change_answers(snapshot: &Snapshot, step: &Step) -> bool {
    step.id == StepId::Tax
        && requirements_are_met(snapshot, step)
        && step.state == StepState::ActionRequired
        && (missed_confirmation(step).is_some() || !step.documents.is_empty())
}

/// Whether the step lacks only the confirmation on the phone, which was refused or timed out.
pub(in crate::model) fn needs_new_confirmation(step: &Step) -> bool {
    step.state == StepState::ActionRequired && missed_confirmation(step).is_some()
}

/// Why the confirmation of a step failed.
pub(in crate::model) fn missed_confirmation(step: &Step) -> Option<Reason> {
    step.reasons.iter().copied().find(|reason| {
        matches!(reason, Reason::ConfirmationRefused | Reason::ConfirmationTimedOut | Reason::DeviceNotReady)
    })
}

/// The first step that needs a new confirmation.
pub(in crate::model) fn unconfirmed_step(snapshot: &Snapshot) -> Option<&Step> {
    snapshot.steps.iter().find(|step| needs_new_confirmation(step))
}

/// Whether the steps that `step` requires are far enough.
pub(in crate::model) fn requirements_are_met(snapshot: &Snapshot, step: &Step) -> bool {
    step.requires.iter().all(|required| {
        // A required step that is not in the snapshot can never be done, so it must not block. Nor must a step that this
        // version does not know: any unknown step would match it.
        *required == StepId::Unknown
            || snapshot.step(*required).is_none_or(|step| {
                matches!(
                    step.state,
                    StepState::Submitting
                        | StepState::Submitted
                        | StepState::Review
                        | StepState::Done
                        | StepState::NotNeeded
                ) || is_to_correct(step)
            })
    })
}

/// Whether the customer must correct their details. Other steps do not wait for the correction.
fn is_to_correct(step: &Step) -> bool {
    step.id == StepId::Profile && step.state == StepState::ActionRequired
}
