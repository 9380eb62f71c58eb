//! `/control/settings` and `/control/faults`: choose among the documented variants of the provider, and the next
//! faults.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::answer::{Body, refusal};
use crate::{
    api::route::{ROUTES, Route},
    engine::Sandbox,
    world::{faults::Faults, settings::SettingsChange},
};

pub(super) async fn read(State(sandbox): State<Sandbox>) -> Json<Value> {
    Json(json!(sandbox.world().settings))
}

pub(super) async fn change(
    State(sandbox): State<Sandbox>,
    Body(change): Body<SettingsChange>,
) -> Json<Value> {
    let mut world = sandbox.world();
    world.settings.apply(change);
    Json(json!(world.settings))
}

pub(super) async fn read_faults(State(sandbox): State<Sandbox>) -> Json<Faults> {
    Json(sandbox.world().faults.clone())
}

pub(super) async fn set_faults(State(sandbox): State<Sandbox>, Body(faults): Body<Faults>) -> Response {
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
