//! Plays Xpollens (its API, its callbacks) and answers for the customer's phone, with all state in memory.
//! It knows nothing of the partner's backend: it reads requests by the documented names only.
//!
//! Where to start:
//! - [`customer`]: who opens an account, from creation to the opened account; [`kyc`], [`tax`] and [`money`] on the way;
//! - [`world`]: all state, and what is going to happen; [`time`]: when;
//! - [`engine`]: makes it happen, and delivers callbacks;
//! - [`api`], [`callback`], [`phone`], [`control`]: the four sides that others see. The README has the calls;
//! - [`scenario`]: named stories that a prospect goes through.

// A function near 40 lines is split; one that stays long says why. A test is a story, read from beginning to end.
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

/// Everything the sandbox answers. It is to be served by [`serve`], which tells it who calls.
pub fn app(sandbox: Sandbox) -> Router {
    let local = Router::new()
        .nest("/control", control::router())
        .nest("/phone/api", phone::api::router())
        .merge(phone::page::router(sandbox.config().phone_dir.as_deref()))
        .layer(middleware::from_fn(local::only));
    local.fallback(api::answer).with_state(sandbox)
}

/// Serves [`app`] on `listener` and makes the clock tick, until it is dropped.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(listener: TcpListener, sandbox: Sandbox) -> io::Result<()> {
    let service = app(sandbox.clone()).into_make_service_with_connect_info::<Connection>();
    tokio::select! {
        served = axum::serve(CuttableListener(listener), service) => served,
        () = sandbox.run() => Ok(()),
    }
}
