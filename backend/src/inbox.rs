//! Callbacks on their way in: kept first, then applied. Where they come from: [`crate::http`] and [`crate::missed`].

use std::sync::Arc;

use crate::{app::App, callback::envelope::Envelope, current::Current, store::StoreError, transfer::look_up};

/// Computes the snapshot again, so that requests that wait for it see the change. A failure loses nothing: the next look at
/// the snapshot computes it again.
pub(crate) async fn apply(app: &Arc<App>, envelope: &Envelope) {
    let applied = async {
        if let Some(prospect_id) = app.store.addressee(envelope).await?
            && let Some(current) = Current::load(app, prospect_id).await?
        {
            look_up::start(app, &current);
        }
        Ok::<_, StoreError>(())
    };
    if let Err(error) = applied.await {
        tracing::error!(%error, "a kept callback could not be applied yet");
    }
}
