//! The current state of a prospect: the only way from stored facts to the current snapshot.

use contract::{
    session::Role,
    snapshot::{OnboardingStatus, Snapshot},
    step::StepId,
    time::Timestamp,
};

use crate::{
    app::App,
    callback::report,
    customer::customer,
    digest::sha256_hex,
    error::Error,
    events::message,
    journey::{
        fact::{self, Dated, SentAt},
        progress::{Progress, progress},
        view::{is_open, may_show_transfer, next_change, view},
    },
    profile::correction,
    retention::delete_unneeded,
    store::{Computed, History, NewEvent, Prospect, ProspectId, StoreError, View},
    transfer,
};

/// The current state of a prospect.
pub struct Current {
    /// The prospect.
    pub prospect: Prospect,
    /// The customer's roles in companies, as the partner gave them at creation.
    pub roles: Vec<Role>,
    /// Its submissions that the provider answered.
    pub sent: Vec<SentAt>,
    /// The reports of its callbacks, in order.
    pub reports: Vec<Dated>,
    /// The state that follows from all facts.
    pub progress: Progress,
    /// Whether a code was ever revealed.
    pub was_revealed: bool,
    /// The snapshot for the browser, without the end of a session.
    pub snapshot: Snapshot,
    /// When the snapshot changes next without a new fact, because time passes.
    pub next_change: Option<Timestamp>,
    /// Whether the account to send money to still has to be looked up.
    pub lacks_transfer: bool,
}

impl Current {
    /// The state of the prospect; `None` if there is no such prospect. A snapshot that changed gets the next revision, and wakes
    /// the requests that wait for it. The personal data of a prospect whose time is over is removed here.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn load(app: &App, prospect_id: ProspectId) -> Result<Option<Self>, StoreError> {
        loop {
            let Some(history) = app.store.history(prospect_id).await? else { return Ok(None) };
            let now = app.clock.now();
            let mut folded = Folded::of(app, &history, now).await?;
            let digest = sha256_hex(&serde_json::to_vec(&folded.snapshot)?);
            if folded.snapshot.onboarding == OnboardingStatus::Expired && !history.is_purged {
                app.store.purge(&history.prospect, now).await?;
                continue;
            }
            let has_changed = history.prospect.view_digest != digest;
            // Before the change is published: a reader who sees that the phone is bound finds no code left, even after a crash.
            delete_unneeded(&*app.store, &history, &folded.snapshot, &folded.reports, has_changed).await?;
            let next_change = next_change(&folded.progress, now);
            let view = folded.view(next_change, history.is_purged)?;
            let Some(revision) = store_view(app, &history, &folded, digest, view, now).await? else {
                continue; // another request was faster: look again
            };
            let prospect = Prospect { revision, ..history.prospect };
            folded.snapshot.revision = prospect.revision;
            folded.snapshot.now = now;
            return Ok(Some(Self {
                prospect,
                roles: history.roles,
                sent: history.sent,
                next_change,
                reports: folded.reports,
                progress: folded.progress,
                was_revealed: !history.revealed.is_empty(),
                snapshot: folded.snapshot,
                lacks_transfer: folded.lacks_transfer,
            }));
        }
    }

    /// As [`Self::load`], for the prospect of a session.
    ///
    /// # Errors
    /// [`Error::SessionEnded`] if there is no such prospect; also if the storage fails.
    pub async fn of_session(app: &App, prospect_id: ProspectId) -> Result<Self, Error> {
        Self::load(app, prospect_id).await?.ok_or(Error::SessionEnded)
    }
}

/// Stores the snapshot that follows from `history` if that is not done yet, and wakes the requests that wait for it if it has changed.
/// Returns its revision; `None` if something else was stored meanwhile.
async fn store_view(
    app: &App,
    history: &History,
    folded: &Folded,
    digest: String,
    view: Option<View>,
    now: Timestamp,
) -> Result<Option<u32>, StoreError> {
    let Prospect { id, revision, facts, .. } = history.prospect;
    let has_changed = history.prospect.view_digest != digest;
    let is_stored = history.view.as_ref().is_some_and(|view| view.is_valid(now));
    if !has_changed && (is_stored || view.is_none()) {
        return Ok(Some(revision));
    }
    let event = if has_changed { folded.event(app, &history.prospect, now)? } else { None };
    let computed = Computed { prospect_id: id, revision, facts, digest, has_changed, view, event };
    match app.store.keep_view(&computed).await {
        Ok(true) if has_changed => {
            app.wakes.wake(id);
            app.events.wake();
            Ok(Some(revision.saturating_add(1)))
        }
        Ok(true) => Ok(Some(revision)),
        Ok(false) => Ok(None),
        Err(error) if has_changed => Err(error),
        Err(error) => {
            tracing::debug!(%error, "a snapshot was not stored; reading goes on");
            Ok(Some(revision))
        }
    }
}

/// The state that follows from a history at one moment.
struct Folded {
    reports: Vec<Dated>,
    progress: Progress,
    snapshot: Snapshot,
    lacks_transfer: bool,
}

impl Folded {
    async fn of(app: &App, history: &History, now: Timestamp) -> Result<Self, StoreError> {
        let mut reports: Vec<Dated> = history.inbox.iter().filter_map(report::read).collect();
        fact::sort(&mut reports);
        let mut progress = if history.is_purged {
            Progress::purged()
        } else {
            progress(&history.sent, &reports, &history.unanswered, app.process.generation)
        };
        // The row came first, so an earlier date comes from the provider's clock or was misread.
        progress.created_at = progress.created_at.map(|at| at.max(history.prospect.opened_at));
        progress.activation.know_reports(&history.revealed, &history.reported);
        let mut snapshot = view(&progress, &app.process, now);
        let may_show_transfer = may_show_transfer(&progress, &app.process, now);
        if may_show_transfer {
            let corrections = correction::counted(&progress, &reports, &history.inbox);
            let (store, proof) = (&*app.store, &app.process.proof);
            snapshot.transfer = transfer::kept(store, proof, history.prospect.id, &corrections).await?;
        }
        if !snapshot.onboarding.is_final() {
            let is_open = |step: &StepId| is_open(&snapshot, *step);
            let drafts = history.drafts.iter().copied().filter(is_open).collect();
            let is_first = progress.created_at.is_none() && is_open(&StepId::Profile);
            snapshot.drafts = Some(drafts);
            snapshot.is_prefilled = history.is_prefilled && is_first;
        }
        let lacks_transfer = may_show_transfer && snapshot.transfer.is_none();
        Ok(Self { reports, progress, snapshot, lacks_transfer })
    }

    /// What the partner's server is told if the snapshot becomes the next one.
    fn event(&self, app: &App, prospect: &Prospect, now: Timestamp) -> Result<Option<NewEvent>, StoreError> {
        if !app.events.is_on() {
            return Ok(None);
        }
        let next = Prospect { revision: prospect.revision.saturating_add(1), ..prospect.clone() };
        let customer = customer(&next, &self.progress, &self.snapshot);
        Ok(Some(message::changed(&*app.random, customer, now)?))
    }

    /// As it is stored for the next look. A snapshot that somebody still has to complete is not, nor one of which no personal data
    /// may be stored any more.
    fn view(&self, next_change: Option<Timestamp>, is_purged: bool) -> Result<Option<View>, StoreError> {
        if self.lacks_transfer || is_purged {
            return Ok(None);
        }
        let snapshot = serde_json::to_string(&self.snapshot)?;
        let onboarding = self.snapshot.onboarding.as_str().to_owned();
        Ok(Some(View { snapshot, next_change, onboarding, is_final: self.snapshot.poll_after_ms == 0 }))
    }
}
