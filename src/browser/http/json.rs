//! JSON parsed by the browser.

use contract::message::Value;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A value that the browser parsed.
pub struct Json(JsValue);

impl Json {
    /// `None` where the text is not JSON.
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }
}

impl Value for Json {
    /// An own member of the object. A prototype that the page changed adds nothing.
    #[inline(never)]
    fn member(&self, name: &str) -> Option<Self> {
        let own =
            Reflect::get_own_property_descriptor(self.0.unchecked_ref::<Object>(), &name.into()).ok()?;
        // Checked first: if a call throws instead of returning a value, its slot in wasm-bindgen's table is never freed, and most
        // optional members of a message are absent.
        own.is_object().then(|| Reflect::get(&own, &"value".into()).ok())?.map(Self)
    }

    fn items(&self) -> Option<impl Iterator<Item = Self>> {
        let list: Array = self.0.clone().dyn_into().ok()?;
        Some((0..list.length()).map(move |index| Self(list.get(index))))
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<u32> {
        let number = self.0.as_f64()?;
        let whole = number as u32;
        (f64::from(whole) == number).then_some(whole)
    }

    fn boolean(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }

    fn is_object(&self) -> bool {
        self.0.is_object()
    }
}
