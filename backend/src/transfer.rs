//! Where a customer sends money to: asked of the provider when it is first needed, kept until the onboarding ends.
//! When it may be shown: [`crate::journey::view::may_show_transfer`].

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use contract::{profile::Profile, snapshot::Transfer, step::StepId, time::Timestamp};

use crate::{
    app::{App, Current},
    digest::{request_id, transfer_reference},
    http::failure::Failure,
    provider::{Coordinates, ProviderError},
    store::{ProspectId, StoreError, TransferAccount},
};

/// How long a look-up is left alone before another begins, in milliseconds: longer than its calls can take.
const PAUSE_MS: i64 = 30_000;
/// How long it is left alone after a failure at least, in milliseconds.
const LEAST_PAUSE_MS: i64 = 5000;

/// Which look-ups run or failed of late, so that polling does not repeat them. Lost at a restart without harm.
#[derive(Default)]
pub struct Lookups(Mutex<HashMap<ProspectId, Timestamp>>);

impl Lookups {
    /// Whether a look-up may begin; if so, others wait until [`PAUSE_MS`] later.
    fn begin(&self, prospect_id: ProspectId, now: Timestamp) -> bool {
        let mut waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_free = waits.get(&prospect_id).is_none_or(|until| *until <= now);
        if is_free {
            waits.insert(prospect_id, Timestamp::from_millis(now.as_millis().saturating_add(PAUSE_MS)));
        }
        is_free
    }

    /// The next look-up may begin at `at`.
    fn wait_until(&self, prospect_id: ProspectId, at: Timestamp) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(prospect_id, at);
    }

    fn end(&self, prospect_id: ProspectId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&prospect_id);
    }
}

/// Where the customer sends money to, for the snapshot; `None` where it was not looked up yet.
///
/// # Errors
/// Where the storage fails.
pub async fn kept(app: &App, prospect_id: ProspectId) -> Result<Option<Transfer>, StoreError> {
    let Some(account) = app.store.transfer(prospect_id).await? else { return Ok(None) };
    let Some(profile) = app.store.submission(prospect_id, StepId::Profile).await? else { return Ok(None) };
    let profile: Profile = serde_json::from_str(&profile)?;
    let settings = &app.process.proof;
    Ok(Some(Transfer {
        iban: account.iban,
        bic: account.bic,
        beneficiary: [profile.first_name.trim(), profile.last_name.trim()].join(" "),
        min_cents: settings.min_cents,
        max_cents: settings.max_cents,
        reference: account.reference,
        payment_url: settings.payment_url.clone(),
    }))
}

/// Looks it up in the background where `current` lacks it: those who wait for the snapshot are woken then. After a
/// failure the next request tries again, once some time has passed.
pub fn look_up(app: &Arc<App>, current: &Current) {
    let prospect_id = current.prospect.id;
    if !current.lacks_transfer || !app.lookups.begin(prospect_id, app.clock.now()) {
        return;
    }
    let app = Arc::clone(app);
    let user_id = current.prospect.app_user_id.clone();
    let account_id = current.progress.account_id.clone();
    tokio::spawn(async move {
        match found(&app, prospect_id, &user_id, account_id.as_deref()).await {
            Ok(()) => app.lookups.end(prospect_id),
            Err(retry_after_seconds) => {
                let pause_ms = i64::from(retry_after_seconds).saturating_mul(1000).max(LEAST_PAUSE_MS);
                let now = app.clock.now().as_millis();
                app.lookups.wait_until(prospect_id, Timestamp::from_millis(now.saturating_add(pause_ms)));
            }
        }
    });
}

/// Asks the provider, keeps what it tells, and computes the snapshot anew.
///
/// # Errors
/// When to try again, in seconds.
async fn found(
    app: &App,
    prospect_id: ProspectId,
    user_id: &str,
    account_id: Option<&str>,
) -> Result<(), u32> {
    let request_id = request_id();
    let found = match app.provider.coordinates(user_id, account_id, &request_id).await {
        Ok(Some(found)) => found,
        Ok(None) => {
            tracing::warn!(%request_id, "the provider does not tell an account yet");
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
    keep(app, prospect_id, found).await.map_err(|failure| {
        tracing::error!(cause = failure.cause(), %request_id, "an account was not kept");
        0
    })
}

async fn keep(app: &App, prospect_id: ProspectId, found: Coordinates) -> Result<(), Failure> {
    let account = TransferAccount { iban: found.iban, bic: found.bic, reference: transfer_reference()? };
    app.store.keep_transfer(prospect_id, &account).await?;
    app.current(prospect_id).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_up_waits_for_the_one_before_and_after_a_failure() {
        let lookups = Lookups::default();
        let at = Timestamp::from_millis;
        assert!(lookups.begin(1, at(0)));
        assert!(!lookups.begin(1, at(PAUSE_MS - 1)), "it runs");
        assert!(lookups.begin(2, at(0)), "of another customer");
        lookups.wait_until(1, at(5000));
        assert!(!lookups.begin(1, at(4999)));
        assert!(lookups.begin(1, at(5000)));
        lookups.end(1);
        assert!(lookups.begin(1, at(5001)));
    }
}
