//! Callbacks: what the provider tells the partner.
//!
//! - [`message`]: what is said, type by type;
//! - [`render`]: how it is written;
//! - [`outbox`]: what still has to be said, in which order, and what went wrong;
//! - [`delivery`]: saying it over HTTP.

pub mod delivery;
pub mod message;
pub mod outbox;
pub mod render;
