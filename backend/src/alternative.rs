//! The customer refuses the facial scan and chooses the transfer: the law gives that choice (documentation, KYC).

use contract::step::StepId;

use crate::{
    app::App,
    current::Current,
    digest::sha256_hex,
    error::Error,
    intention::{Origin, claim, drop_attempt, end, fail, in_time},
    journey::{
        fact::{Answer, Horizon, Sent, SentAt},
        view::{can_refuse_scan, has_refused_scan},
    },
    provider::refusal::Refusal,
    store::{Attempt, AttemptOutcome},
};

/// Refuses the facial scan. The refusal is final, and refusing again is a success.
///
/// # Errors
/// The problem to answer with; `step_not_open` if it is too late.
pub async fn refuse_scan(app: &App, origin: &Origin) -> Result<(), Error> {
    let attempt = Attempt {
        prospect_id: origin.prospect_id,
        // A key with spaces cannot come from a browser. Two simultaneous presses make only one request.
        key: "refusal of the scan".into(),
        step: StepId::Proof,
        body_digest: sha256_hex(b"{}"),
    };
    let Some(claimed) = claim(app, &attempt).await? else { return Ok(()) };
    let current = match Current::of_session(app, origin.prospect_id).await {
        Ok(current) => current,
        Err(error) => return drop_attempt(app, &attempt, error).await,
    };
    if has_refused_scan(&current.snapshot) {
        // The folder already asks for the transfer: an answer was lost, or the customer refused the scan on the phone.
        return end(app, &attempt, &taken(app, &current)).await;
    }
    if !can_refuse_scan(&current.snapshot) {
        return drop_attempt(app, &attempt, Error::StepNotOpen).await;
    }
    let call = app.provider.refuse_scan(&current.prospect.app_user_id, &origin.request_id);
    let Err(error) = in_time(&claimed, call).await else {
        return end(app, &attempt, &taken(app, &current)).await;
    };
    fail(app, origin, &attempt, &current, error, |refusal| {
        if claimed.was_lost && cannot_change(refusal) {
            (taken(app, &current), Ok(())) // by the call whose answer was lost
        } else {
            (AttemptOutcome::Dropped, Err(Error::StepNotOpen)) // the pictures arrived in between
        }
    })
    .await
}

/// Whether the provider says that the workflow cannot be changed (documentation, KYC: the change is one-way).
const fn cannot_change(refusal: &Refusal) -> bool {
    matches!(refusal.status, 400 | 405 | 409)
}

fn taken(app: &App, current: &Current) -> AttemptOutcome {
    let sent = Sent {
        step: StepId::Proof,
        document: None,
        is_repeat: false,
        answer: Answer::Accepted,
        horizon: Horizon::of(&current.reports),
        terms_version: None,
        changed: None,
    };
    AttemptOutcome::Taken { sent: SentAt { at: app.clock.now(), sent }, body: None }
}
