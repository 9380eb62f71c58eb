//! Fetches the callbacks that the provider could not deliver; stores and applies them like those that were posted
//! (documentation, webhooks: the queue keeps them for 14 days, and has to be emptied at least daily).

use std::sync::Arc;

use crate::{
    app::App,
    callback::{
        delivery::{DATE_HEADERS, Delivery, Frame, ID_HEADER},
        envelope::Envelope,
    },
    inbox,
    provider::{Missed, ProviderError, QUEUE_LIMIT},
    random::request_id,
    store::StoreError,
};

/// Why the queue was not emptied. Nothing is lost: what was not stored stays in the queue.
#[derive(Debug, thiserror::Error)]
pub enum NotFetched {
    /// The provider did not answer as expected.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Empties the queue at once, and then every `limits.missed_callbacks_seconds`, until the server shuts down. Does nothing if
/// that is 0.
pub async fn run(app: Arc<App>) {
    let interval_ms = i64::from(app.limits.missed_callbacks_seconds).saturating_mul(1000);
    if interval_ms == 0 {
        return;
    }
    loop {
        let request_id = request_id(&*app.random);
        if let Err(error) = fetch_alone(&app, &request_id).await {
            tracing::warn!(%error, %request_id, "callbacks that were missed could not be fetched; the next try follows");
        }
        if !app.pause(interval_ms).await {
            return;
        }
    }
}

/// As [`fetch`], unless another program does it now: each removes as many callbacks as it has seen.
async fn fetch_alone(app: &Arc<App>, request_id: &str) -> Result<(), NotFetched> {
    if app.store.may_do("missed callbacks").await? { fetch(app, request_id).await } else { Ok(()) }
}

/// Empties the queue. Callbacks are read, stored, and only then removed (documentation, webhooks). If an error interrupts
/// that, they are fetched again and recognised by their ids.
///
/// # Errors
/// [`NotFetched`]
pub async fn fetch(app: &Arc<App>, request_id: &str) -> Result<(), NotFetched> {
    loop {
        let mut new = Vec::new();
        let seen = app.provider.missed_callbacks(QUEUE_LIMIT, false, request_id).await?;
        for missed in &seen {
            new.extend(keep(app, missed, request_id).await?);
        }
        // No more than were stored; another one may have replaced one that was delivered in between.
        let removed = if seen.is_empty() {
            Vec::new()
        } else {
            app.provider.missed_callbacks(seen.len(), true, request_id).await?
        };
        for missed in &removed {
            new.extend(keep(app, missed, request_id).await?);
        }
        inbox::apply(app, &new).await;
        if !new.is_empty() {
            tracing::info!(count = new.len(), "callbacks that were missed were fetched");
        }
        // If the queue does not shrink, it is left for the next time.
        if seen.len() < QUEUE_LIMIT || new.is_empty() {
            return Ok(());
        }
    }
}

/// Stores an entry of the queue; returns the callbacks that are new.
async fn keep(app: &App, missed: &Missed, request_id: &str) -> Result<Vec<Envelope>, StoreError> {
    let header = |name: &str| match name {
        ID_HEADER => missed.id.clone(),
        name if Some(name) == DATE_HEADERS.first().copied() => missed.process_date.clone(),
        _ => None,
    };
    let frame = Frame::new(missed.kind.clone(), header);
    inbox::keep(app, Delivery { frame, body: missed.body.clone() }, request_id).await
}
