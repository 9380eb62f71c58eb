//! The customer refuses the facial scan.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::{caller::Caller, errand, failure::Failure};
use crate::{alternative, app::App};

pub(super) async fn refuse_scan(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    errand::run(app, caller, async |app, origin| alternative::refuse_scan(&app, &origin).await).await
}
