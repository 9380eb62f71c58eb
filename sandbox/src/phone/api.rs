//! The JSON answers for the phone's web page, under `/phone/api`. The page makes its own `deviceId`.

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::device::{NotBound, NotTaken};
use crate::{
    engine::Sandbox,
    kyc::{diligence::Document, proof::Proof, scan_refusal::NotRefused},
    money::transfer::Payment,
    phone::authentication::{Decision, NotDecided},
};

/// The routes under `/phone/api`.
pub fn router() -> Router<Sandbox> {
    Router::new()
        .route("/devices/{device_id}", get(read_device))
        .route("/devices/{device_id}/eligibility", post(check_eligibility))
        .route("/devices/{device_id}/launch", post(launch))
        .route("/devices/{device_id}/issuer-data", get(issuer_data))
        .route("/devices/{device_id}/authentications/{authentication_id}", post(decide))
        .route("/devices/{device_id}/transfers", post(pay))
        .route("/webview/{token}", get(read_page).post(take_pictures))
        .route("/webview/{token}/refusal", post(refuse_scan))
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

/// A transfer that the customer orders at another bank.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Order {
    amount_cents: u64,
    #[serde(default)]
    instant: bool,
    #[serde(default)]
    payer_full_name: Option<String>,
}

async fn pay(
    State(sandbox): State<Sandbox>,
    Path(device_id): Path<Uuid>,
    Json(order): Json<Order>,
) -> Response {
    if order.amount_cents == 0 {
        return refusal(StatusCode::BAD_REQUEST, "amountCents is above 0");
    }
    let payment = Payment {
        amount_cents: order.amount_cents,
        payer: order.payer_full_name,
        is_instant: order.instant,
        arrives_at: None,
    };
    let paid = sandbox.change(|world| {
        let bound = world.bound_prospect(&device_id.to_string())?.app_user_id.clone();
        world.pay(&bound, payment)
    });
    match paid {
        Some(transfer) => no_store(StatusCode::ACCEPTED, json!({ "status": transfer.status.name() })),
        None => refusal(StatusCode::CONFLICT, "this phone has no wallet"),
    }
}

/// What the page of the identification provider has to ask for.
async fn read_page(State(sandbox): State<Sandbox>, Path(token): Path<String>) -> Response {
    let world = sandbox.world();
    let Some(prospect) = world.prospect_of_page(&token) else { return invalid_page() };
    let identification = &prospect.identification;
    let (phase, proof) = (identification.phase.name(), identification.proof.name());
    no_store(StatusCode::OK, json!({ "identification": phase, "proof": proof }))
}

async fn refuse_scan(State(sandbox): State<Sandbox>, Path(token): Path<String>) -> Response {
    let refused = sandbox.change(|world| {
        let found = world.prospect_of_page(&token).map(|prospect| prospect.app_user_id.clone());
        world.refuse_scan(&found.ok_or(NotRefused::NoUser)?)
    });
    match refused {
        Ok(()) => no_store(StatusCode::OK, json!({ "proof": Proof::Transfer.name() })),
        Err(NotRefused::NoUser) => invalid_page(),
        Err(NotRefused::NotRequired) => refusal(StatusCode::CONFLICT, "no pictures are asked for now"),
        Err(NotRefused::NoOtherWay) => {
            refusal(StatusCode::CONFLICT, "ask the partner for another way: this workflow needs the scan")
        }
    }
}

fn invalid_page() -> Response {
    refusal(StatusCode::NOT_FOUND, "this page is not valid any more")
}

async fn take_pictures(
    State(sandbox): State<Sandbox>,
    Path(token): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    let document = body.get("documentType").and_then(Value::as_str).and_then(Document::named);
    let is_positive = |name| body.get(name).and_then(Value::as_f64).is_some_and(|number| number > 0.0);
    let (Some(document), true) = (document, is_positive("images")) else {
        let message = "documentType is ID_CARD, PASSPORT or RES_CARD; images is above 0";
        return refusal(StatusCode::BAD_REQUEST, message);
    };
    match sandbox.change(|world| world.take_pictures(&token, document, is_positive("selfieSeconds"))) {
        Ok(()) => no_store(StatusCode::ACCEPTED, json!({})),
        Err(NotTaken::Unknown) => invalid_page(),
        Err(NotTaken::NoSelfie) => {
            refusal(StatusCode::BAD_REQUEST, "selfieSeconds is above 0 unless the scan was refused")
        }
        Err(NotTaken::NotRequired) => refusal(StatusCode::CONFLICT, "the pictures were taken already"),
    }
}

fn refusal(status: StatusCode, message: &str) -> Response {
    no_store(status, json!({ "message": message }))
}

fn no_store(status: StatusCode, body: Value) -> Response {
    (status, [(axum::http::header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
