//! Callbacks on their way in: kept first, then applied; and those that could not be read, read again after a fix. Where they
//! come from: [`crate::http`] and [`crate::missed`].

use std::{collections::HashSet, sync::Arc};

use crate::{
    app::App,
    callback::{
        delivery::{Arrival, Delivery},
        envelope::Envelope,
    },
    current::Current,
    store::{Store, StoreError},
    transfer::look_up,
};

/// What became of callbacks that were read again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Redriven {
    /// How many can be read now.
    pub read: usize,
    /// How many still cannot, or name no customer.
    pub left: usize,
}

/// What the operator knows of a delivery better than its sender.
#[derive(Clone, Default)]
pub struct Override {
    /// In place of `Content-Type`.
    pub content_type: Option<String>,
    /// In place of `Content-Encoding`.
    pub content_encoding: Option<String>,
    /// In place of the body.
    pub body: Option<Vec<u8>>,
}

/// Keeps all callbacks of a delivery, or none; gives those that are new. What cannot be read is logged once, without values.
///
/// # Errors
/// Where the storage fails: nothing is kept then, and nothing may be acknowledged.
pub(crate) async fn keep(
    app: &App,
    delivery: Delivery,
    request_id: &str,
) -> Result<Vec<Envelope>, StoreError> {
    let bytes = delivery.body.len();
    let arrivals = delivery.read(app.clock.now());
    let are_new = app.store.receive(&arrivals).await?;
    let new = arrivals.into_iter().zip(are_new).filter(|(_, is_new)| *is_new).map(|(arrival, _)| arrival);
    let new: Vec<Arrival> = new.collect();
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
    Ok(new.into_iter().map(|arrival| arrival.envelope).collect())
}

/// Computes the snapshots of the customers that these callbacks are about again, one look a customer, so that requests that wait
/// for them see the change. A failure loses nothing: the next look at the snapshot computes it again.
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
    if let Some(prospect_id) = app.store.addressee(envelope).await?
        && let Some(current) = Current::load(app, prospect_id).await?
    {
        look_up::start(app, &current);
    }
    Ok(())
}

/// Reads all callbacks again that move nothing: this version may understand what an earlier one did not.
///
/// # Errors
/// Where the storage fails.
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

/// Reads one callback again, with what the operator says of it. It goes on as if it had been read when it arrived; the next look at
/// its customer's snapshot shows it. `None` where there is no such callback; `false` where it still cannot be read or names no
/// customer: then nothing is changed.
///
/// # Errors
/// Where the storage fails.
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
    Ok(Some(is_read && store.reread(id, &arrivals).await?))
}
