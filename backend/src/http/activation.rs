//! Reveals the activation code: limited, audited, and in no other answer. Accepts the report that somebody else used it.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{activation::ActivationResponse, snapshot::ActivationState, time::Timestamp};

use super::{caller::Caller, failure::Failure, snapshot};
use crate::{
    app::App,
    current::Current,
    random,
    store::{CodeReport, Reveal, RevealCounts},
};

/// The window in which a session's reveals are counted, in milliseconds.
const WINDOW_MS: i64 = 10 * 60 * 1000;

pub(super) async fn reveal(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    let current = Current::of_session(&app, caller.session.prospect_id).await?;
    let is_ready = current.snapshot.activation.state == ActivationState::Ready;
    let Some(code_digest) = current.progress.activation.digest.filter(|_| is_ready) else {
        return Err(Failure::step_not_open());
    };
    let code = app.store.code(&current.prospect.app_user_id, &code_digest).await?;
    let code = code.ok_or_else(|| Failure::internal("a ready activation code is not kept"))?;
    let now = app.clock.now();
    let since = Timestamp::from_millis(now.as_millis().saturating_sub(WINDOW_MS));
    let reveal = Reveal {
        prospect_id: current.prospect.id,
        session_digest: caller.session.token_digest,
        code_digest,
        at: now,
        request_id: caller.request_id,
    };
    let limits = app.limits;
    let allows = move |counts: &RevealCounts| {
        !counts.is_reported
            && counts.in_session < limits.reveals_per_session
            && counts.of_code < limits.reveals_per_code
    };
    let counts = app.store.reveal(&reveal, since, Arc::new(allows)).await?;
    if counts.is_reported || counts.of_code >= limits.reveals_per_code {
        return Err(Failure::step_not_open()); // reported a moment ago, or revealed too often: waiting does not help
    }
    if !allows(&counts) {
        let earliest = counts.earliest.unwrap_or(now);
        return Err(Failure::rate_limited(earliest.millis_since(since).min(WINDOW_MS.unsigned_abs())));
    }
    if !current.snapshot.activation.can_report {
        Current::load(&app, caller.session.prospect_id).await?; // from now on the code can be reported: wakes the waiting requests
    }
    let issue = current.snapshot.activation.issue;
    Ok(Json(ActivationResponse { activation_code: code, issue }).into_response())
}

/// Records the report that somebody else used a revealed code. Repeating it changes nothing and is a success.
pub(super) async fn report(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    let current = Current::of_session(&app, caller.session.prospect_id).await?;
    if !current.was_revealed || current.snapshot.onboarding.is_final() {
        return Err(Failure::step_not_open());
    }
    let report = CodeReport {
        prospect_id: current.prospect.id,
        present_digest: current.progress.activation.digest,
        at: app.clock.now(),
        request_id: caller.request_id,
        notice_id: random::request_id(&*app.random),
    };
    if app.store.report_code(&report).await? {
        app.notices.wake();
    }
    snapshot::answer(&app, &caller.session).await
}
