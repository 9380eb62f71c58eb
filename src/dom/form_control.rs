//! What inputs, selects and text areas have in common.

use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// An input, a select or a text area: one import reads the value of each kind.
    #[wasm_bindgen(extends = Element)]
    pub type FormControl;

    /// What is typed or chosen; of a select without a choice, nothing.
    #[wasm_bindgen(method, getter)]
    pub fn value(this: &FormControl) -> String;

    /// Writes what is typed or chosen. A select that has no such option has no choice then.
    #[wasm_bindgen(method, setter)]
    pub fn set_value(this: &FormControl, value: &str);
}
