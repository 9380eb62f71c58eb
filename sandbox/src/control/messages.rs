//! `/control/received` and `/control/sent`: the received calls, and the sent callbacks.

use axum::{
    Json,
    extract::{Query, State},
};
use serde::Deserialize;
use serde_json::Value;

use crate::engine::Sandbox;

pub(super) async fn received(State(sandbox): State<Sandbox>) -> Json<Vec<Value>> {
    Json(sandbox.world().received.report())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SentQuery {
    app_user_id: Option<String>,
}

pub(super) async fn sent(State(sandbox): State<Sandbox>, Query(query): Query<SentQuery>) -> Json<Vec<Value>> {
    Json(sandbox.world().outbox.report(query.app_user_id.as_deref()))
}
