//! What aborts a request.

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "/www/resources.js")]
extern "C" {
    /// Aborts the requests that carry its signal: when asked to, and when the instance of the wasm has crashed.
    #[derive(Clone)]
    pub type RequestController;

    /// A controller that nothing has aborted.
    #[wasm_bindgen(constructor)]
    pub fn new() -> RequestController;

    /// What a request carries.
    #[wasm_bindgen(method, getter)]
    pub fn signal(this: &RequestController) -> AbortSignal;

    /// Aborts its requests.
    #[wasm_bindgen(method)]
    pub fn abort(this: &RequestController);

    /// Lets its requests go on to their end, also after a crash.
    #[wasm_bindgen(method)]
    pub fn release(this: &RequestController);
}
