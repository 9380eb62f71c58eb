//! Shared by the calls with `/sca/` in their path: a pending confirmation, or the reason why there is none.

use axum::http::StatusCode;

use super::{call::Call, error::ApiError, reply::Reply};
use crate::{
    phone::authentication::{self, Operation},
    world::World,
};

/// Asks the phone to confirm `operation`.
pub fn ask(world: &mut World, call: &Call<'_>, operation: Result<Operation, ApiError>) -> Reply {
    let (id, now) = (call.app_user_id.as_str(), world.now());
    match operation {
        Err(error) => {
            let reason = error.status().canonical_reason().unwrap_or_default().replace(' ', "");
            let body = error.body().to_string().into();
            let asked = world.random.uuid();
            Reply::json(error.status(), authentication::not_asked(asked, id, now, &reason, Some(body)))
        }
        Ok(operation) => match world.ask_confirmation(id, operation) {
            Some(authentication) => Reply::json(StatusCode::CREATED, authentication.pending(id)),
            None => {
                let asked = world.random.uuid();
                Reply::json(StatusCode::OK, authentication::not_asked(asked, id, now, "NotFound", None))
            }
        },
    }
}
