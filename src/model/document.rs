//! Sending the documents that a step asks for. The file itself stays in the browser half: here are its size and type.

use contract::{
    diligence::DiligenceState,
    document::{self, FILE, JUSTIFICATION},
    problem::FieldError,
    snapshot::Snapshot,
    step::{DocumentKind, RequiredDocument, Step, StepId},
};

use super::{
    CallId, Model, Open,
    call::{Call, Lane},
    effect::{Effect, Focus},
    field::Typed,
    message::Message,
    place::Place,
};
use crate::{
    error::{Failure, FailureKind},
    text::Text,
};

/// Progress is said aloud each time it passes a multiple of this, in percent.
const SAID_EVERY: u8 = 25;

/// The documents of this page: what was chosen and typed, and what is on its way.
#[derive(Clone, Default)]
pub(super) struct Documents {
    /// The one that the customer wants to send first.
    chosen: Option<DocumentKind>,
    drafts: Vec<Draft>,
}

/// A document before it is sent.
#[derive(Clone, Default)]
pub(super) struct Draft {
    kind: Option<DocumentKind>,
    pub(super) justification: Typed,
    /// Size of the file in bytes; 0: none was chosen.
    pub(super) size: u64,
    media_type: String,
    errors: Vec<FieldError>,
    pub(super) failure: Option<Failure>,
    /// The key of the intention: kept for its retries, dropped with another file or text.
    idempotency_key: Option<String>,
    /// How much is sent; absent while nothing is on its way.
    pub(super) percent: Option<u8>,
}

impl Draft {
    fn changed(&mut self, field: &str) {
        self.idempotency_key = None;
        self.failure = None;
        self.errors.retain(|error| error.field != field);
    }

    fn check(&self, kind: DocumentKind, max_bytes: u32) -> Vec<FieldError> {
        document::check(kind, &self.justification, self.size, &self.media_type, max_bytes)
    }

    pub(super) fn error(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    /// The first wrong field of the screen.
    fn focus(&self) -> Focus {
        if self.error(JUSTIFICATION).is_some() { Focus::Justification } else { Focus::File }
    }
}

impl Documents {
    pub(super) fn draft(&self, kind: DocumentKind) -> Option<&Draft> {
        self.drafts.iter().find(|draft| draft.kind == Some(kind))
    }

    fn sending(&mut self) -> Option<&mut Draft> {
        self.drafts.iter_mut().find(|draft| draft.percent.is_some())
    }

    /// Forgets all; answers the documents that had a draft.
    pub(super) fn clear(&mut self) -> impl Iterator<Item = DocumentKind> {
        self.drafts.drain(..).filter_map(|draft| draft.kind)
    }

    /// What is on its way is not any more.
    pub(super) fn stop(&mut self) {
        for draft in &mut self.drafts {
            draft.percent = None;
        }
    }
}

/// Whether the customer is to send the document.
pub(super) fn waits(document: &RequiredDocument) -> bool {
    matches!(document.state, DiligenceState::Expected | DiligenceState::Refused)
}

/// Whether a document of the step can be sent here.
pub(super) fn can_send(snapshot: &Snapshot, step: &Step) -> bool {
    snapshot.upload_max_bytes > 0 && step.documents.iter().any(waits)
}

impl Open {
    /// The document of a step that the screen is about: the one on its way, the one that was chosen, else the first.
    pub(super) fn wanted_document(&self, step: StepId) -> Option<DocumentKind> {
        let sending = self.documents.drafts.iter().find(|draft| draft.percent.is_some());
        let waiting =
            || self.snapshot.step(step).into_iter().flat_map(|step| &step.documents).filter(|d| waits(d));
        let chosen = self.documents.chosen;
        sending
            .and_then(|draft| draft.kind)
            .or_else(|| chosen.filter(|chosen| waiting().any(|document| document.kind == *chosen)))
            .or_else(|| Some(waiting().next()?.kind))
    }

    fn draft_mut(&mut self, kind: DocumentKind) -> Option<&mut Draft> {
        let drafts = &mut self.documents.drafts;
        if !drafts.iter().any(|draft| draft.kind == Some(kind)) {
            drafts.push(Draft { kind: Some(kind), ..Draft::default() });
        }
        drafts.iter_mut().find(|draft| draft.kind == Some(kind))
    }
}

impl Model {
    pub(super) fn document_message(&mut self, message: Message, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        let Place::Documents(step) = open.place else { return };
        let Some(wanted) = open.wanted_document(step) else { return };
        let max_bytes = open.snapshot.upload_max_bytes;
        let Some(draft) = open.draft_mut(wanted) else { return };
        if draft.percent.is_some() {
            if message == Message::CancelPressed {
                self.cancel_upload(effects);
            }
            return;
        }
        match message {
            Message::FileChosen { kind, size, media_type } if kind == wanted => {
                draft.changed(FILE);
                draft.size = size;
                draft.media_type = media_type;
                let found = draft.check(kind, max_bytes).into_iter().filter(|error| error.field == FILE);
                draft.errors.extend(found);
                let is_good = draft.error(FILE).is_none();
                let key = if is_good { "documents.chosen" } else { "form.one_error" };
                effects.push(Effect::Announce(Text::new(key)));
            }
            Message::JustificationEdited(text) => {
                draft.changed(JUSTIFICATION);
                draft.justification = text;
            }
            Message::DocumentChosen(kind) => {
                open.documents.chosen = Some(kind);
                effects.push(Effect::MoveFocus(Focus::Heading));
            }
            Message::UploadPressed => {
                draft.errors = draft.check(wanted, max_bytes);
                if draft.errors.is_empty() {
                    self.upload(wanted, effects);
                } else {
                    effects.push(Effect::MoveFocus(draft.focus()));
                }
            }
            _ => {}
        }
    }

    /// Sends a checked document, unless one is on its way.
    fn upload(&mut self, kind: DocumentKind, effects: &mut Vec<Effect>) {
        if self.calls.upload.is_some() {
            return;
        }
        self.status.touch(self.now);
        let new_key = self.random.key();
        let Some(draft) = self.open_mut().and_then(|open| open.draft_mut(kind)) else { return };
        draft.failure = None;
        draft.percent = Some(0);
        let idempotency_key = draft.idempotency_key.get_or_insert(new_key).clone();
        let is_other = kind == DocumentKind::Other;
        let justification = if is_other { draft.justification.trim().into() } else { Typed::default() };
        self.calls.send(Call::Upload { idempotency_key, kind, justification }, effects);
    }

    fn cancel_upload(&mut self, effects: &mut Vec<Effect>) {
        *self.calls.lane(Lane::Upload) = None;
        effects.push(Effect::AbortUpload);
        if let Some(open) = self.open_mut() {
            open.documents.stop();
        }
        effects.push(Effect::Announce(Text::new("documents.cancelled")));
        self.follow(false, effects);
        if self.is_at_documents() {
            effects.push(Effect::MoveFocus(Focus::File));
        }
    }

    pub(super) fn upload_progressed(&mut self, id: CallId, percent: u8, effects: &mut Vec<Effect>) {
        if self.calls.upload != Some(id) {
            return;
        }
        let Some(known) = self.open_mut().and_then(|open| open.documents.sending()?.percent.as_mut()) else {
            return;
        };
        let percent = percent.min(100).max(*known);
        if percent / SAID_EVERY > *known / SAID_EVERY {
            effects.push(Effect::Announce(progress(percent)));
        }
        *known = percent;
    }

    pub(super) fn document_accepted(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        self.status.touch(self.now);
        let Some(open) = self.open_mut() else { return };
        let sent = open.documents.sending().and_then(|draft| draft.kind);
        open.documents.drafts.retain(|draft| draft.percent.is_none());
        effects.extend(sent.map(Effect::ForgetFile));
        effects.push(Effect::Announce(Text::new("documents.sent")));
        if matches!(open.place, Place::Documents(_)) {
            effects.push(Effect::MoveFocus(Focus::Heading));
        }
        self.take(snapshot, effects);
    }

    pub(super) fn upload_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        let Some(kind) = open.documents.sending().and_then(|draft| draft.kind) else { return };
        open.documents.stop();
        self.follow(false, effects);
        let is_seen = self.is_at_documents();
        let Some(draft) = self.open_mut().and_then(|open| open.draft_mut(kind)) else { return };
        if !failure.kind.is_retryable() {
            draft.idempotency_key = None;
        }
        if let FailureKind::Fields(errors) = &failure.kind {
            draft.errors.clone_from(errors);
        }
        let is_pointed_at = draft.error(FILE).or(draft.error(JUSTIFICATION)).is_some();
        let focus = if is_pointed_at { draft.focus() } else { Focus::Notice };
        let is_outdated = failure.is_outdated();
        draft.failure = (!is_pointed_at).then_some(failure);
        if is_seen {
            effects.push(Effect::MoveFocus(focus));
        }
        if is_outdated {
            self.check_now(effects);
        }
    }

    fn is_at_documents(&self) -> bool {
        self.open().is_some_and(|open| matches!(open.place, Place::Documents(_)))
    }

    /// Sends again what could not go out while the connection was away.
    pub(super) fn resume_upload(&mut self, effects: &mut Vec<Effect>) {
        let waits = |draft: &&Draft| draft.failure.as_ref().is_some_and(Failure::is_offline);
        let waiting = self.open().and_then(|open| open.documents.drafts.iter().find(waits)?.kind);
        if let Some(kind) = waiting {
            self.upload(kind, effects);
        }
    }
}

/// How much is sent, in words.
pub(super) fn progress(percent: u8) -> Text {
    Text::new("documents.progress").with_number("percent", percent.into())
}
