//! Submits steps, and repeats the request for a confirmation on the phone.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use contract::{
    problem::{FieldError, FieldErrorCode},
    routes,
    step::StepId,
    submission::Submission,
};

use super::{
    caller::{self, Caller},
    failure::Failure,
    provider_call, snapshot,
};
use crate::{app::App, intention, submission};

pub(super) async fn submit(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(step): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let step = known_step(&app, &step)?;
    let key = idempotency_key(&headers)?;
    let body = caller::body(body, caller::MAX_BODY).await?;
    let submission = submission::read(step, &body)
        .ok_or_else(|| Failure::malformed("The body is not of the shape of this step's submission"))?;
    let errors = wrong_fields(&app, &submission);
    if !errors.is_empty() {
        return Err(Failure::validation(errors));
    }
    let origin = provider_call::begin(&app, &caller).await?;
    let attempt = submission::attempt(&origin, key, &submission)?;
    let (origin, submission) = (Arc::new(origin), Arc::new(submission));
    let until = intention::join_until(&app);
    let submit = || async {
        intention::join(&app, &attempt, until).await?;
        let (own, attempt) = (Arc::clone(&app), attempt.clone());
        let (origin, submission) = (Arc::clone(&origin), Arc::clone(&submission));
        let work = async move { submission::submit(&own, &origin, attempt, &submission).await };
        provider_call::finish(&app, work).await
    };
    match submit().await {
        // The same submission has just started in another tab: this one waits for it.
        Err(failure) if failure.is_in_progress() => submit().await?,
        submitted => submitted?,
    }
    snapshot::answer(&app, &caller.session).await
}

pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(step): Path<String>,
) -> Result<Response, Failure> {
    let step = known_step(&app, &step)?;
    let confirm = async move |app: Arc<App>, origin| submission::confirm_again(&app, &origin, step).await;
    provider_call::run(app, caller, confirm).await
}

pub(super) fn known_step(app: &App, id: &str) -> Result<StepId, Failure> {
    StepId::parse(id).filter(|step| app.process.steps.contains(step)).ok_or_else(Failure::not_found)
}

pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<String, Failure> {
    let key = headers.get(routes::IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(key.to_owned())
    } else {
        Err(Failure::malformed("The header Idempotency-Key must be 1 to 255 visible characters"))
    }
}

/// Checks the contract's rules, and that only texts that were shown are accepted.
fn wrong_fields(app: &App, submission: &Submission) -> Vec<FieldError> {
    let mut errors = submission.check(app.clock.now().date());
    if let (Submission::Terms(terms), Some(shown)) = (submission, &app.process.terms)
        && terms.version != shown.version
    {
        errors.push(FieldError::new("version", FieldErrorCode::NotAllowed));
    }
    errors
}
