//! The declarative step: occupation, assets, income (documentation, onboarding: declarative).

use axum::http::StatusCode;
use contract::declarative::BRACKETS;
use serde_json::{Value, json};

use super::{call::Call, error::ApiError, fields::Fields, reply::Reply};
use crate::{
    callback::message::Message,
    customer::{profile::check_economic_activity, prospect::Declarative},
    time::{clock::plus, timetable},
    world::World,
};

/// The three fields. All are whole numbers.
pub const FIELDS: [&str; 3] = ["economicActivity", "asset", "income"];

/// `POST` and `PUT /api/v2.0/users/{appUserId}/declarative`. `status` is the status of the answer. Callback 32 follows.
///
/// # Errors
/// 147, 704, 177 or 6003; 404 without a code for a change if nothing was submitted.
pub fn write(world: &mut World, call: &Call<'_>, status: StatusCode) -> Result<Reply, ApiError> {
    let is_first = world.prospect(&call.app_user_id)?.declarative.is_none();
    if is_first && status == StatusCode::OK {
        return Ok(Reply::empty(StatusCode::NOT_FOUND));
    }
    let body = call.json()?;
    let fields = Fields::of(&body)?;
    fields.require(&FIELDS)?;
    check_economic_activity(fields.get("economicActivity").unwrap_or(&Value::Null))?;
    let brackets = 1..=i64::from(BRACKETS);
    let declarative = Declarative {
        economic_activity: fields.integer("economicActivity", 0..=i64::MAX)?,
        asset: fields.integer("asset", brackets.clone())?,
        income: fields.integer("income", brackets)?,
    };
    world.prospect(&call.app_user_id)?.declarative = Some(declarative);
    let at = plus(world.now(), timetable::RISK_SCORE);
    world.send_later(at, &call.app_user_id, Message::Risk { at });
    world.step_done(&call.app_user_id);
    Ok(Reply::json(status, to_json(declarative)))
}

/// `GET /api/v2.0/users/{appUserId}/declarative`.
///
/// # Errors
/// 147; 404 without a code if nothing was submitted.
pub fn read(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    Ok(match world.prospect(&call.app_user_id)?.declarative {
        Some(declarative) => Reply::json(StatusCode::OK, to_json(declarative)),
        None => Reply::empty(StatusCode::NOT_FOUND),
    })
}

fn to_json(declarative: Declarative) -> Value {
    json!({
        "economicActivity": declarative.economic_activity,
        "asset": declarative.asset,
        "income": declarative.income,
    })
}
