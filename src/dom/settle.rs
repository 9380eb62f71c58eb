//! Waits for a promise by a callback. The module has no `async` code: an executor and its state machines would be 1.1 kB more to
//! download.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/www/settle.js")]
extern "C" {
    #[wasm_bindgen(js_name = settle)]
    fn when_settled(promise: &Promise, ended: JsValue);
}

/// The value of a promise, or the reason for which it was rejected.
pub type Settled = Result<JsValue, JsValue>;

/// Calls back once, when `promise` has settled. Until then the page keeps `callback` alive.
pub fn settle(promise: &Promise, callback: impl FnOnce(Settled) + 'static) {
    boxed(promise, Box::new(callback));
}

/// Compiled only once and not for each callback.
fn boxed(promise: &Promise, callback: Box<dyn FnOnce(Settled)>) {
    let ended = Closure::once_into_js(move |is_fulfilled: bool, value: JsValue| {
        callback(if is_fulfilled { Ok(value) } else { Err(value) });
    });
    when_settled(promise, ended);
}
