//! The journey without detours, from the first call to the opened account. Read this test first.

mod support;

use axum::http::{Method, StatusCode};
use serde_json::json;
use support::*;

#[tokio::test]
async fn a_customer_opens_an_account_without_detours() {
    let world = World::new().await;
    let browser = world.open("customer-4711").await;

    let start = browser.snapshot().await;
    assert_eq!(start.body["onboarding"], "not_started");
    assert_eq!(start.body["revision"], 1);
    assert_eq!(start.state("profile"), "todo");
    assert_eq!(browser.put("tax", "early", &tax()).await.body["code"], "step_not_open");

    // The web form creates the user.
    let id = browser.create().await;
    assert!(
        id.len() == 9 && id.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()),
        "{id}"
    );
    let created = browser.snapshot().await;
    assert_eq!(created.state("profile"), "done");
    assert_eq!(created.body["activation"]["state"], "waiting_code");
    world.deliver(1, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized", "publicUserCode": "x" })).await;
    world
        .deliver(1, json!({ "type": "4", "appUserId": id, "status": "Initialized", "diligences": [] }))
        .await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": format!("0x{CODE}"), "ErrorMessage": "" })).await;
    assert_eq!(browser.snapshot().await.body["activation"], json!({ "state": "ready", "issue": 1 }));

    // The code goes to the phone, which opens the identification.
    let revealed = browser.reveal().await;
    assert_eq!(revealed.body, json!({ "activationCode": CODE, "issue": 1 }));
    assert_eq!(revealed.header("cache-control"), "no-store");
    world.deliver(60, json!({ "type": "34", "appUserId": id, "userRecordStatus": "InProgress" })).await;
    world.deliver(61, pending(&id)).await;
    let bound = browser.snapshot().await;
    assert_eq!((bound.state("device"), bound.state("identity")), ("done", "submitted"));
    assert_eq!(bound.body["activation"]["state"], "bound");
    assert_eq!(browser.reveal().await.status, StatusCode::CONFLICT);

    // Meanwhile the customer does the other steps.
    world.provider.script("POST /api/v2.0/users/{id}/declarative", 201, json!({}));
    assert_eq!(browser.put("declarative", "d", &declarative()).await.state("declarative"), "done");

    world.provider.script("PATCH /api/sca/v2.1/user/{id}/fatcaEai", 201, confirmation_asked("sca-1"));
    let confirming = browser.put("tax", "t", &tax()).await;
    assert_eq!(confirming.state("tax"), "confirm_on_phone");
    assert_eq!(
        confirming.body["confirmation"],
        json!({ "step": "tax", "expiresAt": "2026-11-23T09:05:00Z" })
    );
    world.deliver(90, json!({ "Header": { "AuthenticationId": "sca-1", "AppUserId": id, "Status": "Succeeded" }, "Payload": "" })).await;
    assert_eq!(browser.snapshot().await.state("tax"), "submitted");
    world
        .deliver(91, json!({ "type": "44", "appUserId": id, "fatcaEaiStatus": "OK", "diligences": [] }))
        .await;
    assert_eq!(browser.snapshot().await.state("tax"), "done");

    world.provider.script("POST /api/sca/v2.0/users/{id}/cgu", 201, confirmation_asked("sca-2"));
    assert_eq!(browser.put("terms", "c", &terms()).await.state("terms"), "confirm_on_phone");
    world.deliver(120, json!({ "Header": { "AuthenticationId": "sca-2", "AppUserId": id, "Status": "Succeeded" }, "Payload": "{\"card\":true,\"partner\":true,\"account\":true}" })).await;
    assert_eq!(browser.snapshot().await.state("terms"), "done");

    // The identity is accepted and the account opens.
    world.deliver(240, json!({ "type": "4", "appUserId": id, "status": "Complete", "diligences": [
        { "diligenceType": "ID_CARD", "status": "Validated" }, { "diligenceType": "SELFIE", "status": "Validated" },
    ] })).await;
    world.deliver(241, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Validated", "identificationLevel": "High" })).await;
    world
        .deliver(
            241,
            json!({ "type": "45", "appUserId": id, "accountId": "a", "accountStatus": "Activated" }),
        )
        .await;
    let end = browser.snapshot().await;
    assert_eq!(end.body["onboarding"], "validated");
    assert_eq!(end.body["pollAfterMs"], 0);
    for step in ["profile", "device", "identity", "declarative", "tax", "terms"] {
        assert_eq!(end.state(step), "done");
    }
    assert_eq!(world.provider.tokens(), 1);
    world.provider.assert_known();
    assert_eq!(browser.call(Method::DELETE, "/onboarding/session").await.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.call(Method::GET, "/onboarding").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_same_reference_continues_where_the_customer_left() {
    let world = World::new().await;
    let id = world.open("customer-1").await.create().await;
    let again = world.open("customer-1").await;
    assert_eq!(again.snapshot().await.state("profile"), "done");
    let other = world.open("customer-2").await;
    assert_eq!(other.snapshot().await.state("profile"), "todo");
    assert_ne!(other.create().await, id);
}

#[tokio::test]
async fn partners_with_a_licence_use_the_plain_calls() {
    let world = World::of_kind(backend::journey::view::PartnerKind::Psee).await;
    let browser = world.open("customer").await;
    browser.create().await;
    let answer =
        json!({ "VraisemblanceStatus": "OK", "FatcaEaiStatus": "NOK", "RequiredDocuments": ["FATCA_W9"] });
    world.provider.script("PATCH /api/v2.1/user/{id}/fatcaEai", 201, answer);
    world.provider.script(
        "POST /api/v2.0/users/{id}/cgu",
        200,
        json!({ "card": true, "partner": true, "account": true }),
    );
    let taxed = browser.put("tax", "t", &tax()).await;
    assert_eq!(taxed.state("tax"), "action_required");
    assert_eq!(taxed.body["steps"][4]["documents"], json!([{ "kind": "w9", "state": "expected" }]));
    assert_eq!(browser.put("terms", "c", &terms()).await.state("terms"), "done");
    assert_eq!(browser.confirm("tax").await.status, StatusCode::CONFLICT);
    world.provider.assert_known();
}
