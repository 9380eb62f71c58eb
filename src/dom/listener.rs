//! An event listener as a value.

use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

#[wasm_bindgen]
extern "C" {
    /// Called by its prototype: in the document, an element of the page may have the name of a method, and hide it.
    #[wasm_bindgen(js_name = EventTarget)]
    type Target;
    #[wasm_bindgen(method, final, js_class = EventTarget, js_name = addEventListener)]
    fn add(this: &Target, event: &str, callback: &JsValue);
    #[wasm_bindgen(method, final, js_class = EventTarget, js_name = removeEventListener)]
    fn remove(this: &Target, event: &str, callback: &JsValue);
}

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
        target.unchecked_ref::<Target>().add(event, closure.as_ref());
        Self { target: target.clone(), event, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.target.unchecked_ref::<Target>().remove(self.event, self.closure.as_ref());
    }
}
