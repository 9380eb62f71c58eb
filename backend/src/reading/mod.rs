//! Reading what the provider writes, in callbacks and in answers: tolerant of encoding, framing and spelling.
//!
//! Where to start: [`body`] (from bytes to JSON), [`words`] (keys and words in any spelling).

pub(crate) mod body;
mod charset;
mod coding;
pub(crate) mod detail;
mod form;
pub(crate) mod json;
pub(crate) mod unreadable;
pub(crate) mod words;
