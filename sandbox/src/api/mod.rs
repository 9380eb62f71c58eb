//! The provider's API, as a partner calls it.
//!
//! - [`route`]: the calls that exist; [`call`]: the content of a call; `dispatch`: the function for each call;
//! - [`token`], [`users`], [`users_v2`], [`kyc`], [`declarative`], [`fatca`], [`attachments`], [`accounts`], [`cgu`],
//!   [`webhooks`]: one module for each group of calls;
//! - [`fields`], [`error`]: reading bodies and refusing calls;
//! - this module: what all calls share, namely the log of received calls, and faults.

pub mod accounts;
pub mod attachments;
pub mod call;
pub mod cgu;
pub mod confirmation;
pub mod declarative;
mod dispatch;
pub mod error;
pub mod fatca;
pub mod fields;
pub mod kyc;
pub mod reply;
pub mod route;
pub mod token;
pub mod users;
pub mod users_v2;
pub mod webhooks;

use axum::{
    body::{Bytes, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use self::{
    call::{Call, Operation},
    reply::Reply,
    route::{Found, Route},
};
use crate::{
    engine::Sandbox,
    server::connection::Connection,
    world::{faults::ApiFault, received},
};

/// Largest size of a request body, in bytes: two of the largest files, in base64.
const MAX_BODY: usize = 16 << 20;

/// Answers a call of the API.
pub async fn answer(
    State(sandbox): State<Sandbox>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let found = route::find(&parts.method, parts.uri.path());
    let (route, named) = match found {
        Found::Route(route, named) => (route, named),
        Found::WrongMethod => return unrouted(&sandbox, &parts, &body, StatusCode::METHOD_NOT_ALLOWED),
        Found::Nothing => return unrouted(&sandbox, &parts, &body, StatusCode::NOT_FOUND),
    };
    let number = record(&sandbox, &parts, &body, Some(route));
    let fault = sandbox.world().faults.take_api(&route.name(), &named.app_user_id);
    let route::Named { app_user_id, key } = named;
    let call = Call { operation: route.operation, app_user_id, key, parts: &parts, body: &body };
    let reply = reply_with(&sandbox, &connection, &call, fault).await;
    let status = reply.status();
    sandbox.world().received.answered(number, status.as_u16());
    tracing::info!("{}: {}", route.name(), status.as_u16());
    reply.into_response()
}

/// Carries a call out with the chosen fault.
async fn reply_with(
    sandbox: &Sandbox,
    connection: &Connection,
    call: &Call<'_>,
    fault: Option<ApiFault>,
) -> Reply {
    let carry_out = || sandbox.change(|world| dispatch::carry_out(world, sandbox.config(), call));
    match fault {
        None => carry_out(),
        Some(ApiFault::Delay { millis }) => {
            let reply = carry_out();
            sandbox.wait(millis).await;
            reply
        }
        Some(ApiFault::Status { status }) => {
            Reply::empty(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        }
        Some(ApiFault::NeverAnswer) => std::future::pending().await,
        Some(ApiFault::Cut) => {
            connection.cut();
            Reply::empty(StatusCode::SERVICE_UNAVAILABLE)
        }
        Some(ApiFault::CutAfter) => {
            connection.cut();
            carry_out()
        }
    }
}

fn unrouted(sandbox: &Sandbox, parts: &Parts, body: &Bytes, status: StatusCode) -> Response {
    let number = record(sandbox, parts, body, None);
    sandbox.world().received.answered(number, status.as_u16());
    tracing::warn!("{} of an unknown route: {}", parts.method, status.as_u16());
    status.into_response()
}

fn record(sandbox: &Sandbox, parts: &Parts, body: &Bytes, route: Option<&Route>) -> usize {
    let body = match route.map(|route| route.operation) {
        Some(Operation::Token) => token::without_secrets(body),
        Some(Operation::SendTaxDocument) => attachments::without_content(readable(body)),
        _ => readable(body),
    };
    let known = route.map(|route| dispatch::known_fields(route.operation));
    let mut ignored_fields = paths(&body, "");
    ignored_fields.retain(|path| known.as_ref().is_some_and(|known| is_ignored(path, known)));
    let mut world = sandbox.world();
    let at = world.now();
    world.received.add(received::Call {
        at,
        method: parts.method.to_string(),
        path: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        body,
        ignored_fields,
        status: None,
    })
}

/// The members of an object and of the objects in it, as `profile.address.city`.
fn paths(value: &Value, above: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (name, inner) in value.as_object().into_iter().flatten() {
        let path = format!("{above}{name}");
        let below = self::paths(inner, &format!("{path}."));
        paths.push(path);
        paths.extend(below);
    }
    paths
}

/// Whether a member is unknown inside a known object.
fn is_ignored(path: &str, known: &[&str]) -> bool {
    let is_reached = path.rsplit_once('.').is_none_or(|(above, _)| known.contains(&above));
    is_reached && !known.contains(&path)
}

fn readable(body: &Bytes) -> Value {
    match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(_) if body.is_empty() => Value::Null,
        Err(_) => String::from_utf8_lossy(body).into_owned().into(),
    }
}
