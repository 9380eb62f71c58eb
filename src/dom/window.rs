//! The window of the page.

use wasm_bindgen::prelude::*;
use web_sys::Window;

#[wasm_bindgen]
extern "C" {
    // Not through `self` or `globalThis`, as `web_sys::window` goes: a page may give those names to something else.
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Option<Window>;
}

#[wasm_bindgen(module = "/www/address.js")]
extern "C" {
    /// A path of this site, completed by the origin of the page; any other address as it is.
    pub fn absolute(address: &str) -> String;
}

/// The window; `None` where there is no page.
pub fn window() -> Option<Window> {
    WINDOW.with(Option::clone)
}
