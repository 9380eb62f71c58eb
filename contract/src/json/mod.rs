//! JSON (RFC 8259) for the browser module: small, without errors, and the same code in the browser and on any machine.
//!
//! The servers read and write the same types with serde_json; `contract/tests/json.rs` compares the two.
//!
//! Where to start:
//! - [`Value`]: a document that is taken apart in place;
//! - [`write()`]: a message as text.

mod characters;
mod scan;
mod value;
mod write;

pub use self::{value::Value, write::write};
