//! Sends notices to the partner.

use std::sync::Arc;

use contract::time::Timestamp;

use crate::{
    app::App,
    store::{Notice, StoreError},
};

/// How long a claimed notice belongs to one process, in milliseconds. Longer than the partner's answer may take.
const BUSY_MS: i64 = 60_000;
/// Delay before the second attempt, in milliseconds. It doubles for each further attempt, up to [`MAX_RETRY_MS`].
const RETRY_MS: i64 = 5_000;
const MAX_RETRY_MS: i64 = 3_600_000;
/// Longest pause between two looks at the storage, in milliseconds. Another process may have written a notice.
const LOOK_MS: i64 = 600_000;
/// Number of attempts after which the log level is error.
const TRIES_BEFORE_ERROR: u32 = 5;

/// Sends due notices until the server ends.
pub async fn run(app: Arc<App>) {
    let mut closing = app.closing.subscribe();
    loop {
        if let Err(error) = deliver_due(&app).await {
            tracing::error!(%error, "notices could not be delivered; the next try follows");
        }
        let now = app.clock.now();
        let look_at = later(now, LOOK_MS);
        let next = app.store.next_notice_at().await.ok().flatten().map_or(look_at, |at| at.min(look_at));
        tokio::select! {
            // At least one second later, so that a storage that fails is not called in a tight loop.
            () = app.clock.wait_until(next.max(later(now, 1000))) => {}
            () = app.notices.new.notified() => {}
            _ = closing.wait_for(|is_closing| *is_closing) => return,
        }
    }
}

/// Sends every notice that is due, once.
///
/// # Errors
/// If the storage fails.
pub async fn deliver_due(app: &App) -> Result<(), StoreError> {
    loop {
        let now = app.clock.now();
        // A read comes first because usually nothing is due, and a read does not block writers.
        if app.store.next_notice_at().await?.is_none_or(|at| at > now) {
            return Ok(());
        }
        let Some(notice) = app.store.claim_notice(now, later(now, BUSY_MS)).await? else { return Ok(()) };
        if deliver(app, &notice).await {
            app.store.end_notice(&notice.id).await?;
        } else {
            let delay =
                RETRY_MS.saturating_mul(1 << notice.tries.saturating_sub(1).min(10)).min(MAX_RETRY_MS);
            app.store.postpone_notice(&notice.id, later(app.clock.now(), delay)).await?;
        }
    }
}

/// Whether the partner accepted the notice. Neither the address nor the answer is logged: both may contain a secret.
async fn deliver(app: &App, notice: &Notice) -> bool {
    let Notice { kind, request_id, tries, .. } = notice;
    let Some(webhook) = &app.notices.webhook else {
        tracing::warn!(
            kind,
            request_id,
            "there is a notice for the partner, and no notices.webhook_url is set"
        );
        return true;
    };
    let status = webhook.post(notice).await;
    let is_taken = status.is_some_and(|status| (200..300).contains(&status));
    app.metrics.notice(is_taken);
    if is_taken {
        tracing::info!(kind, request_id, tries, "the partner took a notice");
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
