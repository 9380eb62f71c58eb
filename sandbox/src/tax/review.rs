//! Reviews a tax declaration and its documents. Each change sends callback 44 (documentation, FATCA). The rules are in
//! [`crate::tax::declaration`].

use contract::time::Timestamp;
use serde_json::Value;

use crate::{
    callback::message::Message,
    tax::{
        declaration::{TaxDeclaration, TaxStep},
        document::{Attachment, DocumentOutcome, DocumentStatus, TaxDocumentKind},
    },
    time::{clock::plus, timetable},
    world::{Event, World},
};

impl World {
    /// Carries out the tax step and returns the answer of the API. Callback 44 follows.
    pub fn declare_tax(&mut self, app_user_id: &str, declaration: TaxDeclaration) -> Option<Value> {
        let now = self.now();
        let prospect = self.prospects.get_mut(app_user_id)?;
        let mut step = declaration.assess(&prospect.profile);
        // Files sent for an earlier declaration count for this one too.
        for known in prospect.tax.take().map(|step| step.documents).into_iter().flatten() {
            if let Some(document) = step.documents.iter_mut().find(|document| document.kind == known.kind) {
                *document = known;
            }
        }
        let (answer, message) = (step.result(), message(&step, now));
        prospect.tax = Some(step);
        self.send_later(plus(now, timetable::TAX_STATUS), app_user_id, message);
        self.step_done(app_user_id);
        Some(answer)
    }

    /// Receives files for a requested document. Returns false if the document is not requested. Callback 44 follows,
    /// again when the review begins, and again when it ends.
    pub fn receive_tax_document(
        &mut self,
        app_user_id: &str,
        kind: TaxDocumentKind,
        files: Vec<Attachment>,
    ) -> bool {
        let now = self.now();
        let Some(step) = self.prospects.get_mut(app_user_id).and_then(|found| found.tax.as_mut()) else {
            return false;
        };
        let wanted = step.documents.iter_mut().find(|document| document.kind == kind && document.is_wanted());
        let Some(document) = wanted else { return false };
        document.receive(files);
        let attempt = document.attempt;
        let message = message(step, now);
        self.send_later(plus(now, timetable::TAX_STATUS), app_user_id, message);
        self.plan_review(
            plus(now, timetable::TAX_DOCUMENT_OPENED),
            app_user_id,
            kind,
            attempt,
            DocumentStatus::ToReview,
        );
        true
    }

    /// Chooses the result of the review of a document. A review that waits for it ends now.
    pub fn set_document_outcome(
        &mut self,
        app_user_id: &str,
        kind: TaxDocumentKind,
        outcome: DocumentOutcome,
    ) {
        let now = self.now();
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let before = prospect.document_outcomes.insert(kind, outcome);
        let found = prospect
            .tax
            .as_ref()
            .and_then(|step| step.documents.iter().find(|document| document.kind == kind));
        if let (Some(DocumentOutcome::Review), Some(document)) = (before, found)
            && document.status == DocumentStatus::ToReview
        {
            let attempt = document.attempt;
            self.plan_review(now, app_user_id, kind, attempt, DocumentStatus::Validated);
        }
    }

    /// Begins or ends the review of a document.
    pub fn look_at_tax_document(
        &mut self,
        at: Timestamp,
        app_user_id: &str,
        kind: TaxDocumentKind,
        attempt: u32,
        stage: DocumentStatus,
    ) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let outcome = prospect.document_outcomes.get(&kind).copied().unwrap_or_default();
        let Some(step) = prospect.tax.as_mut() else { return };
        let document = step.documents.iter_mut().find(|document| document.kind == kind);
        let Some(document) = document.filter(|document| document.attempt == attempt) else { return };
        match (stage, document.status) {
            (DocumentStatus::ToReview, DocumentStatus::Received) => {
                document.status = DocumentStatus::ToReview;
                let due = plus(at, timetable::TAX_DOCUMENT_REVIEWED);
                let message = message(step, at);
                self.send(at, app_user_id, &message);
                self.plan_review(due, app_user_id, kind, attempt, DocumentStatus::Validated);
            }
            (DocumentStatus::Validated, DocumentStatus::ToReview) if outcome != DocumentOutcome::Review => {
                let is_refused = std::mem::take(&mut prospect.is_next_document_refused);
                document.conclude(if is_refused { DocumentOutcome::Refused } else { outcome });
                let message = message(step, at);
                self.send(at, app_user_id, &message);
                self.validate_if_clear(at, app_user_id);
            }
            _ => {}
        }
    }

    fn plan_review(
        &mut self,
        due: Timestamp,
        app_user_id: &str,
        kind: TaxDocumentKind,
        attempt: u32,
        stage: DocumentStatus,
    ) {
        let app_user_id = app_user_id.to_owned();
        self.plan(due, Event::TaxDocument { app_user_id, kind, attempt, stage });
    }
}

/// Callback 44 with the current state.
fn message(step: &TaxStep, at: Timestamp) -> Message {
    Message::Tax { status: step.status(), documents: step.documents.clone(), at }
}
