//! Answers with the snapshot, at once or when something changes.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{routes::MAX_WAIT_SECONDS, time::Timestamp};
use serde::Deserialize;

use super::{caller::TokenDigest, failure::Failure};
use crate::{app::App, error::Error, look::Look, store::Session};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wait {
    after: Option<u32>,
    wait_seconds: Option<u32>,
}

pub(super) async fn get(
    State(app): State<Arc<App>>,
    TokenDigest(token_digest): TokenDigest,
    query: Result<Query<Wait>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Ok(Query(wait)) = query else {
        Look::with(&app, &token_digest).await?; // nobody without a session learns what a call looks like
        return Err(Failure::malformed("after and waitSeconds must be whole numbers"));
    };
    let known = known_revision(&headers);
    let look = match (wait.after.or(known), wait.wait_seconds) {
        (Some(after), Some(seconds)) if seconds > 0 => changed(&app, &token_digest, after, seconds).await?,
        _ => Look::with(&app, &token_digest).await?,
    };
    let etag = etag(look.revision)?;
    let mut response = if known == Some(look.revision) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Json(look.snapshot(app.clock.now())?).into_response()
    };
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}

/// The current snapshot as the answer to a call that changed something.
pub(super) async fn answer(app: &Arc<App>, session: &Session) -> Result<Response, Failure> {
    let look = Look::with(app, &session.token_digest).await?;
    let etag = etag(look.revision)?;
    let mut response = Json(look.snapshot(app.clock.now())?).into_response();
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}

/// Waits until the revision is higher than `after`, but no longer than `seconds` and the configured time. While it waits, it holds
/// no snapshot. The session is checked again after each wait: it may have been ended meanwhile.
async fn changed(app: &Arc<App>, token_digest: &str, after: u32, seconds: u32) -> Result<Look, Error> {
    let seconds = seconds.min(MAX_WAIT_SECONDS).min(app.limits.long_poll_seconds);
    let wait = Duration::from_secs(u64::from(seconds));
    let wait_ms = i64::try_from(wait.as_millis()).unwrap_or_default();
    let until = Timestamp::from_millis(app.clock.now().as_millis().saturating_add(wait_ms));
    let look = Look::with(app, token_digest).await?;
    let is_answer = |look: &Look| look.revision > after || look.is_final;
    if is_answer(&look) {
        return Ok(look);
    }
    let until = until.min(look.session.expires_at);
    let prospect_id = look.session.prospect_id;
    drop(look);
    let mut closing = app.closing.subscribe();
    let _held = app.metrics.hold();
    loop {
        let mut change = app.wakes.subscribe(prospect_id); // before looking, or a change could be missed
        let look = Look::with(app, token_digest).await?;
        if is_answer(&look) || app.clock.now() >= until || *closing.borrow() {
            return Ok(look);
        }
        let wake_at = look.next_change.map_or(until, |at| at.min(until));
        drop(look);
        tokio::select! {
            biased;
            _ = change.changed() => {}
            _ = closing.changed() => {}
            () = app.clock.wait_until(wake_at) => {}
        }
    }
}

fn etag(revision: u32) -> Result<HeaderValue, Failure> {
    HeaderValue::from_str(&format!("\"{revision}\"")).map_err(|_| Failure::internal("an ETag"))
}

/// The revision in `If-None-Match`, with a weak or strong ETag.
fn known_revision(headers: &HeaderMap) -> Option<u32> {
    let text = headers.get(header::IF_NONE_MATCH)?.to_str().ok()?.trim();
    text.strip_prefix("W/").unwrap_or(text).trim_matches('"').parse().ok()
}
