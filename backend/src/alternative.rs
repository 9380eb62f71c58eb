//! The customer refuses the facial scan and takes the transfer: the law gives that choice (documentation, KYC).

use contract::step::StepId;

use crate::{
    app::{App, Current},
    digest::sha256_hex,
    http::failure::Failure,
    journey::{
        fact::{Answer, Horizon, Sent, SentAt},
        view::{can_refuse_scan, has_refused_scan},
    },
    provider::{ProviderError, refusal::Refusal},
    purge::if_forgotten,
    store::{Attempt, Ending},
    submission::{Origin, claim, current, drop_attempt, end, in_time},
};

/// Refuses the facial scan. Once refused, it stays so: to ask again is a success.
///
/// # Errors
/// The problem to answer with; `step_not_open` where it is too late.
pub async fn refuse_scan(app: &App, origin: &Origin) -> Result<(), Failure> {
    let attempt = Attempt {
        prospect_id: origin.prospect_id,
        // A key with spaces cannot come from a browser. Two presses at once make one request.
        key: "refusal of the scan".into(),
        step: StepId::Proof,
        body_digest: sha256_hex(b"{}"),
    };
    let Some(before) = claim(app, &attempt).await? else { return Ok(()) };
    let current = match current(app, origin.prospect_id).await {
        Ok(current) => current,
        Err(failure) => return drop_attempt(app, &attempt, failure).await,
    };
    if has_refused_scan(&current.snapshot) {
        // The folder asks for the transfer already: an answer was lost, or the customer said so on the phone.
        return taken(app, &attempt, &current).await;
    }
    if !can_refuse_scan(&current.snapshot) {
        return drop_attempt(app, &attempt, Failure::step_not_open()).await;
    }
    let call = app.provider.refuse_scan(&current.prospect.app_user_id, &origin.request_id);
    let request_id = &origin.request_id;
    let Err(error) = in_time(&before, call).await else { return taken(app, &attempt, &current).await };
    if let Some(failure) = if_forgotten(app, &current, &error).await? {
        return Err(failure);
    }
    match error {
        ProviderError::Unavailable { why, retry_after_seconds } => {
            tracing::warn!(why, %request_id, "a refusal of the scan failed at the provider");
            end(app, &attempt, &Ending::Lost).await?;
            Err(Failure::provider_unavailable(retry_after_seconds))
        }
        ProviderError::Refused(refusal) if before.was_lost && cannot_change(&refusal) => {
            tracing::info!(%refusal, %request_id, "a refusal of the scan whose answer was lost had been taken");
            taken(app, &attempt, &current).await
        }
        // The pictures came in between.
        ProviderError::Refused(refusal) => {
            tracing::warn!(%refusal, %request_id, "the provider does not take the scan out any more");
            drop_attempt(app, &attempt, Failure::step_not_open()).await
        }
    }
}

/// Whether the provider says that the workflow cannot be changed (documentation, KYC: one way only).
const fn cannot_change(refusal: &Refusal) -> bool {
    matches!(refusal.status, 400 | 405 | 409)
}

async fn taken(app: &App, attempt: &Attempt, current: &Current) -> Result<(), Failure> {
    let sent = Sent {
        step: StepId::Proof,
        document: None,
        is_repeat: false,
        answer: Answer::Accepted,
        horizon: Horizon::of(&current.reports),
        terms_version: None,
        changed: None,
    };
    let taken = Ending::Taken { sent: SentAt { at: app.clock.now(), sent }, body: None };
    end(app, attempt, &taken).await
}
