//! Each secret may be two at once: while one replaces the other, no call fails.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use backend::{config::Replacements, notices, provider::Provider};
use serde_json::json;
use support::*;

/// `client:client-secret` and `client:new-client-secret`.
const OLD_CLIENT: &str = "Basic Y2xpZW50OmNsaWVudC1zZWNyZXQ=";
const NEW_CLIENT: &str = "Basic Y2xpZW50Om5ldy1jbGllbnQtc2VjcmV0";
const HOOK: &str = "POST /hook";

fn replacements() -> Replacements {
    Replacements {
        partner_key: Some("new-partner-key".into()),
        client: Some(("client".into(), "new-client-secret".into())),
        callbacks: Some(("new-user".into(), "new-password".into())),
    }
}

async fn status_of_session(world: &World, key: &str) -> StatusCode {
    let request = Request::post("/sessions").header(header::AUTHORIZATION, format!("Bearer {key}"));
    let body = json!({ "customerReference": "customer" }).to_string();
    world.send(request.body(Body::from(body)).unwrap()).await.status
}

async fn status_of_callback(world: &World, login: &str) -> StatusCode {
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    let authorization = format!("Basic {}", BASE64_STANDARD.encode(login));
    let request = Request::post("/callbacks/xpollens").header(header::AUTHORIZATION, authorization);
    world.send(request.body(Body::from(r#"{"type":"34"}"#)).unwrap()).await.status
}

#[tokio::test]
async fn the_partner_and_the_provider_may_present_either_secret_and_no_mixture() {
    let mut world = World::new().await;
    world.replace_secrets(replacements());
    for key in ["partner-key", "new-partner-key"] {
        assert_eq!(status_of_session(&world, key).await, StatusCode::CREATED, "{key}");
    }
    for login in ["xpollens:callback-password", "new-user:new-password"] {
        assert_eq!(status_of_callback(&world, login).await, StatusCode::ACCEPTED, "{login}");
    }
    for login in ["xpollens:new-password", "new-user:callback-password", ":", "new-user:"] {
        assert_eq!(status_of_callback(&world, login).await, StatusCode::UNAUTHORIZED, "{login}");
    }
    assert_eq!(status_of_session(&world, "").await, StatusCode::FORBIDDEN);
    world.at_rest().await;
    world.replace_secrets(Replacements::default());
    assert_eq!(status_of_session(&world, "new-partner-key").await, StatusCode::FORBIDDEN);
    assert_eq!(status_of_callback(&world, "new-user:new-password").await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_submission_succeeds_before_and_after_the_provider_replaces_the_client_secret() {
    for accepted in [OLD_CLIENT, NEW_CLIENT] {
        let world = World::new().await;
        world.provider.accept_client(accepted);
        let provider =
            Provider::new(world.provider_config(replacements().client), world.clock.clone()).unwrap();
        world.provider.script("GET /api/v1.1/users/{id}", 404, json!({}));
        assert!(!provider.has_user("customer", "request").await.unwrap(), "{accepted}");
        assert_eq!(world.provider.tokens(), 1);
    }
}

#[tokio::test]
async fn a_notice_arrives_at_a_partner_that_knows_only_the_second_key() {
    let mut world = World::new().await;
    world.notify(format!("{}/hook", world.provider.url));
    world.provider.script(HOOK, 401, json!({}));
    world.provider.script(HOOK, 200, json!({}));
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    browser.reveal().await;
    browser.report().await;
    notices::delivery::deliver_due(&world.app).await.unwrap();
    let keys: Vec<_> =
        world.provider.asked(HOOK).iter().map(|asked| asked.headers["authorization"].clone()).collect();
    assert_eq!(keys, ["Bearer notice-key", "Bearer second-notice-key"]);
    assert_eq!(world.app.store.next_notice_at().await.unwrap(), None, "taken");
}
