//! Words of a language: a table of texts, and what the browser itself says in it (`www/locale.js`).

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/www/locale.js")]
extern "C" {
    fn day(language: &str, moment: &JsValue) -> String;
    fn money(language: &str, cents: u32) -> String;
    fn size(language: &str, bytes: u32) -> String;
    fn countries(language: &str, codes: &str) -> Array;
}

/// A language's table of texts.
pub struct Locale {
    language: String,
    table: JsValue,
}

impl Locale {
    /// `table` is an object from keys to texts; `language` is a BCP 47 tag.
    pub fn new(language: &str, table: JsValue) -> Self {
        Self { language: language.into(), table }
    }

    /// The BCP 47 tag.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The text of `key`; the key itself where the table has none, so that a gap shows and breaks nothing.
    pub fn text(&self, key: &str) -> String {
        Reflect::get(&self.table, &key.into())
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| key.into())
    }

    /// The day of a moment, milliseconds since the epoch or `YYYY-MM-DD`, written out; empty where it is none.
    pub fn day(&self, moment: impl Into<JsValue>) -> String {
        day(&self.language, &moment.into())
    }

    /// Euro cents as the language writes money.
    pub fn money(&self, cents: u32) -> String {
        money(&self.language, cents)
    }

    /// Bytes in the unit that people know.
    pub fn size(&self, bytes: u32) -> String {
        size(&self.language, bytes)
    }

    /// Codes (separated by spaces) and names of countries, sorted as the language sorts; a code without a name is its own.
    pub fn countries(&self, codes: &str) -> Vec<(String, String)> {
        let list = countries(&self.language, codes);
        let text = |index| list.get(index).as_string().unwrap_or_default();
        (0..list.length() / 2).map(|pair| (text(2 * pair), text(2 * pair + 1))).collect()
    }
}
