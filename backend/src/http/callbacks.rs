//! Where the provider posts its callbacks: authenticated, kept, acknowledged, then applied.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Body,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{MAX_CALLBACK, caller, failure::Failure};
use crate::{
    app::App,
    callback::envelope::{self, Envelope},
    inbox::apply,
};

/// The fields of callback 15 (documentation, callbacks: `?type=15&userstatus=2&userid=…`).
type Fields = Result<Query<BTreeMap<String, String>>, QueryRejection>;

pub(super) async fn receive(
    State(app): State<Arc<App>>,
    query: Fields,
    headers: HeaderMap,
    body: Body,
) -> Response {
    take(app, None, query, &headers, body).await
}

pub(super) async fn receive_typed(
    State(app): State<Arc<App>>,
    Path(path_type): Path<String>,
    query: Fields,
    headers: HeaderMap,
    body: Body,
) -> Response {
    take(app, Some(path_type), query, &headers, body).await
}

async fn take(
    app: Arc<App>,
    path_type: Option<String>,
    query: Fields,
    headers: &HeaderMap,
    body: Body,
) -> Response {
    if !is_provider(&app, headers) {
        let mut response = Failure::callback_unauthorized().into_response();
        let challenge = HeaderValue::from_static("Basic realm=\"callbacks\", charset=\"UTF-8\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        return response;
    }
    let query = query.map(|Query(fields)| fields).unwrap_or_default();
    match keep(&app, path_type, query, headers, body).await {
        Ok(envelope) => {
            if let Some(envelope) = envelope {
                let background = app.background.clone();
                background.spawn(async move { apply(&app, &envelope).await });
            }
            StatusCode::ACCEPTED.into_response()
        }
        Err(failure) => failure.into_response(),
    }
}

/// Keeps the callback; `None` where it was kept before.
async fn keep(
    app: &App,
    path_type: Option<String>,
    query: BTreeMap<String, String>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Option<Envelope>, Failure> {
    let mut body = caller::body(body, MAX_CALLBACK).await?;
    let path_type = path_type.or_else(|| query.get("type").cloned());
    if body.iter().all(u8::is_ascii_whitespace) && !query.is_empty() {
        body = serde_json::to_vec(&query)?;
    }
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (envelope, arrived) = envelope::open(header, path_type.as_deref(), &body, app.clock.now());
    let is_new = app.store.receive(&envelope, &arrived).await?;
    if !envelope.is_readable {
        tracing::warn!(bytes = body.len(), "a callback cannot be read; it is kept as it came");
    }
    Ok(is_new.then_some(envelope))
}

fn is_provider(app: &App, headers: &HeaderMap) -> bool {
    let credentials = caller::authorization(headers, "basic")
        .and_then(|credentials| BASE64_STANDARD.decode(credentials).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let expected = format!("{}:{}", app.secrets.callback_user, app.secrets.callback_password);
    credentials.is_some_and(|given| caller::is_secret(&given, &expected))
}
