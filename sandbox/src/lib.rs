//! Plays Xpollens (its API, its callbacks) and answers for the customer's phone, with all state in memory.
//! It knows nothing of the partner's backend: it reads requests by the documented names only.
//!
//! Where to start:
//! - [`onboarding`]: the life of a prospect, with [`demand`], [`pictures`], [`refusal`], [`incoming`], [`screening`],
//!   [`tax_review`] and [`sca`] on the way; [`generation`] says what differs between the two sequences;
//! - [`world`]: all state, and what happens when;
//! - [`engine`]: time and delivery;
//! - [`api`], [`phone`], [`control`]: the three sides it is called from. The README has the calls.

pub mod api;
pub mod callback;
pub mod clock;
pub mod config;
pub mod connection;
pub mod control;
pub mod date_format;
pub mod demand;
pub mod diligence;
pub mod engine;
pub mod faults;
pub mod generation;
pub mod iban;
pub mod identification;
pub mod incoming;
mod local;
pub mod mismatch;
pub mod onboarding;
pub mod outcome;
pub mod payer;
pub mod pdf;
pub mod phone;
pub mod pictures;
pub mod place;
pub mod profile;
pub mod proof;
pub mod prospect;
pub mod random;
pub mod received;
pub mod record;
pub mod refusal;
pub mod sca;
pub mod scenario;
pub mod schedule;
pub mod screening;
pub mod self_certification;
pub mod settings;
pub mod tax;
pub mod tax_document;
pub mod tax_review;
pub mod timetable;
pub mod transfer;
pub mod workflow;
pub mod world;

use std::io;

use axum::{Router, middleware};
use tokio::net::TcpListener;

use self::{
    connection::{Connection, CuttableListener},
    engine::Sandbox,
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
