//! Delivers notices to the partner.

use std::sync::Arc;

use contract::time::Timestamp;

use crate::{
    app::App,
    store::{Notice, StoreError},
};

/// Nobody else tries meanwhile, in milliseconds: longer than an answer may take.
const BUSY_MS: i64 = 60_000;
/// Time to the second try, in milliseconds; it doubles with each further one, up to [`MAX_RETRY_MS`].
const RETRY_MS: i64 = 5_000;
const MAX_RETRY_MS: i64 = 3_600_000;
/// When to look again where nothing is due, in milliseconds: another process may have written a notice.
const LOOK_MS: i64 = 600_000;
/// Tries after which the log calls it an error.
const TRIES_BEFORE_ERROR: u32 = 5;

/// Delivers what is due, at once and whenever something is, until the server ends.
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
            // Never at once again: a storage that fails must not be hammered.
            () = app.clock.wait_until(next.max(later(now, 1000))) => {}
            () = app.notices.new.notified() => {}
            _ = closing.wait_for(|is_closing| *is_closing) => return,
        }
    }
}

/// Delivers all that is due, each once.
///
/// # Errors
/// Where the storage fails.
pub async fn deliver_due(app: &App) -> Result<(), StoreError> {
    loop {
        let now = app.clock.now();
        // Read first: nothing due, which is the rule, takes no turn from those who write.
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

/// Whether the partner took it. Neither the address nor what it answered is logged: both may hold a secret.
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
