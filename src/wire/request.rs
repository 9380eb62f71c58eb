//! A call of the contract as an HTTP request, in the form of data.

use contract::{
    decimal::decimal,
    document, draft, json, routes,
    step::{DocumentKind, StepId},
};

use super::record::Typing;
use crate::model::Call;

/// How long a request may take beyond the time that the server may hold it, in milliseconds.
const TIMEOUT_MS: u32 = 15_000;
/// How much longer the upload of a document may take, in milliseconds: enough for some megabytes over a slow connection.
const UPLOAD_MS: u32 = 300_000;
/// Media type of the messages.
const JSON: &str = "application/json";
/// Media type of the tax self-certification.
pub(super) const PDF: &str = "application/pdf";

/// An HTTP request, without the headers that every call has: see [`Request::headers`].
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// Path and query, relative to the endpoint.
    pub path: String,
    /// The body to send.
    pub body: Body,
    /// When to give up, in milliseconds after the call began; includes the time that the server may hold it.
    pub timeout_ms: u32,
    /// Path and query of the same request without holding, for a page that has no connection to spare. `None` if the server never
    /// holds this request.
    pub unheld_path: Option<String>,
    /// Whether the request continues when the page is gone.
    pub outlives_page: bool,
    /// Whether a successful answer is a PDF document. A refusal is always text.
    pub wants_document: bool,
    /// The header that only this call has.
    header: Option<(&'static str, String)>,
}

/// The body of a request.
#[derive(Clone)]
pub enum Body {
    /// None.
    Empty,
    /// A JSON text.
    Json(String),
    /// A document, as `multipart/form-data`.
    Document(Document),
}

/// A document and the texts that go with it.
#[derive(Clone)]
pub struct Document {
    /// The kind of document. The file that the customer chose for it is sent with it.
    pub kind: DocumentKind,
    /// Name and text of each part that precedes the file.
    pub parts: Vec<(&'static str, String)>,
    /// Name of the part with the file, and the file name to send. The file's own name may be personal, and nobody needs it.
    pub file: &'static str,
}

impl Request {
    /// The request of a call.
    pub fn of(call: &Call) -> Self {
        match call {
            Call::FetchSnapshot { after: None, .. } => get(routes::ONBOARDING.into()),
            Call::FetchSnapshot { after: Some(revision), wait_seconds } => follow(*revision, *wait_seconds),
            Call::SubmitStep { idempotency_key, submission } => Self {
                body: Body::Json(json::write(submission)),
                header: Some((routes::IDEMPOTENCY_KEY, idempotency_key.clone())),
                ..new("PUT", of_step(routes::STEPS, submission.step(), ""))
            },
            Call::ResendConfirmation(step) => post(of_step(routes::STEPS, *step, routes::CONFIRMATION)),
            Call::TakeAlternative => post(routes::ALTERNATIVE.into()),
            Call::Upload { idempotency_key, kind, justification } => Self {
                body: Body::Document(Document::new(*kind, justification)),
                header: Some((routes::IDEMPOTENCY_KEY, idempotency_key.clone())),
                timeout_ms: TIMEOUT_MS + UPLOAD_MS,
                ..post(routes::DOCUMENTS.into())
            },
            Call::FetchCertificate => Self { wants_document: true, ..get(routes::SELF_CERTIFICATION.into()) },
            Call::RevealCode => post(routes::ACTIVATION.into()),
            Call::ReportCode => post(routes::REPORT.into()),
            Call::ReadProfile => get(routes::PROFILE.into()),
            Call::ReadDraft(step) => get(of_step(routes::DRAFTS, *step, "")),
            Call::SaveDraft { step, page, order, values } => {
                let (page, order) = (decimal((*page).into()), decimal((*order).into()));
                let query = ["?", draft::PAGE, "=", &page, "&", draft::ORDER, "=", &order].concat();
                Self {
                    body: Body::Json(json::write(&Typing(values))),
                    outlives_page: true,
                    ..new("PUT", of_step(routes::DRAFTS, *step, &query))
                }
            }
            // A country's code and five digits: nothing to escape.
            Call::FetchPlaces { country, postcode } => {
                get([routes::PLACES, "?country=", country, "&postcode=", postcode].concat())
            }
            Call::Restart => post(routes::RESTART.into()),
        }
    }

    /// The headers to send. `token` is the session's bearer token; empty if a cookie replaces it.
    pub fn headers(&self, token: &str) -> Vec<(&'static str, String)> {
        let accept = if self.wants_document { PDF } else { JSON };
        let mut headers = vec![("Accept", accept.into()), (routes::CLIENT, "1".into())];
        headers.extend(self.header.clone());
        // Only for JSON: the code that performs an upload chooses the boundary between its parts, and sets the header itself.
        if matches!(self.body, Body::Json(_)) {
            headers.push(("Content-Type", JSON.into()));
        }
        if !token.is_empty() {
            headers.push(("Authorization", ["Bearer ", token].concat()));
        }
        headers
    }
}

impl Document {
    fn new(kind: DocumentKind, justification: &str) -> Self {
        let mut parts = vec![(document::KIND, kind.as_str().into())];
        if !justification.is_empty() {
            parts.push((document::JUSTIFICATION, justification.into()));
        }
        Self { kind, parts, file: document::FILE }
    }
}

/// Asks for the snapshot after `revision`. The ETag is the revision, so an unchanged snapshot is answered with 304.
fn follow(revision: u32, wait_seconds: u32) -> Request {
    let revision = decimal(revision.into());
    let path = |wait_seconds: u32| {
        let wait = decimal(wait_seconds.into());
        [routes::ONBOARDING, "?after=", &revision, "&waitSeconds=", &wait].concat()
    };
    Request {
        header: Some(("If-None-Match", ["\"", &revision, "\""].concat())),
        timeout_ms: TIMEOUT_MS + wait_seconds * 1000,
        unheld_path: (wait_seconds > 0).then(|| path(0)),
        ..get(path(wait_seconds))
    }
}

fn of_step(path: &str, step: StepId, rest: &str) -> String {
    [path, "/", step.as_str(), rest].concat()
}

fn get(path: String) -> Request {
    new("GET", path)
}

fn post(path: String) -> Request {
    new("POST", path)
}

fn new(method: &'static str, path: String) -> Request {
    Request {
        method,
        path,
        body: Body::Empty,
        timeout_ms: TIMEOUT_MS,
        unheld_path: None,
        outlives_page: false,
        wants_document: false,
        header: None,
    }
}
