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
    let value = message.serialize(writer::Writer).unwrap_or_else(|never| match never {});
    JSON::stringify(&value).ok()?.as_string()
}
