//! The provider's callbacks: from the bytes on the wire to a [`crate::journey::fact::Report`].
//!
//! Parsing is tolerant of any wrapper, any spelling of keys and words, and missing fields. What cannot be read is stored byte
//! for byte.
//!
//! Where to start: [`delivery`] (what arrives), [`envelope`] (what is stored), [`report`] (what it means).

pub mod correction;
pub mod credentials;
pub mod delivery;
pub mod envelope;
pub(crate) mod need;
mod payload;
mod process_date;
mod reason;
pub mod report;
