//! Incoming callbacks: stored first, then applied. Those that could not be read are read again after a fix. Sources:
//! [`crate::http`], [`crate::missed`] and [`crate::overdue`].

use std::{collections::HashSet, sync::Arc};

use contract::time::Timestamp;

use crate::{
    app::App,
    callback::{
        delivery::{Arrival, Delivery},
        envelope::Envelope,
        need::needed,
    },
    current::Current,
    store::{Store, StoreError},
    transfer::look_up,
};

/// The outcome of reading callbacks again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Redriven {
    /// How many can be read now.
    pub read: usize,
    /// How many still cannot be read, or name no customer.
    pub left: usize,
}

/// The operator's corrections of what the sender declared.
#[derive(Clone, Default)]
pub struct Override {
    /// Replaces `Content-Type`.
    pub content_type: Option<String>,
    /// Replaces `Content-Encoding`.
    pub content_encoding: Option<String>,
    /// Replaces the body.
    pub body: Option<Vec<u8>>,
}

/// Stores all callbacks of a delivery, or none; returns those that are new. Unreadable ones are logged once, without values.
///
/// # Errors
/// If the storage fails: nothing is stored then, and nothing may be acknowledged.
pub(crate) async fn keep(
    app: &App,
    delivery: Delivery,
    request_id: &str,
) -> Result<Vec<Envelope>, StoreError> {
    keep_from(app, delivery, app.clock.now(), request_id).await
}

/// As [`keep`], for what was true at an earlier time.
///
/// # Errors
/// As [`keep`].
pub(crate) async fn keep_from(
    app: &App,
    delivery: Delivery,
    at: Timestamp,
    request_id: &str,
) -> Result<Vec<Envelope>, StoreError> {
    let bytes = delivery.body.len();
    let arrivals: Arc<[Arrival]> = needed(delivery.read(at)).into();
    if arrivals.is_empty() {
        return Ok(Vec::new());
    }
    let are_new = app.store.receive(Arc::clone(&arrivals)).await?;
    count(app, &arrivals, &are_new);
    let new: Vec<&Arrival> =
        arrivals.iter().zip(are_new).filter(|(_, is_new)| *is_new).map(|(arrival, _)| arrival).collect();
    for original in new.iter().filter_map(|arrival| arrival.original.as_ref()) {
        if let Some(why) = &original.unreadable {
            tracing::warn!(
                bytes,
                why,
                request_id,
                "a callback cannot be read; see `backend callbacks unread`"
            );
        }
    }
    Ok(new.into_iter().map(|arrival| arrival.envelope.clone()).collect())
}

/// Counts what arrived, for the operators.
fn count(app: &App, arrivals: &[Arrival], are_new: &[bool]) {
    for (Arrival { envelope, .. }, is_new) in arrivals.iter().zip(are_new) {
        let outcome = match (envelope.is_readable, is_new) {
            (false, _) => "unreadable",
            (true, true) => "new",
            (true, false) => "known",
        };
        let lag_ms =
            envelope.process_at.map(|at| envelope.received_at.as_millis().saturating_sub(at.as_millis()));
        app.metrics.callback(outcome, lag_ms);
    }
}

/// Computes the snapshots again of the customers that these callbacks are about, once for each customer, so that waiting requests
/// see the change. An error loses nothing: the next load of the snapshot computes it again.
pub(crate) async fn apply(app: &Arc<App>, new: &[Envelope]) {
    let mut looked_at = HashSet::new();
    for envelope in new {
        if (envelope.app_user_id.is_none() || looked_at.insert(&envelope.app_user_id))
            && let Err(error) = apply_one(app, envelope).await
        {
            tracing::error!(%error, "a kept callback could not be applied yet");
        }
    }
}

async fn apply_one(app: &Arc<App>, envelope: &Envelope) -> Result<(), StoreError> {
    let Some(prospect_id) = app.store.addressee(envelope).await? else { return Ok(()) };
    let Some(mut fold) = app.folds.begin(prospect_id) else { return Ok(()) };
    loop {
        // A look in between may have folded already.
        let is_done = app.store.view(prospect_id).await?.is_some_and(|view| view.is_valid(app.clock.now()));
        if !is_done && let Some(current) = Current::load(app, prospect_id).await? {
            look_up::start(app, &current);
        }
        if !fold.has_news() {
            return Ok(());
        }
    }
}

/// Reads all callbacks again that had no effect: this version may understand what an earlier one did not.
///
/// # Errors
/// If the storage fails.
pub async fn redrive_all(store: &dyn Store) -> Result<Redriven, StoreError> {
    let mut redriven = Redriven::default();
    for unread in store.unread().await? {
        if redrive(store, unread.id, &Override::default()).await? == Some(true) {
            redriven.read += 1;
        } else {
            redriven.left += 1;
        }
    }
    Ok(redriven)
}

/// Reads one callback again with the operator's corrections. It is applied as if it had been read when it arrived, and appears
/// in its customer's next snapshot. `None` if there is no such callback; `false` if it still cannot be read or names no
/// customer: then nothing changes.
///
/// # Errors
/// If the storage fails.
pub async fn redrive(store: &dyn Store, id: i64, corrected: &Override) -> Result<Option<bool>, StoreError> {
    let Some((mut delivery, received_at)) = store.delivery(id).await? else { return Ok(None) };
    let Override { content_type, content_encoding, body } = corrected.clone();
    delivery.frame.declare(content_type, content_encoding);
    delivery.body = body.unwrap_or(delivery.body);
    let arrivals = delivery.read(received_at);
    let is_read = arrivals.iter().any(|arrival| {
        let Envelope { app_user_id, authentication_id, is_readable, .. } = &arrival.envelope;
        *is_readable && (app_user_id.is_some() || authentication_id.is_some())
    });
    let arrivals = needed(arrivals).into();
    Ok(Some(is_read && store.reread(id, arrivals).await?))
}
