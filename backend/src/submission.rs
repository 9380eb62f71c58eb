//! Carries a submission to the provider, once for each intention, however often the browser repeats it and whatever the
//! network loses.

use contract::{
    declarative::Declarative,
    profile::Profile,
    snapshot::ActivationState,
    step::{StepId, StepState},
    submission::{IdentityDemand, Submission},
    tax::Tax,
    terms::Terms,
    time::Timestamp,
};
use serde::de::DeserializeOwned;

use crate::{
    app::App,
    current::Current,
    digest::sha256_hex,
    error::Error,
    intention::{Claimed, Origin, RETRY_AFTER_SECONDS, claim, drop_attempt, end, fail, in_time, refused},
    journey::{
        fact::{Answer, Change, Horizon, Sent, SentAt},
        lock::is_anything_free,
        operation::Operation,
        view::{PartnerKind, can_restart_identity, is_created, is_open},
    },
    profile::{
        entry::{self, Entry},
        normal_form,
        relay::{self, Stopped},
    },
    provider::ProviderError,
    store::{Attempt, AttemptOutcome, StoreError},
};

/// The window in which repeated confirmation requests are counted, in milliseconds.
const CONFIRMATION_WINDOW_MS: i64 = 10 * 60 * 1000;

/// Reads the body of a submission of `step` and normalises it ([`normal_form`]). `None` if the body does not have the
/// contract's shape or if the step has no form.
pub fn read(step: StepId, body: &[u8]) -> Option<Submission> {
    fn json<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
        serde_json::from_slice(body).ok()
    }
    let mut submission = match step {
        StepId::Profile => json::<Profile>(body).map(|profile| Submission::Profile(Box::new(profile))),
        StepId::Declarative => json::<Declarative>(body).map(Submission::Declarative),
        StepId::Tax => json::<Tax>(body).map(Submission::Tax),
        StepId::Terms => json::<Terms>(body).map(Submission::Terms),
        StepId::Identity => json::<IdentityDemand>(body).map(Submission::Identity),
        _ => None,
    }?;
    normal_form::normalise(&mut submission);
    Some(submission)
}

/// The attempt that stands for a submission.
///
/// # Errors
/// If the submission cannot be serialised.
pub fn attempt(origin: &Origin, key: String, submission: &Submission) -> Result<Attempt, Error> {
    let body = serde_json::to_string(submission)?;
    let body_digest = sha256_hex(body.as_bytes());
    Ok(Attempt { prospect_id: origin.prospect_id, key, step: submission.step(), body_digest })
}

/// Whether the same body was accepted under another key and the customer has nothing to add.
async fn was_carried_out(app: &App, origin: &Origin, attempt: &Attempt) -> Result<bool, Error> {
    Ok(app.store.was_taken(attempt).await?
        && is_settled(app, &Current::of_session(app, origin.prospect_id).await?, attempt.step))
}

/// The provider did not answer in time.
fn late() -> Error {
    Error::ProviderUnavailable { retry_after_seconds: RETRY_AFTER_SECONDS }
}

/// Stores the consent before the provider is called: if the answer is lost, the customer can still confirm on the
/// phone.
async fn keep_consent(app: &App, current: &Current, submission: &Submission) -> Result<(), Error> {
    let Submission::Terms(terms) = submission else { return Ok(()) };
    Ok(app.store.keep_consent(&current.prospect, &terms.version, app.clock.now()).await?)
}

/// Prepares the profile for the provider, as a new user or as a correction of the stored one.
async fn prepare_entry(
    app: &App,
    current: &Current,
    profile: &Profile,
    origin: &Origin,
    claimed: &Claimed,
) -> Result<Entry, Error> {
    if !is_created(&current.progress, &app.process) {
        let prefill = app.store.prefill(current.prospect.id).await?;
        return entry::first(profile, prefill.as_ref());
    }
    let entry = entry::correction(app, current, profile, &origin.request_id);
    tokio::time::timeout_at(claimed.deadline, entry).await.unwrap_or_else(|_| Err(late()))
}

/// Carries `submission` out. If its idempotency key was answered before, or if the step was received with the same body
/// under another key, returns that answer.
///
/// # Errors
/// The problem to answer with.
pub async fn submit(
    app: &App,
    origin: &Origin,
    attempt: Attempt,
    submission: &Submission,
) -> Result<(), Error> {
    if was_carried_out(app, origin, &attempt).await? {
        return Ok(());
    }
    let Some(claimed) = claim(app, &attempt).await? else { return Ok(()) };
    let current = match Current::of_session(app, origin.prospect_id).await {
        Ok(current) => current,
        Err(error) => return drop_attempt(app, &attempt, error).await,
    };
    let is_created = is_created(&current.progress, &app.process);
    let has_sent = current.sent.iter().any(|item| item.sent.step == StepId::Profile);
    if claimed.was_lost && attempt.step == StepId::Profile && is_created && !has_sent {
        // A callback reported that the call whose answer was lost had created the prospect.
        let taken = sent(app, &current, submission, Answer::Accepted, Purpose::Submit);
        return end(app, &attempt, &AttemptOutcome::Taken { sent: taken, body: None }).await;
    }
    if !can_be_submitted(app, &current, attempt.step) {
        return drop_attempt(app, &attempt, Error::StepNotOpen).await;
    }
    let asked: Vec<&SentAt> = current.sent.iter().filter(|item| item.sent.is_form_of(attempt.step)).collect();
    if let (StepId::Tax | StepId::Terms, Err(error)) = (attempt.step, limit_confirmations(app, &asked)) {
        return drop_attempt(app, &attempt, error).await;
    }
    if let Submission::Profile(profile) = submission {
        return match prepare_entry(app, &current, profile, origin, &claimed).await {
            Ok(entry) => submit_profile(app, origin, &attempt, &current, entry, &claimed).await,
            Err(error) => drop_attempt(app, &attempt, error).await,
        };
    }
    if let Err(error) = keep_consent(app, &current, submission).await {
        return drop_attempt(app, &attempt, error).await;
    }
    let answer = in_time(&claimed, relay(app, &current, submission, origin)).await;
    conclude(app, origin, &attempt, &current, submission, answer, Purpose::Submit).await
}

/// Whether the last accepted submission of `step` has nothing to add when it arrives again, from a reloaded page or
/// from another tab. A customer who confirms details that differ from the document does add something.
fn is_settled(app: &App, current: &Current, step: StepId) -> bool {
    let can_be_submitted = can_be_submitted(app, current, step);
    let is_settled = match step {
        StepId::Profile => can_be_submitted && current.progress.mismatches.is_empty(),
        _ => !can_be_submitted,
    };
    is_settled && !current.snapshot.onboarding.is_final()
}

/// Whether `step` can be submitted now. A completed profile can be corrected while any of its fields is unlocked.
fn can_be_submitted(app: &App, current: &Current, step: StepId) -> bool {
    let has_ended = current.snapshot.onboarding.is_final();
    match step {
        StepId::Identity => {
            can_restart_identity(&current.progress, &app.process, current.snapshot.onboarding)
        }
        StepId::Profile if is_created(&current.progress, &app.process) => {
            is_anything_free(&current.progress, has_ended)
        }
        step => is_open(&current.snapshot, step),
    }
}

/// Sends the profile to the provider. For a new user, the profile is stored before the call; for a correction, when it
/// succeeds. The stored profile is therefore the one on record.
async fn submit_profile(
    app: &App,
    origin: &Origin,
    attempt: &Attempt,
    current: &Current,
    entry: Entry,
    claimed: &Claimed,
) -> Result<(), Error> {
    let is_correction = entry.changed.is_some();
    if let Err(error) = keep_before(app, attempt, current, &entry).await {
        return drop_attempt(app, attempt, error.into()).await;
    }
    let relayed = in_time(claimed, relay::relay(app, current, &entry, claimed.has_lost_other, origin)).await;
    let answer = match relayed {
        Ok(answer) => Ok(answer),
        Err(Stopped { error: ProviderError::Refused(refusal), has_created: true }) => {
            // The provider has created the user with these details. A further attempt must correct them; this one only
            // continues.
            tracing::warn!(%refusal, request_id = %origin.request_id, "a new user was taken, its identification was not opened");
            end(app, attempt, &AttemptOutcome::Lost).await?;
            return Err(Error::ProviderRefused);
        }
        Err(stopped) => Err(stopped.error),
    };
    if let (false, Err(ProviderError::Refused(_))) = (is_correction, &answer) {
        app.store.forget_submission(origin.prospect_id, StepId::Profile).await?;
    }
    let submission = Submission::Profile(Box::new(entry.profile));
    let purpose = entry.changed.map_or(Purpose::Submit, Purpose::Correct);
    conclude(app, origin, attempt, current, &submission, answer, purpose).await
}

/// Stores what must be known if the answer is lost: the details of a new user, or the paths that a correction changes.
async fn keep_before(
    app: &App,
    attempt: &Attempt,
    current: &Current,
    entry: &Entry,
) -> Result<(), StoreError> {
    match &entry.changed {
        Some(changed) => {
            let change = Change { changed: changed.clone(), horizon: Horizon::of(&current.reports) };
            app.store.note_change(attempt, &change).await
        }
        None => {
            let body = serde_json::to_string(&entry.profile)?;
            app.store.keep_submission(&current.prospect, StepId::Profile, &body).await
        }
    }
}

/// Requests the confirmation on the phone for `step` once more.
///
/// # Errors
/// The problem to answer with.
pub async fn confirm_again(app: &App, origin: &Origin, step: StepId) -> Result<(), Error> {
    let current = Current::of_session(app, origin.prospect_id).await?;
    if !can_be_confirmed(app, &current, step) {
        return Err(Error::StepNotOpen);
    }
    let asked: Vec<&SentAt> = current.sent.iter().filter(|item| item.sent.is_form_of(step)).collect();
    limit_confirmations(app, &asked)?;
    let Some(body) = app.store.submission(origin.prospect_id, step).await? else {
        return Err(Error::StepNotOpen);
    };
    let submission = read(step, body.as_bytes())
        .ok_or_else(|| Error::Internal("a kept submission cannot be read".into()))?;
    // A browser cannot send a key with spaces, so the keys never collide. Two presses at once get the same key and make
    // one request. A later press gets another key, because `asked` has grown.
    let body_digest = sha256_hex(body.as_bytes());
    let attempt = Attempt {
        prospect_id: origin.prospect_id,
        key: format!("confirmation {} {} {body_digest}", step.as_str(), asked.len()),
        step,
        body_digest,
    };
    let Some(claimed) = claim(app, &attempt).await? else { return Ok(()) };
    let answer = in_time(&claimed, relay(app, &current, &submission, origin)).await;
    conclude(app, origin, &attempt, &current, &submission, answer, Purpose::ConfirmAgain).await
}

async fn relay(
    app: &App,
    current: &Current,
    submission: &Submission,
    origin: &Origin,
) -> Result<Answer, ProviderError> {
    let id = &current.prospect.app_user_id;
    match submission {
        Submission::Declarative(declarative) => {
            app.provider.declare(id, declarative, &origin.request_id).await
        }
        Submission::Tax(tax) => app.provider.declare_tax(id, tax, &origin.request_id).await,
        Submission::Terms(_) => app.provider.accept_terms(id, &origin.request_id).await,
        Submission::Identity(_) => {
            let demanded = if current.progress.has_refused_scan {
                app.provider.demand_identity_without_scan(id, &origin.request_id).await
            } else {
                app.provider.demand_identity(id, &origin.request_id).await
            };
            demanded.map(|()| Answer::Accepted)
        }
        Submission::Profile(profile) => {
            app.provider.update_user(id, profile, &origin.request_id).await.map(|()| Answer::Accepted)
        }
    }
}

/// Why a submission is sent.
enum Purpose {
    /// To complete its step.
    Submit,
    /// To change details that the provider has. Holds their paths.
    Correct(Vec<String>),
    /// To have the provider ask for the confirmation on the phone once more.
    ConfirmAgain,
}

/// Records the outcome of the attempt.
async fn conclude(
    app: &App,
    origin: &Origin,
    attempt: &Attempt,
    current: &Current,
    submission: &Submission,
    answer: Result<Answer, ProviderError>,
    purpose: Purpose,
) -> Result<(), Error> {
    let is_repeat = matches!(purpose, Purpose::ConfirmAgain);
    let error = match answer {
        Ok(answer) => {
            let body = if is_repeat { None } else { kept_body(submission, &answer)? };
            let sent = sent(app, current, submission, answer, purpose);
            return end(app, attempt, &AttemptOutcome::Taken { sent, body }).await;
        }
        Err(error) => error,
    };
    fail(app, origin, attempt, current, error, |refusal| {
        let refused = refused(refusal.field_errors(submission));
        // The next press would get the same key, so a stored refusal would block it.
        if is_repeat { (AttemptOutcome::Dropped, refused.1) } else { refused }
    })
    .await
}

/// The accepted body, if it has to be stored: it is the record to correct, or it waits for confirmation.
fn kept_body(submission: &Submission, answer: &Answer) -> Result<Option<String>, Error> {
    let is_needed = match submission {
        Submission::Profile(_) => true,
        Submission::Tax(_) | Submission::Terms(_) => {
            matches!(answer, Answer::ConfirmationAsked { .. } | Answer::DeviceNotReady)
        }
        _ => false,
    };
    Ok(if is_needed { Some(serde_json::to_string(submission)?) } else { None })
}

fn sent(app: &App, current: &Current, submission: &Submission, answer: Answer, purpose: Purpose) -> SentAt {
    let terms_version = match submission {
        Submission::Terms(terms) => Some(terms.version.clone()),
        _ => None,
    };
    let sent = Sent {
        step: submission.step(),
        document: None,
        is_repeat: matches!(purpose, Purpose::ConfirmAgain),
        answer,
        horizon: Horizon::of(&current.reports),
        terms_version,
        changed: match purpose {
            Purpose::Correct(changed) => Some(changed),
            Purpose::Submit | Purpose::ConfirmAgain => None,
        },
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
    // The bound phone may belong to somebody else, so it gets no further request.
    let is_reported = current.progress.activation.state == ActivationState::Reported;
    app.process.partner_kind == PartnerKind::Agent && is_unconfirmed && is_shown && !is_reported
}

/// Limits the requests that a phone receives.
fn limit_confirmations(app: &App, asked: &[&SentAt]) -> Result<(), Error> {
    let now = app.clock.now();
    let since = Timestamp::from_millis(now.as_millis().saturating_sub(CONFIRMATION_WINDOW_MS));
    let recent: Vec<Timestamp> = asked.iter().map(|item| item.at).filter(|at| *at > since).collect();
    match recent.first() {
        Some(first) if recent.len() >= usize::try_from(app.limits.confirmations).unwrap_or(usize::MAX) => {
            Err(Error::RateLimited {
                retry_after_ms: first.millis_since(since).min(CONFIRMATION_WINDOW_MS.unsigned_abs()),
            })
        }
        _ => Ok(()),
    }
}
