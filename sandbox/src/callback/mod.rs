//! Callbacks from the provider to the partner.
//!
//! - [`message`]: the content, type by type;
//! - [`render`]: the JSON and headers of a message;
//! - [`outbox`]: the callbacks to send, their order, and failed attempts;
//! - [`delivery`]: sends them over HTTP.

pub mod delivery;
pub mod message;
pub mod outbox;
pub mod render;
