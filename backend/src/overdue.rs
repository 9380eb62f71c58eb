//! Asks the provider where a customer stands if there was no news for a while, so that a callback that is lost for good delays an
//! onboarding and does not stop it. [`crate::missed`] fetches those that the provider still has.
//!
//! An answer that differs from what is known is stored like the callback that would have said it. It has no date of the provider, so
//! it moves an identity folder forward only: a callback that was made later always counts.

use std::sync::Arc;

use contract::{diligence::DiligenceState, snapshot::OnboardingStatus, time::Timestamp};
use serde_json::{Value, json};

use crate::{
    app::App,
    callback::{
        delivery::{Delivery, Frame, ID_HEADER},
        report,
    },
    current::Current,
    inbox,
    journey::{
        fact::{IdentityCheck, IdentityReport, Report},
        view::is_created,
    },
    provider::{Folder, ProviderError, Standing},
    random::request_id,
    store::{ProspectId, Silence, StoreError},
};

/// Time between two steps of a round, in milliseconds.
const INTERVAL_MS: i64 = 60_000;
/// Most customers who are asked about in one step. Each costs two calls, and the provider's limits are for all calls of the partner.
const MOST: u32 = 30;
/// After so many rounds without news, a customer is asked about less often.
const SHORT_ROUNDS: i64 = 4;
const HOUR_MS: i64 = 3_600_000;

/// Why a round was interrupted. The next step repeats the question.
#[derive(Debug, thiserror::Error)]
pub enum NotAsked {
    /// The provider cannot be used now.
    #[error(transparent)]
    Provider(ProviderError),
    /// The storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A round through all customers without news.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Round {
    /// Its number: one round begins in each `limits.overdue_hours`.
    number: i64,
    /// The last customer who was asked about; `None` if the round is over.
    after: Option<ProspectId>,
}

/// Makes a step at once, and then every minute, until the server shuts down. Does nothing if `limits.overdue_hours` is 0.
pub async fn run(app: Arc<App>) {
    if app.limits.overdue_hours == 0 {
        return;
    }
    let mut round = Round::default();
    loop {
        let request_id = request_id(&*app.random);
        if let Err(error) = step_alone(&app, &mut round, &request_id).await {
            tracing::warn!(%error, %request_id, "the provider could not be asked about customers without news; the next try follows");
        }
        if !app.pause(INTERVAL_MS).await {
            return;
        }
    }
}

/// As [`step`], unless another program does it now, or calls to the provider pause.
async fn step_alone(app: &Arc<App>, round: &mut Round, request_id: &str) -> Result<(), NotAsked> {
    if app.provider.is_paused() || !app.store.may_do("customers without news").await? {
        return Ok(());
    }
    step(app, round, request_id).await
}

/// Asks about the next customers of the round.
///
/// # Errors
/// [`NotAsked`]
pub async fn step(app: &Arc<App>, round: &mut Round, request_id: &str) -> Result<(), NotAsked> {
    let period_ms = i64::from(app.limits.overdue_hours).saturating_mul(HOUR_MS).max(HOUR_MS);
    let now_ms = app.clock.now().as_millis();
    let number = now_ms.div_euclid(period_ms);
    let after = match round.after {
        Some(after) => after,
        None if round.number == number => return Ok(()),
        None => 0,
    };
    *round = Round { number, after: Some(after) };
    let ago = |periods: i64| Timestamp::from_millis(now_ms.saturating_sub(period_ms.saturating_mul(periods)));
    let silence = Silence { since: ago(1), long_since: ago(SHORT_ROUNDS.saturating_add(1)), round: number };
    let ids = app.store.quiet(silence, after, MOST).await?;
    for id in &ids {
        ask(app, *id, request_id).await?;
        round.after = Some(*id);
    }
    if ids.len() < usize::try_from(MOST).unwrap_or(usize::MAX) {
        round.after = None;
    }
    Ok(())
}

/// Asks about one customer, and stores and applies what is new.
async fn ask(app: &Arc<App>, id: ProspectId, request_id: &str) -> Result<(), NotAsked> {
    let Some(before) = Current::load(app, id).await? else { return Ok(()) };
    let is_over =
        before.snapshot.onboarding.is_final() || before.snapshot.onboarding == OnboardingStatus::Expired;
    if is_over || !is_created(&before.progress, &app.process) {
        return Ok(());
    }
    let at = app.clock.now(); // the answer may be older than what arrives while it is on its way
    let user = &before.prospect.app_user_id;
    let standing = match app.provider.standing(user, request_id).await {
        Ok(standing) => standing.unwrap_or_default(),
        Err(ProviderError::Refused(refusal)) => {
            tracing::warn!(%refusal, request_id, "the provider refused to say where a customer stands");
            return Ok(());
        }
        Err(error) => return Err(NotAsked::Provider(error)),
    };
    let Some(now) = Current::load(app, id).await? else { return Ok(()) };
    if now.prospect.facts != before.prospect.facts || now.prospect.app_user_id != *user {
        return Ok(()); // there is news by now, and the answer may be older
    }
    let mut new = Vec::new();
    for delivery in deliveries(user, &standing, at) {
        if is_news(&delivery, &now, at) {
            new.extend(inbox::keep_from(app, delivery, at, request_id).await?);
        }
    }
    if !new.is_empty() {
        tracing::info!(
            count = new.len(),
            request_id,
            "the provider told on request what no callback had told"
        );
        inbox::apply(app, &new).await;
    }
    Ok(())
}

/// The callbacks that would have told it.
fn deliveries(user: &str, standing: &Standing, at: Timestamp) -> Vec<Delivery> {
    let record = standing
        .record
        .as_ref()
        .map(|status| json!({ "type": "34", "appUserId": user, "userRecordStatus": status }));
    let folder = standing.folder.as_ref().map(|folder| folder_body(user, folder));
    let bodies = [("34", record), ("4", folder)].into_iter();
    let delivery = |(kind, body): (&str, Option<Value>)| {
        let id = format!("asked:{kind}:{user}:{}", at.as_millis());
        let frame = Frame::new(Some(kind.to_owned()), |name| (name == ID_HEADER).then(|| id.clone()));
        Some(Delivery { frame, body: body?.to_string().into_bytes() })
    };
    bodies.filter_map(delivery).collect()
}

fn folder_body(user: &str, folder: &Folder) -> Value {
    let diligences: Vec<Value> = folder
        .diligences
        .iter()
        .map(|[kind, status, reason]| json!({ "diligenceType": kind, "status": status, "reason": reason }))
        .collect();
    json!({ "type": "4", "appUserId": user, "status": folder.status, "diligences": diligences })
}

/// Whether the answer says something else than the callbacks of its type.
fn is_news(delivery: &Delivery, current: &Current, at: Timestamp) -> bool {
    let arrivals = delivery.clone().read(at);
    let mut told = arrivals.iter().filter_map(|arrival| report::read(&arrival.envelope));
    told.any(|told| match &told.report {
        Report::Record(_) => current.reports.iter().all(|known| known.report != told.report),
        Report::Identity(told) => {
            let last = current.reports.iter().rev().find_map(|known| match &known.report {
                Report::Identity(known) => Some(known),
                _ => None,
            });
            told.status.is_some() && last.is_none_or(|last| !is_same(last, told))
        }
        _ => false,
    })
}

/// Whether both say the same about what was received. An answer does not list what is expected, and the legacy generation lists nothing.
fn is_same(known: &IdentityReport, told: &IdentityReport) -> bool {
    let received = |report: &IdentityReport| -> Vec<IdentityCheck> {
        let checks = report.checks.iter().copied();
        checks.filter(|check| check.state != DiligenceState::Expected).collect()
    };
    let (known_checks, told_checks) = (received(known), received(told));
    let is_listed_alike = known_checks.len() == told_checks.len()
        && known_checks.iter().all(|check| told_checks.contains(check));
    known.status == told.status && (told_checks.is_empty() || is_listed_alike)
}
