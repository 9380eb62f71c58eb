//! Sends a document of the tax declaration to the provider. The document is neither stored nor logged; only its digest
//! is kept.
//!
//! [`justification`] makes a page of the customer's text. [`crate::http`] reads the request.

pub mod justification;

use contract::{
    document::{self, FILE},
    problem::{FieldError, FieldErrorCode},
    step::{DocumentKind, StepId},
};

use crate::{
    app::App,
    current::Current,
    digest::sha256_hex,
    error::Error,
    intention::{Conclusion, Origin, claim, drop_attempt, end, fail, in_time, refused},
    journey::{
        document::is_asked_for,
        fact::{Answer, Horizon, Sent, SentAt},
    },
    provider::{TaxFile, refusal::Refusal},
    store::{Attempt, AttemptOutcome},
};

/// A document from the customer. It is personal data, so the type has no `Debug`.
pub struct Upload {
    /// The kind of document.
    pub kind: DocumentKind,
    /// The customer's explanation, for [`DocumentKind::Other`].
    pub justification: String,
    /// The file.
    pub file: Vec<u8>,
}

/// Sends a requested document, once for each idempotency key.
///
/// # Errors
/// The problem to answer with: `step_not_open` if the document is not requested.
pub async fn send(app: &App, origin: &Origin, key: String, upload: Upload) -> Result<(), Error> {
    let digests = [&upload.file[..], upload.justification.as_bytes()].map(sha256_hex);
    let body = [upload.kind.as_str(), &digests[0], &digests[1]].join(" ");
    let attempt = Attempt {
        prospect_id: origin.prospect_id,
        key,
        step: StepId::Tax,
        body_digest: sha256_hex(body.as_bytes()),
    };
    let Some(claimed) = claim(app, &attempt).await? else { return Ok(()) };
    let current = match Current::of_session(app, origin.prospect_id).await {
        Ok(current) => current,
        Err(error) => return drop_attempt(app, &attempt, error).await,
    };
    let documents = current.snapshot.step(StepId::Tax).map(|step| step.documents.as_slice());
    let mut asked_for = documents.unwrap_or_default().iter().filter(|document| is_asked_for(document));
    if !asked_for.any(|document| document.kind == upload.kind) {
        return drop_attempt(app, &attempt, Error::StepNotOpen).await;
    }
    let kind = upload.kind;
    let files = files(upload);
    let id = &current.prospect.app_user_id;
    let call = app.provider.attach_tax_document(id, kind, files, &origin.request_id);
    if let Err(error) = in_time(&claimed, call).await {
        return fail(app, origin, &attempt, &current, error, refused_file).await;
    }
    let sent = Sent {
        step: StepId::Tax,
        document: Some(kind),
        is_repeat: false,
        answer: Answer::Accepted,
        horizon: Horizon::of(&current.reports),
        terms_version: None,
        changed: None,
    };
    let sent = SentAt { at: app.clock.now(), sent };
    end(app, &attempt, &AttemptOutcome::Taken { sent, body: None }).await
}

/// The files to send, with names of our own. No field is published for the explanation, so it goes beside the document,
/// as a page in one of the accepted formats.
fn files(upload: Upload) -> Vec<TaxFile> {
    let extension = match document::media_type(&upload.file) {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        _ => "pdf",
    };
    let name = ["document.", extension].concat();
    let mut files = vec![TaxFile { name, content: upload.file }];
    if upload.kind == DocumentKind::Other {
        let content = justification::page(&upload.justification);
        files.push(TaxFile { name: "justification.pdf".into(), content });
    }
    files
}

/// Reports the refusal at the file if another file would help.
fn refused_file(refusal: &Refusal) -> Conclusion {
    refused(file_error(refusal).map(|code| FieldError::new(FILE, code)).into_iter().collect())
}

/// The error of the file. `None` if another file would not help.
const fn file_error(refusal: &Refusal) -> Option<FieldErrorCode> {
    match refusal.status {
        413 => Some(FieldErrorCode::TooLarge),
        415 => Some(FieldErrorCode::UnsupportedType),
        400 | 422 => Some(FieldErrorCode::Invalid),
        _ => None,
    }
}
