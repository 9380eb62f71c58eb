//! Access tokens: OAuth2 client credentials (RFC 6749, 4.4), scope `partner`, valid for an hour of the sandbox clock.

use axum::{
    body::Bytes,
    http::{HeaderMap, StatusCode, header},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{call::Call, reply::Reply};
use crate::{
    config::{Config, Credentials},
    time::{clock::plus, timetable},
    world::World,
};

/// Issues an access token, or refuses with a reason (RFC 6749, 5.2).
pub fn issue(world: &mut World, config: &Config, call: &Call<'_>) -> Reply {
    let form = form(call.body);
    let parameter = |name| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let posted = || {
        let (id, secret) = (parameter("client_id")?.to_owned(), parameter("client_secret")?.to_owned());
        Some(Credentials { id, secret })
    };
    let Some(credentials) = basic(&call.parts.headers).or_else(posted) else {
        return refused("invalid_client");
    };
    if credentials.id != config.client.id || credentials.secret != config.client.secret {
        return refused("invalid_client");
    }
    if parameter("grant_type") != Some("client_credentials") {
        return refused("unsupported_grant_type");
    }
    if parameter("scope") != Some("partner") {
        return refused("invalid_scope"); // case matters
    }
    let token = world.random.bearer_token();
    let now = world.now();
    world.tokens.retain(|_, expires_at| plus(*expires_at, timetable::TOKEN_SECONDS * 1000) > now);
    world.tokens.insert(token.clone(), plus(now, timetable::TOKEN_SECONDS * 1000));
    Reply::json(
        StatusCode::OK,
        json!({
            "access_token": token,
            "expires_in": timetable::TOKEN_SECONDS,
            "token_type": "Bearer",
            "scope": "partner",
        }),
    )
}

/// The form without its secrets, so that it can be kept.
pub fn without_secrets(body: &Bytes) -> Value {
    form(body).into_iter().filter(|(key, _)| key == "grant_type" || key == "scope").collect()
}

fn form(body: &Bytes) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

fn basic(headers: &HeaderMap) -> Option<Credentials> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let decoded = String::from_utf8(BASE64_STANDARD.decode(value).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some(Credentials { id: id.into(), secret: secret.into() })
}

fn refused(error: &str) -> Reply {
    Reply::json(StatusCode::BAD_REQUEST, json!({ "error": error }))
}
