//! Carries a submission to the provider: once an intention, whatever the browser repeats and the network loses.

use contract::{
    declarative::Declarative,
    problem::ProblemCode,
    profile::Profile,
    step::{StepId, StepState},
    submission::Submission,
    tax::Tax,
    terms::Terms,
    time::Timestamp,
};
use serde::de::DeserializeOwned;

use crate::{
    app::{App, Current},
    digest::sha256_hex,
    generation::Generation,
    http::failure::Failure,
    journey::{
        fact::{Answer, Horizon, IdentityStatus, Sent, SentAt},
        operation::Operation,
        view::{PartnerKind, is_created, is_open},
    },
    provider::{ProviderError, refusal::USER_EXISTS},
    store::{Attempt, Claim, Ending, KeptAnswer, ProspectId},
};

/// After that time a running intention is taken for lost: longer than all calls it can make, in milliseconds.
const STALE_AFTER_MS: i64 = 60_000;
/// The window in which confirmations are counted, in milliseconds.
const CONFIRMATION_WINDOW_MS: i64 = 10 * 60 * 1000;

/// Whose submission it is, and in which request.
pub struct Origin {
    /// Whose.
    pub prospect_id: ProspectId,
    /// In which request.
    pub request_id: String,
}

/// Reads the body of a submission of `step`; `None` where it is not of the contract's shape or the step has no form.
pub fn read(step: StepId, body: &[u8]) -> Option<Submission> {
    fn json<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
        serde_json::from_slice(body).ok()
    }
    match step {
        StepId::Profile => json::<Profile>(body).map(|profile| Submission::Profile(Box::new(profile))),
        StepId::Declarative => json::<Declarative>(body).map(Submission::Declarative),
        StepId::Tax => json::<Tax>(body).map(Submission::Tax),
        StepId::Terms => json::<Terms>(body).map(Submission::Terms),
        _ => None,
    }
}

/// Carries `submission` out, or gives the answer that its idempotency key had before.
///
/// # Errors
/// The problem to answer with.
pub async fn submit(app: &App, origin: &Origin, key: String, submission: &Submission) -> Result<(), Failure> {
    let body = serde_json::to_string(submission)?;
    let attempt = Attempt {
        prospect_id: origin.prospect_id,
        key,
        step: submission.step(),
        body_digest: sha256_hex(body.as_bytes()),
    };
    let Some(before) = claim(app, &attempt).await? else { return Ok(()) };
    let current = match current(app, origin.prospect_id).await {
        Ok(current) => current,
        Err(failure) => return drop_attempt(app, &attempt, failure).await,
    };
    let is_created = is_created(&current.progress, &app.process);
    let has_sent = current.sent.iter().any(|item| item.sent.step == StepId::Profile);
    if before.was_lost && attempt.step == StepId::Profile && is_created && !has_sent {
        // A callback told that the lost call had created the prospect.
        let taken = sent(app, &current, &attempt, Some(submission), Answer::Accepted, false);
        return Ok(app.store.end(&attempt, &Ending::Taken(taken)).await?);
    }
    if !is_open(&current.snapshot, attempt.step) {
        return drop_attempt(app, &attempt, Failure::step_not_open()).await;
    }
    let asked: Vec<&SentAt> = current.sent.iter().filter(|item| item.sent.is_form_of(attempt.step)).collect();
    if let (StepId::Tax | StepId::Terms, Err(failure)) = (attempt.step, limit_confirmations(app, &asked)) {
        return drop_attempt(app, &attempt, failure).await;
    }
    if attempt.step != StepId::Declarative {
        app.store.keep_submission(origin.prospect_id, attempt.step, &body).await?;
    }
    let answer = match submission {
        Submission::Profile(profile) => {
            relay_profile(app, &current, profile, is_created, before.has_lost_other, origin).await
        }
        other => relay(app, &current, other, origin).await,
    };
    conclude(app, &attempt, &current, Some(submission), answer, false).await
}

/// Asks once more for the identification, where the provider closed it without success (current generation).
///
/// # Errors
/// The problem to answer with.
pub async fn demand_identity(app: &App, origin: &Origin, key: String) -> Result<(), Failure> {
    let attempt = Attempt {
        prospect_id: origin.prospect_id,
        key,
        step: StepId::Identity,
        body_digest: sha256_hex(b"{}"),
    };
    if claim(app, &attempt).await?.is_none() {
        return Ok(());
    }
    let current = match current(app, origin.prospect_id).await {
        Ok(current) => current,
        Err(failure) => return drop_attempt(app, &attempt, failure).await,
    };
    let is_rejected = current.progress.identity.status == Some(IdentityStatus::Rejected);
    let is_final = current.snapshot.onboarding.is_final();
    if app.process.generation == Generation::Mission || !is_rejected || is_final {
        return drop_attempt(app, &attempt, Failure::step_not_open()).await;
    }
    let id = &current.prospect.app_user_id;
    let demanded = if current.progress.has_refused_scan {
        app.provider.demand_identity_without_scan(id, &origin.request_id).await
    } else {
        app.provider.demand_identity(id, &origin.request_id).await
    };
    let answer = demanded.map(|()| Answer::Accepted);
    conclude(app, &attempt, &current, None, answer, false).await
}

/// Asks once more for the confirmation on the phone of what was submitted for `step`.
///
/// # Errors
/// The problem to answer with.
pub async fn confirm_again(app: &App, origin: &Origin, step: StepId) -> Result<(), Failure> {
    let current = current(app, origin.prospect_id).await?;
    if !can_be_confirmed(app, &current, step) {
        return Err(Failure::step_not_open());
    }
    let asked: Vec<&SentAt> = current.sent.iter().filter(|item| item.sent.is_form_of(step)).collect();
    limit_confirmations(app, &asked)?;
    let Some(body) = app.store.submission(origin.prospect_id, step).await? else {
        return Err(Failure::step_not_open());
    };
    let submission = read(step, body.as_bytes()).ok_or_else(|| Failure::internal("a kept submission"))?;
    // A key with spaces cannot come from a browser. Two presses at once make one request.
    let attempt = Attempt {
        prospect_id: origin.prospect_id,
        key: format!("confirmation {} {}", step.as_str(), asked.len()),
        step,
        body_digest: sha256_hex(body.as_bytes()),
    };
    if claim(app, &attempt).await?.is_none() {
        return Ok(());
    }
    let answer = relay(app, &current, &submission, origin).await;
    conclude(app, &attempt, &current, Some(&submission), answer, true).await
}

/// What is known of an intention that is to be carried out.
pub(crate) struct Before {
    pub(crate) was_lost: bool,
    pub(crate) has_lost_other: bool,
}

/// `None` where the intention was carried out before.
pub(crate) async fn claim(app: &App, attempt: &Attempt) -> Result<Option<Before>, Failure> {
    let now = app.clock.now();
    let stale_before = Timestamp::from_millis(now.as_millis().saturating_sub(STALE_AFTER_MS));
    match app.store.claim(attempt, now, stale_before).await? {
        Claim::Started { was_lost, has_lost_other } => Ok(Some(Before { was_lost, has_lost_other })),
        Claim::Answered(KeptAnswer::Taken) => Ok(None),
        Claim::Answered(KeptAnswer::Refused { code, errors }) => Err(Failure::kept(code, errors)),
        Claim::Running => Err(Failure::in_progress()),
        Claim::OtherBody => Err(Failure::key_reused()),
    }
}

pub(crate) async fn current(app: &App, prospect_id: ProspectId) -> Result<Current, Failure> {
    app.current(prospect_id).await?.ok_or_else(Failure::session_expired)
}

pub(crate) async fn drop_attempt(app: &App, attempt: &Attempt, failure: Failure) -> Result<(), Failure> {
    app.store.end(attempt, &Ending::Dropped).await?;
    Err(failure)
}

/// Creates the prospect and opens its identification, or corrects the details of one that exists. Each call can be made
/// again: a retry finishes what a lost answer left.
async fn relay_profile(
    app: &App,
    current: &Current,
    profile: &Profile,
    is_created: bool,
    has_lost_other: bool,
    origin: &Origin,
) -> Result<Answer, ProviderError> {
    let id = &current.prospect.app_user_id;
    let request_id = &origin.request_id;
    if is_created {
        app.provider.update_user(id, profile, request_id).await?;
        return Ok(Answer::Accepted);
    }
    match app.provider.create_user(id, profile, request_id).await {
        // The id is ours alone: a call before this one created the user, and its answer was lost.
        Err(ProviderError::Refused(refusal)) if refusal.code == Some(USER_EXISTS) => {
            if !app.provider.has_user(id, request_id).await? {
                return Err(ProviderError::Refused(refusal));
            }
            if has_lost_other {
                app.provider.update_user(id, profile, request_id).await?;
            }
        }
        other => other?,
    }
    app.provider.demand_identity(id, request_id).await?;
    Ok(Answer::Accepted)
}

async fn relay(
    app: &App,
    current: &Current,
    submission: &Submission,
    origin: &Origin,
) -> Result<Answer, ProviderError> {
    let id = &current.prospect.app_user_id;
    match submission {
        Submission::Profile(profile) => {
            app.provider.update_user(id, profile, &origin.request_id).await.map(|()| Answer::Accepted)
        }
        Submission::Declarative(declarative) => {
            app.provider.declare(id, declarative, &origin.request_id).await
        }
        Submission::Tax(tax) => app.provider.declare_tax(id, tax, &origin.request_id).await,
        Submission::Terms(_) => app.provider.accept_terms(id, &origin.request_id).await,
        Submission::Identity(_) => {
            app.provider.demand_identity(id, &origin.request_id).await.map(|()| Answer::Accepted)
        }
    }
}

/// Records what became of the intention.
async fn conclude(
    app: &App,
    attempt: &Attempt,
    current: &Current,
    submission: Option<&Submission>,
    answer: Result<Answer, ProviderError>,
    is_repeat: bool,
) -> Result<(), Failure> {
    let (ending, failure) = match answer {
        Ok(answer) => (Ending::Taken(sent(app, current, attempt, submission, answer, is_repeat)), None),
        Err(error) => {
            tracing::warn!(step = attempt.step.as_str(), %error, "submission failed at the provider");
            match error {
                ProviderError::Unavailable { retry_after_seconds, .. } => {
                    (Ending::Lost, Some(Failure::provider_unavailable(retry_after_seconds)))
                }
                ProviderError::Refused(refusal) => {
                    let errors = submission.map(|sent| refusal.field_errors(sent)).unwrap_or_default();
                    let code = if errors.is_empty() {
                        ProblemCode::ProviderRefused
                    } else {
                        ProblemCode::ValidationFailed
                    };
                    let kept = KeptAnswer::Refused { code, errors: errors.clone() };
                    // A press that was refused can be tried again: it has no key of its own.
                    let ending = if is_repeat { Ending::Dropped } else { Ending::Refused(kept) };
                    (ending, Some(Failure::kept(code, errors)))
                }
            }
        }
    };
    app.store.end(attempt, &ending).await?;
    failure.map_or(Ok(()), Err)
}

fn sent(
    app: &App,
    current: &Current,
    attempt: &Attempt,
    submission: Option<&Submission>,
    answer: Answer,
    is_repeat: bool,
) -> SentAt {
    let terms_version = match submission {
        Some(Submission::Terms(terms)) => Some(terms.version.clone()),
        _ => None,
    };
    let sent = Sent {
        step: attempt.step,
        document: None,
        is_repeat,
        answer,
        horizon: Horizon::of(&current.reports),
        terms_version,
    };
    SentAt { at: app.clock.now(), sent }
}

/// Whether what was submitted waits for a confirmation, or was not confirmed.
fn can_be_confirmed(app: &App, current: &Current, step: StepId) -> bool {
    let operation = match step {
        StepId::Tax => &current.progress.tax,
        StepId::Terms => &current.progress.terms,
        _ => return false,
    };
    let is_unconfirmed = matches!(operation, Operation::Confirming(_) | Operation::NotConfirmed(_));
    let is_shown = current
        .snapshot
        .step(step)
        .is_some_and(|step| matches!(step.state, StepState::ConfirmOnPhone | StepState::ActionRequired));
    app.process.partner_kind == PartnerKind::Agent && is_unconfirmed && is_shown
}

/// A phone must not be flooded with requests.
fn limit_confirmations(app: &App, asked: &[&SentAt]) -> Result<(), Failure> {
    let now = app.clock.now();
    let since = Timestamp::from_millis(now.as_millis().saturating_sub(CONFIRMATION_WINDOW_MS));
    let recent: Vec<Timestamp> = asked.iter().map(|item| item.at).filter(|at| *at > since).collect();
    match recent.first() {
        Some(first) if recent.len() >= usize::try_from(app.limits.confirmations).unwrap_or(usize::MAX) => {
            Err(Failure::rate_limited(first.millis_since(since)))
        }
        _ => Ok(()),
    }
}
