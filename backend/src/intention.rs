//! An intention of the customer in progress: claimed once, carried out in time, then ended. The same intention sent again
//! meanwhile waits for it.
//!
//! The intentions are [`crate::submission`], [`crate::upload`] and [`crate::alternative`].

use std::time::Duration;

use contract::{
    problem::{FieldError, ProblemCode},
    time::Timestamp,
};
use tokio::time::Instant;

use crate::{
    app::App,
    current::Current,
    error::Error,
    provider::{ProviderError, refusal::Refusal},
    purge::if_forgotten,
    store::{Attempt, AttemptOutcome, Claim, KeptAnswer, ProspectId},
};

/// After this time a running intention is considered lost, in milliseconds. It is longer than all calls it can make.
const STALE_AFTER_MS: i64 = 60_000;
/// Maximum time for all calls of an intention together: an intention that is considered lost must not run any more.
const CALLS_TIMEOUT: Duration = Duration::from_secs(45);
const _: () = assert!(CALLS_TIMEOUT.as_millis() < STALE_AFTER_MS.unsigned_abs() as u128);
/// How long the same submission, sent again meanwhile, waits for the outcome of the running one, in milliseconds. It is less
/// than a browser waits for an answer.
const JOIN_MS: i64 = 10_000;
/// When to try again after that, in seconds.
pub(crate) const RETRY_AFTER_SECONDS: u32 = 5;

/// The owner and the request of a submission.
pub struct Origin {
    /// The owner.
    pub prospect_id: ProspectId,
    /// The request.
    pub request_id: String,
}

/// Until when a submission that begins now waits for the same one in progress.
pub(crate) fn join_until(app: &App) -> Timestamp {
    Timestamp::from_millis(app.clock.now().as_millis().saturating_add(JOIN_MS))
}

/// Waits while the same submission is in progress, but not after `until`. A page that was reloaded in the middle of it, or
/// another tab, sends it under another key, and gets its outcome. If a browser disconnects, only the wait ends.
pub(crate) async fn join(app: &App, attempt: &Attempt, until: Timestamp) -> Result<(), Error> {
    let mut closing = app.closing.subscribe();
    loop {
        let mut change = app.wakes.subscribe(attempt.prospect_id); // before the check, or an end could be missed
        let now = app.clock.now();
        let is_running = app.store.is_running(attempt, stale_before(now)).await?;
        if !is_running || now >= until || *closing.borrow() {
            return Ok(());
        }
        tokio::select! {
            _ = change.changed() => {}
            _ = closing.changed() => {}
            () = app.clock.wait_until(until) => {}
        }
    }
}

/// An intention that this request has to carry out, and what is known about it.
pub(crate) struct Claimed {
    pub(crate) was_lost: bool,
    pub(crate) has_lost_other: bool,
    /// When all its calls must be over.
    pub(crate) deadline: Instant,
}

/// The result of an intention's `calls`, if they finish in time.
pub(crate) async fn in_time<T, E: From<ProviderError>>(
    claimed: &Claimed,
    calls: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let late = |_| {
        let why = "the calls took too long together".into();
        Err(ProviderError::Unavailable { why, retry_after_seconds: RETRY_AFTER_SECONDS }.into())
    };
    tokio::time::timeout_at(claimed.deadline, calls).await.unwrap_or_else(late)
}

/// `None` if the intention was already carried out.
pub(crate) async fn claim(app: &App, attempt: &Attempt) -> Result<Option<Claimed>, Error> {
    let now = app.clock.now();
    match app.store.claim(attempt, now, stale_before(now)).await? {
        Claim::Started { was_lost, has_lost_other } => {
            Ok(Some(Claimed { was_lost, has_lost_other, deadline: Instant::now() + CALLS_TIMEOUT }))
        }
        Claim::Answered(KeptAnswer::Taken) => Ok(None),
        Claim::Answered(KeptAnswer::Refused { code, errors }) => Err(Error::refused(code, errors)),
        Claim::Running => Err(Error::InProgress),
        Claim::OtherBody => Err(Error::KeyReused),
    }
}

/// An intention that has run since before this is considered lost.
const fn stale_before(now: Timestamp) -> Timestamp {
    Timestamp::from_millis(now.as_millis().saturating_sub(STALE_AFTER_MS))
}

/// Ends a claimed intention, and wakes the requests that wait for its outcome.
pub(crate) async fn end(app: &App, attempt: &Attempt, outcome: &AttemptOutcome) -> Result<(), Error> {
    app.store.end(attempt, outcome).await?;
    app.wakes.wake(attempt.prospect_id);
    Ok(())
}

pub(crate) async fn drop_attempt(app: &App, attempt: &Attempt, error: Error) -> Result<(), Error> {
    end(app, attempt, &AttemptOutcome::Dropped).await?;
    Err(error)
}

/// How an intention ends, and the answer to its call.
pub(crate) type Conclusion = (AttemptOutcome, Result<(), Error>);

/// Ends an intention that failed at the provider. If there was no answer, it is unknown whether it was carried out; `refused`
/// maps a refusal. If the provider has forgotten the user, there is nothing left to end.
pub(crate) async fn fail(
    app: &App,
    origin: &Origin,
    attempt: &Attempt,
    current: &Current,
    error: ProviderError,
    refused: impl FnOnce(&Refusal) -> Conclusion,
) -> Result<(), Error> {
    let (step, request_id) = (attempt.step.as_str(), &origin.request_id);
    tracing::warn!(step, %error, %request_id, "what was sent for a step failed at the provider");
    if let Some(error) = if_forgotten(app, current, &error).await? {
        return Err(error);
    }
    let (outcome, answer) = match error {
        ProviderError::Unavailable { retry_after_seconds, .. } => {
            (AttemptOutcome::Lost, Err(Error::ProviderUnavailable { retry_after_seconds }))
        }
        ProviderError::Refused(refusal) => refused(&refusal),
    };
    end(app, attempt, &outcome).await?;
    answer
}

/// A refusal of these fields; if there are none, one that the customer cannot fix.
pub(crate) fn refused(errors: Vec<FieldError>) -> Conclusion {
    let code = if errors.is_empty() { ProblemCode::ProviderRefused } else { ProblemCode::ValidationFailed };
    let kept = KeptAnswer::Refused { code, errors: errors.clone() };
    (AttemptOutcome::Refused(kept), Err(Error::refused(code, errors)))
}
