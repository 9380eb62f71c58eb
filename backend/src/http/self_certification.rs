//! The tax self-certification that the provider makes.

use std::sync::Arc;

use super::{
    caller::{Caller, limit_calls},
    failure::Failure,
};
use crate::{app::App, current::Current};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

pub(super) async fn get(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    let current = Current::of_session(&app, caller.session.prospect_id).await?;
    if !current.snapshot.has_self_certification {
        return Err(Failure::not_found());
    }
    limit_calls(&app, &caller).await?;
    let id = &current.prospect.app_user_id;
    match app.provider.self_certification(id, &caller.request_id).await {
        Ok(Some(pdf)) => Ok(attachment(pdf)),
        Ok(None) => Err(Failure::not_found()),
        Err(error) => {
            tracing::warn!(%error, request_id = %caller.request_id, "no self-certification");
            Err(error.into())
        }
    }
}

/// The answer must not be cached, nor shown in the page's origin.
fn attachment(pdf: Vec<u8>) -> Response {
    let mut response = pdf.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = HeaderValue::from_static("attachment; filename=\"self-certification.pdf\"");
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    response
}
