//! Input that is not sent yet is kept by the server, never by the browser: saved while the customer types and when they
//! leave, restored when they open the form again. It is a convenience: the customer is not told if it fails.

use contract::{problem::ProblemCode, snapshot::Snapshot, step::StepId};

use super::Forms;
use crate::{
    error::{Failure, FailureKind},
    model::{
        call::Call,
        effect::{Effect, Timer},
        field::{FieldId, Typed},
        form::Form,
        outcome::Outcome,
        random::Random,
        rules::{self, Place},
    },
};

/// The time from an edit to its saving, in milliseconds. Later edits within that time are saved with it.
const SAVED_AFTER_MS: u64 = 3_000;

/// Whether the step has a draft: only a form that can be sent has one. Consent is never kept: the customer gives it on
/// the screen that shows the texts.
fn is_drafted(snapshot: &Snapshot, id: StepId) -> bool {
    let place = snapshot.step(id).and_then(|step| rules::open_place(snapshot, step));
    id != StepId::Terms && place == Some(Place::Form(id))
}

impl Form {
    /// The server's draft may be newer: another page, or this one before a reload, may have saved it.
    fn must_read(&self, kept: &[StepId]) -> bool {
        !self.draft.is_read && kept.contains(&self.step)
    }

    fn is_unsaved(&self) -> bool {
        self.draft.edits != self.draft.saved
    }
}

impl Forms {
    /// Plans to save the form, with all edits until then.
    pub(super) fn plan_draft(&mut self, snapshot: &Snapshot) -> Outcome {
        let is_wanted = snapshot.drafts.is_some() && self.list.iter().any(Form::is_unsaved);
        if !is_wanted || self.drafts.is_off || self.drafts.is_planned {
            return Outcome::none();
        }
        self.plan_draft_after(SAVED_AFTER_MS)
    }

    fn plan_draft_after(&mut self, delay_ms: u64) -> Outcome {
        self.drafts.is_planned = true;
        Outcome::none().perform(Effect::StartTimer(Timer::Draft, delay_ms))
    }

    /// Makes the next call about drafts: reads the server's draft of a form before it is replaced, or saves what was
    /// typed.
    pub(in crate::model) fn sync_draft(&mut self, snapshot: &Snapshot, random: &mut Random) -> Outcome {
        self.draft_call(snapshot, false, None, random)
    }

    /// The customer leaves the page: what was typed is saved without waiting for a call in progress. The server knows from the
    /// order which of the two is newer.
    pub(in crate::model) fn save_draft_on_leave(
        &mut self,
        snapshot: &Snapshot,
        is_asking: bool,
        random: &mut Random,
    ) -> Outcome {
        let under_way = self.drafts.asked.filter(|_| is_asking);
        self.draft_call(snapshot, true, under_way, random)
    }

    fn draft_call(
        &mut self,
        snapshot: &Snapshot,
        is_leaving: bool,
        under_way: Option<(StepId, u32)>,
        random: &mut Random,
    ) -> Outcome {
        let Self { list, drafts, .. } = self;
        let is_kept = !drafts.is_off && !drafts.is_delayed;
        let Some(kept) = snapshot.drafts.as_ref().filter(|_| is_kept) else { return Outcome::none() };
        let next = list.iter_mut().find(|form| {
            // A page that goes away gets no answer.
            let is_due = if form.must_read(kept) { !is_leaving } else { form.is_unsaved() };
            is_due && under_way != Some((form.step, form.draft.edits)) && is_drafted(snapshot, form.step)
        });
        let Some(form) = next else { return Outcome::none() };
        let (step, order) = (form.step, form.draft.edits);
        drafts.asked = Some((step, order));
        if form.must_read(kept) {
            return Outcome::call(Call::ReadDraft(step));
        }
        form.draft.is_read = true;
        if drafts.page == 0 {
            drafts.page = random.up_to(u32::MAX.into()) as u32;
        }
        let values = form.to_keep();
        Outcome::call(Call::SaveDraft { step, page: drafts.page, order, values })
    }

    /// The timer fired.
    pub(in crate::model) fn draft_due(&mut self) {
        self.drafts.is_planned = false;
        self.drafts.is_delayed = false;
    }

    /// A draft was saved, or arrived with these values. Text that the customer typed meanwhile stays.
    pub(in crate::model) fn draft_answered(
        &mut self,
        values: Vec<(FieldId, Typed)>,
        snapshot: &Snapshot,
        random: &mut Random,
    ) -> Outcome {
        let mut has_come_back = false;
        if let Some((step, edits)) = self.drafts.asked
            && let Some(form) = self.get_mut(step)
        {
            if form.draft.is_read {
                form.draft.saved = edits;
            } else {
                form.draft.is_read = true;
                has_come_back = form.take_draft(values, snapshot.now.date());
            }
        }
        let outcome = if has_come_back { Outcome::announce("announce.draft") } else { Outcome::none() };
        if self.drafts.is_planned { outcome } else { outcome.and(self.sync_draft(snapshot, random)) }
    }

    /// The next edit, the next visit to the page or the return of the connection tries again. A draft that is not on the
    /// screen yet is asked for once more before that.
    pub(in crate::model) fn draft_failed(&mut self, failure: &Failure) -> Outcome {
        let drafts = &mut self.drafts;
        drafts.is_off =
            matches!(failure.kind, FailureKind::Refused(ProblemCode::NotFound | ProblemCode::Unknown));
        let once_more = self.list.iter().any(|form| !form.draft.is_read)
            && !std::mem::replace(&mut drafts.has_retried, true);
        match failure.retry_after_ms.or(once_more.then_some(SAVED_AFTER_MS)) {
            Some(delay_ms) => {
                drafts.is_delayed = failure.retry_after_ms.is_some();
                self.plan_draft_after(delay_ms)
            }
            None => Outcome::none(),
        }
    }
}
