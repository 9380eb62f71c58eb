//! What is typed and not sent yet is kept by the server, never by the browser: saved while the customer types and when
//! they leave, brought back when the form is opened again. A convenience: where it fails, nobody is told.

use std::mem::replace;

use contract::{problem::ProblemCode, snapshot::Snapshot, step::StepId};

use super::{
    Model, Open,
    call::Call,
    effect::{Effect, Timer},
    field::{FieldId, Typed},
    form::Form,
    place::{self, Place},
};
use crate::{
    error::{Failure, FailureKind},
    text::Text,
};

/// From an edit to its saving, in milliseconds: what is typed meanwhile goes with it.
const SAVED_AFTER_MS: u64 = 3_000;

/// What is asked of the server about drafts.
#[derive(Clone, Default)]
pub(super) struct Drafts {
    /// The form that the call under way is about, and its edits then.
    asked: Option<(StepId, u32)>,
    /// Whether the timer runs.
    is_planned: bool,
    /// Whether it runs because the server asked for patience.
    is_patient: bool,
    /// Whether what could not be read was asked for once more.
    has_retried: bool,
    /// Whether the server turned out to keep none.
    is_off: bool,
    /// Tells this page's drafts from those of others; 0: not made up yet.
    page: u32,
}

/// How far the draft of a form is.
#[derive(Clone, Default)]
pub(super) struct Draft {
    /// Whether what the server had was looked at, or there was nothing: before, nothing may take its place.
    is_read: bool,
    /// Grows with each edit.
    pub(super) edits: u32,
    /// How many of these the server has.
    pub(super) saved: u32,
}

/// Whether a draft of the step is of any use: it can be sent. Consent is never kept: it is given on the screen that shows
/// the texts.
fn is_drafted(snapshot: &Snapshot, id: StepId) -> bool {
    let place = snapshot.step(id).and_then(|step| place::open_place(snapshot, step));
    id != StepId::Terms && place == Some(Place::Form(id))
}

impl Form {
    /// Another page, or this one before it was loaded again, may have saved what this one has not seen.
    fn must_read(&self, kept: &[StepId]) -> bool {
        !self.draft.is_read && kept.contains(&self.step)
    }

    fn is_unsaved(&self) -> bool {
        self.draft.edits != self.draft.saved
    }
}

impl Open {
    /// The next call: to look at what the server has of a form, before that is replaced, or to save what was typed.
    fn draft_call(&mut self, is_leaving: bool, is_asking: bool, page: u32) -> Option<Call> {
        let Self { snapshot, forms, drafts, .. } = self;
        let kept = snapshot.drafts.as_ref().filter(|_| !drafts.is_off && !drafts.is_patient)?;
        let asked = drafts.asked.filter(|_| is_asking);
        let form = forms.iter_mut().find(|form| {
            // Whoever leaves waits for no answer.
            let is_due = if form.must_read(kept) { !is_leaving } else { form.is_unsaved() };
            is_due && asked != Some((form.step, form.draft.edits)) && is_drafted(snapshot, form.step)
        })?;
        let (step, order) = (form.step, form.draft.edits);
        drafts.asked = Some((step, order));
        if form.must_read(kept) {
            return Some(Call::ReadDraft(step));
        }
        form.draft.is_read = true;
        if drafts.page == 0 {
            drafts.page = page;
        }
        Some(Call::SaveDraft { step, page: drafts.page, order, values: form.to_keep() })
    }
}

impl Model {
    /// What was typed is saved soon, with what is typed until then.
    pub(super) fn plan_draft(&mut self, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        let is_wanted = open.snapshot.drafts.is_some() && open.forms.iter().any(Form::is_unsaved);
        if is_wanted && !open.drafts.is_off && !open.drafts.is_planned {
            open.drafts.is_planned = true;
            effects.push(Effect::StartTimer(Timer::Draft, SAVED_AFTER_MS));
        }
    }

    /// Makes the next call about drafts, one at a time. Who leaves the page does not wait for the one under way: what it
    /// saves is told from what is newer by its place in the order.
    pub(super) fn keep_drafts(&mut self, is_leaving: bool, effects: &mut Vec<Effect>) {
        let is_asking = self.calls.draft.is_some();
        if is_asking && !is_leaving {
            return;
        }
        let page = self.random.up_to(u32::MAX.into()) as u32;
        let call = self.open_mut().and_then(|open| open.draft_call(is_leaving, is_asking, page));
        if let Some(call) = call {
            self.calls.start(call, effects);
        }
    }

    pub(super) fn draft_due(&mut self, effects: &mut Vec<Effect>) {
        if let Some(open) = self.open_mut() {
            open.drafts.is_planned = false;
            open.drafts.is_patient = false;
        }
        self.keep_drafts(false, effects);
    }

    /// A draft was saved, or came with these values: what the customer typed meanwhile stands.
    pub(super) fn draft_answered(&mut self, values: Vec<(FieldId, Typed)>, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        let is_planned = open.drafts.is_planned;
        if let Some((step, edits)) = open.drafts.asked
            && let Some(form) = open.forms.iter_mut().find(|form| form.step == step)
        {
            if form.draft.is_read {
                form.draft.saved = edits;
            } else {
                form.draft.is_read = true;
                if form.take_draft(values) {
                    effects.push(Effect::Announce(Text::new("announce.draft")));
                }
            }
        }
        if !is_planned {
            self.keep_drafts(false, effects);
        }
    }

    /// Nobody is told. The next edit, the next look at the page or the connection that is back tries again; what is not on
    /// the screen yet is asked for once more before.
    pub(super) fn draft_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        let Some(Open { drafts, forms, .. }) = self.open_mut() else { return };
        drafts.is_off =
            matches!(failure.kind, FailureKind::Refused(ProblemCode::NotFound | ProblemCode::Unknown));
        let once_more =
            forms.iter().any(|form| !form.draft.is_read) && !replace(&mut drafts.has_retried, true);
        if let Some(delay) = failure.retry_after_ms.or(once_more.then_some(SAVED_AFTER_MS)) {
            drafts.is_planned = true;
            drafts.is_patient = failure.retry_after_ms.is_some();
            effects.push(Effect::StartTimer(Timer::Draft, delay));
        }
    }
}
