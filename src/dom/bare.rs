//! Values without a prototype.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, js_name = setPrototypeOf)]
    fn set_prototype_of(object: &JsValue, prototype: &JsValue);
}

/// Removes the prototype of an object or array, so that it has only its own members. Members that the page added to the
/// prototype of all objects are then not read as options of a call, and its setters do not receive the values written
/// into the object.
pub fn bare<T: AsRef<JsValue>>(object: T) -> T {
    set_prototype_of(object.as_ref(), &JsValue::NULL);
    object
}
