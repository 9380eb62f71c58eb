//! Calls to the partner's backend that are in progress. Each owns its own abort handle, and any answer or failure becomes one
//! message.
//!
//! `wire` decides what is sent and what an answer means. Here, [`tokens`] has the bearer token, and [`exchange`] performs a call.

mod console;
mod download;
mod exchange;
mod json;
mod tokens;
mod upload;

use std::{cell::RefCell, rc::Rc};

use self::{console::Console, download::Saved, exchange::Exchange, tokens::Tokens};
use crate::{
    dom::{RequestController, Timeout},
    error::{Failure, FailureKind},
    model::{Call, CallId, Lane, Message},
    ui::Dispatch,
    wire::Request,
};

pub use self::{json::Json, tokens::TokenSource};

/// Sends calls to the backend.
pub struct Http {
    endpoint: Rc<str>,
    tokens: Rc<Tokens>,
    running: Rc<RefCell<Vec<Running>>>,
    /// The document that was last handed to the browser.
    saved: Rc<RefCell<Option<Saved>>>,
    console: Rc<Console>,
}

/// A call in progress; dropping it aborts it.
struct Running {
    id: CallId,
    lane: Lane,
    controller: RequestController,
    /// Covers the whole call, from the first byte sent to the last byte of the answer, and waiting for the host's token too.
    #[allow(dead_code, reason = "it runs until it is dropped")]
    deadline: Timeout,
}

impl Drop for Running {
    fn drop(&mut self) {
        // The last draft is still saved if the page, or the module in it, is gone by then.
        if self.lane != Lane::Draft {
            self.controller.abort();
        }
    }
}

impl Http {
    /// `endpoint` has no trailing slash.
    pub fn new(endpoint: &str, tokens: TokenSource) -> Self {
        let (running, saved, console) = Default::default();
        Self { endpoint: endpoint.into(), tokens: tokens.0, running, saved, console }
    }

    /// Aborts the call in progress in a lane, if any.
    pub(super) fn abort(&self, lane: Lane) {
        self.running.borrow_mut().retain(|running| running.lane != lane);
    }

    /// Makes a call; a call in progress in its lane is aborted.
    pub(super) fn call(&self, id: CallId, call: Call, dispatch: Dispatch) {
        let lane = call.lane();
        self.abort(lane);
        let controller = RequestController::new();
        if lane == Lane::Draft {
            controller.release();
        }
        let request = Request::of(&call);
        let deadline = self.deadline(id, request.timeout_ms, &controller, &dispatch);
        self.running.borrow_mut().push(Running { id, lane, controller: controller.clone(), deadline });
        // Weak: a call must not keep itself running once the module is gone.
        let running = Rc::downgrade(&self.running);
        let console = self.console.clone();
        let sender = dispatch.clone();
        let ended = move |outcome: Result<_, Failure>| {
            if let Some(running) = running.upgrade() {
                running.borrow_mut().retain(|running| running.id != id);
            }
            sender.send(outcome.unwrap_or_else(|mut failure| {
                console.warn_once(std::mem::take(&mut failure.cause));
                Message::CallFailed(id, failure)
            }));
        };
        let exchange = Rc::new(Exchange {
            endpoint: self.endpoint.clone(),
            tokens: self.tokens.clone(),
            saved: self.saved.clone(),
            controller,
            id,
            call,
            request,
            was_online: exchange::is_online(),
            dispatch,
            renewal: RefCell::new(self.tokens.renewal()),
            trip: RefCell::default(),
            ended: Box::new(ended),
        });
        exchange.begin();
    }

    fn deadline(
        &self,
        id: CallId,
        timeout_ms: u32,
        controller: &RequestController,
        dispatch: &Dispatch,
    ) -> Timeout {
        let (dispatch, controller, tokens) = (dispatch.clone(), controller.clone(), self.tokens.clone());
        let console = self.console.clone();
        Timeout::new(timeout_ms, move || {
            if tokens.forget_promise() {
                console.warn_once("getToken gave no answer in time".into());
            }
            // Removed first: the message that the abort itself causes then comes too late and is dropped.
            dispatch.send(Message::CallFailed(id, Failure::new(FailureKind::Timeout)));
            controller.abort();
        })
    }
}
