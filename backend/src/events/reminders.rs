//! Events that nobody causes: reminders while an onboarding waits for the customer, and changes by the passing of time or from callbacks that
//! a crash kept from being applied.

use std::sync::Arc;

use contract::{step::StepState, time::Timestamp};

use super::message;
use crate::{
    app::App,
    current::Current,
    customer::customer,
    journey::view::{PROSPECT_LIFE_MS, is_open},
    store::{ProspectId, StoreError},
};

/// Days after its beginning at which an onboarding that waits for the customer is announced, in descending order.
const DAYS: [u32; 4] = [80, 30, 7, 1];
const DAY_MS: i64 = 86_400_000;
/// Time between two sweeps, in milliseconds.
const INTERVAL_MS: i64 = 60_000;
/// Number of sweeps between two searches for prospects about which something was recorded that no snapshot shows. A search reads all prospects.
const UNFOLDED_EVERY: u32 = 60;
/// Prospects that are read at once.
const PAGE: u32 = 100;

/// Sweeps at once, and then every minute until the server ends.
pub async fn run(app: Arc<App>) {
    if !app.events.is_on() {
        return;
    }
    for number in 0_u32.. {
        if let Err(error) = sweep(&app, number.is_multiple_of(UNFOLDED_EVERY)).await {
            tracing::error!(%error, "reminders could not be made; the next try is in a minute");
        }
        if !app.pause(INTERVAL_MS).await {
            return;
        }
    }
}

/// Makes the events that are due; `is_thorough`: also those that a crash prevented.
///
/// # Errors
/// If the storage fails.
pub async fn sweep(app: &App, is_thorough: bool) -> Result<(), StoreError> {
    fold_all(app, Missing::Outdated).await?;
    if is_thorough {
        fold_all(app, Missing::Unfolded).await?;
    }
    let mut opened_after_ms = PROSPECT_LIFE_MS;
    for days in DAYS {
        let opened_until_ms = i64::from(days).saturating_mul(DAY_MS);
        remind_all(app, days, opened_after_ms, opened_until_ms).await?;
        opened_after_ms = opened_until_ms;
    }
    Ok(())
}

/// Why a snapshot is missing.
#[derive(Clone, Copy)]
enum Missing {
    /// It changed by the passing of time.
    Outdated,
    /// Something was recorded since the last one.
    Unfolded,
}

/// Computes the snapshots that are missing.
async fn fold_all(app: &App, missing: Missing) -> Result<(), StoreError> {
    let mut after = 0;
    loop {
        let ids = match missing {
            Missing::Outdated => app.store.outdated(app.clock.now(), after, PAGE).await?,
            Missing::Unfolded => app.store.unfolded(after, PAGE).await?,
        };
        let Some(last) = ids.last() else { return Ok(()) };
        after = *last;
        for id in ids {
            Current::load(app, id).await?;
        }
    }
}

/// Makes the reminders about customers whose onboarding began that long ago.
async fn remind_all(
    app: &App,
    days: u32,
    opened_after_ms: i64,
    opened_until_ms: i64,
) -> Result<(), StoreError> {
    let ago = |millis: i64| Timestamp::from_millis(app.clock.now().as_millis().saturating_sub(millis));
    loop {
        let ids = app.store.unreminded(days, ago(opened_after_ms), ago(opened_until_ms), PAGE).await?;
        let mut is_any_done = false;
        for id in ids {
            is_any_done |= remind(app, id, days).await?;
        }
        if !is_any_done {
            return Ok(());
        }
    }
}

/// Returns `false` if something else changed the snapshot meanwhile, or if there is no such prospect any more.
async fn remind(app: &App, id: ProspectId, days: u32) -> Result<bool, StoreError> {
    let Some(current) = Current::load(app, id).await? else { return Ok(false) };
    let now = app.clock.now();
    let event = if waits_for_customer(&current) {
        let customer = customer(&current.prospect, &current.progress, &current.snapshot);
        Some(message::needs_customer(&*app.random, customer, days, now)?)
    } else {
        None
    };
    let is_done = app.store.remind(&current.prospect, days, now, event).await?;
    app.events.wake();
    Ok(is_done)
}

/// Whether some step cannot continue without the customer.
fn waits_for_customer(current: &Current) -> bool {
    let snapshot = &current.snapshot;
    !snapshot.onboarding.is_final()
        && snapshot
            .steps
            .iter()
            .any(|step| step.state == StepState::ConfirmOnPhone || is_open(snapshot, step.id))
}
