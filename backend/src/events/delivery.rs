//! Sends events to the partner's server: several at a time, one of each customer, until each is taken.

use std::sync::Arc;

use contract::time::Timestamp;
use tokio::task::JoinSet;

use crate::{
    app::App,
    store::{QueuedEvent, StoreError},
};

/// How long a claimed event belongs to one process, in milliseconds. Longer than the partner's answer may take.
const BUSY_MS: i64 = 60_000;
/// Delay before the second attempt, in milliseconds. It doubles for each further attempt, up to [`MAX_RETRY_MS`].
const RETRY_MS: i64 = 5_000;
const MAX_RETRY_MS: i64 = 600_000;
/// Longest pause between two looks at the storage, in milliseconds. Another process or a command may have added an event.
const LOOK_MS: i64 = 10_000;
/// Most events that are sent at once.
const MOST_AT_ONCE: u32 = 16;
/// After a round in which no event was taken, only one is tried.
const TRIAL: u32 = 1;

/// Sends due events until the server ends.
pub async fn run(app: Arc<App>) {
    if !app.events.is_on() {
        return;
    }
    let mut closing = app.closing.subscribe();
    loop {
        if let Err(error) = deliver_due(&app).await {
            tracing::error!(%error, "events could not be delivered; the next try follows");
        }
        let now = app.clock.now();
        let look_at = later(now, LOOK_MS);
        let next = app.store.next_event_at().await.ok().flatten().map_or(look_at, |at| at.min(look_at));
        tokio::select! {
            // At least one second later, so that a storage that fails is not called in a tight loop.
            () = app.clock.wait_until(next.max(later(now, 1000))) => {}
            () = app.events.new.notified() => {}
            _ = closing.wait_for(|is_closing| *is_closing) => return,
        }
    }
}

/// Sends every event that is due. Stops once the partner's server takes none: what it did not get stays due.
///
/// # Errors
/// If the storage fails.
pub async fn deliver_due(app: &Arc<App>) -> Result<(), StoreError> {
    let mut most = TRIAL;
    loop {
        let now = app.clock.now();
        // A read comes first because usually nothing is due, and a read does not block writers.
        if app.store.next_event_at().await?.is_none_or(|at| at > now) {
            return Ok(());
        }
        let claimed = app.store.claim_events(now, later(now, BUSY_MS), most).await?;
        if claimed.is_empty() || !deliver_all(app, claimed).await? {
            return Ok(());
        }
        most = MOST_AT_ONCE;
    }
}

/// Whether any was taken.
async fn deliver_all(app: &Arc<App>, claimed: Vec<QueuedEvent>) -> Result<bool, StoreError> {
    let mut posts = JoinSet::new();
    for event in claimed {
        let app = Arc::clone(app);
        posts.spawn(async move {
            let status = match &app.events.webhook {
                Some(webhook) => webhook.post(&event, app.clock.now()).await,
                None => None,
            };
            (event, status)
        });
    }
    let mut is_any_taken = false;
    while let Some(posted) = posts.join_next().await {
        let Ok((event, status)) = posted else { continue }; // a panic: it is due again when the claim ends
        let is_taken = status.is_some_and(|status| (200..300).contains(&status));
        is_any_taken |= is_taken;
        app.metrics.event(is_taken);
        end(app, &event, status, is_taken).await?;
    }
    Ok(is_any_taken)
}

async fn end(app: &App, event: &QueuedEvent, status: Option<u16>, is_taken: bool) -> Result<(), StoreError> {
    let QueuedEvent { id, tries, .. } = event;
    let now = app.clock.now();
    if is_taken {
        tracing::debug!(id, tries, "the partner took an event");
        return app.store.take_event(event, now).await;
    }
    // Neither the address nor the answer is logged: both may contain a secret.
    tracing::warn!(id, tries, ?status, "the partner did not take an event");
    let delay_ms = (RETRY_MS << tries.saturating_sub(1).min(10)).min(MAX_RETRY_MS);
    app.store.postpone_event(event, later(now, delay_ms)).await
}

fn later(at: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis().saturating_add(millis))
}
