//! Contract messages from and to JSON, through the browser's own parser.
//!
//! Answers are read member by member (`shapes`), submissions are written by serde: see ADR 4 for what that weighs. A
//! message that does not fit is malformed, and that is all there is to say.

mod reader;
mod shapes;
mod writer;

use std::cell::Cell;

use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::JsValue;

pub use self::reader::Members;

/// An answer of the backend.
pub trait Readable {
    /// Reads the members it has; what does not fit is noted there.
    fn read(from: &Members<'_>) -> Self;
}

/// Reads a message; `None` where the text is no JSON or not that message.
pub fn read<T: Readable>(text: &str) -> Option<T> {
    let is_misfit = Cell::new(false);
    let message = T::read(&Members::new(JSON::parse(text).ok()?, &is_misfit));
    (!is_misfit.get()).then_some(message)
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
