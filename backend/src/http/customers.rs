//! A customer, asked for by the partner's server: status, export and erasure of the data.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use contract::customer::{CustomerResponse, CustomerStep};

use super::{
    failure::Failure,
    partner::{Partner, check_reference},
};
use crate::{app::App, current::Current};

pub(super) async fn read(
    State(app): State<Arc<App>>,
    _: Partner,
    Path(reference): Path<String>,
) -> Result<Response, Failure> {
    let current = known(&app, &reference).await?;
    let steps = current.snapshot.steps.iter().map(|step| CustomerStep { id: step.id, state: step.state });
    Ok(Json(CustomerResponse {
        customer_reference: reference,
        app_user_id: current.prospect.app_user_id,
        account_id: current.progress.account_id,
        onboarding: current.snapshot.onboarding,
        revision: current.snapshot.revision,
        steps: steps.collect(),
        opened_at: current.prospect.opened_at,
        prospect_expires_at: current.snapshot.prospect_expires_at,
    })
    .into_response())
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
