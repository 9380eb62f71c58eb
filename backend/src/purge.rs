//! Removes what is personal once a prospect's 90 days are over (documentation, users: prospects are purged). A look at a
//! snapshot does that too; this is for those whom nobody looks at.

use std::sync::Arc;

use contract::{snapshot::OnboardingStatus, time::Timestamp};

use crate::{app::App, journey::view::PROSPECT_LIFE_MS, store::StoreError};

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
            () = app.clock.wait_until(next) => {}
            _ = closing.wait_for(|is_closing| *is_closing) => return,
        }
    }
}

/// Removes the data of every prospect whose time is over, and callbacks of that age that belong to nobody.
///
/// # Errors
/// Where the storage fails.
pub async fn sweep(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let before = |millis: i64| Timestamp::from_millis(now.as_millis().saturating_sub(millis));
    for id in app.store.aged(before(PROSPECT_LIFE_MS - MARGIN_MS)).await? {
        let Some(current) = app.current(id).await? else { continue }; // a look removes
        let is_over = current.prospect.opened_at <= before(PROSPECT_LIFE_MS);
        if current.snapshot.onboarding == OnboardingStatus::Expired {
            continue;
        }
        if current.snapshot.onboarding.is_final() {
            app.store.settle(&current.prospect, now).await?;
        } else if current.progress.created_at.is_none() && is_over {
            // It was never known to be created: nothing expires, but what was entered is as old.
            app.store.forget_entries(&current.prospect).await?;
        }
    }
    app.store.purge_strangers(before(PROSPECT_LIFE_MS)).await
}
