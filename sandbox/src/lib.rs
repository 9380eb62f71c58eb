//! Plays Xpollens (its API and its callbacks) and the customer's phone, with all state in memory. It knows nothing
//! about the partner's backend and reads requests only by the documented names.
//!
//! Where to start:
//! - [`customer`]: the prospect, from creation to the opened account; [`kyc`], [`tax`] and [`money`]: its steps;
//! - [`world`]: all state and all planned events; [`time`]: when they happen;
//! - [`engine`]: fires the events and delivers callbacks;
//! - [`api`], [`callback`], [`phone`], [`control`]: the four interfaces. The README describes the calls;
//! - [`scenario`]: named stories that a prospect goes through.

// Functions are split near 40 lines. A longer one says why. A test is a story that is read from beginning to end, so
// tests are exempt.
#![cfg_attr(not(test), warn(clippy::too_many_lines))]

pub mod api;
pub mod callback;
pub mod config;
pub mod control;
pub mod customer;
pub mod engine;
pub mod kyc;
pub mod money;
pub mod phone;
pub mod scenario;
pub mod server;
pub mod tax;
pub mod time;
pub mod world;

use std::io;

use axum::{Router, middleware};
use tokio::net::TcpListener;

use self::{
    engine::Sandbox,
    server::{
        connection::{Connection, CuttableListener},
        local,
    },
};

/// The router of the sandbox. It must be served by [`serve`], which tells it the caller's address.
pub fn app(sandbox: Sandbox) -> Router {
    let local = Router::new()
        .nest("/control", control::router())
        .nest("/phone/api", phone::api::router())
        .merge(phone::page::router(sandbox.config().phone_dir.as_deref()))
        .layer(middleware::from_fn(local::only));
    local.fallback(api::answer).with_state(sandbox)
}

/// Serves [`app`] on `listener` and makes the clock tick, until the future is dropped.
///
/// # Errors
/// If the listener fails.
pub async fn serve(listener: TcpListener, sandbox: Sandbox) -> io::Result<()> {
    let service = app(sandbox.clone()).into_make_service_with_connect_info::<Connection>();
    tokio::select! {
        served = axum::serve(CuttableListener(listener), service) => served,
        () = sandbox.run() => Ok(()),
    }
}
