//! Texts of a language: a table of texts, and names and formats that the browser supplies (`www/locale.js`).

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::FormControl;

#[wasm_bindgen(module = "/www/locale.js")]
extern "C" {
    fn day(language: &str, moment: &JsValue) -> String;
    fn money(language: &str, cents: u32) -> String;
    fn size(language: &str, bytes: u32) -> String;
    fn country(language: &str, code: &str) -> String;
    #[wasm_bindgen(js_name = prepareCountries)]
    fn prepare_countries(language: &str, codes: &str);
    #[wasm_bindgen(js_name = addCountries)]
    fn add_countries(list: &FormControl, language: &str, codes: &str);
    #[wasm_bindgen(js_name = addOccupations)]
    fn add_occupations(input: &Element, chosen: &Element, language: &str);
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

    /// The text of `key`. If the table has none, the key itself, so that a gap is visible and breaks nothing.
    pub fn text(&self, key: &str) -> String {
        Reflect::get(&self.table, &key.into())
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| key.into())
    }

    /// The date of a moment (milliseconds since the epoch, or `YYYY-MM-DD`), written out; empty if it is not a date.
    pub fn day(&self, moment: impl Into<JsValue>) -> String {
        day(&self.language, &moment.into())
    }

    /// An amount in euro cents, formatted for the language.
    pub fn money(&self, cents: u32) -> String {
        money(&self.language, cents)
    }

    /// A number of bytes in a familiar unit.
    pub fn size(&self, bytes: u32) -> String {
        size(&self.language, bytes)
    }

    /// The name of a country; the code itself if it has no name.
    pub fn country(&self, code: &str) -> String {
        country(&self.language, code)
    }

    /// Prepares the options of countries (codes separated by spaces) before a list asks for them.
    pub fn prepare_countries(&self, codes: &str) {
        prepare_countries(&self.language, codes);
    }

    /// Adds the options of countries (codes separated by spaces) to a list, sorted by the rules of the language.
    pub fn add_countries(&self, list: &FormControl, codes: &str) {
        add_countries(list, &self.language, codes);
    }

    /// Offers job titles in `input`; the number of the chosen one is in `chosen`.
    pub fn add_occupations(&self, input: &Element, chosen: &Element) {
        add_occupations(input, chosen, &self.language);
    }
}
