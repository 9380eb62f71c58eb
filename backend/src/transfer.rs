//! Where a customer sends money to: asked of the provider when it is first needed, kept until the onboarding ends.
//! When it may be shown: [`crate::journey::view::may_show_transfer`].

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use contract::{read_back::Correction, snapshot::Transfer, step::StepId, time::Timestamp};

use crate::{
    app::{App, Current},
    http::failure::Failure,
    profile::record,
    provider::{Coordinates, ProviderError},
    random::{request_id, transfer_reference},
    store::{Prospect, ProspectId, StoreError, TransferAccount},
};

/// How long a look-up is left alone before another begins, in milliseconds: longer than its calls can take.
const PAUSE_MS: i64 = 30_000;
/// How long it is left alone after a failure at least, in milliseconds; twice as long after each other one.
const LEAST_PAUSE_MS: i64 = 5000;
/// How often that doubles: up to some five minutes.
const MOST_DOUBLINGS: u32 = 6;

/// Which look-ups run or failed of late, so that polling does not repeat them. Lost at a restart without harm.
#[derive(Default)]
pub struct Lookups(Mutex<HashMap<ProspectId, Pause>>);

#[derive(Clone, Copy)]
struct Pause {
    until: Timestamp,
    /// How often it failed in a row.
    failures: u32,
}

impl Lookups {
    /// Whether a look-up may begin; if so, others wait until [`PAUSE_MS`] later.
    fn begin(&self, prospect_id: ProspectId, now: Timestamp) -> bool {
        let mut pauses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = pauses.get(&prospect_id).copied();
        let is_free = known.is_none_or(|pause| pause.until <= now);
        if is_free {
            let failures = known.map_or(0, |pause| pause.failures);
            pauses.insert(prospect_id, Pause { until: after(now, PAUSE_MS), failures });
        }
        is_free
    }

    /// It failed: the next one waits so long, or longer.
    fn fail(&self, prospect_id: ProspectId, now: Timestamp, retry_after_ms: i64) {
        let mut pauses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let failures = pauses.get(&prospect_id).map_or(0, |pause| pause.failures);
        let pause_ms = retry_after_ms.max(LEAST_PAUSE_MS << failures.min(MOST_DOUBLINGS));
        let failures = failures.saturating_add(1);
        pauses.insert(prospect_id, Pause { until: after(now, pause_ms), failures });
    }

    fn end(&self, prospect_id: ProspectId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&prospect_id);
    }
}

fn after(at: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis().saturating_add(millis))
}

/// Where the customer sends money to, for the snapshot, in the name that is on record with the provider's `corrections`;
/// `None` where it was not looked up yet.
///
/// # Errors
/// Where the storage fails.
pub async fn kept(
    app: &App,
    prospect_id: ProspectId,
    corrections: &[Correction],
) -> Result<Option<Transfer>, StoreError> {
    let Some(account) = app.store.transfer(prospect_id).await? else { return Ok(None) };
    let Some(profile) = app.store.submission(prospect_id, StepId::Profile).await? else { return Ok(None) };
    let profile = record::put_right(serde_json::from_str(&profile)?, corrections);
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

/// Asks the provider, keeps what it tells, and computes the snapshot anew.
///
/// # Errors
/// When to try again, in seconds.
async fn found(app: &App, prospect: &Prospect, account_id: Option<&str>) -> Result<(), u32> {
    let request_id = request_id(&*app.random);
    let found = match app.provider.coordinates(&prospect.app_user_id, account_id, &request_id).await {
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
    keep_name(app, prospect, &request_id).await?;
    keep(app, prospect, found).await.map_err(|failure| {
        tracing::error!(cause = failure.cause(), %request_id, "an account was not kept");
        0
    })
}

/// Keeps the provider's record of the customer where we have none: money is sent in that name.
///
/// # Errors
/// When to try again, in seconds.
async fn keep_name(app: &App, prospect: &Prospect, request_id: &str) -> Result<(), u32> {
    let is_kept = app.store.submission(prospect.id, StepId::Profile).await.map_err(|_| 0_u32)?.is_some();
    if is_kept {
        return Ok(());
    }
    let told = record::told_alone(app, &prospect.app_user_id, request_id).await;
    let profile = told.map_err(|error| {
        tracing::warn!(%error, %request_id, "the name for a transfer could not be read");
        0_u32
    })?;
    let body = serde_json::to_string(&profile.ok_or(0_u32)?).map_err(|_| 0_u32)?;
    app.store.keep_submission(prospect, StepId::Profile, &body).await.map_err(|_| 0)
}

async fn keep(app: &App, prospect: &Prospect, found: Coordinates) -> Result<(), Failure> {
    let account =
        TransferAccount { iban: found.iban, bic: found.bic, reference: transfer_reference(&*app.random)? };
    app.store.keep_transfer(prospect, &account).await?;
    app.current(prospect.id).await?;
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
        let mut now = 0;
        for pause in [5000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 320_000] {
            lookups.fail(1, at(now), 0);
            assert!(!lookups.begin(1, at(now + pause - 1)), "{pause}");
            now += pause;
            assert!(lookups.begin(1, at(now)), "{pause}");
        }
        lookups.fail(1, at(now), 900_000);
        assert!(!lookups.begin(1, at(now + 899_999)), "the provider said when");
        lookups.end(1);
        assert!(lookups.begin(1, at(now)));
        lookups.fail(1, at(now), 0);
        assert!(lookups.begin(1, at(now + 5000)), "a success begins anew");
    }
}
