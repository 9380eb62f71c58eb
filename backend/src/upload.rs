//! Carries a document of the tax declaration to the provider. It is neither kept nor logged here, only its digest is.
//!
//! What comes with it as text is [`justification`]. Reading the request is [`crate::http`]'s.

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

/// A document as the customer sent it: personal. There is no `Debug`.
pub struct Upload {
    /// Which one.
    pub kind: DocumentKind,
    /// Why it is this one; for [`DocumentKind::Other`].
    pub justification: String,
    /// The file.
    pub file: Vec<u8>,
}

/// Sends a document that is asked for, once an intention.
///
/// # Errors
/// The problem to answer with; `step_not_open` where it is not asked for.
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

/// The files to send, named by us. No field is published for the justification: it goes beside the document, as a page
/// of one of the accepted formats.
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

/// Said at the file, where another file would help.
fn refused_file(refusal: &Refusal) -> Conclusion {
    refused(file_error(refusal).map(|code| FieldError::new(FILE, code)).into_iter().collect())
}

/// What a refusal says of the file; `None` where another file would not help.
const fn file_error(refusal: &Refusal) -> Option<FieldErrorCode> {
    match refusal.status {
        413 => Some(FieldErrorCode::TooLarge),
        415 => Some(FieldErrorCode::UnsupportedType),
        400 | 422 => Some(FieldErrorCode::Invalid),
        _ => None,
    }
}
