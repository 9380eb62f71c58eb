//! Reveals the activation code: limited, audited, in no other answer.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{activation::ActivationResponse, snapshot::ActivationState, time::Timestamp};

use super::{caller::Caller, failure::Failure};
use crate::{
    app::App,
    store::{Reveal, RevealCounts},
};

/// The window in which a session's reveals are counted, in milliseconds.
const WINDOW_MS: i64 = 10 * 60 * 1000;

pub(super) async fn reveal(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    let current = app.current(caller.session.prospect_id).await?.ok_or_else(Failure::session_expired)?;
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
        counts.in_session < limits.reveals_per_session && counts.of_code < limits.reveals_per_code
    };
    let counts = app.store.reveal(&reveal, since, &allows).await?;
    if !allows(&counts) {
        let earliest = counts.earliest.unwrap_or(now);
        return Err(Failure::rate_limited(earliest.millis_since(since)));
    }
    let issue = current.snapshot.activation.issue;
    Ok(Json(ActivationResponse { activation_code: code, issue }).into_response())
}
