//! The terms: accepted at once, or after a confirmation on the phone (documentation, CGU). They cannot be refused.

use axum::http::StatusCode;

use super::{call::Call, confirmation, error::ApiError, fields::Fields, reply::Reply};
use crate::{phone::authentication::Operation, world::World};

/// The three fields; the value of each is the text `true`.
pub const FIELDS: [&str; 3] = ["cardCgu", "partnerCgu", "accountCgu"];

/// `POST /api/v2.0/users/{appUserId}/cgu`.
///
/// # Errors
/// 147, 704 or 177.
pub fn accept(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    check(world, call)?;
    let answer = world.accept_terms(&call.app_user_id);
    answer.map(|answer| Reply::json(StatusCode::CREATED, answer)).ok_or_else(ApiError::user_not_found)
}

/// `POST /api/sca/v2.0/users/{appUserId}/cgu`. Callback 36 follows with the phone's answer.
pub fn confirm(world: &mut World, call: &Call<'_>) -> Reply {
    let operation = check(world, call).map(|()| Operation::Terms);
    confirmation::ask(world, call, operation)
}

fn check(world: &mut World, call: &Call<'_>) -> Result<(), ApiError> {
    world.prospect(&call.app_user_id)?;
    let body = call.json()?;
    let fields = Fields::of(&body)?;
    fields.require(&FIELDS)?;
    for name in FIELDS {
        if fields.text(name)? != "true" {
            return Err(ApiError::invalid(name));
        }
    }
    Ok(())
}
