//! `/control/clock`, `/control/settle` and `/control/reset`: move time, and start over.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{Body, refusal};
use crate::{engine::Sandbox, time::clock::MAX_SPEED, world::World};

pub(super) async fn read_clock(State(sandbox): State<Sandbox>) -> Json<Value> {
    clock(&sandbox)
}

fn clock(sandbox: &Sandbox) -> Json<Value> {
    let world = sandbox.world();
    Json(json!({ "now": world.now(), "speed": world.clock.speed(), "nextEventAt": world.next_due() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Speed {
    speed: u32,
}

pub(super) async fn set_speed(
    State(sandbox): State<Sandbox>,
    Body(Speed { speed }): Body<Speed>,
) -> Response {
    if speed > MAX_SPEED {
        return refusal(StatusCode::BAD_REQUEST, &format!("the speed is from 0 to {MAX_SPEED}"));
    }
    sandbox.change(|world| world.clock.set_speed(speed, tokio::time::Instant::now()));
    clock(&sandbox).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    millis: u64,
}

pub(super) async fn advance(
    State(sandbox): State<Sandbox>,
    Body(Advance { millis }): Body<Advance>,
) -> Json<Value> {
    sandbox.advance(millis).await;
    clock(&sandbox)
}

pub(super) async fn settle(State(sandbox): State<Sandbox>) -> Json<Value> {
    sandbox.settle().await;
    clock(&sandbox)
}

pub(super) async fn reset(State(sandbox): State<Sandbox>) -> Json<Value> {
    sandbox.change(World::reset);
    clock(&sandbox)
}
