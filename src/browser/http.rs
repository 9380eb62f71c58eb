//! Calls to the partner's backend. Each owns what aborts it; any answer or failure becomes one message.

use std::{cell::RefCell, rc::Rc};

use contract::{
    activation::ActivationResponse,
    problem::{Problem, ProblemCode},
    routes,
    snapshot::Snapshot,
};
use gloo_net::http::{Method, RequestBuilder};
use gloo_timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect, Response,
};

use super::{
    download::{self, Saved},
    json, read_record, read_towns,
    upload::Upload,
};
use crate::{
    error::{Failure, FailureKind},
    model::{Call, CallId, Lane, Message},
    ui::Dispatch,
};

#[wasm_bindgen]
extern "C" {
    /// The page's `fetch`, which it may have replaced by one that throws.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<js_sys::Promise, JsValue>;
}

/// How long a call may take beyond what the server holds it, in milliseconds.
const TIMEOUT_MS: u32 = 15_000;
/// How much longer a document may take, in milliseconds: some megabytes over a poor connection.
const UPLOAD_MS: u32 = 300_000;

/// Where bearer tokens come from.
#[derive(Clone)]
pub struct TokenSource {
    /// The token in use; empty where there is none yet, or where a cookie stands in its place.
    token: Rc<RefCell<String>>,
    /// The host's function that answers a promise of a fresh one.
    get_token: Option<Function>,
}

impl TokenSource {
    /// `token` may be empty; `get_token` is asked when there is none and when one is refused.
    pub fn new(token: String, get_token: Option<Function>) -> Self {
        Self { token: Rc::new(RefCell::new(token)), get_token }
    }

    fn is_cookie(&self) -> bool {
        self.get_token.is_none() && self.token.borrow().is_empty()
    }

    /// Asks the host for a fresh token. A host that fails to answer may succeed later; one that answers that there
    /// is none has ended the session.
    async fn renew(&self) -> Result<(), Failure> {
        let Some(get_token) = &self.get_token else { return Err(Failure::new(FailureKind::SessionExpired)) };
        let unavailable = |_| Failure::new(FailureKind::Unavailable);
        let promise = get_token.call0(&JsValue::UNDEFINED).map_err(unavailable)?;
        let token = JsFuture::from(js_sys::Promise::resolve(&promise)).await.map_err(unavailable)?;
        let token = token.as_string().filter(|token| !token.is_empty());
        self.token.replace(token.ok_or_else(|| Failure::new(FailureKind::SessionExpired))?);
        Ok(())
    }
}

/// The way to the backend.
pub struct Http {
    endpoint: Rc<str>,
    tokens: TokenSource,
    running: Rc<RefCell<Vec<Running>>>,
    /// The document that was handed to the browser last.
    saved: Rc<RefCell<Option<Saved>>>,
}

/// A call under way: dropping it aborts it.
struct Running {
    id: CallId,
    lane: Lane,
    controller: AbortController,
    /// It counts from the first word to the last of the answer, and for the host's token too: nothing hangs.
    #[allow(dead_code, reason = "it runs until it is dropped")]
    deadline: Timeout,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.controller.abort();
    }
}

impl Http {
    /// `endpoint` has no final slash.
    pub fn new(endpoint: &str, tokens: TokenSource) -> Self {
        Self { endpoint: endpoint.into(), tokens, running: Rc::default(), saved: Rc::default() }
    }

    /// Aborts the call under way in a lane, if any.
    pub(super) fn abort(&self, lane: Lane) {
        self.running.borrow_mut().retain(|running| running.lane != lane);
    }

    /// Makes a call; the one under way in its lane is aborted.
    pub(super) fn call(&self, id: CallId, call: Call, dispatch: Dispatch) {
        let lane = call.lane();
        self.abort(lane);
        let (Some(request), Ok(controller)) = (Request::of(id, &call, &dispatch), AbortController::new())
        else {
            return dispatch.send(Message::CallFailed(id, malformed()));
        };
        let deadline = {
            let (dispatch, controller) = (dispatch.clone(), controller.clone());
            Timeout::new(TIMEOUT_MS + request.held_ms, move || {
                // Told first: what the abort itself brings about comes too late to be told again.
                dispatch.send(Message::CallFailed(id, Failure::new(FailureKind::Timeout)));
                controller.abort();
            })
        };
        let exchange = Exchange {
            endpoint: self.endpoint.clone(),
            tokens: self.tokens.clone(),
            saved: self.saved.clone(),
            controller: controller.clone(),
        };
        self.running.borrow_mut().push(Running { id, lane, controller, deadline });
        // Weak: a call must not keep itself running once the module is gone.
        let running = Rc::downgrade(&self.running);
        spawn_local(async move {
            let outcome = exchange.perform(id, &call, &request).await;
            if let Some(running) = running.upgrade() {
                running.borrow_mut().retain(|running| running.id != id);
            }
            dispatch.send(outcome.unwrap_or_else(|failure| Message::CallFailed(id, failure)));
        });
    }
}

/// One call, from request to message. It awaits in few places: each costs the download a state machine.
struct Exchange {
    endpoint: Rc<str>,
    tokens: TokenSource,
    saved: Rc<RefCell<Option<Saved>>>,
    controller: AbortController,
}

impl Exchange {
    async fn perform(&self, id: CallId, call: &Call, request: &Request) -> Result<Message, Failure> {
        let response = self.send(request).await?;
        if response.status() == 304 {
            return Ok(Message::SnapshotArrived(id, None));
        }
        if *call == Call::FetchCertificate {
            let saved = download::save(&response).await.ok_or_else(malformed)?;
            self.saved.replace(Some(saved));
            return Ok(Message::CertificateSaved(id));
        }
        let body = text(&response).await?;
        message(id, call, &body).ok_or_else(malformed)
    }

    /// Sends a request, once more with a fresh token where the first was refused.
    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        let mut can_renew = self.tokens.get_token.is_some();
        let mut needs_token = !self.tokens.is_cookie() && self.tokens.token.borrow().is_empty();
        loop {
            if needs_token {
                can_renew = false;
                self.tokens.renew().await?;
            }
            let response = self.fetch(request).await?;
            if response.ok() || response.status() == 304 {
                return Ok(response);
            }
            if response.status() != 401 || !can_renew {
                return Err(failure(&response).await);
            }
            needs_token = true;
        }
    }

    async fn fetch(&self, request: &Request) -> Result<Response, Failure> {
        if let Some(upload) = &request.upload {
            let url = self.url(request);
            let (headers, signal) = (self.headers(request), self.controller.signal());
            let response = upload.send(&url, &headers, self.tokens.is_cookie(), &signal).await;
            return response.ok_or_else(unreachable);
        }
        let request = self.build(request).ok_or_else(malformed)?;
        // Not sent by gloo-net: it panics where a page's own `fetch` rejects with something that is no `Error`.
        let answer = match fetch(&request) {
            Ok(promise) => JsFuture::from(promise).await,
            Err(thrown) => Err(thrown),
        };
        let response = answer.ok().and_then(|answer| answer.dyn_into::<Response>().ok());
        response.ok_or_else(unreachable)
    }

    fn url(&self, request: &Request) -> String {
        [&self.endpoint, request.path.as_str()].concat()
    }

    fn headers(&self, request: &Request) -> Vec<(&'static str, String)> {
        let accept = if request.is_pdf { "application/pdf" } else { "application/json" };
        let mut headers = vec![("Accept", accept.into()), (routes::CLIENT, "1".into())];
        headers.extend(request.header.clone());
        if !self.tokens.is_cookie() {
            headers.push(("Authorization", ["Bearer ", &self.tokens.token.borrow()].concat()));
        }
        headers
    }

    fn build(&self, request: &Request) -> Option<web_sys::Request> {
        let url = self.url(request);
        let credentials =
            if self.tokens.is_cookie() { RequestCredentials::Include } else { RequestCredentials::Omit };
        // Every member is set: one left out would be read from a prototype that the page may have changed.
        let mut builder = RequestBuilder::new(&url)
            .method(request.method.clone())
            .mode(RequestMode::Cors)
            .credentials(credentials)
            .cache(RequestCache::NoStore)
            .redirect(RequestRedirect::Error)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .integrity("")
            .abort_signal(Some(&self.controller.signal()));
        for (name, value) in self.headers(request) {
            builder = builder.header(name, &value);
        }
        let built = match &request.body {
            Some(body) => builder.header("Content-Type", "application/json").body(body.as_str()),
            None => builder.build(),
        };
        built.ok().map(Into::into)
    }
}

/// A call in the words of HTTP.
struct Request {
    method: Method,
    path: String,
    header: Option<(&'static str, String)>,
    body: Option<String>,
    /// A document to send in place of a body.
    upload: Option<Upload>,
    /// Whether the answer is a document.
    is_pdf: bool,
    /// How long the server may hold the answer, in milliseconds.
    held_ms: u32,
}

impl Request {
    /// `None` where the call cannot be written.
    fn of(id: CallId, call: &Call, dispatch: &Dispatch) -> Option<Self> {
        let post = |path| Self {
            method: Method::POST,
            path,
            header: None,
            body: None,
            upload: None,
            is_pdf: false,
            held_ms: 0,
        };
        Some(match call {
            Call::FetchSnapshot { after: None, .. } => {
                Self { method: Method::GET, ..post(routes::ONBOARDING.into()) }
            }
            Call::FetchSnapshot { after: Some(revision), wait_seconds } => {
                let revision = revision.to_string();
                let wait = wait_seconds.to_string();
                Self {
                    method: Method::GET,
                    header: Some(("If-None-Match", ["\"", &revision, "\""].concat())),
                    held_ms: wait_seconds * 1000,
                    ..post([routes::ONBOARDING, "?after=", &revision, "&waitSeconds=", &wait].concat())
                }
            }
            Call::SubmitStep { idempotency_key, submission } => Self {
                method: Method::PUT,
                header: Some((routes::IDEMPOTENCY_KEY, idempotency_key.clone())),
                body: Some(json::write(submission)?),
                ..post([routes::STEPS, "/", submission.step().as_str()].concat())
            },
            Call::ResendConfirmation(step) => {
                post([routes::STEPS, "/", step.as_str(), routes::CONFIRMATION].concat())
            }
            Call::TakeAlternative => post(routes::ALTERNATIVE.into()),
            Call::Upload { idempotency_key, kind, justification } => Self {
                header: Some((routes::IDEMPOTENCY_KEY, idempotency_key.clone())),
                upload: Some(Upload {
                    id,
                    dispatch: dispatch.clone(),
                    kind: *kind,
                    justification: justification.to_string(),
                    file: dispatch.files().get(kind.as_str())?,
                }),
                held_ms: UPLOAD_MS,
                ..post(routes::DOCUMENTS.into())
            },
            Call::FetchCertificate => {
                Self { method: Method::GET, is_pdf: true, ..post(routes::SELF_CERTIFICATION.into()) }
            }
            Call::RevealCode => post(routes::ACTIVATION.into()),
            Call::ReadProfile => Self { method: Method::GET, ..post(routes::PROFILE.into()) },
            // A country's code and five digits: nothing to escape.
            Call::FetchPlaces { country, postcode } => Self {
                method: Method::GET,
                ..post([routes::PLACES, "?country=", country, "&postcode=", postcode].concat())
            },
            Call::Restart => post(routes::RESTART.into()),
        })
    }
}

/// What the answer to a call says; `None` where it is not of the contract.
fn message(id: CallId, call: &Call, body: &str) -> Option<Message> {
    match call {
        Call::RevealCode => return Some(Message::CodeRevealed(id, json::read::<ActivationResponse>(body)?)),
        Call::ReadProfile => {
            return Some(Message::ProfileRead(id, Box::new(read_record(body)?)));
        }
        Call::FetchPlaces { .. } => {
            return Some(Message::TownsArrived(id, read_towns(body)?));
        }
        _ => {}
    }
    let snapshot = Box::new(json::read::<Snapshot>(body)?);
    Some(match call {
        Call::SubmitStep { .. } => Message::StepAccepted(id, snapshot),
        Call::ResendConfirmation(_) => Message::ConfirmationSent(id, snapshot),
        Call::TakeAlternative => Message::AlternativeTaken(id, snapshot),
        Call::Upload { .. } => Message::DocumentAccepted(id, snapshot),
        Call::Restart => Message::Restarted(id, snapshot),
        _ => Message::SnapshotArrived(id, Some(snapshot)),
    })
}

/// Why a response is no success: what its problem document says, else what its status says.
async fn failure(response: &Response) -> Failure {
    let header = |name| response.headers().get(name).ok().flatten();
    let retry_after_ms = header("Retry-After").and_then(|value| delay_ms(&value, header("Date")));
    let status = response.status();
    let problem = text(response).await.ok().and_then(|text| json::read::<Problem>(&text));
    let (code, errors, request_id) = match problem {
        Some(problem) => (problem.code, problem.errors, problem.request_id),
        None => (ProblemCode::Unknown, Vec::new(), header(routes::REQUEST_ID).unwrap_or_default()),
    };
    let kind = match status {
        401 => FailureKind::SessionExpired,
        408 => FailureKind::Timeout,
        422 if !errors.is_empty() => FailureKind::Fields(errors),
        429 => FailureKind::RateLimited,
        500.. if code != ProblemCode::ProviderRefused => FailureKind::Unavailable,
        _ => FailureKind::Refused(code),
    };
    Failure { kind, request_id, retry_after_ms }
}

/// `Retry-After` (RFC 9110, 10.2.3) in milliseconds: seconds, or a date, which is counted from the server's own.
fn delay_ms(value: &str, date: Option<String>) -> Option<u64> {
    if let Ok(seconds) = value.trim().parse::<u32>() {
        return Some(u64::from(seconds) * 1000);
    }
    let now = date.map_or_else(js_sys::Date::now, |date| js_sys::Date::parse(&date));
    let delay = js_sys::Date::parse(value) - now;
    (delay > 0.0).then_some(delay as u64)
}

async fn text(response: &Response) -> Result<String, Failure> {
    let text = response.text().map_err(|_| malformed())?;
    let text = JsFuture::from(text).await.map_err(|_| unreachable())?;
    text.as_string().ok_or_else(malformed)
}

/// Whether the browser has a connection: then it is the backend that cannot be reached.
fn is_online() -> bool {
    web_sys::window().is_some_and(|window| window.navigator().on_line())
}

/// No answer came.
fn unreachable() -> Failure {
    Failure::new(if is_online() { FailureKind::Unavailable } else { FailureKind::Offline })
}

fn malformed() -> Failure {
    Failure::new(FailureKind::Malformed)
}
