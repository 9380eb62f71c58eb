//! Checks that apply to every connection.

pub mod connection;
pub(crate) mod local;
