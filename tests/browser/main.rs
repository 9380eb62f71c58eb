//! The browser half in a real browser: the DOM builder, the JSON reader, each screen and the running module.
//!
//! `fakes` replaces the network and counts what the page holds. An unknown route is answered with 501. The views of
//! `ui` come from the model, driven by `page` and `server` of the native tests.
#![cfg(target_family = "wasm")]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod app;
mod dom;
mod fakes;
mod json;
mod other_ways;
#[path = "../native/page.rs"]
#[allow(dead_code, reason = "the native tests use all of it")]
mod page;
mod record;
mod requests;
#[path = "../native/server.rs"]
#[allow(dead_code, reason = "the native tests use all of it")]
mod server;
mod translation;
mod typing;
mod ui;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
