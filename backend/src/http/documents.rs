//! Uploads of required documents: the parts of the body, and their rules.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{
        Multipart, State,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::{HeaderMap, StatusCode},
    response::Response,
};
use contract::{
    document::{self, FILE, JUSTIFICATION, KIND, MAX_JUSTIFICATION},
    problem::{FieldError, FieldErrorCode},
    step::DocumentKind,
};

use super::{caller::Caller, failure::Failure, provider_call, steps::idempotency_key};
use crate::{
    app::App,
    current::Current,
    profile::normal_form::normalised,
    traffic::{Busy, Traffic},
    upload::{self, Upload},
};

/// Maximum size of the rest of a body beside its file, in bytes: the other parts and the boundaries.
pub(super) const BESIDE_FILE: usize = 64 * 1024;
/// Maximum time for a body to arrive: enough for a photograph over a slow mobile connection.
const BODY_TIMEOUT: Duration = Duration::from_mins(3);
/// When to try again if too many uploads are in progress, in milliseconds.
const BUSY_MS: u64 = 5000;
/// Maximum size of the part [`KIND`], in bytes.
const MAX_KIND: usize = 64;

pub(super) async fn send(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, Failure> {
    let key = idempotency_key(&headers)?;
    let parts = parts.map_err(|_| malformed())?;
    // Reserved before any of the body is read, because the body is held in memory.
    let place = Traffic::begin_upload(&app.traffic, caller.session.prospect_id);
    let place = place.map_err(refused)?;
    expect(&app, &caller, &key).await?;
    let max_bytes = app.process.upload_max_bytes;
    let parts = place.receive(tokio::time::timeout(BODY_TIMEOUT, Parts::read(parts, max_bytes))).await;
    let upload = parts.map_err(refused)?.map_err(|_| Failure::too_slow())??.check(max_bytes)?;
    let send = async move |app: Arc<App>, origin| {
        let _place = place; // released when the document is sent, not when the browser disconnects
        upload::send(&app, &origin, key, upload).await
    };
    provider_call::run(app, caller, send).await
}

fn refused(busy: Busy) -> Failure {
    match busy {
        Busy::Own => Failure::in_progress(),
        Busy::All => Failure::rate_limited(BUSY_MS),
    }
}

/// Fails if no document is required, unless the same upload was answered already.
async fn expect(app: &App, caller: &Caller, key: &str) -> Result<(), Failure> {
    let prospect_id = caller.session.prospect_id;
    let current = Current::of_session(app, prospect_id).await?;
    let is_expected =
        current.snapshot.upload_max_bytes > 0 || app.store.has_attempt(prospect_id, key).await?;
    if is_expected { Ok(()) } else { Err(Failure::step_not_open()) }
}

/// The parts of the body. Parts with other names are not read; of several with one name, the last counts.
#[derive(Default)]
struct Parts {
    kind: String,
    justification: String,
    file: Vec<u8>,
}

impl Parts {
    async fn read(mut parts: Multipart, max_bytes: u32) -> Result<Self, Failure> {
        let max_file = usize::try_from(max_bytes).unwrap_or(usize::MAX);
        let mut read = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error))? {
            match part.name() {
                Some(KIND) => read.kind = text(part, MAX_KIND, KIND).await?,
                // A character takes at most four bytes.
                Some(JUSTIFICATION) => {
                    read.justification = text(part, MAX_JUSTIFICATION * 4, JUSTIFICATION).await?;
                }
                Some(FILE) => read.file = bytes(part, max_file).await?.ok_or_else(too_large)?,
                _ => {}
            }
        }
        Ok(read)
    }

    /// The upload, if it follows the contract's rules.
    fn check(self, max_bytes: u32) -> Result<Upload, Failure> {
        let kind = match self.kind.trim() {
            "" => return Err(wrong(KIND, FieldErrorCode::Required)),
            word if word == DocumentKind::Other.as_str() => DocumentKind::Other,
            word => DocumentKind::parse(word).ok_or_else(|| wrong(KIND, FieldErrorCode::NotAllowed))?,
        };
        let size = u64::try_from(self.file.len()).unwrap_or(u64::MAX);
        let justification = normalised(&self.justification);
        let errors = document::check(kind, &justification, size, document::media_type(&self.file), max_bytes);
        if errors.is_empty() {
            Ok(Upload { kind, justification, file: self.file })
        } else {
            Err(Failure::validation(errors))
        }
    }
}

/// The bytes of a part; `None` if there are more than `max`.
async fn bytes(mut part: Field<'_>, max: usize) -> Result<Option<Vec<u8>>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| unreadable(&error))? {
        if bytes.len() + chunk.len() > max {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

async fn text(part: Field<'_>, max: usize, name: &'static str) -> Result<String, Failure> {
    let bytes = bytes(part, max).await?.ok_or_else(|| wrong(name, FieldErrorCode::TooLong))?;
    String::from_utf8(bytes).map_err(|_| wrong(name, FieldErrorCode::InvalidCharacters))
}

fn wrong(field: &'static str, code: FieldErrorCode) -> Failure {
    Failure::validation(vec![FieldError::new(field, code)])
}

fn too_large() -> Failure {
    wrong(FILE, FieldErrorCode::TooLarge)
}

fn unreadable(error: &MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { malformed() }
}

fn malformed() -> Failure {
    Failure::malformed("The body must be multipart/form-data with the parts kind, justification and file")
}
