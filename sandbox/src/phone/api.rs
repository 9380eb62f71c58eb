//! The JSON answers for the phone's web page, under `/phone/api`. The page makes its own `deviceId`.

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::device::{NotBound, NotTaken};
use crate::{
    engine::Sandbox,
    identification::Document,
    sca::{Decision, NotDecided},
};

/// The routes under `/phone/api`.
pub fn router() -> Router<Sandbox> {
    Router::new()
        .route("/devices/{device_id}", get(read_device))
        .route("/devices/{device_id}/eligibility", post(check_eligibility))
        .route("/devices/{device_id}/launch", post(launch))
        .route("/devices/{device_id}/issuer-data", get(issuer_data))
        .route("/devices/{device_id}/authentications/{authentication_id}", post(decide))
        .route("/webview/{token}", post(take_pictures))
}

async fn read_device(State(sandbox): State<Sandbox>, Path(device_id): Path<Uuid>) -> Response {
    no_store(StatusCode::OK, sandbox.world().describe_device(&device_id.to_string()))
}

async fn check_eligibility(State(sandbox): State<Sandbox>, Path(_): Path<Uuid>) -> Response {
    let is_eligible = sandbox.world().settings.device_eligible;
    let state = if is_eligible { "onDeviceEligible" } else { "onDeviceNotEligible" };
    no_store(StatusCode::OK, json!({ "state": state }))
}

async fn launch(
    State(sandbox): State<Sandbox>,
    Path(device_id): Path<Uuid>,
    Json(body): Json<Value>,
) -> Response {
    let code = body.get("activationCode").and_then(Value::as_str).unwrap_or_default();
    let bound = sandbox.change(|world| world.bind_device(&device_id.to_string(), code));
    let (status, message) = match bound {
        Ok(()) => return no_store(StatusCode::OK, json!({ "state": "onProvisioningSuccess" })),
        Err(NotBound::Malformed) => (StatusCode::BAD_REQUEST, "the code must be 32 hexadecimal digits"),
        Err(NotBound::Unknown) => (StatusCode::NOT_FOUND, "nobody has this code, or it was replaced"),
        Err(NotBound::Used) => (StatusCode::CONFLICT, "this code was used already"),
        Err(NotBound::AlreadyBound) => (StatusCode::CONFLICT, "this phone has a wallet already"),
    };
    no_store(status, json!({ "state": "onProvisioningError", "message": message }))
}

async fn issuer_data(State(sandbox): State<Sandbox>, Path(device_id): Path<Uuid>) -> Response {
    match sandbox.change(|world| world.webview_url(&device_id.to_string())) {
        Some(url) => no_store(StatusCode::OK, json!({ "webviewUrl": url })),
        None => refusal(StatusCode::CONFLICT, "this phone has no wallet"),
    }
}

async fn decide(
    State(sandbox): State<Sandbox>,
    Path((device_id, authentication_id)): Path<(Uuid, Uuid)>,
    Json(body): Json<Value>,
) -> Response {
    let decision = match body.get("decision").and_then(Value::as_str) {
        Some("validate") => Decision::Validate,
        Some("refuse") => Decision::Refuse,
        _ => return refusal(StatusCode::BAD_REQUEST, "the decision is `validate` or `refuse`"),
    };
    let decided = sandbox.change(|world| {
        let bound = world.bound_prospect(&device_id.to_string()).map(|found| found.app_user_id.clone());
        world.decide(&bound.ok_or(NotDecided::Unknown)?, authentication_id, decision)
    });
    match decided {
        Ok(()) => no_store(StatusCode::OK, json!({})),
        Err(NotDecided::Unknown) => refusal(StatusCode::NOT_FOUND, "this phone was not asked this"),
        Err(NotDecided::Over) => refusal(StatusCode::CONFLICT, "this confirmation is over"),
    }
}

async fn take_pictures(
    State(sandbox): State<Sandbox>,
    Path(token): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    let document = body.get("documentType").and_then(Value::as_str).and_then(Document::named);
    let is_positive = |name| body.get(name).and_then(Value::as_f64).is_some_and(|number| number > 0.0);
    let (Some(document), true, true) = (document, is_positive("images"), is_positive("selfieSeconds")) else {
        let message = "documentType is ID_CARD, PASSPORT or RES_CARD; images and selfieSeconds are above 0";
        return refusal(StatusCode::BAD_REQUEST, message);
    };
    match sandbox.change(|world| world.take_pictures(&token, document)) {
        Ok(()) => no_store(StatusCode::ACCEPTED, json!({})),
        Err(NotTaken::Unknown) => refusal(StatusCode::NOT_FOUND, "this page is not valid any more"),
        Err(NotTaken::NotRequired) => refusal(StatusCode::CONFLICT, "the pictures were taken already"),
    }
}

fn refusal(status: StatusCode, message: &str) -> Response {
    no_store(status, json!({ "message": message }))
}

fn no_store(status: StatusCode, body: Value) -> Response {
    (status, [(axum::http::header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
