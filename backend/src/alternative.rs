//! The customer refuses the facial scan and takes the transfer: the law gives that choice (documentation, KYC).

use contract::step::StepId;

use crate::{
    app::App,
    digest::sha256_hex,
    http::failure::Failure,
    journey::{
        fact::{Answer, Horizon, Sent, SentAt},
        view::can_refuse_scan,
    },
    provider::ProviderError,
    store::{Attempt, Ending},
    submission::{Origin, claim, current, drop_attempt},
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
    if claim(app, &attempt).await?.is_none() {
        return Ok(());
    }
    let current = match current(app, origin.prospect_id).await {
        Ok(current) => current,
        Err(failure) => return drop_attempt(app, &attempt, failure).await,
    };
    if !can_refuse_scan(&current.snapshot) {
        return drop_attempt(app, &attempt, Failure::step_not_open()).await;
    }
    let failure = match app.provider.refuse_scan(&current.prospect.app_user_id, &origin.request_id).await {
        Ok(()) => {
            let sent = Sent {
                step: StepId::Proof,
                document: None,
                is_repeat: false,
                answer: Answer::Accepted,
                horizon: Horizon::of(&current.reports),
                terms_version: None,
                changed: None,
            };
            let taken = Ending::Taken(SentAt { at: app.clock.now(), sent });
            return Ok(app.store.end(&attempt, &taken).await?);
        }
        Err(ProviderError::Unavailable { why, retry_after_seconds }) => {
            tracing::warn!(why, "a refusal of the scan failed at the provider");
            Failure::provider_unavailable(retry_after_seconds)
        }
        // The pictures came in between.
        Err(ProviderError::Refused(refusal)) => {
            tracing::warn!(%refusal, "the provider does not take the scan out any more");
            Failure::step_not_open()
        }
    };
    drop_attempt(app, &attempt, failure).await
}
