//! Serves the phone's web page and the identification provider's page in it, with a strict content policy.

use std::path::Path;

use axum::{
    Router,
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use tower_http::services::ServeDir;

use crate::engine::Sandbox;

/// Permissions of the pages: the phone's page shows the provider's page in a frame, and both use the camera.
const HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         frame-src 'self'; media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; frame-ancestors 'self'",
    ),
    (HeaderName::from_static("permissions-policy"), "camera=(self)"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"), // the address of the provider's page contains a token
    (header::CACHE_CONTROL, "no-cache"),
];

/// The routes of the files in `folder`.
pub fn router(folder: Option<&Path>) -> Router<Sandbox> {
    let router = Router::new().route("/phone", get(|| async { Redirect::permanent("/phone/") }));
    let router = match folder {
        Some(folder) => router.nest_service("/phone/", ServeDir::new(folder)),
        None => router.route("/phone/", get(no_folder)),
    };
    router.layer(middleware::map_response(add_headers))
}

async fn no_folder() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, "start the sandbox with --phone-dir to see the phone here")
}

async fn add_headers(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
