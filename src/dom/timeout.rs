//! A timer as a value.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/www/resources.js")]
extern "C" {
    #[wasm_bindgen(js_name = startTimer)]
    fn start_timer(callback: &JsValue, delay_ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = stopTimer)]
    fn stop_timer(timer: &JsValue);
}

/// Calls back once, unless it is dropped first.
#[must_use = "it stops when dropped"]
pub struct Timeout {
    timer: JsValue,
    #[allow(dead_code, reason = "it is called until it is dropped")]
    callback: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Calls `callback` after `delay_ms` milliseconds. At most `i32::MAX`: a longer delay would fire at once.
    pub fn new(delay_ms: u32, callback: impl FnOnce() + 'static) -> Self {
        Self::boxed(delay_ms, Box::new(callback))
    }

    /// Compiled only once and not for each callback.
    fn boxed(delay_ms: u32, callback: Box<dyn FnOnce()>) -> Self {
        let callback = Closure::once(callback);
        Self { timer: start_timer(callback.as_ref(), delay_ms), callback }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        stop_timer(&self.timer);
    }
}
