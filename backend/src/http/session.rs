//! Opens a session, server to server, and ends it.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{
    session::{OpenSessionRequest, OpenSessionResponse, Prefill, Role},
    step::StepId,
    time::{Date, Timestamp},
};

use super::{
    caller::{self, Caller},
    failure::Failure,
    partner::{Partner, check_reference, is_id},
};
use crate::{
    app::App,
    current::Current,
    digest::sha256_hex,
    generation::Generation,
    journey::view::is_open,
    profile::prefill::{self, Refused},
    random::{app_user_id, session_token},
    store::{KeptPrefill, Prospect, Session},
};

const MILLIS_PER_HOUR: i64 = 3_600_000;
/// Removes the cookie.
const NO_COOKIE: &str = "__Host-onboarding=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0";

pub(super) async fn open(State(app): State<Arc<App>>, _: Partner, body: Body) -> Result<Response, Failure> {
    let body = caller::body(body, caller::MAX_BODY).await?;
    let request: OpenSessionRequest = serde_json::from_slice(&body)
        .map_err(|_| Failure::malformed("The body must be {\"customerReference\": \"…\", \"roles\": […]}"))?;
    check_roles(&request.roles, app.process.generation)?;
    let now = app.clock.now();
    let prefill = request.prefill.map(|known| read_prefill(&known, now.date())).transpose()?;
    let reference = request.customer_reference;
    check_reference(&reference)?;
    let life_ms = i64::from(app.limits.session_hours).saturating_mul(MILLIS_PER_HOUR);
    let expires_at = Timestamp::from_millis(now.as_millis().saturating_add(life_ms));
    let id = app_user_id(&*app.random, app.process.generation.app_user_id_length())?;
    let prospect = app.store.open_prospect(&reference, &id, now).await?;
    if !request.roles.is_empty() {
        app.store.keep_roles(prospect.id, &request.roles).await?;
    }
    if let Some(prefill) = prefill {
        keep_prefill(&app, &prospect, &prefill, now).await?;
    }
    let session_token = session_token(&*app.random)?;
    let session =
        Session { token_digest: sha256_hex(session_token.as_bytes()), prospect_id: prospect.id, expires_at };
    app.store.open_session(&session, now).await?;
    Ok((StatusCode::CREATED, Json(OpenSessionResponse { session_token, expires_at })).into_response())
}

/// Only users of version 2.0 have roles.
fn check_roles(roles: &[Role], generation: Generation) -> Result<(), Failure> {
    if !roles.is_empty() && generation == Generation::Legacy {
        return Err(Failure::malformed(
            "roles need generation = \"current\": users of version 1.1 have none",
        ));
    }
    if roles.iter().any(|role| !is_id(&role.legal_entity_id)) {
        return Err(Failure::malformed("roles: legalEntityId must be 1 to 64 visible ASCII characters"));
    }
    if roles.iter().any(|role| role.kinds.is_empty()) {
        return Err(Failure::malformed(
            "roles: kinds must name at least one of mandated, legal_representative, beneficial_owner",
        ));
    }
    Ok(())
}

fn read_prefill(known: &Prefill, today: Date) -> Result<KeptPrefill, Failure> {
    prefill::read(known, today).map_err(|refused| match refused {
        Refused::Malformed => Failure::malformed(
            "prefill must have texts by the fields of the step profile, none of over 400 characters, and one for each field of readOnly",
        ),
        Refused::Wrong(errors) => Failure::validation(errors),
    })
}

/// Once the customer has sent their details, these count.
async fn keep_prefill(
    app: &App,
    prospect: &Prospect,
    prefill: &KeptPrefill,
    now: Timestamp,
) -> Result<(), Failure> {
    let current = Current::of_session(app, prospect.id).await?;
    if current.progress.created_at.is_none() && is_open(&current.snapshot, StepId::Profile) {
        app.store.keep_prefill(prospect, prefill, now).await?;
        app.wakes.wake(prospect.id); // a page that is open shows it
    }
    Ok(())
}

pub(super) async fn end(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    app.store.end_session(&caller.session.token_digest).await?;
    app.wakes.wake(caller.session.prospect_id); // a request of this session that waits is refused
    let mut response = StatusCode::NO_CONTENT.into_response();
    if headers.contains_key(header::COOKIE) {
        response.headers_mut().insert(header::SET_COOKIE, HeaderValue::from_static(NO_COOKIE));
    }
    Ok(response)
}
