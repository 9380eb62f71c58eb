//! Performs one call: sends its request, sends it again with a fresh token if it was refused, and reads the answer.

use std::{cell::RefCell, rc::Rc};

use contract::time::Timestamp;
use gloo_net::http::Headers;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Response};

use super::{
    download::{self, Saved},
    json::Json,
    tokens::Tokens,
    upload::{self, Sending},
};
use crate::{
    dom::{RequestController, Settled, settle, window},
    error::{Failure, FailureKind},
    model::{Call, CallId, Message},
    ui::Dispatch,
    wire::{Answer, Body, Renewal, Request},
};

#[wasm_bindgen(module = "/www/resources.js")]
extern "C" {
    // Not sent with gloo-net: it panics if a page's own `fetch` rejects with a value that is not an `Error`.
    #[wasm_bindgen(catch, js_name = send)]
    fn fetch(url: &str, options: &JsValue) -> Result<Promise, JsValue>;
}

#[wasm_bindgen(module = "/www/requests.js")]
extern "C" {
    fn options(
        method: &str,
        headers: Array,
        body: Option<&str>,
        with_cookies: bool,
        keepalive: bool,
        signal: &AbortSignal,
    ) -> JsValue;
    #[wasm_bindgen(js_name = sendHeld)]
    fn send_held(held: &str, unheld: &str, init: &JsValue) -> Promise;
}

/// One call, from request to message. Each step starts something in the browser; when it has settled, the next step follows.
pub(super) struct Exchange {
    pub(super) endpoint: Rc<str>,
    pub(super) tokens: Rc<Tokens>,
    pub(super) saved: Rc<RefCell<Option<Saved>>>,
    pub(super) controller: RequestController,
    pub(super) id: CallId,
    pub(super) call: Call,
    pub(super) request: Request,
    /// Whether the browser had a connection when the call began.
    pub(super) was_online: bool,
    pub(super) dispatch: Dispatch,
    pub(super) renewal: RefCell<Renewal>,
    pub(super) trip: RefCell<Trip>,
    /// Called once, with the outcome.
    pub(super) ended: Box<dyn Fn(Result<Message, Failure>)>,
}

/// What one sending of the request holds.
#[derive(Default)]
pub(super) struct Trip {
    /// How many tokens were renewed before it.
    renewals: u32,
    /// The document that is sent with it.
    sending: Option<Sending>,
    response: Option<Response>,
}

/// A step of an exchange, with what the step before it waited for.
type Step = fn(&Rc<Exchange>, Settled) -> Result<(), Failure>;

impl Exchange {
    /// Begins once the code that asked for it has finished: the host's function may call the module.
    pub(super) fn begin(self: &Rc<Self>) {
        self.then(&Promise::resolve(&JsValue::UNDEFINED), |this, _| this.proceed());
    }

    /// Takes a step once `promise` has settled. A step that fails ends the exchange.
    fn then(self: &Rc<Self>, promise: &Promise, step: Step) {
        let this = self.clone();
        settle(promise, move |settled| {
            if let Err(failure) = step(&this, settled) {
                (this.ended)(Err(failure));
            }
        });
    }

    /// Asks the host for a token if one is needed, and sends the request.
    fn proceed(self: &Rc<Self>) -> Result<(), Failure> {
        if !self.renewal.borrow().needs_token() {
            return self.send();
        }
        self.then(&self.tokens.ask()?, |this, token| {
            this.tokens.renew(token)?;
            this.send()
        });
        Ok(())
    }

    fn send(self: &Rc<Self>) -> Result<(), Failure> {
        let url = self.url(&self.request.path);
        let token = self.tokens.current();
        let headers = self.request.headers(&token);
        let mut trip = Trip { renewals: self.tokens.renewals(), ..Trip::default() };
        let answer = if let Body::Document(document) = &self.request.body {
            let file = self.dispatch.files().get(document.kind.as_str()).ok_or_else(malformed)?;
            let to = upload::Target { url: &url, headers: &headers, is_cookie: token.is_empty() };
            let sending = upload::send(document, &file, &to, &self.controller.signal(), self.progress());
            trip.sending.insert(sending.ok_or_else(|| self.unanswered())?).ended()
        } else {
            let init = self.options(headers, token.is_empty());
            match &self.request.unheld_path {
                Some(path) => send_held(&url, &self.url(path), &init),
                None => fetch(&url, &init).map_err(|_| self.unanswered())?,
            }
        };
        self.trip.replace(trip);
        self.then(&answer, Self::answered);
        Ok(())
    }

    /// Reads the answer, unless the request is sent again with a fresh token.
    fn answered(self: &Rc<Self>, answer: Settled) -> Result<(), Failure> {
        let Trip { renewals, sending, .. } = self.trip.take();
        let response = response(answer, sending).ok_or_else(|| self.unanswered())?;
        let is_current = renewals == self.tokens.renewals();
        if self.renewal.borrow_mut().repeats(response.status(), is_current) {
            return self.proceed();
        }
        let body = self.body(&response).map_err(|_| self.unanswered())?;
        self.trip.borrow_mut().response = Some(response);
        self.then(&body, |this, body| {
            let response = this.trip.take().response.ok_or_else(malformed)?;
            (this.ended)(Ok(this.read(&response, body)?));
            Ok(())
        });
        Ok(())
    }

    fn url(&self, path: &str) -> String {
        [&self.endpoint, path].concat()
    }

    fn progress(&self) -> impl Fn(u8) + 'static {
        let (id, dispatch) = (self.id, self.dispatch.clone());
        move |percent| dispatch.send(Message::UploadProgressed(id, percent))
    }

    fn options(&self, headers: Vec<(&'static str, String)>, with_cookies: bool) -> JsValue {
        let flat = Array::new();
        for (name, value) in headers {
            flat.push(&name.into());
            flat.push(&value.into());
        }
        let body = match &self.request.body {
            Body::Json(text) => Some(text.as_str()),
            _ => None,
        };
        let Request { method, outlives_page, .. } = self.request;
        options(method, flat, body, with_cookies, outlives_page, &self.controller.signal())
    }

    /// A failure whose cause, if any, names the call. The query is left out because it may hold what the customer typed.
    fn located(&self, mut failure: Failure) -> Failure {
        if !failure.cause.is_empty() {
            let path = self.request.path.split('?').next().unwrap_or_default();
            failure.cause = [self.request.method, " ", &self.url(path), " ", &failure.cause].concat();
        }
        failure
    }

    /// No answer came. If the browser had a connection all the time and nobody aborted the call, the cause may be the page: a wrong
    /// address, or its policy.
    fn unanswered(&self) -> Failure {
        if self.controller.signal().aborted() {
            Failure::new(FailureKind::Unavailable)
        } else if self.was_online && is_online() {
            let cause = "got no answer: does connect-src of the page's policy allow it?";
            self.located(Failure::because(FailureKind::Unavailable, cause.into()))
        } else {
            Failure::new(FailureKind::Offline)
        }
    }

    fn body(&self, response: &Response) -> Result<Promise, JsValue> {
        if self.request.wants_document && response.ok() { response.blob() } else { response.text() }
    }

    fn read(&self, response: &Response, body: Settled) -> Result<Message, Failure> {
        let headers = Headers::from_raw(response.headers());
        if response.ok() && body.is_err() {
            return Err(self.unanswered());
        }
        let body = body.unwrap_or_default();
        let answer = Answer {
            status: response.status(),
            header: &|name| headers.get(name),
            body: body.as_string().and_then(|text| Json::parse(&text)),
            came_at: Timestamp::from_millis(js_sys::Date::now() as i64),
        };
        let message = answer.read(self.id, &self.call).map_err(|failure| self.located(failure))?;
        if matches!(message, Message::CertificateSaved(_)) {
            self.saved.replace(Some(download::save(&body).ok_or_else(malformed)?));
        }
        Ok(message)
    }
}

/// The response; `None` if the connection was lost.
fn response(answer: Settled, sending: Option<Sending>) -> Option<Response> {
    match sending {
        Some(sending) => sending.response(),
        None => answer.ok()?.dyn_into().ok(),
    }
}

/// Whether the browser has a connection. If it has, the backend is what cannot be reached.
pub(super) fn is_online() -> bool {
    window().is_some_and(|window| window.navigator().on_line())
}

fn malformed() -> Failure {
    Failure::new(FailureKind::Malformed)
}
