//! The documents of a step: a form for one of them, and the states of the others.

use contract::{
    document::{FILE, HEIC, JUSTIFICATION, MAX_JUSTIFICATION},
    problem::FieldErrorCode,
    step::{DocumentKind, RequiredDocument, StepId, StepState},
};

use super::{
    mark::{Mark, ProgressRow},
    notice::NoticeView,
    words,
};
use crate::{
    model::{Open, Typed, documents, rules},
    text::Text,
};

/// A document to send.
#[derive(Clone, PartialEq, Debug)]
pub struct DocumentsView {
    /// The document of the form.
    pub kind: DocumentKind,
    pub heading: Text,
    /// A description of the document, and where to get it.
    pub intro: Text,
    /// Why it is required again; empty the first time.
    pub reasons: Vec<Text>,
    /// The typed text, if the document requires one.
    pub justification: Option<Typed>,
    pub justification_error: Option<Text>,
    /// The kinds of file and the largest size.
    pub file_hint: Text,
    pub has_file: bool,
    pub file_error: Option<Text>,
    /// The progress in percent and as text, while it is being sent. Nothing can be changed meanwhile.
    pub progress: Option<(u8, Text)>,
    /// Why it could not be sent, and what to do.
    pub notice: Option<NoticeView>,
    pub submit_label: Text,
    /// Whether the customer can change their tax answers.
    pub can_change_answers: bool,
    /// The other documents; with the kind if that one can be sent first.
    pub others: Vec<(ProgressRow, Option<DocumentKind>)>,
}

/// `None` if no document has to be sent.
pub(super) fn documents_view(open: &Open, id: StepId) -> Option<Box<DocumentsView>> {
    let kind = open.documents.wanted(&open.snapshot, id)?;
    let step = open.snapshot.step(id)?;
    let prepared = open.documents.prepared(kind);
    let percent = prepared.and_then(|prepared| prepared.percent);
    let failure = prepared.and_then(|prepared| prepared.press.failure());
    let error = |field| prepared.and_then(|prepared| prepared.error(field)).map(|error| error.code);
    let is_refused = step.state == StepState::ActionRequired;
    let others = step.documents.iter().filter(|document| document.kind != kind).map(|document| {
        let can_send = percent.is_none() && rules::is_wanted(document);
        (row(document), can_send.then_some(document.kind))
    });
    Some(Box::new(DocumentsView {
        kind,
        heading: words::document("send", kind),
        intro: words::document("about", kind),
        reasons: step.reasons.iter().filter(|_| is_refused).copied().map(words::reason).collect(),
        justification: (kind == DocumentKind::Other)
            .then(|| prepared.map(|prepared| prepared.justification.clone()).unwrap_or_default()),
        justification_error: error(JUSTIFICATION).map(|code| error_text(code, "field.justification")),
        file_hint: Text::new("documents.hint").with_bytes("size", open.snapshot.upload_max_bytes),
        has_file: prepared.is_some_and(|prepared| prepared.size > 0),
        file_error: error(FILE).map(|code| match code {
            FieldErrorCode::Required => words::required(FILE),
            FieldErrorCode::UnsupportedType
                if prepared.is_some_and(|prepared| prepared.media_type == HEIC) =>
            {
                Text::new("error.file_heic")
            }
            code => error_text(code, "field.file"),
        }),
        progress: percent.map(|percent| (percent, documents::progress(percent))),
        notice: failure.map(words::failed_entry),
        submit_label: Text::new(match (percent, failure) {
            (Some(_), _) => "form.sending",
            (None, Some(_)) => "form.again",
            (None, None) => "documents.send",
        }),
        can_change_answers: rules::can_change_answers(&open.snapshot, step),
        others: others.collect(),
    }))
}

/// The state of a document.
pub(super) fn row(document: &RequiredDocument) -> ProgressRow {
    ProgressRow {
        label: words::document("document", document.kind),
        mark: if rules::is_wanted(document) { Mark::NeedsYou } else { words::diligence_mark(document.state) },
        state: words::diligence_state(document.state),
        detail: None,
    }
}

fn error_text(code: FieldErrorCode, name: &'static str) -> Text {
    let about = |key| Text::new(key).with_text("field", &Text::new(name));
    match code {
        FieldErrorCode::Required => words::required(JUSTIFICATION),
        FieldErrorCode::TooLong => about("error.too_long").with_number("count", MAX_JUSTIFICATION),
        FieldErrorCode::TooLarge => Text::new("error.too_large"),
        FieldErrorCode::UnsupportedType => Text::new("error.file_type"),
        _ => about("error.invalid"),
    }
}
