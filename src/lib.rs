//! Browser module that takes a customer through the Xpollens account opening.
//!
//! Where to start:
//! - [`model`]: the rules: `Model::update` turns a message into effects, `Model::view` says what to draw;
//! - [`wire`]: a call as an HTTP request, an answer as a message;
//! - `ui`: draws a view and sends messages; it contains no rules;
//! - `browser`: the loop that performs effects (HTTP, timers, page events);
//! - `bindings`: the boundary with JavaScript.
//!
//! The first modules below compile and are tested on any machine; those marked with `cfg` exist only on wasm.

// A function near 40 lines is split; one that stays long says why. A test is a story, read from beginning to end.
#![cfg_attr(not(test), warn(clippy::too_many_lines))]

pub mod config;
pub mod error;
pub mod model;
pub mod payment;
pub mod qr;
pub mod text;
pub mod wire;

#[cfg(target_family = "wasm")]
pub mod bindings;
#[cfg(target_family = "wasm")]
pub mod browser;
#[cfg(target_family = "wasm")]
pub mod dom;
#[cfg(target_family = "wasm")]
mod memory;
#[cfg(target_family = "wasm")]
pub mod ui;
