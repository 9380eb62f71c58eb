//! Removes personal data once a prospect's 90 days are over (documentation, users: prospects are purged). Computing a
//! snapshot does the same. This sweep is for prospects whose snapshot nobody requests.

use std::sync::Arc;

use contract::{snapshot::OnboardingStatus, time::Timestamp};

use crate::{
    app::App,
    current::Current,
    error::Error,
    journey::view::{PROSPECT_LIFE_MS, is_created},
    provider::ProviderError,
    store::{ProspectId, StoreError},
};

/// Time between two sweeps, in milliseconds: one hour.
const INTERVAL_MS: i64 = 3_600_000;
/// The 90 days may begin by the provider's clock, which can differ from ours, so prospects are checked a day early.
const MARGIN_MS: i64 = 86_400_000;

/// Sweeps at once, and then every hour until the server ends.
pub async fn run(app: Arc<App>) {
    loop {
        if let Err(error) = sweep(&app).await {
            tracing::error!(%error, "expired prospects could not be removed; the next try is in an hour");
        }
        if !app.pause(INTERVAL_MS).await {
            return;
        }
    }
}

/// Returns `Some` if `error` says that the provider has removed a user that it had: by its clock the 90 days may be
/// over earlier. The personal data is then removed here too, the customer may start again, and the answer is that the
/// step is not open.
///
/// # Errors
/// If the storage fails.
pub(crate) async fn if_forgotten(
    app: &App,
    current: &Current,
    error: &ProviderError,
) -> Result<Option<Error>, StoreError> {
    let is_forgotten = matches!(error, ProviderError::Refused(refusal) if refusal.is_forgotten());
    if !is_forgotten || !is_created(&current.progress, &app.process) {
        return Ok(None);
    }
    app.store.purge(&current.prospect, app.clock.now()).await?;
    Current::load(app, current.prospect.id).await?; // wakes the waiting requests
    Ok(Some(Error::StepNotOpen))
}

/// Removes the data of every prospect whose time is over, and drafts and callbacks without a prospect that are as old.
///
/// # Errors
/// If the storage fails.
pub async fn sweep(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let before = |millis: i64| Timestamp::from_millis(now.as_millis().saturating_sub(millis));
    for id in app.store.aged(before(PROSPECT_LIFE_MS - MARGIN_MS)).await? {
        // A prospect that cannot be read must not stop the sweep. The cause is not logged because it may repeat the
        // data.
        if sweep_one(app, id, now).await.is_err() {
            tracing::error!(prospect = id, "a prospect of that age could not be looked at; the others are");
        }
    }
    app.store.purge_leftovers(before(PROSPECT_LIFE_MS)).await?;
    if !app.store.overwrite_removed().await? {
        tracing::info!(
            "a reader of the database still sees what was removed; it is overwritten as soon as the reader ends"
        );
    }
    Ok(())
}

async fn sweep_one(app: &App, id: ProspectId, now: Timestamp) -> Result<(), StoreError> {
    let Some(current) = Current::load(app, id).await? else { return Ok(()) }; // loading the snapshot removes the data
    let over = Timestamp::from_millis(now.as_millis().saturating_sub(PROSPECT_LIFE_MS));
    if current.snapshot.onboarding == OnboardingStatus::Expired {
        return Ok(());
    }
    if current.snapshot.onboarding.is_final() {
        app.store.settle(&current.prospect, now).await?;
    } else if current.progress.created_at.is_none() && current.prospect.opened_at <= over {
        // The provider never confirmed this user, so no 90 days have begun. Entries of that age are deleted all the
        // same.
        app.store.forget_entries(&current.prospect, over).await?;
    }
    Ok(())
}
