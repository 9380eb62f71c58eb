//! The customer refuses the facial scan.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::{
    caller::{self, Caller},
    failure::Failure,
    snapshot,
    steps::origin,
};
use crate::{alternative, app::App};

pub(super) async fn refuse_scan(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    caller::limit_calls(&app, &caller)?;
    let origin = origin(&caller);
    let task_app = Arc::clone(&app);
    let task = tokio::spawn(async move { alternative::refuse_scan(&task_app, &origin).await });
    task.await.map_err(|_| Failure::internal("a refusal of the scan stopped"))??;
    snapshot::answer(&app, &caller.session).await
}
