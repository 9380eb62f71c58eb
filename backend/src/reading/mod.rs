//! Reading what the provider writes, in callbacks and answers: tolerant of spelling.

pub(crate) mod detail;
pub(crate) mod words;
