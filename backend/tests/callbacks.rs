//! Callbacks as the provider really sends them: wrapped, misspelt, duplicated, late or broken.

mod support;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};
use support::*;

#[tokio::test]
async fn only_the_provider_may_call() {
    let world = World::new().await;
    for authorization in ["", "Basic eHBvbGxlbnM6d3Jvbmc=", "Bearer callback-password", "Basic %%%"] {
        let request = Request::post("/callbacks/xpollens").header("authorization", authorization);
        let answer = world.send(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{authorization}");
        assert!(answer.header("www-authenticate").starts_with("Basic "));
    }
}

#[tokio::test]
async fn all_wrappers_and_spellings_of_a_callback_are_one_message() {
    for message in [
        json!({ "type": "34", "appUserId": "ID", "userRecordStatus": "InProgress" }),
        json!({ "Type": 34, "AppUserid": "ID", "UserRecordStatus": "in_progress" }),
        json!({ "Payload": { "type": "34", "appUserid": "ID", "userRecordStatus": 2 } }),
        json!({ "payload": { "type": "34", "APPUSERID": "ID", "userRecordStatus": "2" } }),
        json!({ "type": "34", "payload": { "app_user_id": "ID", "userRecordStatus": "IN PROGRESS" } }),
    ] {
        let world = World::new().await;
        let browser = world.open("customer").await;
        let id = browser.create().await;
        let text = message.to_string().replace("ID\"", &format!("{}\"", id.to_uppercase()));
        let text = text.replace(&format!("APPUSER{}", id.to_uppercase()), "APPUSERID");
        assert_eq!(world.callback(&[], text).await.status, StatusCode::ACCEPTED);
        assert_eq!(browser.snapshot().await.body["onboarding"], "in_progress", "{message}");
    }
}

#[tokio::test]
async fn the_type_may_be_in_the_path_only() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let body = json!({ "appUserId": id, "userRecordStatus": "InProgress" });
    let answer = world.callback_to("/callbacks/xpollens/34", &[], body).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    assert_eq!(browser.snapshot().await.body["onboarding"], "in_progress");
}

#[tokio::test]
async fn callback_36_is_read_from_headers_from_a_header_object_and_flat() {
    let tax_result = "{\"VraisemblanceStatus\":\"OK\",\"FatcaEaiStatus\":\"OK\",\"RequiredDocuments\":[]}";
    let flat = json!({ "type": "36", "authenticationId": "sca", "appUserId": "ID", "status": "succeeded", "reason": null });
    for (body, in_headers, state) in [
        (Value::Null, true, "submitted"),
        (
            json!({ "Header": { "AuthenticationId": "sca", "AppUserId": "ID", "Status": "Succeeded" }, "Payload": null }),
            false,
            "submitted",
        ),
        (
            json!({ "Header": { "AuthenticationId": "sca", "Status": "Succeeded" }, "Payload": tax_result }),
            false,
            "done",
        ),
        (
            json!({ "payload": { "Header": { "AuthenticationId": "sca", "Status": "Succeeded" }, "Payload": "" } }),
            false,
            "submitted",
        ),
        (flat, false, "submitted"),
        (
            json!({ "Header": { "AuthenticationId": "sca", "Status": "Failed", "Reason": "CANCELED" } }),
            false,
            "action_required",
        ),
    ] {
        let world = World::new().await;
        let browser = world.open("customer").await;
        let id = browser.bind().await;
        world.provider.script("PATCH /api/sca/v2.1/user/{id}/fatcaEai", 201, confirmation_asked("sca"));
        browser.put("tax", "t", &tax()).await;
        let answer = if in_headers {
            let headers =
                [("AuthenticationId", "sca"), ("Type", "36"), ("AppUserId", &id), ("Status", "succeeded")];
            world.callback(&headers, "").await
        } else {
            world.callback(&[], body.to_string().replace("\"ID\"", &format!("\"{id}\""))).await
        };
        assert_eq!(answer.status, StatusCode::ACCEPTED);
        assert_eq!(browser.snapshot().await.state("tax"), state, "{body}");
    }
}

#[tokio::test]
async fn a_duplicate_callback_is_stored_once() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let code = json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE });
    for headers in [&[("Webhook-Id", "one")][..], &[("Webhook-id", "one")], &[], &[]] {
        assert_eq!(world.callback(headers, &code).await.status, StatusCode::ACCEPTED);
    }
    let snapshot = browser.snapshot().await;
    assert_eq!(snapshot.body["activation"], json!({ "state": "ready", "issue": 1 }));
    let history = world.app.store.history(1).await.unwrap().unwrap();
    assert_eq!(history.inbox.len(), 2); // one by its id, one by its digest
}

#[tokio::test]
async fn an_unreadable_callback_is_stored_and_acknowledged() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    let before = browser.snapshot().await.body["revision"].clone();
    for body in
        ["", "{", "[]", "null", "\"34\"", "{\"type\":\"34\"}", "{\"type\":{},\"appUserId\":[]}", "\u{0}"]
    {
        assert_eq!(world.callback(&[], body).await.status, StatusCode::ACCEPTED, "{body}");
    }
    assert_eq!(browser.snapshot().await.body["revision"], before);
    let oversized = format!("{{\"x\":\"{}\"}}", "y".repeat(1024 * 1024));
    assert_eq!(world.callback(&[], oversized).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn unknown_types_unknown_words_and_missing_fields_change_nothing() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    let before = browser.snapshot().await.body;
    for message in [
        json!({ "type": "99", "appUserId": id }),
        json!({ "type": "UserCreatedOrUpdated", "appUserId": id, "recordStatus": "Validated" }),
        json!({ "type": "34", "appUserId": id, "userRecordStatus": "Purple" }),
        json!({ "type": "34", "appUserId": id }),
        json!({ "type": "4", "appUserId": id, "status": "Purple" }),
        json!({ "type": "36", "appUserId": id, "authenticationId": "nobody's", "status": "Purple" }),
        json!({ "type": "44", "appUserId": id, "fatcaEaiStatus": "OK" }),
        json!({ "type": "45", "appUserId": id, "accountStatus": "Frozen" }),
        json!({ "type": "34", "appUserId": "another12", "userRecordStatus": "Refused" }),
    ] {
        world.callback(&[], &message).await;
        let after = browser.snapshot().await.body;
        assert_eq!(after["revision"], before["revision"], "{message}");
    }
}

#[tokio::test]
async fn the_misspelt_date_header_also_orders_callbacks() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let identity = |status: &str| json!({ "type": "4", "appUserId": id, "status": status, "diligences": [] });
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    let later = [("Webook-Processdate", "23/11/2026 09:10:00 +00:00")];
    world.callback(&later, identity("Complete")).await;
    world.callback(&[("Webhook-Processdate", "23/11/2026 10:05:00 +01:00")], identity("Pending")).await;
    assert_eq!(browser.snapshot().await.state("identity"), "done");
}

#[tokio::test]
async fn a_callback_that_arrives_before_its_prospect_is_not_lost() {
    let world = World::new().await;
    let message = json!({ "type": "34", "appUserId": "early1234", "userRecordStatus": "InProgress" });
    assert_eq!(world.callback(&[], message).await.status, StatusCode::ACCEPTED);
    let now = contract::time::Timestamp::parse(START).unwrap();
    world.app.store.open_prospect("customer", "early1234", now).await.unwrap();
    assert_eq!(world.open("customer").await.snapshot().await.body["onboarding"], "in_progress");
}

#[tokio::test]
async fn a_confirmation_that_arrives_before_the_answer_to_its_request_is_matched() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    world.callback(&[], json!({ "Header": { "AuthenticationId": "fast", "Status": "Succeeded" } })).await;
    world.provider.script("POST /api/sca/v2.0/users/{id}/cgu", 201, confirmation_asked("fast"));
    assert_eq!(browser.put("terms", "c", &terms()).await.state("terms"), "done");
}
