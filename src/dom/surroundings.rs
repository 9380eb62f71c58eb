//! The page around a shadow root (`www/surroundings.js`): whether the root is visible, where the last press was, its colours.

use wasm_bindgen::prelude::*;
use web_sys::{Element, ShadowRoot};

#[wasm_bindgen(module = "/www/surroundings.js")]
extern "C" {
    #[wasm_bindgen(js_name = Surroundings)]
    type Watch;
    #[wasm_bindgen(constructor, js_class = Surroundings)]
    fn new(root: &ShadowRoot, tell: &JsValue) -> Watch;
    #[wasm_bindgen(method, js_class = Surroundings)]
    fn watch(this: &Watch);
    #[wasm_bindgen(method, getter, js_class = Surroundings, js_name = isLastPressHere)]
    fn is_last_press_here(this: &Watch) -> bool;
    #[wasm_bindgen(method, js_class = Surroundings)]
    fn end(this: &Watch);

    #[wasm_bindgen(catch, js_name = begin)]
    fn begin_at(heading: &Element) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = keepReadable)]
    fn keep_symbol_readable(root: &ShadowRoot) -> Result<(), JsValue>;
}

/// Focuses the heading of a screen, or the list of its errors, and scrolls it into view: the whole screen if it fits, otherwise
/// from its top.
pub fn begin(heading: &Element) {
    let _ = begin_at(heading);
}

/// Keeps the QR code in a shadow root dark on white if the page inverts its colours.
pub fn keep_readable(root: &ShadowRoot) {
    let _ = keep_symbol_readable(root);
}

/// Watches from its creation until it is dropped.
#[must_use = "it stops watching when dropped"]
pub struct Surroundings {
    watch: Watch,
    #[allow(dead_code, reason = "it is called until it is dropped")]
    tell: Closure<dyn Fn(bool)>,
}

impl Surroundings {
    /// Watches what is drawn in `root`. `tell` is called once its visibility is known (rendered, visible, in the window), and
    /// again each time that changes.
    pub fn new(root: &ShadowRoot, tell: impl Fn(bool) + 'static) -> Self {
        let tell: Closure<dyn Fn(bool)> = Closure::new(tell);
        Self { watch: Watch::new(root, tell.as_ref()), tell }
    }

    /// Watches the current content; call it after everything was redrawn.
    pub fn watch(&self) {
        self.watch.watch();
    }

    /// Whether the last press of the customer was in `root`.
    pub fn is_last_press_here(&self) -> bool {
        self.watch.is_last_press_here()
    }
}

impl Drop for Surroundings {
    fn drop(&mut self) {
        self.watch.end();
    }
}
