//! Tells the partner's own server what it must know at once: at least once, known by an id, until it was taken.
//!
//! The row of the notice is written with what it tells of, so that no end of the process loses it. There is one kind so
//! far, `activation_reported`. Without a webhook the log says it.

use std::{sync::Arc, time::Duration};

use axum::http::{Method, Request, header};
use contract::time::Timestamp;
use serde::Serialize;
use tokio::sync::Notify;

use crate::{
    app::App,
    provider::{NoAnswer, Transport},
    store::{Notice, StoreError},
};

/// How long the partner may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Nobody else tries meanwhile, in milliseconds: longer than [`TIMEOUT`].
const BUSY_MS: i64 = 60_000;
/// Time to the second try, in milliseconds; it doubles with each further one, up to [`MAX_RETRY_MS`].
const RETRY_MS: i64 = 5_000;
const MAX_RETRY_MS: i64 = 3_600_000;
/// When to look again where nothing is due, in milliseconds: another process may have written a notice.
const LOOK_MS: i64 = 600_000;
/// Tries after which the log calls it an error.
const TRIES_BEFORE_ERROR: u32 = 5;

/// How the partner is told.
#[derive(Default)]
pub struct Notices {
    webhook: Option<Webhook>,
    new: Notify,
}

struct Webhook {
    transport: Arc<dyn Transport>,
    url: String,
    /// Bearer token; empty: none.
    key: String,
}

impl Webhook {
    /// The status it answers; `None` where none came.
    async fn post(&self, body: &Body<'_>) -> Option<u16> {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(&self.url)
            .header(header::CONTENT_TYPE, "application/json");
        if !self.key.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.key));
        }
        let request = request.body(serde_json::to_vec(body).ok()?).ok()?;
        let answer: Result<_, NoAnswer> = self.transport.send(request, TIMEOUT).await;
        answer.ok().map(|answer| answer.status().as_u16())
    }
}

/// What is posted: nothing personal.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    id: &'a str,
    kind: &'a str,
    customer_reference: &'a str,
    at: Timestamp,
    request_id: &'a str,
}

impl Notices {
    /// Posts to `url` by `transport`, with `key` as bearer token unless it is empty.
    pub fn to(url: String, key: String, transport: Arc<dyn Transport>) -> Self {
        Self { webhook: Some(Webhook { transport, url, key }), ..Self::default() }
    }

    /// There is a new notice.
    pub(crate) fn wake(&self) {
        self.new.notify_one();
    }
}

/// Tells what is due, at once and whenever something is, until the server ends.
pub async fn run(app: Arc<App>) {
    let mut closing = app.closing.subscribe();
    loop {
        if let Err(error) = tell_due(&app).await {
            tracing::error!(%error, "the partner could not be told; the next try follows");
        }
        let now = app.clock.now();
        let look_at = later(now, LOOK_MS);
        let next = app.store.next_notice_at().await.ok().flatten().map_or(look_at, |at| at.min(look_at));
        tokio::select! {
            // Never at once again: a storage that fails must not be hammered.
            () = app.clock.wait_until(next.max(later(now, 1000))) => {}
            () = app.notices.new.notified() => {}
            _ = closing.wait_for(|is_closing| *is_closing) => return,
        }
    }
}

/// Tells all that is due, each once.
///
/// # Errors
/// Where the storage fails.
pub async fn tell_due(app: &App) -> Result<(), StoreError> {
    loop {
        let now = app.clock.now();
        // Read first: nothing due, which is the rule, takes no turn from those who write.
        if app.store.next_notice_at().await?.is_none_or(|at| at > now) {
            return Ok(());
        }
        let Some(notice) = app.store.claim_notice(now, later(now, BUSY_MS)).await? else { return Ok(()) };
        if tell(app, &notice).await {
            app.store.end_notice(&notice.id).await?;
        } else {
            let delay =
                RETRY_MS.saturating_mul(1 << notice.tries.saturating_sub(1).min(10)).min(MAX_RETRY_MS);
            app.store.postpone_notice(&notice.id, later(app.clock.now(), delay)).await?;
        }
    }
}

/// Whether the partner took it. Neither the address nor what it answered is logged: both may hold a secret.
async fn tell(app: &App, notice: &Notice) -> bool {
    let Notice { kind, request_id, tries, .. } = notice;
    let Some(webhook) = &app.notices.webhook else {
        tracing::warn!(kind, request_id, "the partner is to be told, and no notices.webhook_url is set");
        return true;
    };
    let body = Body {
        id: &notice.id,
        kind,
        customer_reference: &notice.customer_reference,
        at: notice.at,
        request_id,
    };
    let status = webhook.post(&body).await;
    let is_taken = status.is_some_and(|status| (200..300).contains(&status));
    if is_taken {
        tracing::info!(kind, request_id, tries, "the partner was told");
    } else if *tries < TRIES_BEFORE_ERROR {
        tracing::warn!(kind, request_id, tries, ?status, "the partner did not take a notice");
    } else {
        tracing::error!(kind, request_id, tries, ?status, "the partner does not take a notice");
    }
    is_taken
}

fn later(at: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis().saturating_add(millis))
}
