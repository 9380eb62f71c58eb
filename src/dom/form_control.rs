//! What inputs, selects and text areas have in common.

use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// An input, a select or a text area: one import reads the value of each kind.
    #[wasm_bindgen(extends = Element)]
    pub type FormControl;

    /// The typed text or the chosen option; empty for a select without a choice.
    #[wasm_bindgen(method, getter)]
    pub fn value(this: &FormControl) -> String;

    /// Sets the text or the choice. A select without such an option then has no choice.
    #[wasm_bindgen(method, setter)]
    pub fn set_value(this: &FormControl, value: &str);
}
