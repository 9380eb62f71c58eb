//! Reading back what the customer entered.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::{
    caller::{Caller, limit_calls},
    failure::Failure,
};
use crate::{app::App, current::Current, profile::record};

/// `no-store`, which [`super::frame`] sets by default.
pub(super) async fn read(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    limit_calls(&app, &caller).await?;
    let current = Current::of_session(&app, caller.session.prospect_id).await?;
    Ok(Json(record::read(&app, &current, &caller.request_id).await?).into_response())
}
