//! An event listener as a value.

use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

#[wasm_bindgen(module = "/www/resources.js")]
extern "C" {
    fn listen(target: &EventTarget, event: &str, callback: &JsValue);
    fn unlisten(target: &EventTarget, event: &str, callback: &JsValue);
}

/// Listens from its creation until it is dropped.
#[must_use = "it stops listening when dropped"]
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    closure: Closure<dyn Fn(Event)>,
}

impl Listener {
    /// Calls `callback` for each `event` at `target`.
    pub fn new(target: &EventTarget, event: &'static str, callback: impl Fn(Event) + 'static) -> Self {
        Self::boxed(target, event, Box::new(callback))
    }

    /// As [`Listener::new`], but compiled only once and not for each callback.
    pub fn boxed(target: &EventTarget, event: &'static str, callback: Box<dyn Fn(Event)>) -> Self {
        let closure = Closure::wrap(callback);
        listen(target, event, closure.as_ref());
        Self { target: target.clone(), event, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        unlisten(&self.target, self.event, self.closure.as_ref());
    }
}
