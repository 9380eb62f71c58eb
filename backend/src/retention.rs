//! Deletes data as soon as a snapshot shows that it is no longer needed. [`crate::purge`] deletes what goes when a
//! prospect ends.

use contract::{
    snapshot::{ActivationState, Snapshot},
    step::{StepId, StepState},
};

use crate::{
    journey::fact::{Dated, Report},
    store::{History, Prospect, Store, StoreError},
};

/// Deletes unneeded data. Credentials are deleted on every call, because a callback that is delivered again may restore
/// them. Other data is deleted only if the snapshot `has_changed`.
///
/// # Errors
/// If the storage fails.
pub(crate) async fn delete_unneeded(
    store: &dyn Store,
    history: &History,
    snapshot: &Snapshot,
    reports: &[Dated],
    has_changed: bool,
) -> Result<(), StoreError> {
    let prospect = &history.prospect;
    if history.has_code && is_code_over(snapshot) {
        delete_codes(store, prospect, reports).await?;
    }
    if history.has_webview && is_identification_over(snapshot) {
        store.forget_webviews(&prospect.app_user_id).await?;
    }
    if !has_changed {
        return Ok(());
    }
    delete_submissions(store, prospect, snapshot).await?;
    for step in history.drafts.iter().filter(|step| is_over(snapshot, **step)) {
        store.forget_draft(prospect.id, *step).await?;
    }
    if history.is_prefilled && is_over(snapshot, StepId::Profile) {
        store.forget_prefill(prospect.id).await?;
    }
    Ok(())
}

/// Deletes the codes named in these reports only: a new code for another phone may have arrived since.
async fn delete_codes(store: &dyn Store, prospect: &Prospect, reports: &[Dated]) -> Result<(), StoreError> {
    for dated in reports {
        if let Report::Code { digest } = &dated.report {
            store.forget_code(&prospect.app_user_id, digest).await?;
        }
    }
    Ok(())
}

/// Deletes submissions that were carried out and, at the end, the account for the transfer.
async fn delete_submissions(
    store: &dyn Store,
    prospect: &Prospect,
    snapshot: &Snapshot,
) -> Result<(), StoreError> {
    let is_final = snapshot.onboarding.is_final();
    if is_final {
        store.forget_transfer(prospect.id).await?;
        store.forget_corrections(prospect).await?;
    }
    for step in [StepId::Profile, StepId::Tax, StepId::Terms] {
        let is_open = snapshot.step(step).is_some_and(|step| {
            matches!(step.state, StepState::Todo | StepState::ConfirmOnPhone | StepState::ActionRequired)
        });
        if is_final || (step != StepId::Profile && !is_open) {
            store.forget_submission(prospect.id, step).await?;
        }
    }
    Ok(())
}

/// Whether no code is needed any more: a phone is bound, or somebody else used the code.
fn is_code_over(snapshot: &Snapshot) -> bool {
    let is_used = matches!(snapshot.activation.state, ActivationState::Bound | ActivationState::Reported);
    is_used || snapshot.onboarding.is_final()
}

/// Whether no identification page is needed any more.
fn is_identification_over(snapshot: &Snapshot) -> bool {
    let is_done = snapshot.step(StepId::Identity).is_some_and(|step| step.state == StepState::Done);
    is_done || snapshot.onboarding.is_final()
}

/// Whether the customer will type nothing more for a step. A step that only waits for another one does not count.
fn is_over(snapshot: &Snapshot, step: StepId) -> bool {
    let is_wanted = |state| matches!(state, StepState::Todo | StepState::ActionRequired);
    snapshot.onboarding.is_final() || !snapshot.step(step).is_some_and(|step| is_wanted(step.state))
}
