//! Gives the address of the identification page to the partner's server, for its app. Each call is audited, and no other answer contains the address.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::identification::{IdentificationRequest, IdentificationResponse};

use super::{
    caller,
    failure::Failure,
    partner::{Partner, check_reference},
};
use crate::{app::App, current::Current, digest::sha256_hex};

pub(super) async fn page(
    State(app): State<Arc<App>>,
    partner: Partner,
    body: Body,
) -> Result<Response, Failure> {
    let body = caller::body(body, caller::MAX_BODY).await?;
    let request: IdentificationRequest = serde_json::from_slice(&body)
        .map_err(|_| Failure::malformed("The body must be {\"customerReference\": \"…\"}"))?;
    check_reference(&request.customer_reference)?;
    let prospect_id = app.store.prospect_of(&request.customer_reference).await?;
    let prospect_id = prospect_id.ok_or_else(Failure::not_found)?;
    // Loading the prospect deletes the address if it is no longer needed.
    let prospect = Current::load(&app, prospect_id).await?.ok_or_else(Failure::not_found)?.prospect;
    let url = app.store.webview(&prospect.app_user_id).await?.ok_or_else(Failure::not_found)?;
    let digest = sha256_hex(url.as_bytes());
    if !app.store.note_webview(&prospect, &digest, app.clock.now(), &partner.request_id).await? {
        return Err(Failure::not_found());
    }
    Ok(Json(IdentificationResponse { url }).into_response())
}
