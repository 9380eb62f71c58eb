//! Answers with the snapshot, at once or when something changes.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{routes::MAX_WAIT_SECONDS, snapshot::Snapshot, time::Timestamp};
use serde::Deserialize;

use super::{caller::Caller, failure::Failure};
use crate::{app::App, current::Current, digest::channel, store::Session, transfer::look_up};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wait {
    after: Option<u32>,
    wait_seconds: Option<u32>,
}

pub(super) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    query: Result<Query<Wait>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Ok(Query(wait)) = query else {
        return Err(Failure::malformed("after and waitSeconds must be whole numbers"));
    };
    let known = known_revision(&headers);
    let current = match (wait.after.or(known), wait.wait_seconds) {
        (Some(after), Some(seconds)) if seconds > 0 => changed(&app, &caller.session, after, seconds).await?,
        _ => now(&app, &caller.session).await?,
    };
    let is_known = known == Some(current.snapshot.revision);
    let etag = etag(&current.snapshot)?;
    let snapshot = of_session(current, &caller.session);
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { Json(snapshot).into_response() };
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}

/// The current snapshot as the answer to a call that changed something.
pub(super) async fn answer(app: &Arc<App>, session: &Session) -> Result<Response, Failure> {
    let current = now(app, session).await?;
    let etag = etag(&current.snapshot)?;
    let mut response = Json(of_session(current, session)).into_response();
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}

async fn now(app: &Arc<App>, session: &Session) -> Result<Current, Failure> {
    let current = Current::of_session(app, session.prospect_id).await?;
    look_up::start(app, &current);
    Ok(current)
}

/// Waits until the revision is higher than `after`, but no longer than `seconds` and the configured time.
async fn changed(app: &Arc<App>, session: &Session, after: u32, seconds: u32) -> Result<Current, Failure> {
    let seconds = seconds.min(MAX_WAIT_SECONDS).min(app.limits.long_poll_seconds);
    let wait = Duration::from_secs(u64::from(seconds));
    let wait_ms = i64::try_from(wait.as_millis()).unwrap_or_default();
    let until = Timestamp::from_millis(app.clock.now().as_millis().saturating_add(wait_ms));
    let until = until.min(session.expires_at);
    let mut closing = app.closing.subscribe();
    loop {
        let mut change = app.wakes.subscribe(session.prospect_id); // before loading, or a change could be missed
        let current = now(app, session).await?;
        let is_over = app.clock.now() >= until || *closing.borrow();
        if current.snapshot.revision > after || current.snapshot.poll_after_ms == 0 || is_over {
            return Ok(current);
        }
        let wake_at = current.next_change.map_or(until, |at| at.min(until));
        tokio::select! {
            biased;
            _ = change.changed() => {}
            _ = closing.changed() => {}
            () = app.clock.wait_until(wake_at) => {}
        }
    }
}

fn of_session(current: Current, session: &Session) -> Snapshot {
    let channel = Some(channel(&current.prospect.app_user_id));
    Snapshot { channel, session_expires_at: session.expires_at, ..current.snapshot }
}

fn etag(snapshot: &Snapshot) -> Result<HeaderValue, Failure> {
    HeaderValue::from_str(&format!("\"{}\"", snapshot.revision)).map_err(|_| Failure::internal("an ETag"))
}

/// The revision in `If-None-Match`, with a weak or strong ETag.
fn known_revision(headers: &HeaderMap) -> Option<u32> {
    let text = headers.get(header::IF_NONE_MATCH)?.to_str().ok()?.trim();
    text.strip_prefix("W/").unwrap_or(text).trim_matches('"').parse().ok()
}
