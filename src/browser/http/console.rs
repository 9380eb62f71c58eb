//! Warnings in the browser's console for the developer of the host page. They never contain a value.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn warn(text: &str);
}

/// Writes each warning only once.
#[derive(Default)]
pub(super) struct Console(RefCell<Vec<String>>);

impl Console {
    /// Warns of `cause`, unless it is empty or was already written.
    pub(super) fn warn_once(&self, cause: String) {
        let mut said = self.0.borrow_mut();
        if !cause.is_empty() && !said.contains(&cause) {
            warn(&["xpollens-onboarding: ", &cause].concat());
            said.push(cause);
        }
    }
}
