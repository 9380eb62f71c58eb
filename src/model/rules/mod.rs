//! Pure questions about a snapshot: what can be done, where it leads, what changed. They read the snapshot and nothing else.

mod changes;
mod place;
mod step;

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    snapshot::{ActivationState, OnboardingStatus, ProofKind, ProofOption, ProofState, Snapshot},
    step::{RequiredDocument, Step, StepId, StepState},
};

pub(super) use self::{
    changes::{announcements, begins_again, host_events, is_newly_reported},
    place::{
        Place, chosen_place, handoff_place, leading_place, next_place, next_place_except, open_place,
        place_after, place_of_step,
    },
    step::{
        can_change_answers, is_begun, is_kept, is_on_record, missed_confirmation, needs_new_confirmation,
        requirements_are_met, unconfirmed_step,
    },
};

/// Whether the customer reported the code and no new one came since.
pub(super) fn is_reported(snapshot: &Snapshot) -> bool {
    snapshot.activation.state == ActivationState::Reported
}

/// Whether the customer can ask for a new identity check.
pub(super) fn can_demand_check(snapshot: &Snapshot) -> bool {
    snapshot.step(StepId::Identity).is_some_and(|step| step.can_restart)
}

/// Whether the customer must do the identity check on the phone now.
pub(super) fn is_on_phone(snapshot: &Snapshot) -> bool {
    snapshot.step(StepId::Identity).is_some_and(|step| step.state == StepState::Todo)
        && snapshot.activation.state == ActivationState::Bound
}

/// Whether there is a tax self-certification to download.
pub(super) fn has_certificate(snapshot: &Snapshot) -> bool {
    snapshot.has_self_certification && snapshot.onboarding == OnboardingStatus::Validated
}

/// The version of the terms; empty if the snapshot has none.
pub(super) fn terms_version(snapshot: &Snapshot) -> &str {
    snapshot.terms.as_ref().map_or("", |terms| &terms.version)
}

/// The step whose confirmation can be sent again: the pending one, else one that was refused or timed out.
pub(super) fn step_to_confirm(snapshot: &Snapshot) -> Option<StepId> {
    let pending = snapshot.confirmation.map(|confirmation| confirmation.step);
    pending.or_else(|| unconfirmed_step(snapshot).map(|step| step.id))
}

/// Whether the customer must send the document.
pub(super) fn is_wanted(document: &RequiredDocument) -> bool {
    matches!(document.state, DiligenceState::Expected | DiligenceState::Refused)
}

/// Whether a document of the step can be sent here.
pub(super) fn can_send_document(snapshot: &Snapshot, step: &Step) -> bool {
    snapshot.upload_max_bytes > 0 && step.documents.iter().any(is_wanted)
}

/// Whether the transfer is an option in that state.
pub(super) fn transfer_is(snapshot: &Snapshot, state: ProofState) -> bool {
    snapshot.options.contains(&ProofOption { kind: ProofKind::Transfer, state })
}

/// The step that a transfer is the proof of.
pub(super) fn proof_step(snapshot: &Snapshot) -> StepId {
    if snapshot.step(StepId::Proof).is_some() { StepId::Proof } else { StepId::Identity }
}

/// Whether the customer must make the transfer for `step`, and may see the account to send it to.
pub(super) fn waits_for_transfer(snapshot: &Snapshot, step: &Step) -> bool {
    snapshot.transfer.is_some()
        && step.id == proof_step(snapshot)
        && snapshot.diligences.iter().all(|diligence| {
            diligence.kind != DiligenceKind::Transfer
                || matches!(diligence.state, DiligenceState::Expected | DiligenceState::Refused)
        })
}
