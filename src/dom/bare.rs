//! Values without a prototype.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, js_name = setPrototypeOf)]
    fn set_prototype_of(object: &JsValue, prototype: &JsValue);
}

/// An object or array that has nothing but its own members: what the page may have put into the prototype of all objects
/// is no option of a call, and no setter hears what is written into it.
pub fn bare<T: AsRef<JsValue>>(object: T) -> T {
    set_prototype_of(object.as_ref(), &JsValue::NULL);
    object
}
