//! The bearer token: its source and its renewal.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use crate::{
    dom::Settled,
    error::{Failure, FailureKind},
    wire::Renewal,
};

/// The source of bearer tokens.
#[derive(Clone)]
pub struct TokenSource(pub(super) Rc<Tokens>);

pub(super) struct Tokens {
    /// The current token; empty if there is none yet, or if a cookie replaces it.
    token: RefCell<String>,
    /// The host's function that returns a promise of a fresh token.
    get_token: Option<Function>,
    /// The pending promise, so that calls that are refused together ask only once.
    asked: RefCell<Option<Promise>>,
    /// How many fresh tokens arrived. A call that was refused with an earlier token need not ask again.
    renewals: Cell<u32>,
}

impl TokenSource {
    /// `token` may be empty; `get_token` is called when there is no token and when one is refused.
    pub fn new(token: String, get_token: Option<Function>) -> Self {
        let (asked, renewals) = Default::default();
        Self(Rc::new(Tokens { token: RefCell::new(token), get_token, asked, renewals }))
    }
}

impl Tokens {
    /// Whether a cookie replaces the token.
    pub(super) fn is_cookie(&self) -> bool {
        self.get_token.is_none() && self.token.borrow().is_empty()
    }

    /// When a call asks the host for a token.
    pub(super) fn renewal(&self) -> Renewal {
        let is_missing = !self.is_cookie() && self.token.borrow().is_empty();
        Renewal::new(self.get_token.is_some(), is_missing)
    }

    /// The current token.
    pub(super) fn current(&self) -> String {
        self.token.borrow().clone()
    }

    pub(super) fn renewals(&self) -> u32 {
        self.renewals.get()
    }

    /// Asks the host for a fresh token. A host that fails to answer may succeed later.
    pub(super) fn ask(&self) -> Result<Promise, Failure> {
        if let Some(asked) = &*self.asked.borrow() {
            return Ok(asked.clone());
        }
        let Some(get_token) = &self.get_token else {
            return Err(Failure::new(FailureKind::SessionExpired));
        };
        let promise =
            get_token.call0(&JsValue::UNDEFINED).map_err(|_| unavailable("getToken threw an error"))?;
        let promise = Promise::resolve(&promise);
        self.asked.replace(Some(promise.clone()));
        Ok(promise)
    }

    /// Makes the next call ask the host again, because it does not wait twice for a promise that never settles. Returns whether one
    /// was pending.
    pub(super) fn forget_promise(&self) -> bool {
        self.asked.take().is_some()
    }

    /// Applies the host's answer. A host that answers without a token has ended the session.
    pub(super) fn renew(&self, answer: Settled) -> Result<(), Failure> {
        self.forget_promise();
        let answer = answer.map_err(|_| unavailable("the promise of getToken was rejected"))?;
        let token = answer.as_string().filter(|token| !token.is_empty());
        self.token.replace(token.ok_or_else(|| {
            Failure::because(FailureKind::SessionExpired, "getToken answered no token".into())
        })?);
        self.renewals.set(self.renewals.get().wrapping_add(1));
        Ok(())
    }
}

fn unavailable(cause: &str) -> Failure {
    Failure::because(FailureKind::Unavailable, cause.into())
}
