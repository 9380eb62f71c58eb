//! The queue of undelivered callbacks (documentation, webhooks): oldest first, kept for 14 days.

use axum::http::StatusCode;

use super::{call::Call, error::ApiError, reply::Reply};
use crate::world::World;

/// Largest number of entries in an answer.
const MAX_LIMIT: usize = 30;

/// `GET /api/v2.0/webhooks?limit=&remove=`: limit 30 and remove false by default.
///
/// # Errors
/// 177 for a `limit` that is not a number, or a `remove` that is neither true nor false.
pub fn fetch(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    let limit = match call.query("limit") {
        None => MAX_LIMIT,
        Some(text) => text.parse().map_err(|_| ApiError::invalid("limit"))?,
    };
    let remove = match call.query("remove").unwrap_or_default().to_ascii_lowercase().as_str() {
        "true" => true,
        "" | "false" => false,
        _ => return Err(ApiError::invalid("remove")),
    };
    let now = world.now();
    Ok(Reply::json(StatusCode::OK, world.outbox.queue(limit.min(MAX_LIMIT), remove, now).into()))
}
