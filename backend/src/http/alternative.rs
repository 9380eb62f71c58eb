//! The customer refuses the facial scan.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::{caller::Caller, failure::Failure, provider_call};
use crate::{alternative, app::App};

pub(super) async fn refuse_scan(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    provider_call::run(app, caller, async |app, origin| alternative::refuse_scan(&app, &origin).await).await
}
