//! The window of the page.

use wasm_bindgen::prelude::*;
use web_sys::Window;

#[wasm_bindgen]
extern "C" {
    // Not through `self` or `globalThis`, as `web_sys::window` does: a page may assign something else to those names.
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Option<Window>;
}

#[wasm_bindgen(module = "/www/address.js")]
extern "C" {
    /// Resolves a path of this site against the page's origin; any other address stays as it is.
    pub fn absolute(address: &str) -> String;
}

/// The window; `None` if there is no page.
pub fn window() -> Option<Window> {
    WINDOW.with(Option::clone)
}
