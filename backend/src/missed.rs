//! Fetches the callbacks that the provider could not deliver, keeps and applies them like those that were posted
//! (documentation, webhooks: the queue keeps them for 14 days, and has to be emptied at least daily).

use std::{collections::HashSet, sync::Arc};

use contract::time::Timestamp;

use crate::{
    app::App,
    callback::envelope::{self, Envelope},
    inbox::apply,
    provider::{Missed, ProviderError, QUEUE_LIMIT},
    random::request_id,
    store::StoreError,
};

/// Why the queue was not emptied. Nothing is lost by it: what was not kept stays in the queue.
#[derive(Debug, thiserror::Error)]
pub enum NotFetched {
    /// The provider did not answer as expected.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Empties the queue at once, and then every `limits.missed_callbacks_seconds`, until the server ends. Never where that
/// is 0.
pub async fn run(app: Arc<App>) {
    let interval_ms = i64::from(app.limits.missed_callbacks_seconds).saturating_mul(1000);
    if interval_ms == 0 {
        return;
    }
    let mut closing = app.closing.subscribe();
    loop {
        let request_id = request_id(&*app.random);
        if let Err(error) = fetch(&app, &request_id).await {
            tracing::warn!(%error, %request_id, "callbacks that were missed could not be fetched; the next try follows");
        }
        let next = Timestamp::from_millis(app.clock.now().as_millis().saturating_add(interval_ms));
        tokio::select! {
            biased;
            () = app.clock.wait_until(next) => {}
            _ = closing.wait_for(|is_closing| *is_closing) => return,
        }
    }
}

/// Empties the queue. Callbacks are looked at, kept, and only then removed (documentation, webhooks): what a failure
/// interrupts is fetched again, and known by its id.
///
/// # Errors
/// [`NotFetched`]
pub async fn fetch(app: &Arc<App>, request_id: &str) -> Result<(), NotFetched> {
    loop {
        let mut new = Vec::new();
        let seen = app.provider.missed_callbacks(QUEUE_LIMIT, false, request_id).await?;
        for missed in &seen {
            new.extend(keep(app, missed).await?);
        }
        // No more than were kept; another one may have taken the place of one that was delivered in between.
        let removed = if seen.is_empty() {
            Vec::new()
        } else {
            app.provider.missed_callbacks(seen.len(), true, request_id).await?
        };
        for missed in &removed {
            new.extend(keep(app, missed).await?);
        }
        apply_all(app, &new).await;
        // A queue that does not shrink is left for the next time.
        if seen.len() < QUEUE_LIMIT || new.is_empty() {
            return Ok(());
        }
    }
}

/// Keeps the callback; `None` where it was kept before.
async fn keep(app: &App, missed: &Missed) -> Result<Option<Envelope>, StoreError> {
    let header = |name: &str| match name {
        "Webhook-Id" => missed.id.clone(),
        "Webhook-Processdate" => missed.process_date.clone(),
        _ => None,
    };
    let (envelope, arrived) = envelope::open(header, missed.kind.as_deref(), &missed.body, app.clock.now());
    let is_new = app.store.receive(&envelope, &arrived).await?;
    Ok(is_new.then_some(envelope))
}

/// One look a customer is enough.
async fn apply_all(app: &Arc<App>, new: &[Envelope]) {
    let mut looked_at = HashSet::new();
    for envelope in new {
        if envelope.app_user_id.is_none() || looked_at.insert(&envelope.app_user_id) {
            apply(app, envelope).await;
        }
    }
    if !new.is_empty() {
        tracing::info!(count = new.len(), "callbacks that were missed were fetched");
    }
}
