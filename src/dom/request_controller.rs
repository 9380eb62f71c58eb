//! The abort signal of a request.

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "/www/resources.js")]
extern "C" {
    /// Aborts the requests that carry its signal, when asked to and when the wasm instance has crashed.
    #[derive(Clone)]
    pub type RequestController;

    /// A new controller, not aborted.
    #[wasm_bindgen(constructor)]
    pub fn new() -> RequestController;

    /// The signal that a request carries.
    #[wasm_bindgen(method, getter)]
    pub fn signal(this: &RequestController) -> AbortSignal;

    /// Aborts its requests.
    #[wasm_bindgen(method)]
    pub fn abort(this: &RequestController);

    /// Lets its requests finish, even after a crash.
    #[wasm_bindgen(method)]
    pub fn release(this: &RequestController);
}
