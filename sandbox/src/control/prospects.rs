//! `/control/prospects`: read all prospects, and choose the result of an identification or a screening.

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    answer::{Body, no_prospect},
    description,
};
use crate::{
    engine::Sandbox,
    kyc::{
        mismatch::Mismatch,
        outcome::{Alias, Outcome},
        screening::Finding,
    },
};

pub(super) async fn list(State(sandbox): State<Sandbox>) -> Json<Vec<Value>> {
    Json(sandbox.world().prospects.values().map(description::prospect).collect())
}

pub(super) async fn read(State(sandbox): State<Sandbox>, Path(app_user_id): Path<String>) -> Response {
    described(&sandbox, &app_user_id)
}

/// The prospect, as a control call answers it.
pub(super) fn described(sandbox: &Sandbox, app_user_id: &str) -> Response {
    let world = sandbox.world();
    world
        .prospects
        .get(app_user_id)
        .map_or_else(no_prospect, |found| Json(description::prospect(found)).into_response())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Ending {
    #[serde(default)]
    aliases: Vec<Alias>,
    #[serde(default)]
    mismatch: Option<Mismatch>,
    #[serde(default)]
    review: bool,
    #[serde(default)]
    signature_refused: bool,
}

pub(super) async fn set_outcome(
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
    Json(description::prospect(prospect)).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Screened {
    finding: Finding,
}

pub(super) async fn set_screening(
    State(sandbox): State<Sandbox>,
    Path(app_user_id): Path<String>,
    Body(Screened { finding }): Body<Screened>,
) -> Response {
    sandbox.change(|world| world.set_finding(&app_user_id, finding));
    described(&sandbox, &app_user_id)
}
