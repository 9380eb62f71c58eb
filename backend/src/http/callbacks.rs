//! Receives the provider's callbacks: authenticates, stores and acknowledges them, then applies them.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Path, Query, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::routes;

use super::{caller, failure::Failure};
use crate::{
    app::App,
    callback::delivery::{Delivery, Frame},
    inbox,
};

/// Maximum size of a callback's body, in bytes.
const MAX_CALLBACK: usize = 1024 * 1024;
/// The accepted methods. The documentation does not say which method callback 15, a query string, uses.
const METHODS: HeaderValue = HeaderValue::from_static("POST, GET, HEAD");

pub(super) async fn receive(State(app): State<Arc<App>>, request: Request) -> Response {
    answer(app, None, request).await
}

pub(super) async fn receive_typed(
    State(app): State<Arc<App>>,
    Path(path_type): Path<String>,
    request: Request,
) -> Response {
    answer(app, Some(path_type), request).await
}

/// A path that differs from a callback's only in its spelling: letter case, a slash at the end, doubled slashes. `None` if it is
/// not one; otherwise the type in it.
pub(super) fn misspelt(path: &str) -> Option<Option<String>> {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    for expected in routes::CALLBACKS.split('/').filter(|segment| !segment.is_empty()) {
        segments.next().filter(|segment| segment.eq_ignore_ascii_case(expected))?;
    }
    let path_type = segments.next().map(str::to_owned);
    segments.next().is_none().then_some(path_type)
}

/// Accepts a callback, or answers a probe that only checks whether the address responds.
pub(super) async fn answer(app: Arc<App>, path_type: Option<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if !matches!(parts.method, Method::POST | Method::GET | Method::HEAD) {
        let mut response = Failure::method_not_allowed().into_response();
        response.headers_mut().insert(header::ALLOW, METHODS);
        return response;
    }
    if !is_provider(&app, &parts.headers) {
        let mut response = Failure::callback_unauthorized().into_response();
        let challenge = HeaderValue::from_static("Basic realm=\"callbacks\", charset=\"UTF-8\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        return response;
    }
    let taken = match caller::body(body, MAX_CALLBACK).await {
        Ok(body) if is_probe(&parts, &body) => {
            return (StatusCode::NO_CONTENT, [(header::ALLOW, METHODS)]).into_response();
        }
        Ok(body) => keep(&app, path_type, &parts, body).await,
        Err(failure) => Err(failure),
    };
    taken.map_or_else(IntoResponse::into_response, |()| StatusCode::ACCEPTED.into_response())
}

/// Whether the request is such a probe: it has no content.
fn is_probe(parts: &Parts, body: &[u8]) -> bool {
    let is_empty =
        parts.uri.query().unwrap_or_default().is_empty() && body.iter().all(u8::is_ascii_whitespace);
    parts.method == Method::HEAD || (parts.method == Method::GET && is_empty)
}

/// Stores all callbacks of the request, and applies the new ones without making the provider wait.
async fn keep(
    app: &Arc<App>,
    path_type: Option<String>,
    parts: &Parts,
    body: Vec<u8>,
) -> Result<(), Failure> {
    let query = Query::<BTreeMap<String, String>>::try_from_uri(&parts.uri);
    let mut frame = Frame::new(path_type, |name| value(&parts.headers, name));
    frame.query = query.map(|Query(fields)| fields).unwrap_or_default();
    let new = inbox::keep(app, Delivery { frame, body }, &caller::request_id(parts)).await?;
    let app = Arc::clone(app);
    app.background.clone().spawn(async move { inbox::apply(&app, &new).await });
    Ok(())
}

/// All lines of a header, joined by commas; bytes that are not UTF-8 are read as Latin-1 (RFC 9110, section 5.5).
fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let text = |value: &HeaderValue| {
        let bytes = value.as_bytes();
        std::str::from_utf8(bytes)
            .map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
    };
    let lines: Vec<String> = headers.get_all(name).iter().map(text).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

fn is_provider(app: &App, headers: &HeaderMap) -> bool {
    let credentials = caller::authorization(headers, "basic")
        .and_then(|credentials| BASE64_STANDARD.decode(credentials).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let is_right =
        |given: String| app.secrets.callback_logins().any(|login| caller::is_secret(&given, &login));
    credentials.is_some_and(is_right)
}
