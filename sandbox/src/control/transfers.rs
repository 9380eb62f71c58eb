//! `POST /control/prospects/{appUserId}/transfers`: pay from any account that a test needs.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    answer::{Body, no_prospect},
    description,
};
use crate::{engine::Sandbox, money::transfer::Payment};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Order {
    amount_cents: u64,
    payer_full_name: Option<String>,
    #[serde(default = "instantly")]
    instant: bool,
}

fn instantly() -> bool {
    true
}

pub(super) async fn pay(
    State(sandbox): State<Sandbox>,
    Path(app_user_id): Path<String>,
    Body(order): Body<Order>,
) -> Response {
    let Order { amount_cents, payer_full_name, instant } = order;
    let payment = Payment { amount_cents, payer: payer_full_name, is_instant: instant, arrives_at: None };
    let Some(transfer) = sandbox.change(|world| world.pay(&app_user_id, payment)) else {
        return no_prospect();
    };
    (StatusCode::CREATED, Json(description::transfer(&transfer))).into_response()
}
