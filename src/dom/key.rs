//! Detects the keys that belong to the focused control.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};

#[wasm_bindgen]
extern "C" {
    /// A key event, or the event that a browser's autofill sends instead: it has the name of a key event, but no key.
    #[wasm_bindgen(extends = Event)]
    type Key;
    #[wasm_bindgen(method, getter)]
    fn key(this: &Key) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = ctrlKey)]
    fn has_ctrl(this: &Key) -> bool;
    #[wasm_bindgen(method, getter, js_name = altKey)]
    fn has_alt(this: &Key) -> bool;
    #[wasm_bindgen(method, getter, js_name = metaKey)]
    fn has_meta(this: &Key) -> bool;
}

#[wasm_bindgen]
extern "C" {
    /// An `input` event, or an event of that name from a script.
    #[wasm_bindgen(extends = Event)]
    type Input;
    #[wasm_bindgen(method, getter, js_name = inputType)]
    fn input_type(this: &Input) -> Option<String>;
}

const FIELDS: &str = "input,select,textarea";
const PRESSED: &str = "button,summary,a";

/// The key of a key event; empty if it has none.
pub fn key_of(event: &Event) -> String {
    event.unchecked_ref::<Key>().key().unwrap_or_default()
}

/// Whether an event says that a key changed a text, so that more keys may follow. A paste, a drop and autofill are no such
/// events.
pub fn is_keystroke(event: &Event) -> bool {
    let input_type = event.unchecked_ref::<Input>().input_type().unwrap_or_default();
    ["insertText", "insertComp", "delete"].iter().any(|key| input_type.starts_with(key))
}

/// Whether a key event or a paste is meant for the control that it comes from: any key that types or edits in a field, or
/// presses a button. Escape, Tab, the function keys, and shortcuts with Ctrl, Alt or Meta do not count.
pub fn is_for_control(event: &Event) -> bool {
    let Some(target) = event.target() else { return false };
    let target: &Element = target.unchecked_ref();
    let key = key_of(event);
    if matches!(key.as_str(), "Enter" | " ") && target.matches(PRESSED).unwrap_or_default() {
        return true;
    }
    let is_passed = matches!(key.as_str(), "Escape" | "Tab") || key.len() > 1 && key.starts_with('F');
    !is_passed && !is_shortcut(event.unchecked_ref(), &key) && target.matches(FIELDS).unwrap_or_default()
}

/// Whether Ctrl, Alt or Meta is held with a key. Alt (on a Mac) and Ctrl with Alt (AltGr on Windows) also type characters other
/// than plain letters and digits (`@`, `{`, `€`), which are not shortcuts.
fn is_shortcut(event: &Key, key: &str) -> bool {
    let types_character =
        key.chars().count() == 1 && !key.starts_with(|key: char| key.is_ascii_alphanumeric());
    event.has_meta() || event.has_ctrl() && !event.has_alt() || event.has_alt() && !types_character
}
