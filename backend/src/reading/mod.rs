//! Reads what the provider sends in callbacks and answers. Tolerates differences of encoding, wrapper and spelling.
//!
//! Start with [`body`] (from bytes to JSON) and [`words`] (keys and words in any spelling).

pub(crate) mod body;
mod charset;
mod coding;
pub(crate) mod detail;
mod form;
pub(crate) mod json;
mod multipart;
pub(crate) mod unreadable;
pub(crate) mod words;
