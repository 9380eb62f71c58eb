//! Removes what is personal once a prospect's 90 days are over (documentation, users: prospects are purged). A look at a
//! snapshot does that too; this is for those whom nobody looks at.

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
/// The provider's clock, which may tell the beginning, is not ours: prospects are looked at a day before their time.
const MARGIN_MS: i64 = 86_400_000;

/// Sweeps at once and then every hour, until the server ends.
pub async fn run(app: Arc<App>) {
    let mut closing = app.closing.subscribe();
    loop {
        if let Err(error) = sweep(&app).await {
            tracing::error!(%error, "expired prospects could not be removed; the next try is in an hour");
        }
        let next = Timestamp::from_millis(app.clock.now().as_millis().saturating_add(INTERVAL_MS));
        tokio::select! {
            biased;
            () = app.clock.wait_until(next) => {}
            _ = closing.wait_for(|is_closing| *is_closing) => return,
        }
    }
}

/// `Some` where `error` says that the provider has forgotten a user that it had: its 90 days may be over before ours, by its
/// clock. All that is personal is removed here too, and a new start offered; the answer is that nothing is open any more.
///
/// # Errors
/// Where the storage fails.
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
    Current::load(app, current.prospect.id).await?; // wakes those who wait
    Ok(Some(Error::StepNotOpen))
}

/// Removes the data of every prospect whose time is over, callbacks of that age that belong to nobody, and drafts of that
/// age.
///
/// # Errors
/// Where the storage fails.
pub async fn sweep(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let before = |millis: i64| Timestamp::from_millis(now.as_millis().saturating_sub(millis));
    for id in app.store.aged(before(PROSPECT_LIFE_MS - MARGIN_MS)).await? {
        // One that cannot be read must not keep the others. Why is not logged: it may repeat what cannot be read.
        if sweep_one(app, id, now).await.is_err() {
            tracing::error!(prospect = id, "a prospect of that age could not be looked at; the others are");
        }
    }
    app.store.purge_leftovers(before(PROSPECT_LIFE_MS)).await
}

async fn sweep_one(app: &App, id: ProspectId, now: Timestamp) -> Result<(), StoreError> {
    let Some(current) = Current::load(app, id).await? else { return Ok(()) }; // a look removes
    let over = Timestamp::from_millis(now.as_millis().saturating_sub(PROSPECT_LIFE_MS));
    if current.snapshot.onboarding == OnboardingStatus::Expired {
        return Ok(());
    }
    if current.snapshot.onboarding.is_final() {
        app.store.settle(&current.prospect, now).await?;
    } else if current.progress.created_at.is_none() && current.prospect.opened_at <= over {
        // It was never known to be created: nothing expires, but what was entered is as old.
        app.store.forget_entries(&current.prospect, over).await?;
    }
    Ok(())
}
