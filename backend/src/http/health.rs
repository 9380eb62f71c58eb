//! Health checks for operators: whether the process is alive, and whether it is ready to serve.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};

use super::failure::Failure;
use crate::app::App;

pub(super) async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

pub(super) async fn ready(State(app): State<Arc<App>>) -> Result<StatusCode, Failure> {
    app.store.ping().await.map_err(|error| Failure::storage_unavailable(error.to_string()))?;
    Ok(StatusCode::NO_CONTENT)
}
