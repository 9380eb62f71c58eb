//! Wraps every call: adds its reference, its log line, the security headers and the problem document.

use std::{sync::Arc, time::Instant};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use contract::routes;

use super::failure::Failure;
use crate::{app::App, random::request_id};

/// Security headers of every answer: this is an API that no page may frame, embed or sniff.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
];

/// The reference of a request.
#[derive(Clone)]
pub(super) struct RequestId(pub(super) String);

pub(super) async fn frame(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id(&*app.random);
    let method = request.method().clone();
    // The path's template: the actual path and the query may contain data that does not belong in a log.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));

    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let ms = began.elapsed().as_millis();
    let failure = response.extensions_mut().remove::<Failure>();
    // What the framework refuses by itself (a path that is no UTF-8) is a problem document too.
    if let Some(failure) = failure.or_else(|| Failure::of_status(response.status())) {
        if let Some(cause) = failure.cause() {
            tracing::error!(cause, request_id = %id, "request failed");
        }
        response = with_problem(response, failure, &id);
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_bytes(routes::REQUEST_ID.as_bytes()).unwrap_or(header::VIA), value);
    }
    app.metrics.answered(method.as_str(), &route, status);
    tracing::info!(%method, route, status, ms, request_id = %id, "request");
    response
}

fn with_problem(mut response: Response, failure: Failure, id: &str) -> Response {
    let problem = failure.into_problem(id.to_owned());
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
