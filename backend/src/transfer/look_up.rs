//! Asks the provider for the account to which a customer transfers money.

use std::sync::Arc;

use contract::step::StepId;

use crate::{
    app::App,
    current::Current,
    error::Error,
    profile::record,
    provider::{Coordinates, ProviderError},
    random::{request_id, transfer_reference},
    store::{Prospect, TransferAccount},
};

/// Looks the account up in the background if `current` lacks it, then wakes the requests that wait for the snapshot.
/// After an error, a later request tries again once the pause is over.
pub fn start(app: &Arc<App>, current: &Current) {
    let prospect_id = current.prospect.id;
    if !current.lacks_transfer || !app.lookups.begin(prospect_id, app.clock.now()) {
        return;
    }
    let app = Arc::clone(app);
    let prospect = current.prospect.clone();
    let account_id = current.progress.account_id.clone();
    app.background.clone().spawn(async move {
        match found(&app, &prospect, account_id.as_deref()).await {
            Ok(()) => app.lookups.end(prospect_id),
            Err(retry_after_seconds) => {
                let retry_after_ms = i64::from(retry_after_seconds).saturating_mul(1000);
                app.lookups.fail(prospect_id, app.clock.now(), retry_after_ms);
            }
        }
    });
}

/// Asks the provider, stores its answer and computes the snapshot again.
///
/// # Errors
/// The number of seconds until the next try.
async fn found(app: &App, prospect: &Prospect, account_id: Option<&str>) -> Result<(), u32> {
    let request_id = request_id(&*app.random);
    let found = match app.provider.coordinates(&prospect.app_user_id, account_id, &request_id).await {
        Ok(Some(found)) => found,
        Ok(None) => {
            tracing::warn!(%request_id, "the provider names no account yet");
            return Err(0);
        }
        Err(error) => {
            tracing::warn!(%error, %request_id, "an account could not be looked up");
            return Err(match error {
                ProviderError::Unavailable { retry_after_seconds, .. } => retry_after_seconds,
                ProviderError::Refused(_) => 0,
            });
        }
    };
    keep_name(app, prospect, &request_id).await?;
    keep(app, prospect, found).await.map_err(|error| {
        tracing::error!(?error, %request_id, "an account was not kept");
        0
    })
}

/// Stores the provider's record of the customer if we have none: the transfer must come from an account in that name.
///
/// # Errors
/// The number of seconds until the next try.
async fn keep_name(app: &App, prospect: &Prospect, request_id: &str) -> Result<(), u32> {
    let is_kept = app.store.submission(prospect.id, StepId::Profile).await.map_err(|_| 0_u32)?.is_some();
    if is_kept {
        return Ok(());
    }
    let read = record::from_provider_alone(app, &prospect.app_user_id, request_id).await;
    let profile = read.map_err(|error| {
        tracing::warn!(%error, %request_id, "the name for a transfer could not be read");
        0_u32
    })?;
    let body = serde_json::to_string(&profile.ok_or(0_u32)?).map_err(|_| 0_u32)?;
    app.store.keep_submission(prospect, StepId::Profile, &body).await.map_err(|_| 0)
}

async fn keep(app: &App, prospect: &Prospect, found: Coordinates) -> Result<(), Error> {
    let account =
        TransferAccount { iban: found.iban, bic: found.bic, reference: transfer_reference(&*app.random)? };
    app.store.keep_transfer(prospect, &account).await?;
    Current::load(app, prospect.id).await?;
    Ok(())
}
