//! The browser's console: what the developer of the host page should know. Never a value.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn warn(text: &str);
}

/// Says each thing once.
#[derive(Default)]
pub(super) struct Console(RefCell<Vec<String>>);

impl Console {
    /// Warns of `cause`, unless it is empty or was said before.
    pub(super) fn warn_once(&self, cause: String) {
        let mut said = self.0.borrow_mut();
        if !cause.is_empty() && !said.contains(&cause) {
            warn(&["xpollens-onboarding: ", &cause].concat());
            said.push(cause);
        }
    }
}
