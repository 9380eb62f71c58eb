//! The bearer token: where it comes from, and how it is renewed.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use crate::error::{Failure, FailureKind};

/// Where bearer tokens come from.
#[derive(Clone)]
pub struct TokenSource(pub(super) Rc<Tokens>);

pub(super) struct Tokens {
    /// The token in use; empty where there is none yet, or where a cookie stands in its place.
    token: RefCell<String>,
    /// The host's function that answers a promise of a fresh token.
    get_token: Option<Function>,
    /// The promise under way: calls that are refused together ask once.
    asked: RefCell<Option<Promise>>,
    /// How many fresh tokens came: a call that was refused with an earlier one need not ask.
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
    /// Whether a cookie stands in the token's place.
    pub(super) fn is_cookie(&self) -> bool {
        self.get_token.is_none() && self.token.borrow().is_empty()
    }

    pub(super) fn can_renew(&self) -> bool {
        self.get_token.is_some()
    }

    /// Whether the host has to be asked before the first call.
    pub(super) fn is_missing(&self) -> bool {
        !self.is_cookie() && self.token.borrow().is_empty()
    }

    /// The token in use.
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

    /// The next call asks the host again: a promise that is never settled is not waited for twice. Returns whether there was one.
    pub(super) fn forget_promise(&self) -> bool {
        self.asked.take().is_some()
    }

    /// Takes the host's answer. A host that answers without a token has ended the session.
    pub(super) fn renew(&self, answer: Result<JsValue, JsValue>) -> Result<(), Failure> {
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
