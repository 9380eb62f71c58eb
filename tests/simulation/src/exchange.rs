//! A call of the module in the words of HTTP, and the answer as a message: what `src/browser/http.rs` does in a browser,
//! by serde in place of the browser's own parser.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Request, Response, StatusCode, header},
};
use contract::{
    document,
    draft::{self, Draft},
    place::PlacesResponse,
    problem::Problem,
    read_back::{Correction, ProfileResponse},
    routes,
    snapshot::Snapshot,
};
use serde::de::DeserializeOwned;
use xpollens_onboarding::{
    error::{Failure, FailureKind},
    model::{Call, CallId, FieldId, Message, Record, Typed},
};

/// Separates the parts of a document's body.
const BOUNDARY: &str = "part-of-a-simulation";
/// What the customer's file holds.
pub const FILE: &[u8] = b"%PDF-1.4 a document";

/// A call as it can be sent, more than once.
#[derive(Clone)]
pub struct Written {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    /// How long the server may hold the answer, in milliseconds.
    pub held_ms: u64,
}

impl Written {
    /// Writes a call.
    pub fn of(call: &Call) -> Self {
        let get = |path: String| Self::new("GET", path);
        let post = |path: String| Self::new("POST", path);
        match call {
            Call::FetchSnapshot { after: None, .. } => get(routes::ONBOARDING.into()),
            Call::FetchSnapshot { after: Some(revision), wait_seconds } => {
                let path = format!("{}?after={revision}&waitSeconds={wait_seconds}", routes::ONBOARDING);
                let known = ("If-None-Match", format!("\"{revision}\""));
                Self { held_ms: u64::from(*wait_seconds) * 1000, ..get(path).with(known) }
            }
            Call::SubmitStep { idempotency_key, submission } => {
                let body = serde_json::to_vec(submission).expect("a submission is written");
                let put = Self::new("PUT", format!("{}/{}", routes::STEPS, submission.step().as_str()));
                let put = put.with((routes::IDEMPOTENCY_KEY, idempotency_key.clone()));
                Self { body, ..put.with(("Content-Type", "application/json".into())) }
            }
            Call::ResendConfirmation(step) => {
                post(format!("{}/{}{}", routes::STEPS, step.as_str(), routes::CONFIRMATION))
            }
            Call::TakeAlternative => post(routes::ALTERNATIVE.into()),
            Call::Upload { idempotency_key, kind, justification } => {
                let part = |name: &str, text: &str| {
                    format!(
                        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
                    )
                };
                let mut body = part(document::KIND, kind.as_str());
                if !justification.is_empty() {
                    body += &part(document::JUSTIFICATION, justification);
                }
                body += &format!(
                    "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"a.pdf\"\r\n\
                     Content-Type: application/pdf\r\n\r\n",
                    document::FILE
                );
                let body = [body.as_bytes(), FILE, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
                let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
                let post = post(routes::DOCUMENTS.into()).with(("Content-Type", media_type));
                Self {
                    body,
                    held_ms: 300_000,
                    ..post.with((routes::IDEMPOTENCY_KEY, idempotency_key.clone()))
                }
            }
            Call::FetchCertificate => get(routes::SELF_CERTIFICATION.into()),
            Call::RevealCode => post(routes::ACTIVATION.into()),
            Call::ReportCode => post(routes::REPORT.into()),
            Call::ReadProfile => get(routes::PROFILE.into()),
            Call::ReadDraft(step) => get(format!("{}/{}", routes::DRAFTS, step.as_str())),
            Call::SaveDraft { step, page, order, values } => {
                let path = format!(
                    "{}/{}?{}={page}&{}={order}",
                    routes::DRAFTS,
                    step.as_str(),
                    draft::PAGE,
                    draft::ORDER
                );
                let typed: Draft =
                    values.iter().map(|(id, text)| (id.path().to_owned(), text.to_string())).collect();
                let body = serde_json::to_vec(&typed).expect("a draft is written");
                Self { body, ..Self::new("PUT", path).with(("Content-Type", "application/json".into())) }
            }
            Call::FetchPlaces { country, postcode } => {
                get(format!("{}?country={country}&postcode={postcode}", routes::PLACES))
            }
            Call::Restart => post(routes::RESTART.into()),
        }
    }

    fn new(method: &'static str, path: String) -> Self {
        Self { method, path, headers: vec![(routes::CLIENT, "1".into())], body: Vec::new(), held_ms: 0 }
    }

    fn with(mut self, header: (&'static str, String)) -> Self {
        self.headers.push(header);
        self
    }

    /// The request that carries it, with a session's token.
    pub fn request(&self, token: &str) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request.body(Body::from(self.body.clone())).expect("a request of ours")
    }
}

/// What an answer says to the module.
pub fn read(id: CallId, call: &Call, response: &Response<Bytes>) -> Message {
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED {
        return Message::SnapshotArrived(id, None);
    }
    if !status.is_success() {
        return Message::CallFailed(id, failure(response));
    }
    let malformed = || Message::CallFailed(id, Failure::new(FailureKind::Malformed));
    success(id, call, response.body()).unwrap_or_else(malformed)
}

fn success(id: CallId, call: &Call, body: &[u8]) -> Option<Message> {
    fn json<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
        serde_json::from_slice(body).ok()
    }
    let snapshot = || json::<Snapshot>(body).map(Box::new);
    Some(match call {
        Call::FetchCertificate => body.starts_with(b"%PDF-").then_some(Message::CertificateSaved(id))?,
        Call::RevealCode => Message::CodeRevealed(id, json(body)?),
        Call::ReadProfile => Message::ProfileRead(id, Box::new(record(&json(body)?))),
        Call::ReadDraft(_) => {
            let kept: Draft = json(body)?;
            let typed = FieldId::all().filter_map(|id| Some((id, kept.get(id.path())?.as_str().into())));
            Message::DraftAnswered(id, typed.collect())
        }
        Call::SaveDraft { .. } => Message::DraftAnswered(id, Vec::new()),
        Call::FetchPlaces { .. } => {
            let answer: PlacesResponse = json(body)?;
            Message::TownsArrived(
                id,
                answer.places.into_iter().map(|place| Typed::from(place.city)).collect(),
            )
        }
        Call::SubmitStep { .. }
        | Call::ReportCode
        | Call::ResendConfirmation(_)
        | Call::TakeAlternative
        | Call::Upload { .. }
        | Call::Restart => Message::Accepted(id, snapshot()?),
        Call::FetchSnapshot { .. } => Message::SnapshotArrived(id, Some(snapshot()?)),
    })
}

fn failure(response: &Response<Bytes>) -> Failure {
    let text = |headers: &HeaderMap, name: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    let header = |name: &str| text(response.headers(), name);
    let seconds = header("Retry-After").and_then(|seconds| seconds.parse::<u64>().ok());
    let problem = serde_json::from_slice::<Problem>(response.body()).ok();
    let retry_after_ms = seconds.map(|seconds| seconds * 1000);
    Failure::of(response.status().as_u16(), problem, retry_after_ms, || header(routes::REQUEST_ID))
}

fn record(answer: &ProfileResponse) -> Record {
    let profile = serde_json::to_value(&answer.profile).expect("a profile is written");
    let value = |id: FieldId| {
        let pointer = format!("/{}", id.path().replace('.', "/"));
        Some((id, profile.pointer(&pointer)?.as_str()?.into()))
    };
    let correction = |correction: &Correction| {
        let (before, after) = (correction.original_value.as_str(), correction.new_value.as_str());
        Some((FieldId::at(&correction.field)?, before.into(), after.into()))
    };
    Record {
        values: FieldId::all().filter_map(value).collect(),
        locked: answer.locked.iter().filter_map(|path| FieldId::at(path)).collect(),
        corrections: answer.corrections.iter().filter_map(correction).collect(),
    }
}
