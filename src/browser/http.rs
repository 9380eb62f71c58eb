//! Calls to the partner's backend. Each owns what aborts it; any answer or failure becomes one message.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use contract::{
    activation::ActivationResponse,
    problem::{Problem, ProblemCode},
    routes,
    snapshot::Snapshot,
};
use gloo_net::http::{Method, RequestBuilder};
use gloo_timers::callback::Timeout;
use js_sys::Function;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect, Response,
};

use super::json;
use crate::{
    error::{Failure, FailureKind},
    model::{Call, CallId, Lane, Message},
    ui::Dispatch,
};

/// How long a call may take beyond what the server holds it, in milliseconds.
const TIMEOUT_MS: u32 = 15_000;

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

    /// Asks the host for a fresh token; whether one came.
    async fn renew(&self) -> bool {
        let Some(get_token) = &self.get_token else { return false };
        let Ok(promise) = get_token.call0(&JsValue::UNDEFINED) else { return false };
        let token = JsFuture::from(js_sys::Promise::resolve(&promise)).await.ok();
        match token.and_then(|token| token.as_string()).filter(|token| !token.is_empty()) {
            Some(token) => {
                self.token.replace(token);
                true
            }
            None => false,
        }
    }
}

/// The way to the backend.
pub struct Http {
    endpoint: Rc<str>,
    tokens: TokenSource,
    running: RefCell<Vec<(Lane, Running)>>,
}

/// A call under way: dropping it aborts it.
struct Running(AbortController);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Http {
    /// `endpoint` has no final slash.
    pub fn new(endpoint: &str, tokens: TokenSource) -> Self {
        Self { endpoint: endpoint.into(), tokens, running: RefCell::default() }
    }

    /// Makes a call; the one under way in its lane is aborted.
    pub(super) fn call(&self, id: CallId, call: Call, dispatch: Dispatch) {
        let lane = call.lane();
        self.running.borrow_mut().retain(|(known, _)| *known != lane);
        let Ok(controller) = AbortController::new() else {
            return dispatch.send(Message::CallFailed(id, Failure::new(FailureKind::Malformed)));
        };
        let exchange = Exchange {
            endpoint: self.endpoint.clone(),
            tokens: self.tokens.clone(),
            controller: controller.clone(),
        };
        self.running.borrow_mut().push((lane, Running(controller)));
        spawn_local(async move {
            let message =
                exchange.perform(id, call).await.unwrap_or_else(|failure| Message::CallFailed(id, failure));
            dispatch.send(message);
        });
    }
}

/// One call, from request to message.
struct Exchange {
    endpoint: Rc<str>,
    tokens: TokenSource,
    controller: AbortController,
}

impl Exchange {
    async fn perform(&self, id: CallId, call: Call) -> Result<Message, Failure> {
        match call {
            Call::FetchSnapshot { after, wait_seconds } => {
                let known = after.map(|revision| revision.to_string());
                let path = match &known {
                    Some(revision) => {
                        let wait = wait_seconds.to_string();
                        [routes::ONBOARDING, "?after=", revision, "&waitSeconds=", &wait].concat()
                    }
                    None => routes::ONBOARDING.into(),
                };
                let tag = known.map(|revision| ["\"", &revision, "\""].concat());
                let headers: Vec<_> = tag.iter().map(|tag| ("If-None-Match", tag.as_str())).collect();
                let request = Request { method: Method::GET, path: &path, headers: &headers, body: None };
                let response = self.send(&request, wait_seconds * 1000).await?;
                if response.status() == 304 {
                    return Ok(Message::SnapshotArrived(id, None));
                }
                Ok(Message::SnapshotArrived(id, Some(Box::new(read::<Snapshot>(&response).await?))))
            }
            Call::SubmitStep { idempotency_key, submission } => {
                let path = [routes::STEPS, "/", submission.step().as_str()].concat();
                let headers = [(routes::IDEMPOTENCY_KEY, idempotency_key.as_str())];
                let body = json::write(&submission).ok_or_else(|| Failure::new(FailureKind::Malformed))?;
                let request =
                    Request { method: Method::PUT, path: &path, headers: &headers, body: Some(body) };
                let response = self.send(&request, 0).await?;
                Ok(Message::StepAccepted(id, Box::new(read::<Snapshot>(&response).await?)))
            }
            Call::ResendConfirmation(step) => {
                let path = [routes::STEPS, "/", step.as_str(), routes::CONFIRMATION].concat();
                let response = self.send(&Request::post(&path), 0).await?;
                Ok(Message::ConfirmationSent(id, Box::new(read::<Snapshot>(&response).await?)))
            }
            Call::RevealCode => {
                let response = self.send(&Request::post(routes::ACTIVATION), 0).await?;
                Ok(Message::CodeRevealed(id, read::<ActivationResponse>(&response).await?))
            }
        }
    }

    /// Sends a request, once more with a fresh token where the first was refused.
    async fn send(&self, request: &Request<'_>, held_ms: u32) -> Result<Response, Failure> {
        let has_token = self.tokens.is_cookie() || !self.tokens.token.borrow().is_empty();
        if !has_token && !self.tokens.renew().await {
            return Err(Failure::new(FailureKind::SessionExpired));
        }
        let response = self.fetch(request, held_ms).await?;
        if response.status() != 401 {
            return checked(response).await;
        }
        if !self.tokens.renew().await {
            return checked(response).await;
        }
        checked(self.fetch(request, held_ms).await?).await
    }

    async fn fetch(&self, request: &Request<'_>, held_ms: u32) -> Result<Response, Failure> {
        let window = web_sys::window().ok_or_else(|| Failure::new(FailureKind::Malformed))?;
        let request = self.build(request).ok_or_else(|| Failure::new(FailureKind::Malformed))?;
        let is_late = Rc::new(Cell::new(false));
        let deadline = {
            let (is_late, controller) = (is_late.clone(), self.controller.clone());
            Timeout::new(TIMEOUT_MS + held_ms, move || {
                is_late.set(true);
                controller.abort();
            })
        };
        // Not sent by gloo-net: it panics where a page's own `fetch` rejects with something that is no `Error`.
        let answer = JsFuture::from(window.fetch_with_request(&request)).await;
        drop(deadline);
        let response = answer.ok().and_then(|answer| answer.dyn_into::<Response>().ok());
        response.ok_or_else(|| {
            Failure::new(if is_late.get() { FailureKind::Timeout } else { FailureKind::Offline })
        })
    }

    fn build(&self, request: &Request<'_>) -> Option<web_sys::Request> {
        let url = [&self.endpoint, request.path].concat();
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
            .abort_signal(Some(&self.controller.signal()))
            .header("Accept", "application/json")
            .header(routes::CLIENT, "1");
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        if !self.tokens.is_cookie() {
            builder = builder.header("Authorization", &["Bearer ", &self.tokens.token.borrow()].concat());
        }
        let built = match &request.body {
            Some(body) => builder.header("Content-Type", "application/json").body(body.as_str()),
            None => builder.build(),
        };
        built.ok().map(Into::into)
    }
}

struct Request<'a> {
    method: Method,
    path: &'a str,
    headers: &'a [(&'a str, &'a str)],
    body: Option<String>,
}

impl<'a> Request<'a> {
    fn post(path: &'a str) -> Self {
        Self { method: Method::POST, path, headers: &[], body: None }
    }
}

/// The response, where it is a success; else what its problem document says, else what its status says.
async fn checked(response: Response) -> Result<Response, Failure> {
    if response.ok() || response.status() == 304 {
        return Ok(response);
    }
    let header = |name| response.headers().get(name).ok().flatten();
    let retry_after_ms = header("Retry-After").and_then(|value| delay_ms(&value, header("Date")));
    let status = response.status();
    let problem = read::<Problem>(&response).await.ok();
    let request_id = match &problem {
        Some(problem) => problem.request_id.clone(),
        None => response.headers().get(routes::REQUEST_ID).ok().flatten().unwrap_or_default(),
    };
    let kind = match (status, problem) {
        (401, _) => FailureKind::SessionExpired,
        (422, Some(problem)) if !problem.errors.is_empty() => FailureKind::Fields(problem.errors),
        (429, _) => FailureKind::RateLimited,
        (500.., Some(problem)) if problem.code == ProblemCode::ProviderRefused => {
            FailureKind::Refused(problem.code)
        }
        (500.., _) => FailureKind::Unavailable,
        (408, _) => FailureKind::Timeout,
        (_, Some(problem)) => FailureKind::Refused(problem.code),
        (_, None) => FailureKind::Refused(ProblemCode::Unknown),
    };
    Err(Failure { kind, request_id, retry_after_ms })
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

async fn read<T: DeserializeOwned>(response: &Response) -> Result<T, Failure> {
    let malformed = || Failure::new(FailureKind::Malformed);
    let text = response.text().map_err(|_| malformed())?;
    let text = JsFuture::from(text).await.map_err(|_| Failure::new(FailureKind::Offline))?;
    text.as_string().and_then(|text| json::read(&text)).ok_or_else(malformed)
}
