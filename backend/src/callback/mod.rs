//! The provider's callbacks: from what arrives on the wire to a [`crate::journey::fact::Report`].
//!
//! Tolerant: any wrapper, any spelling of keys and words, missing fields. What cannot be read is kept byte for byte.
//!
//! Where to start: [`delivery`] (what arrives), [`envelope`] (what is stored), [`report`] (what it says).

pub mod correction;
pub mod credentials;
pub mod delivery;
pub mod envelope;
mod payload;
mod process_date;
mod reason;
pub mod report;
