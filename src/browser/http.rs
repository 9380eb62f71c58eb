//! Calls to the partner's backend. Each owns what aborts it; any answer or failure becomes one message.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use contract::{
    activation::ActivationResponse, decimal::decimal, problem::Problem, routes, snapshot::Snapshot,
};
use gloo_net::http::Headers;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response};

use super::{
    download::{self, Saved},
    json, read_draft, read_record, read_towns,
    record::Typing,
    upload::{Sending, Upload},
};
use crate::{
    dom::{RequestController, Timeout, bare, window},
    error::{Failure, FailureKind},
    model::{Call, CallId, Lane, Message},
    ui::Dispatch,
};

#[wasm_bindgen]
extern "C" {
    /// The page's `fetch`, which it may have replaced by one that throws.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<Promise, JsValue>;
}

/// How long a call may take beyond what the server holds it, in milliseconds.
const TIMEOUT_MS: u32 = 15_000;
/// How much longer a document may take, in milliseconds: some megabytes over a poor connection.
const UPLOAD_MS: u32 = 300_000;

/// Where bearer tokens come from.
#[derive(Clone)]
pub struct TokenSource(Rc<Tokens>);

struct Tokens {
    /// The one in use; empty where there is none yet, or where a cookie stands in its place.
    token: RefCell<String>,
    /// The host's function that answers a promise of a fresh one.
    get_token: Option<Function>,
    /// The promise under way: calls that are refused together ask once.
    asked: RefCell<Option<Promise>>,
    /// How many fresh ones came: a call that was refused with an earlier one need not ask.
    renewals: Cell<u32>,
}

impl TokenSource {
    /// `token` may be empty; `get_token` is asked when there is none and when one is refused.
    pub fn new(token: String, get_token: Option<Function>) -> Self {
        let (asked, renewals) = Default::default();
        Self(Rc::new(Tokens { token: RefCell::new(token), get_token, asked, renewals }))
    }
}

impl Tokens {
    fn is_cookie(&self) -> bool {
        self.get_token.is_none() && self.token.borrow().is_empty()
    }

    /// Asks the host for a fresh token. A host that fails to answer may succeed later.
    fn ask(&self) -> Result<Promise, Failure> {
        if let Some(asked) = &*self.asked.borrow() {
            return Ok(asked.clone());
        }
        let Some(get_token) = &self.get_token else { return Err(session_expired()) };
        let promise = get_token.call0(&JsValue::UNDEFINED).map_err(|_| unavailable())?;
        let promise = Promise::resolve(&promise);
        self.asked.replace(Some(promise.clone()));
        Ok(promise)
    }

    /// Takes the host's answer over. One that says that there is no token has ended the session.
    fn renew(&self, answer: Result<JsValue, JsValue>) -> Result<(), Failure> {
        self.asked.take();
        let token = answer.map_err(|_| unavailable())?.as_string().filter(|token| !token.is_empty());
        self.token.replace(token.ok_or_else(session_expired)?);
        self.renewals.set(self.renewals.get().wrapping_add(1));
        Ok(())
    }
}

/// The way to the backend.
pub struct Http {
    endpoint: Rc<str>,
    tokens: Rc<Tokens>,
    running: Rc<RefCell<Vec<Running>>>,
    /// The document that was handed to the browser last.
    saved: Rc<RefCell<Option<Saved>>>,
}

/// A call under way: dropping it aborts it.
struct Running {
    id: CallId,
    lane: Lane,
    controller: RequestController,
    /// It counts from the first word to the last of the answer, and for the host's token too: nothing hangs.
    #[allow(dead_code, reason = "it runs until it is dropped")]
    deadline: Timeout,
}

impl Drop for Running {
    fn drop(&mut self) {
        // What is typed last is saved although the page, or the module in it, is gone by then.
        if self.lane != Lane::Draft {
            self.controller.abort();
        }
    }
}

impl Http {
    /// `endpoint` has no final slash.
    pub fn new(endpoint: &str, tokens: TokenSource) -> Self {
        Self { endpoint: endpoint.into(), tokens: tokens.0, running: Rc::default(), saved: Rc::default() }
    }

    /// Aborts the call under way in a lane, if any.
    pub(super) fn abort(&self, lane: Lane) {
        self.running.borrow_mut().retain(|running| running.lane != lane);
    }

    /// Makes a call; the one under way in its lane is aborted.
    pub(super) fn call(&self, id: CallId, call: Call, dispatch: Dispatch) {
        let lane = call.lane();
        self.abort(lane);
        let Some(request) = Request::of(id, &call, &dispatch) else {
            return dispatch.send(Message::CallFailed(id, malformed()));
        };
        let controller = RequestController::new();
        if lane == Lane::Draft {
            controller.release();
        }
        let deadline = {
            let (dispatch, controller, tokens) = (dispatch.clone(), controller.clone(), self.tokens.clone());
            Timeout::new(TIMEOUT_MS + request.held_ms, move || {
                // The next call asks the host anew: a promise that nobody keeps is not waited for twice.
                tokens.asked.take();
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

/// One call, from request to message.
struct Exchange {
    endpoint: Rc<str>,
    tokens: Rc<Tokens>,
    saved: Rc<RefCell<Option<Saved>>>,
    controller: RequestController,
}

/// A request on its way.
struct Sent {
    answer: Promise,
    /// The document that goes with it.
    sending: Option<Sending>,
}

impl Exchange {
    /// Sends a request, once more with a fresh token where the first was refused. It awaits in three places and no
    /// function that awaits is called: each place and each function costs the download a state machine.
    async fn perform(&self, id: CallId, call: &Call, request: &Request) -> Result<Message, Failure> {
        let mut can_renew = self.tokens.get_token.is_some();
        let mut needs_token = !self.tokens.is_cookie() && self.tokens.token.borrow().is_empty();
        loop {
            if needs_token {
                let token = self.tokens.ask()?;
                self.tokens.renew(JsFuture::from(token).await)?;
            }
            let renewals = self.tokens.renewals.get();
            let Sent { answer, sending } = self.send(request)?;
            let answer = JsFuture::from(answer).await;
            let response = response(answer, sending).ok_or_else(unreachable)?;
            if response.status() == 401 && can_renew {
                can_renew = false;
                needs_token = renewals == self.tokens.renewals.get();
                continue;
            }
            let body = body(&response, request.is_pdf).map_err(|_| malformed())?;
            let body = JsFuture::from(body).await;
            return if response.ok() || response.status() == 304 {
                self.succeeded(id, call, body, response.status() == 304)
            } else {
                Err(failure(&response, body))
            };
        }
    }

    fn send(&self, request: &Request) -> Result<Sent, Failure> {
        if let Some(upload) = &request.upload {
            let (headers, signal) = (self.headers(request), self.controller.signal());
            let sending = upload.send(&self.url(request), &headers, self.tokens.is_cookie(), &signal);
            let sending = sending.ok_or_else(unreachable)?;
            return Ok(Sent { answer: sending.ended(), sending: Some(sending) });
        }
        let request = self.build(request).ok_or_else(malformed)?;
        // Not sent by gloo-net: it panics where a page's own `fetch` rejects with something that is no `Error`.
        let answer = fetch(&request).map_err(|_| unreachable())?;
        Ok(Sent { answer, sending: None })
    }

    fn succeeded(
        &self,
        id: CallId,
        call: &Call,
        body: Result<JsValue, JsValue>,
        is_unchanged: bool,
    ) -> Result<Message, Failure> {
        if is_unchanged {
            return Ok(Message::SnapshotArrived(id, None));
        }
        let body = body.map_err(|_| unreachable())?;
        if matches!(call, Call::FetchCertificate) {
            self.saved.replace(Some(download::save(body).ok_or_else(malformed)?));
            return Ok(Message::CertificateSaved(id));
        }
        let text = body.as_string().ok_or_else(malformed)?;
        message(id, call, &text).ok_or_else(malformed)
    }

    fn url(&self, request: &Request) -> String {
        [&self.endpoint, request.path.as_str()].concat()
    }

    fn headers(&self, request: &Request) -> Vec<(&'static str, String)> {
        let accept = if request.is_pdf { "application/pdf" } else { "application/json" };
        let mut headers = vec![("Accept", accept.into()), (routes::CLIENT, "1".into())];
        headers.extend(request.header.clone());
        if request.body.is_some() {
            headers.push(("Content-Type", "application/json".into()));
        }
        if !self.tokens.is_cookie() {
            headers.push(("Authorization", ["Bearer ", &self.tokens.token.borrow()].concat()));
        }
        headers
    }

    fn build(&self, request: &Request) -> Option<web_sys::Request> {
        let url = self.url(request);
        let credentials =
            if self.tokens.is_cookie() { RequestCredentials::Include } else { RequestCredentials::Omit };
        let headers = Headers::new();
        for (name, value) in self.headers(request) {
            headers.set(name, &value);
        }
        // Bare: a member left out would be read from a prototype that the page may have changed. Not written by
        // gloo-net's builder: it takes addresses apart, and its texts bring the formatting machinery.
        let init = bare(RequestInit::new());
        init.set_method(request.method);
        init.set_headers(&headers.into_raw());
        init.set_body_opt_str(request.body.as_deref());
        init.set_credentials(credentials);
        init.set_cache(RequestCache::NoStore);
        init.set_redirect(RequestRedirect::Error);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        init.set_signal(Some(&self.controller.signal()));
        let _ = js_sys::Reflect::set(&init, &"keepalive".into(), &request.outlives_page.into());
        web_sys::Request::new_with_str_and_init(&url, &init).ok()
    }
}

/// A call in the words of HTTP.
struct Request {
    method: &'static str,
    path: String,
    header: Option<(&'static str, String)>,
    body: Option<String>,
    /// A document to send in place of a body.
    upload: Option<Upload>,
    /// Whether the answer is a document.
    is_pdf: bool,
    /// Whether it goes on when the page is gone.
    outlives_page: bool,
    /// How long the server may hold the answer, in milliseconds.
    held_ms: u32,
}

impl Request {
    /// `None` where the call cannot be written.
    fn of(id: CallId, call: &Call, dispatch: &Dispatch) -> Option<Self> {
        let post = |path| Self {
            method: "POST",
            path,
            header: None,
            body: None,
            upload: None,
            is_pdf: false,
            outlives_page: false,
            held_ms: 0,
        };
        Some(match call {
            Call::FetchSnapshot { after: None, .. } => {
                Self { method: "GET", ..post(routes::ONBOARDING.into()) }
            }
            Call::FetchSnapshot { after: Some(revision), wait_seconds } => {
                let revision = decimal((*revision).into());
                let wait = decimal((*wait_seconds).into());
                Self {
                    method: "GET",
                    header: Some(("If-None-Match", ["\"", &revision, "\""].concat())),
                    held_ms: wait_seconds * 1000,
                    ..post([routes::ONBOARDING, "?after=", &revision, "&waitSeconds=", &wait].concat())
                }
            }
            Call::SubmitStep { idempotency_key, submission } => Self {
                method: "PUT",
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
                Self { method: "GET", is_pdf: true, ..post(routes::SELF_CERTIFICATION.into()) }
            }
            Call::RevealCode => post(routes::ACTIVATION.into()),
            Call::ReportCode => post(routes::REPORT.into()),
            Call::ReadProfile => Self { method: "GET", ..post(routes::PROFILE.into()) },
            Call::ReadDraft(step) => {
                Self { method: "GET", ..post([routes::DRAFTS, "/", step.as_str()].concat()) }
            }
            Call::SaveDraft { step, page, order, values } => {
                let (page, order) = (decimal((*page).into()), decimal((*order).into()));
                let place = ["?page=", &page, "&order=", &order].concat();
                Self {
                    method: "PUT",
                    body: Some(json::write(&Typing(values))?),
                    outlives_page: true,
                    ..post([routes::DRAFTS, "/", step.as_str(), &place].concat())
                }
            }
            // A country's code and five digits: nothing to escape.
            Call::FetchPlaces { country, postcode } => Self {
                method: "GET",
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
        Call::ReadDraft(_) => return Some(Message::DraftAnswered(id, read_draft(body)?)),
        Call::SaveDraft { .. } => return Some(Message::DraftAnswered(id, Vec::new())),
        Call::FetchPlaces { .. } => {
            return Some(Message::TownsArrived(id, read_towns(body)?));
        }
        _ => {}
    }
    let snapshot = Box::new(json::read::<Snapshot>(body)?);
    Some(match call {
        Call::FetchSnapshot { .. } => Message::SnapshotArrived(id, Some(snapshot)),
        _ => Message::Accepted(id, snapshot),
    })
}

/// Why a response is no success.
fn failure(response: &Response, body: Result<JsValue, JsValue>) -> Failure {
    let header = |name| response.headers().get(name).ok().flatten();
    let retry_after_ms = header("Retry-After").and_then(|value| delay_ms(&value, header("Date")));
    let text = body.ok().and_then(|body| body.as_string());
    let problem = text.and_then(|text| json::read::<Problem>(&text));
    Failure::of(response.status(), problem, retry_after_ms, || header(routes::REQUEST_ID))
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

/// The response that came; `None` where the connection was lost.
fn response(answer: Result<JsValue, JsValue>, sending: Option<Sending>) -> Option<Response> {
    match sending {
        Some(sending) => sending.response(),
        None => answer.ok()?.dyn_into().ok(),
    }
}

fn body(response: &Response, is_pdf: bool) -> Result<Promise, JsValue> {
    // A refusal is always a text.
    if is_pdf && response.ok() { response.blob() } else { response.text() }
}

/// Whether the browser has a connection: then it is the backend that cannot be reached.
fn is_online() -> bool {
    window().is_some_and(|window| window.navigator().on_line())
}

/// No answer came.
fn unreachable() -> Failure {
    Failure::new(if is_online() { FailureKind::Unavailable } else { FailureKind::Offline })
}

fn malformed() -> Failure {
    Failure::new(FailureKind::Malformed)
}

fn unavailable() -> Failure {
    Failure::new(FailureKind::Unavailable)
}

fn session_expired() -> Failure {
    Failure::new(FailureKind::SessionExpired)
}
