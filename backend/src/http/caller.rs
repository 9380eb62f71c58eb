//! The caller of a request: a browser, identified by its session. Also reads bodies.

use std::{error::Error, sync::Arc, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use contract::routes;
use http_body_util::LengthLimitError;

use super::{failure::Failure, frame::RequestId};
use crate::{
    app::App,
    digest::sha256_hex,
    store::{Limited, Session},
};

/// Cookie that may carry the session's token instead of the `Authorization` header.
pub(super) const COOKIE: &str = "__Host-onboarding";
/// Maximum time for a body to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// A browser that shows a token: its digest. Whether a session belongs to it is not known yet.
pub(super) struct TokenDigest(pub(super) String);

/// A browser with a session.
pub(super) struct Caller {
    pub(super) session: Session,
    pub(super) request_id: String,
}

impl FromRequestParts<Arc<App>> for TokenDigest {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Failure> {
        let is_client = parts.headers.get(routes::CLIENT).is_some_and(|value| value.as_bytes() == b"1");
        if !is_client {
            return Err(Failure::forbidden("The header X-Onboarding-Client: 1 is missing"));
        }
        let token = match (bearer(&parts.headers), cookie(&parts.headers)) {
            (Some(token), _) => token,
            (None, Some(_)) if is_from_elsewhere(&parts.headers) => {
                return Err(Failure::forbidden("The cookie counts only for pages of its own origin"));
            }
            (None, Some(token)) => token,
            (None, None) => return Err(Failure::session_expired()),
        };
        Ok(Self(sha256_hex(token.as_bytes())))
    }
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let TokenDigest(token_digest) = TokenDigest::from_request_parts(parts, app).await?;
        let session = app.store.session(&token_digest).await?;
        let session = session.filter(|session| session.expires_at > app.clock.now());
        let session = session.ok_or_else(Failure::session_expired)?;
        Ok(Self { session, request_id: request_id(parts) })
    }
}

/// Counts a call that makes a call to the provider each time the customer presses a button.
pub(super) async fn limit_calls(app: &App, caller: &Caller) -> Result<(), Failure> {
    limit(app, caller, Limited::Call, app.limits.provider_calls).await
}

/// Counts a call at most `most` of which are allowed.
pub(super) async fn limit(app: &App, caller: &Caller, limited: Limited, most: u32) -> Result<(), Failure> {
    let prospect_id = caller.session.prospect_id;
    app.store.count_call(prospect_id, limited, app.clock.now(), most).await?.map_err(Failure::rate_limited)
}

/// The reference that [`super::frame`] assigned to the request.
pub(super) fn request_id(parts: &Parts) -> String {
    parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

/// The token of `Authorization: Bearer …`.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    authorization(headers, "bearer")
}

/// The credentials in an `Authorization` header with that scheme.
pub(super) fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let (given, credentials) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| credentials.trim())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, token)| token)
}

/// Whether the browser says that a page of another origin made the call. Older browsers say nothing; for them the client's
/// header must suffice, which no page can send to another origin without a preflight.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin")
}

/// Whether `given` is the secret. Digests are compared, so that the time taken reveals nothing about the secret.
pub(super) fn is_secret(given: &str, secret: &str) -> bool {
    sha256_hex(given.as_bytes()) == sha256_hex(secret.as_bytes())
}

/// Maximum size of a body from a browser or the partner, in bytes.
pub(super) const MAX_BODY: usize = 16 * 1024;

/// The body, if it has at most `max` bytes and arrives in time.
pub(super) async fn body(body: Body, max: usize) -> Result<Vec<u8>, Failure> {
    match tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, max)).await {
        Err(_) => Err(Failure::too_slow()),
        Ok(Err(error)) if error.source().is_some_and(<dyn Error>::is::<LengthLimitError>) => {
            Err(Failure::too_large())
        }
        Ok(Err(_)) => Err(Failure::malformed("The body ended before its announced end")),
        Ok(Ok(bytes)) => Ok(bytes.into()),
    }
}
