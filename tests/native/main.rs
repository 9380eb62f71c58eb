//! Whole flows of the onboarding through its public interface: `Model::new`, `update`, `view`. The examples to read first.
//!
//! Begin with `straight_through`. `page` plays the browser: it keeps the effects and performs none. `server` makes the
//! snapshots. Times are values, so no test waits.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod bad_input;
mod certificate;
mod code;
mod confirmation;
mod documents;
mod drafts;
mod every_state;
mod form;
mod least_typing;
mod locales;
mod offline;
mod order;
mod page;
mod prefill;
mod random_walk;
mod read_back;
mod report;
mod restart;
mod server;
mod session;
mod sheets;
mod status;
mod straight_through;
mod tabs;
mod terms;
mod title;
mod towns;
mod transfer;
mod typography;
mod wake;
mod wire;
