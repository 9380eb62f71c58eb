//! The provider's API, as a partner calls it.
//!
//! - [`route`]: which calls there are;
//! - [`token`], [`users`], [`users_v2`], [`kyc`], [`declarative`], [`fatca`], [`attachments`], [`accounts`], [`cgu`],
//!   [`webhooks`]: one module a group of calls;
//! - [`fields`], [`error`]: how bodies are read and how calls are refused;
//! - here: what all calls share, namely the log of what was received, faults, access tokens.

pub mod accounts;
pub mod attachments;
pub mod cgu;
pub mod confirmation;
pub mod declarative;
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
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use self::{
    error::ApiError,
    reply::Reply,
    route::{Found, Operation, Route},
};
use crate::{connection::Connection, engine::Sandbox, faults::ApiFault, received::Call, tax, world::World};

/// Most bytes of a request body: two of the largest files, in base64.
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
    let carry_out = || {
        let route::Named { app_user_id, key } = named;
        let call = route::Call { operation: route.operation, app_user_id, key, parts: &parts, body: &body };
        sandbox.change(|world| carry_out(world, sandbox.config(), &call))
    };
    let reply = match fault {
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
    };
    let status = reply.status();
    sandbox.world().received.answered(number, status.as_u16());
    tracing::info!("{}: {}", route.name(), status.as_u16());
    reply.into_response()
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
    let known = route.map(|route| route.operation.fields());
    let mut ignored_fields = paths(&body, "");
    ignored_fields.retain(|path| known.as_ref().is_some_and(|known| is_ignored(path, known)));
    let mut world = sandbox.world();
    let at = world.now();
    world.received.add(Call {
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

/// Whether a member is not known, and what it stands in is.
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

fn carry_out(world: &mut World, config: &crate::config::Config, call: &route::Call<'_>) -> Reply {
    if call.operation == Operation::Token {
        return token::issue(world, config, call);
    }
    let outcome = authorise(world, &call.parts.headers).and_then(|()| match call.operation {
        Operation::Token => Ok(Reply::empty(StatusCode::NOT_FOUND)),
        Operation::CreateUser => users::create(world, call),
        Operation::ReadUser => users::read(world, call),
        Operation::UpdateUser => users::update(world, call),
        Operation::CreateDeclarative => declarative::write(world, call, StatusCode::CREATED),
        Operation::UpdateDeclarative => declarative::write(world, call, StatusCode::OK),
        Operation::ReadDeclarative => declarative::read(world, call),
        Operation::DeclareTax => fatca::declare(world, call, &tax::V2_1),
        Operation::ConfirmTax => Ok(fatca::confirm(world, call, &tax::V2_1)),
        Operation::ReadTax => fatca::read(world, call, &tax::V2_1),
        Operation::DeclareTaxV3 => fatca::declare(world, call, &tax::V3_0),
        Operation::ConfirmTaxV3 => Ok(fatca::confirm(world, call, &tax::V3_0)),
        Operation::ReadTaxV3 => fatca::read(world, call, &tax::V3_0),
        Operation::CreateUserV2 => users_v2::create(world, call),
        Operation::ListUsers => Ok(users_v2::list(world, call)),
        Operation::UpdateUserV2 => users_v2::update(world, call),
        Operation::OpenDemand => Ok(kyc::open(world, call)),
        Operation::ChangeDemand => Ok(kyc::change(world, call)),
        Operation::ReadDemand => kyc::read(world, call),
        Operation::SendTaxDocument => attachments::send(world, call),
        Operation::ReadTaxDocument => attachments::read(world, call),
        Operation::CertifyTax => fatca::certify(world, call),
        Operation::ReadAccount => Ok(accounts::read(world, call)),
        Operation::RegisterTransfer => accounts::register_transfer(world, call),
        Operation::AcceptTerms => cgu::accept(world, call),
        Operation::ConfirmTerms => Ok(cgu::confirm(world, call)),
        Operation::FetchCallbacks => webhooks::fetch(world, call),
    });
    outcome.unwrap_or_else(|error| Reply::refusal(&error))
}

fn authorise(world: &World, headers: &HeaderMap) -> Result<(), ApiError> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(ApiError::token_invalid)?;
    match world.tokens.get(token) {
        None => Err(ApiError::token_invalid()),
        Some(expires_at) if *expires_at <= world.now() => Err(ApiError::token_expired()),
        Some(_) => Ok(()),
    }
}
