//! What every connection passes before it reaches a side of the sandbox.

pub mod connection;
pub(crate) mod local;
