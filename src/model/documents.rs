//! Sending the documents that a step asks for. The file itself stays in the browser half; the model knows its size and type.

use contract::{
    document::{self, FILE, JUSTIFICATION},
    problem::FieldError,
    snapshot::Snapshot,
    step::{DocumentKind, StepId},
};

use super::{
    call::Call,
    effect::{Effect, Focus},
    field::Typed,
    message::Message,
    outcome::{Outcome, Request},
    press::Press,
    random::Random,
    rules::{self, Place},
};
use crate::{
    error::{Failure, FailureKind},
    text::Text,
};

/// Progress is announced each time it passes a multiple of this, in percent.
const ANNOUNCED_EVERY: u8 = 25;

/// The documents of this page: the chosen files, the typed texts, and the upload in progress.
#[derive(Clone, Default)]
pub(super) struct Documents {
    /// The one that the customer wants to send first.
    chosen: Option<DocumentKind>,
    prepared: Vec<Prepared>,
}

/// A document before it is sent.
#[derive(Clone)]
pub(super) struct Prepared {
    kind: DocumentKind,
    pub(super) justification: Typed,
    /// Size of the file in bytes; 0: none was chosen.
    pub(super) size: u64,
    /// The media type, detected from the file's bytes.
    pub(super) media_type: &'static str,
    errors: Vec<FieldError>,
    pub(super) press: Press,
    /// How much is sent; absent while it is not being sent.
    pub(super) percent: Option<u8>,
}

impl Prepared {
    fn new(kind: DocumentKind) -> Self {
        Self {
            kind,
            justification: Typed::default(),
            size: 0,
            media_type: "",
            errors: Vec::new(),
            press: Press::default(),
            percent: None,
        }
    }

    /// The customer changed it: the next try sends something else.
    fn changed(&mut self, field: &str) {
        self.press.reset();
        self.errors.retain(|error| error.field != field);
    }

    fn check(&self, max_bytes: u32) -> Vec<FieldError> {
        document::check(self.kind, &self.justification, self.size, self.media_type, max_bytes)
    }

    pub(super) fn error(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    /// The place of the first error on the screen.
    fn focus(&self) -> Focus {
        if self.error(JUSTIFICATION).is_some() { Focus::Justification } else { Focus::File }
    }

    fn choose_file(&mut self, size: u64, media_type: &'static str, max_bytes: u32) -> Outcome {
        self.changed(FILE);
        self.size = size;
        self.media_type = media_type;
        let found = self.check(max_bytes).into_iter().filter(|error| error.field == FILE);
        self.errors.extend(found);
        let is_good = self.error(FILE).is_none();
        Outcome::none().and_announce(Text::new(if is_good { "documents.chosen" } else { "form.one_error" }))
    }

    fn send(&mut self, random: &mut Random) -> Outcome {
        self.percent = Some(0);
        let idempotency_key = self.press.begin_with_key(random);
        let is_other = self.kind == DocumentKind::Other;
        let justification = if is_other { self.justification.trim().into() } else { Typed::default() };
        Outcome::send(Call::Upload { idempotency_key, kind: self.kind, justification })
    }
}

impl Documents {
    /// What the customer has prepared of a document; `None` before they chose or typed anything.
    pub(super) fn prepared(&self, kind: DocumentKind) -> Option<&Prepared> {
        self.prepared.iter().find(|prepared| prepared.kind == kind)
    }

    fn prepare(&mut self, kind: DocumentKind) -> Option<&mut Prepared> {
        if self.prepared(kind).is_none() {
            self.prepared.push(Prepared::new(kind));
        }
        self.prepared.iter_mut().find(|prepared| prepared.kind == kind)
    }

    fn sending(&mut self) -> Option<&mut Prepared> {
        self.prepared.iter_mut().find(|prepared| prepared.percent.is_some())
    }

    /// Whether a document is being sent: its screen stays until then.
    pub(super) fn is_sending(&self) -> bool {
        self.prepared.iter().any(|prepared| prepared.percent.is_some())
    }

    /// The document that the screen of a step is about: the one being sent, the one that the customer chose, else the first.
    pub(super) fn wanted(&self, snapshot: &Snapshot, step: StepId) -> Option<DocumentKind> {
        let sending = self.prepared.iter().find(|prepared| prepared.percent.is_some());
        let wanted = || {
            let documents = snapshot.step(step).into_iter().flat_map(|step| &step.documents);
            documents.filter(|document| rules::is_wanted(document)).map(|document| document.kind)
        };
        sending
            .map(|prepared| prepared.kind)
            .or_else(|| self.chosen.filter(|chosen| wanted().any(|kind| kind == *chosen)))
            .or_else(|| wanted().next())
    }

    /// The customer does something on the screen of a step.
    pub(super) fn handle(
        &mut self,
        step: StepId,
        message: Message,
        snapshot: &Snapshot,
        random: &mut Random,
    ) -> Outcome {
        let Some(wanted) = self.wanted(snapshot, step) else { return Outcome::none() };
        let max_bytes = snapshot.upload_max_bytes;
        let Some(prepared) = self.prepare(wanted) else { return Outcome::none() };
        if prepared.percent.is_some() {
            return if matches!(message, Message::CancelPressed) {
                self.cancel(step)
            } else {
                Outcome::none()
            };
        }
        match message {
            Message::FileChosen { kind, size, media_type } if kind == wanted => {
                return prepared.choose_file(size, media_type, max_bytes);
            }
            Message::JustificationEdited(text) => {
                prepared.changed(JUSTIFICATION);
                prepared.justification = text;
            }
            Message::DocumentChosen(kind) => {
                self.chosen = Some(kind);
                return Outcome::none().focus(Focus::Heading);
            }
            Message::UploadPressed => {
                prepared.errors = prepared.check(max_bytes);
                return if prepared.errors.is_empty() {
                    prepared.send(random)
                } else {
                    Outcome::none().focus(prepared.focus())
                };
            }
            _ => {}
        }
        Outcome::none()
    }

    fn cancel(&mut self, step: StepId) -> Outcome {
        self.stop();
        Outcome::of(Request::AbortUpload)
            .and_announce(Text::new("documents.cancelled"))
            .then(Request::Reroute)
            .then(Request::If(Place::Documents(step), Outcome::none().focus(Focus::File)))
    }

    pub(super) fn progressed(&mut self, percent: u8) -> Outcome {
        let Some(known) = self.sending().and_then(|prepared| prepared.percent.as_mut()) else {
            return Outcome::none();
        };
        let percent = percent.min(100).max(*known);
        let is_announced = percent / ANNOUNCED_EVERY > *known / ANNOUNCED_EVERY;
        *known = percent;
        if is_announced { Outcome::none().and_announce(progress(percent)) } else { Outcome::none() }
    }

    /// The server has the document.
    pub(super) fn accepted(&mut self, place: Place) -> Outcome {
        let mut outcome = Outcome::none();
        if let Some(sent) = self.sending().map(|prepared| prepared.kind) {
            self.prepared.retain(|prepared| prepared.kind != sent);
            outcome = outcome.perform(Effect::ForgetFile(sent));
        }
        let is_here = matches!(place, Place::Documents(_));
        outcome = outcome.and_announce(Text::new("documents.sent"));
        if is_here { outcome.focus(Focus::Heading) } else { outcome }
    }

    pub(super) fn failed(&mut self, failure: Failure, place: Place) -> Outcome {
        let Some(prepared) = self.sending() else { return Outcome::none() };
        prepared.percent = None;
        let is_outdated = failure.is_outdated();
        if let FailureKind::Fields(errors) = &failure.kind {
            prepared.errors.clone_from(errors);
        }
        prepared.press.fail(failure);
        let mut focus = Focus::Notice;
        if prepared.error(FILE).or(prepared.error(JUSTIFICATION)).is_some() {
            // The errors beside the fields say it all.
            prepared.press.dismiss();
            focus = prepared.focus();
        }
        let is_here = matches!(place, Place::Documents(_));
        let outcome = Outcome::of(Request::Reroute);
        let outcome = if is_here { outcome.and(Outcome::focus_at(place, focus)) } else { outcome };
        outcome.check_if(is_outdated)
    }

    /// Sends again what failed while the connection was lost.
    pub(super) fn resume(&mut self, random: &mut Random) -> Outcome {
        if self.is_sending() {
            return Outcome::none();
        }
        let waiting = self.prepared.iter_mut().find(|prepared| prepared.press.waits_for_connection());
        waiting.map_or_else(Outcome::none, |prepared| prepared.send(random))
    }

    /// Notes that no upload is in progress any more.
    pub(super) fn stop(&mut self) {
        for prepared in &mut self.prepared {
            prepared.percent = None;
        }
    }

    /// Removes everything. Returns the documents whose files the browser half can release.
    pub(super) fn clear(&mut self) -> impl Iterator<Item = DocumentKind> {
        self.prepared.drain(..).map(|prepared| prepared.kind)
    }
}

/// The progress as text.
pub(super) fn progress(percent: u8) -> Text {
    Text::new("documents.progress").with_number("percent", percent.into())
}
