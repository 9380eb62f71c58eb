//! The document, called and read through its prototype: an element of the page may have the name of a method or a member,
//! and hide it.

use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Option<Document>;
    /// The document.
    #[derive(Clone)]
    #[wasm_bindgen(extends = EventTarget)]
    pub type Document;
    #[wasm_bindgen(method, final, catch, js_class = Document, js_name = createElement)]
    pub(super) fn create_element(this: &Document, tag: &str) -> Result<Element, JsValue>;
    #[wasm_bindgen(method, final, catch, js_class = Document, js_name = createElementNS)]
    pub(super) fn create_element_ns(this: &Document, namespace: &str, tag: &str) -> Result<Element, JsValue>;
    #[wasm_bindgen(method, final, js_class = Document, js_name = createTextNode)]
    pub(super) fn create_text_node(this: &Document, text: &str) -> web_sys::Text;
    /// Whether the page is hidden.
    #[wasm_bindgen(method, final, getter, js_class = Document)]
    pub fn hidden(this: &Document) -> bool;
    /// The element that has the keyboard focus.
    #[wasm_bindgen(method, final, getter, js_class = Document, js_name = activeElement)]
    pub fn active_element(this: &Document) -> Option<Element>;
    /// Whether the focus is in the page or in a frame of it.
    #[wasm_bindgen(method, final, js_class = Document, js_name = hasFocus)]
    pub fn has_focus(this: &Document) -> bool;
}

/// The document; `None` if there is no page.
pub fn document() -> Option<Document> {
    DOCUMENT.with(Option::clone)
}
