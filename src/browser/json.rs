//! Contract messages from and to JSON, through the browser's own parser.
//!
//! serde-wasm-bindgen would do both, but brings error texts and number formatting that nobody reads: see ADR 4 for what
//! that weighs. A message that does not fit is malformed, and that is all there is to say.

mod reader;
mod writer;

use js_sys::JSON;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

/// Reads a message; `None` where the text is no JSON or not that message.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let value = JSON::parse(text).ok()?;
    T::deserialize(reader::Reader::new(value)).ok()
}

/// Writes a message.
pub fn write(message: &impl Serialize) -> Option<String> {
    let value: JsValue = message.serialize(writer::Writer).ok()?;
    JSON::stringify(&value).ok()?.as_string()
}

/// The message does not fit; which part is not told.
#[derive(Debug)]
struct Misfit;

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the message does not fit")
    }
}

impl std::error::Error for Misfit {}

impl serde::ser::Error for Misfit {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

impl serde::de::Error for Misfit {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }
}
