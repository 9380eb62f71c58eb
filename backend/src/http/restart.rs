//! Starting again after the prospect expired.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use contract::snapshot::OnboardingStatus;

use super::{caller::Caller, failure::Failure, snapshot};
use crate::{app::App, current::Current, random::app_user_id};

/// The same customer becomes another user at the provider: an id can never be used again (error 719).
pub(super) async fn begin(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    let current = Current::of_session(&app, caller.session.prospect_id).await?;
    if current.snapshot.onboarding != OnboardingStatus::Expired {
        return Err(Failure::step_not_open());
    }
    let id = app_user_id(&*app.random, app.process.generation.app_user_id_length())?;
    if !app.store.restart(&current.prospect, &id, app.clock.now()).await? {
        return Err(Failure::step_not_open()); // another press was faster
    }
    snapshot::answer(&app, &caller.session).await
}
