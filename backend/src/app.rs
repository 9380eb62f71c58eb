//! What every request works with, and the one way from what is kept to the present snapshot.

use std::sync::Arc;

use contract::{
    session::Role,
    snapshot::{ActivationState, OnboardingStatus, Snapshot},
    step::{StepId, StepState},
    time::Timestamp,
};
use tokio::sync::watch;
use tokio_util::task::TaskTracker;

use crate::{
    callback::report,
    clock::Clock,
    config::{Limits, Secrets},
    digest::sha256_hex,
    journey::{
        fact::{self, Dated, Report, SentAt},
        progress::{Progress, progress},
        view::{Process, is_open, may_show_transfer, next_change, view},
    },
    notices::Notices,
    profile::record,
    provider::Provider,
    random::Random,
    store::{Prospect, ProspectId, Store, StoreError},
    traffic::Traffic,
    transfer::{self, Lookups},
    wakes::Wakes,
};

/// What every request works with. Requests hold it by `Arc`.
pub struct App {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The provider's API.
    pub provider: Provider,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Tokens, ids and references are made of it.
    pub random: Arc<dyn Random>,
    /// The process that customers go through.
    pub process: Process,
    /// How much, how long.
    pub limits: Limits,
    /// What callers must show.
    pub secrets: Secrets,
    /// Who waits for a change.
    pub wakes: Wakes,
    /// Which accounts are being looked up.
    pub lookups: Lookups,
    /// How the partner is told what it must know at once.
    pub notices: Notices,
    /// How much customers ask for.
    pub traffic: Arc<Traffic>,
    /// Becomes `true` when the server ends: requests that wait are answered.
    pub closing: watch::Sender<bool>,
    /// What goes on without the request that began it: it is waited for when the server ends.
    pub background: TaskTracker,
}

/// Where a prospect stands now.
pub struct Current {
    /// The prospect.
    pub prospect: Prospect,
    /// What the customer is in companies, told at creation.
    pub roles: Vec<Role>,
    /// Its answered submissions.
    pub sent: Vec<SentAt>,
    /// What its callbacks say, in order.
    pub reports: Vec<Dated>,
    /// What all that amounts to.
    pub progress: Progress,
    /// Whether a code was ever revealed.
    pub was_revealed: bool,
    /// What the browser may know, without the end of a session.
    pub snapshot: Snapshot,
    /// When the snapshot changes by the mere passing of time.
    pub next_change: Option<Timestamp>,
    /// Whether the account to send money to is still to be looked up.
    pub lacks_transfer: bool,
}

impl App {
    /// Where a prospect stands. Where that is news, the revision grows and those who wait are woken. One whose time is over
    /// loses all that is personal here and now.
    ///
    /// # Errors
    /// Where the storage fails.
    pub async fn current(&self, prospect_id: ProspectId) -> Result<Option<Current>, StoreError> {
        loop {
            let Some(history) = self.store.history(prospect_id).await? else { return Ok(None) };
            let mut reports: Vec<Dated> = history.inbox.iter().filter_map(report::read).collect();
            fact::sort(&mut reports);
            let now = self.clock.now();
            let mut progress = if history.is_purged {
                Progress::purged()
            } else {
                progress(&history.sent, &reports, &history.unanswered, self.process.generation)
            };
            // Its row is older: an earlier date is the provider's clock, or a misread one.
            progress.created_at = progress.created_at.map(|at| at.max(history.prospect.opened_at));
            progress.activation.know_reports(&history.revealed, &history.reported);
            let mut snapshot = view(&progress, &self.process, now);
            let may_show_transfer = may_show_transfer(&progress, &self.process, now);
            if may_show_transfer {
                let corrections = record::corrections_among(&progress, &reports, &history.inbox);
                snapshot.transfer = transfer::kept(self, prospect_id, &corrections).await?;
            }
            let lacks_transfer = may_show_transfer && snapshot.transfer.is_none();
            if !snapshot.onboarding.is_final() {
                let open = |step: &StepId| is_open(&snapshot, *step);
                snapshot.drafts = Some(history.drafts.iter().copied().filter(open).collect());
            }
            let digest = sha256_hex(&serde_json::to_vec(&snapshot)?);
            let mut prospect = history.prospect;
            if snapshot.onboarding == OnboardingStatus::Expired && !history.is_purged {
                self.store.purge(&prospect, now).await?;
                continue;
            }
            let is_news = prospect.view_digest != digest;
            // Callbacks are repeated: what was forgotten may have come once more. And before it is told: whoever is told that
            // the phone is bound finds no code left, also after a crash.
            if history.has_code && is_code_over(&snapshot) {
                self.forget_codes(&prospect, &reports).await?;
            }
            if history.has_webview && is_identification_over(&snapshot) {
                self.store.forget_webviews(&prospect.app_user_id).await?;
            }
            if is_news {
                self.forget(&prospect, &snapshot).await?;
                for step in history.drafts.iter().filter(|step| is_over(&snapshot, **step)) {
                    self.store.forget_draft(prospect_id, *step).await?;
                }
                if !self.store.advance(prospect_id, prospect.revision, &digest).await? {
                    continue; // another request was faster: look again
                }
                prospect.revision = prospect.revision.saturating_add(1);
                self.wakes.wake(prospect_id);
            }
            snapshot.revision = prospect.revision;
            snapshot.now = now;
            let next_change = next_change(&progress, now);
            return Ok(Some(Current {
                prospect,
                roles: history.roles,
                sent: history.sent,
                reports,
                progress,
                was_revealed: !history.revealed.is_empty(),
                snapshot,
                next_change,
                lacks_transfer,
            }));
        }
    }

    /// Deletes the codes that these reports tell of: another may have arrived since, for the next phone.
    async fn forget_codes(&self, prospect: &Prospect, reports: &[Dated]) -> Result<(), StoreError> {
        for dated in reports {
            if let Report::Code { digest } = &dated.report {
                self.store.forget_code(&prospect.app_user_id, digest).await?;
            }
        }
        Ok(())
    }

    /// Deletes submissions that were carried out, and at the end where money was to be sent to.
    async fn forget(&self, prospect: &Prospect, snapshot: &Snapshot) -> Result<(), StoreError> {
        let is_final = snapshot.onboarding.is_final();
        if is_final {
            self.store.forget_transfer(prospect.id).await?;
        }
        for step in [StepId::Profile, StepId::Tax, StepId::Terms] {
            let is_open = snapshot.step(step).is_some_and(|step| {
                matches!(step.state, StepState::Todo | StepState::ConfirmOnPhone | StepState::ActionRequired)
            });
            if is_final || (step != StepId::Profile && !is_open) {
                self.store.forget_submission(prospect.id, step).await?;
            }
        }
        Ok(())
    }
}

/// Whether no code is needed any more: a phone is bound, or somebody else used it.
fn is_code_over(snapshot: &Snapshot) -> bool {
    let is_used = matches!(snapshot.activation.state, ActivationState::Bound | ActivationState::Reported);
    is_used || snapshot.onboarding.is_final()
}

/// Whether no identification page is needed any more.
fn is_identification_over(snapshot: &Snapshot) -> bool {
    let is_done = snapshot.step(StepId::Identity).is_some_and(|step| step.state == StepState::Done);
    is_done || snapshot.onboarding.is_final()
}

/// Whether nothing more is typed for a step. One that only waits for another is not over.
fn is_over(snapshot: &Snapshot, step: StepId) -> bool {
    let is_wanted = |state| matches!(state, StepState::Todo | StepState::ActionRequired);
    snapshot.onboarding.is_final() || !snapshot.step(step).is_some_and(|step| is_wanted(step.state))
}
