//! Control calls: how a test or a developer moves time, looks inside and makes things go wrong. Each is in the README.

mod documents;
mod scenarios;
mod transfers;

use axum::{
    Json, Router,
    extract::{FromRequest, Path, Query, Request, State, rejection::JsonRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::route::{ROUTES, Route},
    clock::MAX_SPEED,
    engine::Sandbox,
    faults::Faults,
    mismatch::Mismatch,
    outcome::{Alias, Outcome},
    prospect::{Prospect, Wallet},
    screening::Finding,
    settings::SettingsChange,
};

/// The routes under `/control`.
pub fn router() -> Router<Sandbox> {
    Router::new()
        .route("/clock", get(read_clock).put(set_speed))
        .route("/clock/advance", post(advance))
        .route("/prospects", get(list_prospects))
        .route("/prospects/{app_user_id}", get(read_prospect))
        .route("/prospects/{app_user_id}/outcome", put(set_outcome))
        .route("/prospects/{app_user_id}/screening", put(set_screening))
        .route("/prospects/{app_user_id}/transfers", post(transfers::pay))
        .route("/prospects/{app_user_id}/documents", put(documents::choose))
        .route("/prospects/{app_user_id}/scenario", put(scenarios::play))
        .route("/scenario", put(scenarios::choose_next))
        .route("/scenarios", get(scenarios::list))
        .route("/settings", get(read_settings).put(change_settings))
        .route("/faults", get(read_faults).put(set_faults))
        .route("/received", get(received))
        .route("/sent", get(sent))
        .route("/settle", post(settle))
        .route("/reset", post(reset))
}

/// A JSON body; what is wrong with it is answered as `{"message": …}`.
struct Body<T>(T);

impl<S: Send + Sync, T> FromRequest<S> for Body<T>
where
    Json<T>: FromRequest<S, Rejection = JsonRejection>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let parsed = Json::<T>::from_request(request, state).await;
        parsed.map(|Json(body)| Self(body)).map_err(|error| refusal(error.status(), &error.body_text()))
    }
}

fn refusal(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}

fn no_prospect() -> Response {
    refusal(StatusCode::NOT_FOUND, "no prospect has this appUserId")
}

async fn read_clock(State(sandbox): State<Sandbox>) -> Json<Value> {
    clock(&sandbox)
}

fn clock(sandbox: &Sandbox) -> Json<Value> {
    let world = sandbox.world();
    Json(json!({ "now": world.now(), "speed": world.clock.speed(), "nextEventAt": world.next_due() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Speed {
    speed: u32,
}

async fn set_speed(State(sandbox): State<Sandbox>, Body(Speed { speed }): Body<Speed>) -> Response {
    if speed > MAX_SPEED {
        return refusal(StatusCode::BAD_REQUEST, &format!("the speed is from 0 to {MAX_SPEED}"));
    }
    sandbox.change(|world| world.clock.set_speed(speed, tokio::time::Instant::now()));
    clock(&sandbox).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    millis: u64,
}

async fn advance(State(sandbox): State<Sandbox>, Body(Advance { millis }): Body<Advance>) -> Json<Value> {
    sandbox.advance(millis).await;
    clock(&sandbox)
}

async fn settle(State(sandbox): State<Sandbox>) -> Json<Value> {
    sandbox.settle().await;
    clock(&sandbox)
}

async fn reset(State(sandbox): State<Sandbox>) -> Json<Value> {
    sandbox.change(crate::world::World::reset);
    clock(&sandbox)
}

async fn list_prospects(State(sandbox): State<Sandbox>) -> Json<Vec<Value>> {
    Json(sandbox.world().prospects.values().map(describe).collect())
}

async fn read_prospect(State(sandbox): State<Sandbox>, Path(app_user_id): Path<String>) -> Response {
    described(&sandbox, &app_user_id)
}

fn described(sandbox: &Sandbox, app_user_id: &str) -> Response {
    let world = sandbox.world();
    world.prospects.get(app_user_id).map_or_else(no_prospect, |found| Json(describe(found)).into_response())
}

fn describe(prospect: &Prospect) -> Value {
    let (wallet, device_id) = match &prospect.wallet {
        Wallet::None => ("onProvisioningRequired", None),
        Wallet::Ready(device_id) => ("ready", Some(device_id)),
        Wallet::Killed => ("killed", None),
    };
    let identification = &prospect.identification;
    json!({
        "appUserId": prospect.app_user_id,
        "createdAt": prospect.created_at,
        "firstName": prospect.profile.text("FirstName"),
        "lastName": prospect.profile.text("LastName"),
        "email": prospect.profile.text("Email"),
        "generation": prospect.generation.name(),
        "workflowCode": identification.demand.as_ref().map(|demand| demand.workflow.code()),
        "screening": prospect.screening.stage.name(),
        "publicUserCode": prospect.public_user_code,
        "activationCode": prospect.activation.code(),
        "userRecordStatus": prospect.status.name(),
        "identificationLevel": prospect.status.identification_level(),
        "wallet": wallet,
        "deviceId": device_id,
        "identification": identification.phase.name(),
        "kycStatus": identification.kyc_status.name(),
        "diligences": identification.diligences.iter().map(|diligence| json!({
            "diligenceType": diligence.kind,
            "status": diligence.status.name(),
            "reason": diligence.reason,
        })).collect::<Vec<_>>(),
        "declarative": prospect.declarative.is_some(),
        "fatcaEai": prospect.tax.as_ref().map(crate::tax::TaxStep::result),
        "taxDocuments": prospect.tax.iter().flat_map(|tax| &tax.documents).map(documents::describe).collect::<Vec<_>>(),
        "proof": identification.proof.name(),
        "transfers": prospect.transfers.iter().map(transfers::describe).collect::<Vec<_>>(),
        "termsAcceptedAt": prospect.terms_accepted_at,
        "authentications": prospect.authentications.iter().map(|authentication| json!({
            "authenticationId": authentication.id.to_string(),
            "operation": authentication.operation.label(),
            "requestedAt": authentication.requested_at,
            "expiresAt": authentication.expires_at,
            "status": authentication.status.name(),
        })).collect::<Vec<_>>(),
        "accountId": prospect.account_id.to_string(),
        "accountStatus": prospect.account_status().name(),
        "iban": prospect.iban,
        "aliases": prospect.outcome.aliases(),
        "scenario": prospect.scenario,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Ending {
    #[serde(default)]
    aliases: Vec<Alias>,
    #[serde(default)]
    mismatch: Option<Mismatch>,
    #[serde(default)]
    review: bool,
    #[serde(default)]
    signature_refused: bool,
}

async fn set_outcome(
    State(sandbox): State<Sandbox>,
    Path(app_user_id): Path<String>,
    Body(ending): Body<Ending>,
) -> Response {
    let mut world = sandbox.world();
    let Some(prospect) = world.prospects.get_mut(&app_user_id) else { return no_prospect() };
    prospect.outcome = Outcome::new(ending.aliases)
        .with_mismatch(ending.mismatch)
        .reviewed(ending.review)
        .unsigned(ending.signature_refused);
    Json(describe(prospect)).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Screened {
    finding: Finding,
}

async fn set_screening(
    State(sandbox): State<Sandbox>,
    Path(app_user_id): Path<String>,
    Body(Screened { finding }): Body<Screened>,
) -> Response {
    sandbox.change(|world| world.set_finding(&app_user_id, finding));
    described(&sandbox, &app_user_id)
}

async fn read_settings(State(sandbox): State<Sandbox>) -> Json<Value> {
    Json(json!(sandbox.world().settings))
}

async fn change_settings(State(sandbox): State<Sandbox>, Body(change): Body<SettingsChange>) -> Json<Value> {
    let mut world = sandbox.world();
    world.settings.apply(change);
    Json(json!(world.settings))
}

async fn read_faults(State(sandbox): State<Sandbox>) -> Json<Faults> {
    Json(sandbox.world().faults.clone())
}

async fn set_faults(State(sandbox): State<Sandbox>, Body(faults): Body<Faults>) -> Response {
    let is_known =
        |name: &str| name == "*" || ROUTES.iter().any(|route| route.name().eq_ignore_ascii_case(name));
    if let Some(rule) = faults.api.iter().find(|rule| !is_known(&rule.route)) {
        let names: Vec<_> = ROUTES.iter().map(Route::name).collect();
        let message = format!("no route is `{}`; there are `*`, {}", rule.route, names.join(", "));
        return refusal(StatusCode::BAD_REQUEST, &message);
    }
    sandbox.world().faults = faults.clone();
    Json(faults).into_response()
}

async fn received(State(sandbox): State<Sandbox>) -> Json<Vec<Value>> {
    Json(sandbox.world().received.report())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SentQuery {
    app_user_id: Option<String>,
}

async fn sent(State(sandbox): State<Sandbox>, Query(query): Query<SentQuery>) -> Json<Vec<Value>> {
    Json(sandbox.world().outbox.report(query.app_user_id.as_deref()))
}
