//! The HTTP interface: the contract's calls, the provider's callbacks, health.
//!
//! Where to start: [`app`] (the routes), then one file for each call.

mod activation;
mod alternative;
mod callbacks;
mod caller;
mod customers;
mod documents;
mod drafts;
pub mod failure;
mod frame;
mod health;
mod identification;
mod partner;
mod places;
mod profile;
mod provider_call;
mod restart;
mod self_certification;
mod session;
mod snapshot;
mod steps;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware,
    response::{IntoResponse, Response},
    routing::{any, delete, get, post, put},
};
use contract::routes;
use tower_http::catch_panic::CatchPanicLayer;

use self::failure::Failure;
use crate::app::App;

/// All paths of the backend.
pub fn app(app: Arc<App>) -> Router {
    let steps = routes::STEPS;
    let callbacks = routes::CALLBACKS;
    let customers = routes::CUSTOMERS;
    let max_upload = usize::try_from(app.process.upload_max_bytes).unwrap_or(usize::MAX);
    let max_upload = DefaultBodyLimit::max(max_upload.saturating_add(documents::BESIDE_FILE));
    Router::new()
        .route(routes::SESSIONS, post(session::open))
        .route(routes::IDENTIFICATION, post(identification::page))
        .route(&format!("{customers}/{{reference}}"), get(customers::read).delete(customers::erase))
        .route(&format!("{customers}/{{reference}}{}", routes::EXPORT), get(customers::export))
        .route(routes::SESSION, delete(session::end))
        .route(routes::ONBOARDING, get(snapshot::get))
        .route(&format!("{steps}/{{step}}"), put(steps::submit))
        .route(&format!("{steps}/{{step}}{}", routes::CONFIRMATION), post(steps::confirm))
        .route(routes::ACTIVATION, post(activation::reveal))
        .route(routes::REPORT, post(activation::report))
        .route(routes::PROFILE, get(profile::read))
        .route(&format!("{}/{{step}}", routes::DRAFTS), get(drafts::read).put(drafts::save))
        .route(routes::RESTART, post(restart::begin))
        .route(routes::PLACES, get(places::list))
        .route(routes::ALTERNATIVE, post(alternative::refuse_scan))
        .route(routes::DOCUMENTS, post(documents::send).layer(max_upload))
        .route(routes::SELF_CERTIFICATION, get(self_certification::get))
        .route(callbacks, any(callbacks::receive))
        .route(&format!("{callbacks}/{{type}}"), any(callbacks::receive_typed))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .fallback(unmatched)
        .method_not_allowed_fallback(|| async { Failure::method_not_allowed() })
        .layer(CatchPanicLayer::custom(|_| Failure::internal("a request panicked").into_response()))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), frame::frame))
        .with_state(app)
}

/// A path without a route: a callback's path in another spelling, or unknown.
async fn unmatched(State(app): State<Arc<App>>, request: Request) -> Response {
    match callbacks::misspelt(request.uri().path()) {
        Some(path_type) => callbacks::answer(app, path_type, request).await,
        None => Failure::not_found().into_response(),
    }
}
