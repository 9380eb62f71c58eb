//! The window of the page.

use wasm_bindgen::prelude::*;
use web_sys::Window;

#[wasm_bindgen]
extern "C" {
    // Not through `self` or `globalThis`, as `web_sys::window` goes: a page may give those names to something else.
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Option<Window>;
}

/// An address that is a path of this site, completed by the origin of the page's own address. The browser would complete it
/// by `<base href>`, and send tokens to whatever host stands there.
pub fn absolute(address: &str) -> String {
    if !address.starts_with('/') || address.starts_with("//") {
        return address.into();
    }
    [&origin().unwrap_or_default(), address].concat()
}

/// The origin of the page. A frame made by `srcdoc` has none in its address: it is that of the page around. A sandboxed frame
/// has none at all.
fn origin() -> Option<String> {
    let is_known = |origin: &String| origin != "null";
    let window = window()?;
    let in_address = window.location().origin().ok().filter(is_known);
    in_address.or_else(|| Some(window.origin()).filter(is_known))
}

/// The window; `None` where there is no page.
pub fn window() -> Option<Window> {
    WINDOW.with(Option::clone)
}
