//! `GET /control/scenarios`, `PUT /control/scenario` and `PUT /control/prospects/{appUserId}/scenario`: list the
//! scenarios, choose one for the next prospect, and choose one for an existing prospect.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    answer::{Body, refusal},
    prospects::described,
};
use crate::{
    engine::Sandbox,
    scenario::{Scenario, readme, table},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    name: Option<String>,
}

/// The scenario with this name. `None` for the name `null`.
fn scenario(Named { name }: Named) -> Result<Option<&'static Scenario>, String> {
    let Some(name) = name else { return Ok(None) };
    table::named(&name).map(Some).ok_or_else(|| {
        let names: Vec<_> = table::all().map(|scenario| scenario.name).collect();
        format!("no scenario is `{name}`; there are {}", names.join(", "))
    })
}

pub(super) async fn play(
    State(sandbox): State<Sandbox>,
    Path(app_user_id): Path<String>,
    Body(named): Body<Named>,
) -> Response {
    match scenario(named) {
        Ok(Some(scenario)) => {
            sandbox.change(|world| world.play(&app_user_id, scenario));
            described(&sandbox, &app_user_id)
        }
        Ok(None) => refusal(StatusCode::BAD_REQUEST, "name a scenario; GET /control/scenarios lists them"),
        Err(message) => refusal(StatusCode::BAD_REQUEST, &message),
    }
}

pub(super) async fn choose_next(State(sandbox): State<Sandbox>, Body(named): Body<Named>) -> Response {
    match scenario(named) {
        Ok(scenario) => {
            sandbox.change(|world| world.choose_next(scenario));
            Json(scenario.map(readme::describe)).into_response()
        }
        Err(message) => refusal(StatusCode::BAD_REQUEST, &message),
    }
}

pub(super) async fn list() -> Json<Vec<Value>> {
    Json(table::all().map(readme::describe).collect())
}
