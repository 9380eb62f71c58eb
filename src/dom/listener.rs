//! An event listener as a value.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget};

/// Listens from its making to its drop.
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

    /// As [`Listener::new`]: compiled once, not once for each callback.
    pub fn boxed(target: &EventTarget, event: &'static str, callback: Box<dyn Fn(Event)>) -> Self {
        let closure = Closure::wrap(callback);
        // It fails on no target that exists; a listener that never hears is the harmless outcome.
        let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        Self { target: target.clone(), event, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.event, self.closure.as_ref().unchecked_ref());
    }
}
