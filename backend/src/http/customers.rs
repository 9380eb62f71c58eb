//! A customer, asked for by the partner's server: status, export and erasure of the data.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    failure::Failure,
    partner::{Partner, check_reference},
};
use crate::{app::App, current::Current, customer::customer};

pub(super) async fn read(
    State(app): State<Arc<App>>,
    _: Partner,
    Path(reference): Path<String>,
) -> Result<Response, Failure> {
    let current = known(&app, &reference).await?;
    Ok(Json(customer(&current.prospect, &current.progress, &current.snapshot)).into_response())
}

pub(super) async fn export(
    State(app): State<Arc<App>>,
    partner: Partner,
    Path(reference): Path<String>,
) -> Result<Response, Failure> {
    let current = known(&app, &reference).await?;
    tracing::info!(request_id = %partner.request_id, prospect = current.prospect.id, "a customer's data is exported");
    Ok(Json(app.store.export(&current.prospect).await?).into_response())
}

/// Repeating it changes nothing and is a success.
pub(super) async fn erase(
    State(app): State<Arc<App>>,
    partner: Partner,
    Path(reference): Path<String>,
) -> Result<StatusCode, Failure> {
    let prospect = known(&app, &reference).await?.prospect;
    app.store.erase(&prospect, app.clock.now()).await?;
    app.wakes.wake(prospect.id); // requests that wait find their session ended
    tracing::info!(request_id = %partner.request_id, prospect = prospect.id, "a customer's data is erased");
    Ok(StatusCode::NO_CONTENT)
}

async fn known(app: &App, reference: &str) -> Result<Current, Failure> {
    check_reference(reference)?;
    let prospect_id = app.store.prospect_of(reference).await?.ok_or_else(Failure::not_found)?;
    Current::load(app, prospect_id).await?.ok_or_else(Failure::not_found)
}
