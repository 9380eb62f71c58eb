//! Words of a language: a table of texts, and the browser's own names of countries.

use js_sys::{Array, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::bare;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(language: &str, options: &Object) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<Option<JsString>, JsValue>;
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

    /// The day of a moment (milliseconds since the epoch), written out, in the time zone of Greenwich; empty where it is
    /// no moment.
    pub fn day(&self, millis: f64) -> String {
        let parts = [("day", "numeric"), ("month", "long"), ("year", "numeric"), ("timeZone", "UTC")];
        let format = Intl::DateTimeFormat::new(&self.languages(), &options(&parts)).format();
        written(&format, millis)
    }

    /// A number as the language writes it; `chosen` are options of `Intl.NumberFormat`.
    pub fn number(&self, value: f64, chosen: &[(&str, &str)]) -> String {
        written(&Intl::NumberFormat::new(&self.languages(), &options(chosen)).format(), value)
    }

    fn languages(&self) -> Array {
        // English alone is American to the browser; the words here, and who reads them, are European.
        let language = if self.language == "en" { "en-GB" } else { &self.language };
        Array::of1(&language.into())
    }

    /// The names of countries by their codes, sorted as the language sorts; a code without a name is its own.
    pub fn countries<'a>(&self, codes: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
        let names = DisplayNames::new(&self.language, &options(&[("type", "region")])).ok();
        let entries: Array = codes
            .map(|code| {
                let name = names.as_ref().and_then(|names| names.of(code).ok().flatten());
                Array::of2(&name.map_or_else(|| code.into(), JsValue::from), &code.into())
            })
            .collect();
        let collator = Intl::Collator::new(&self.languages(), &bare(Object::new()));
        let compare = collator.compare();
        let sorted = entries.sort_by(&mut |left, right| order(&compare, &left, &right));
        let text = |entry: &JsValue, index| Array::from(entry).get(index).as_string().unwrap_or_default();
        sorted.iter().map(|entry| (text(&entry, 1), text(&entry, 0))).collect()
    }
}

fn order(compare: &Function, left: &JsValue, right: &JsValue) -> i32 {
    let name = |entry: &JsValue| Array::from(entry).get(0);
    let order = compare.call2(&JsValue::UNDEFINED, &name(left), &name(right));
    order.ok().and_then(|order| order.as_f64()).map_or(0, |order| order as i32)
}

/// Options of `Intl`, as an object.
fn options(chosen: &[(&str, &str)]) -> Object {
    let options = bare(Object::new());
    for (name, value) in chosen {
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    options
}

/// What a function of `Intl` writes of a value; empty where it is of no meaning to it.
fn written(format: &Function, value: f64) -> String {
    let written = format.call1(&JsValue::UNDEFINED, &value.into());
    written.ok().and_then(|written| written.as_string()).unwrap_or_default()
}
