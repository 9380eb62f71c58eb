//! What the partner's server asks about a customer: status, export, erasure. What is kept of a customer, and what never is.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that stumbles fails")]

mod support;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use backend::store::Attempt;
use contract::step::StepId;
use serde_json::{Value, json};
use support::{kept::Kept, *};

const CREATE: &str = "POST /api/v1.1/users";

async fn ask(world: &World, method: Method, path: &str) -> Answer {
    let request =
        Request::builder().method(method).uri(path).header(header::AUTHORIZATION, "Bearer partner-key");
    world.send(request.body(Body::empty()).unwrap()).await
}

/// A callback whose id says nothing about its content.
async fn deliver(world: &World, number: u32, body: Value) {
    let id = format!("callback-{number}");
    let date = format!("23/11/2026 09:{:02}:{:02} +00:00", number / 60, number % 60);
    let headers = [("Webhook-Id", id.as_str()), ("Webhook-Processdate", date.as_str())];
    assert_eq!(world.callback(&headers, body).await.status, StatusCode::ACCEPTED);
}

fn transfer(id: &str) -> Value {
    json!({ "type": "31", "status": "Validated", "appUserId": id, "diligenceType": "SCTIN", "reason": "",
        "amount": 4711, "transmitterFullName": "PAYER-CANARY", "orderId": "ORDER-CANARY",
        "score": { "name": 1, "firstName": 0.5 } })
}

#[tokio::test]
async fn the_partner_reads_the_status_and_nothing_personal() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    deliver(
        &world,
        70,
        json!({ "type": "45", "appUserId": id, "accountId": "account-1", "accountStatus": "Initialized" }),
    )
    .await;
    let snapshot = browser.snapshot().await.body;
    let answer = ask(&world, Method::GET, "/customers/customer").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!((&answer.body["appUserId"], &answer.body["accountId"]), (&json!(id), &json!("account-1")));
    for member in ["onboarding", "revision", "prospectExpiresAt"] {
        assert_eq!(answer.body[member], snapshot[member], "{member}");
    }
    assert_eq!(answer.body["steps"][1], json!({ "id": "device", "state": "done" }));
    assert!(!answer.body.to_string().contains("Corinne"));
    assert_eq!(ask(&world, Method::GET, "/customers/nobody").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ask(&world, Method::GET, "/customers/a%20b").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_payer_of_a_transfer_and_other_surplus_are_never_stored() {
    let (world, kept) = Kept::in_new_world("surplus").await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    deliver(&world, 2, transfer(&id)).await;
    deliver(&world, 3, json!({ "payload": transfer(&id) })).await;
    deliver(&world, 4, json!([transfer(&id)])).await;
    deliver(
        &world,
        5,
        json!({ "type": "PoliticallyExposedPersonStatusCreatedOrUpdated", "appUserId": id,
            "isPoliticallyExposedPerson": "PEP-CANARY", "riskAnalysisStatus": "Done" }),
    )
    .await;
    deliver(
        &world,
        6,
        json!({ "type": "UserCreatedOrUpdated", "appUserId": id, "profile": { "firstName": "NAME-CANARY" } }),
    )
    .await;
    // Cards, one-time codes and payments have nothing to do with an onboarding.
    for kind in ["20", "26", "15", "32", "CardTransactionCreatedOrUpdated"] {
        deliver(&world, 7, json!({ "type": kind, "appUserId": id, "otp": "OTP-CANARY" })).await;
    }
    deliver(&world, 8, json!({ "type": "16", "userId": id, "status": "1", "label": "PAYMENT-CANARY" })).await;
    deliver(&world, 9, json!([transfer(&id), { "type": "26", "appUserId": id, "otp": "OTP-CANARY" }])).await;
    let rows = kept.rows().await;
    for canary in ["CANARY", "4711"] {
        assert!(!rows.contains(canary), "{canary} in {rows}");
    }
    let refund = json!({ "type": "16", "userId": id, "status": "2", "label": "PAYMENT-CANARY" });
    let before = world.app.store.history(1).await.unwrap().unwrap().inbox.len();
    deliver(&world, 10, refund).await;
    assert_eq!(world.app.store.history(1).await.unwrap().unwrap().inbox.len(), before + 1, "a refund counts");
    assert!(!kept.rows().await.contains("CANARY"));
}

#[tokio::test]
async fn a_customer_is_exported_without_credentials() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    deliver(&world, 2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    browser.save("declarative", "", &json!({ "income": "4711" })).await;
    let other = world.open("other").await;
    other.save("profile", "", &json!({ "firstName": "Somebody" })).await;
    let answer = ask(&world, Method::GET, "/customers/customer/export").await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(answer.body["submissions"][0]["body"]["firstName"], "Corinne");
    assert_eq!(answer.body["drafts"][0]["draft"]["income"], "4711");
    assert_eq!(answer.body["callbacks"][0]["kind"], "35");
    let text = answer.body.to_string();
    assert!(!text.contains(CODE) && !text.contains(&browser.token) && !text.contains("Somebody"), "{text}");
}

#[tokio::test]
async fn an_erased_customer_leaves_nothing_whatever_the_state() {
    for status in [None, Some("Validated")] {
        let (world, kept) = Kept::in_new_world(&format!("erased-{}", status.is_some())).await;
        let browser = world.open("customer").await;
        let id = browser.bind().await;
        deliver(&world, 70, transfer(&id)).await;
        if let Some(status) = status {
            deliver(&world, 80, json!({ "type": "34", "appUserId": id, "userRecordStatus": status })).await;
        }
        let (waiting, erased) = tokio::join!(
            async {
                let before = browser.snapshot().await.body["revision"].clone();
                browser.call(Method::GET, &format!("/onboarding?after={before}&waitSeconds=25")).await
            },
            async {
                if status.is_none() {
                    world.clock.waiters(1).await;
                }
                ask(&world, Method::DELETE, "/customers/customer").await
            }
        );
        assert_eq!(erased.status, StatusCode::NO_CONTENT);
        if status.is_none() {
            assert_eq!(waiting.status, StatusCode::UNAUTHORIZED, "the session ended");
        }
        assert_eq!(browser.call(Method::GET, "/onboarding").await.status, StatusCode::UNAUTHORIZED);
        deliver(&world, 90, transfer(&id)).await;
        let rows = kept.rows_of("customer").await;
        let tables: Vec<&str> = rows.lines().map(|row| row.split(' ').next().unwrap()).collect();
        assert_eq!(tables, ["ended_users", "prospects"], "{rows}");
        assert_eq!(ask(&world, Method::DELETE, "/customers/customer").await.status, StatusCode::NO_CONTENT);
        assert_eq!(ask(&world, Method::DELETE, "/customers/nobody").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn once_the_account_is_open_no_correction_says_what_was_corrected_into_what() {
    let (world, kept) = Kept::in_new_world("corrected").await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    deliver(&world, 3, json!({ "type": "UserCreatedOrUpdated", "appUserId": id,
        "dataCorrectionLogs": [{ "propertyName": "profile.birthCity", "originalValue": "OLD-CANARY", "newValue": "NEW-CANARY" }] })).await;
    assert!(kept.rows().await.contains("NEW-CANARY"), "the customer is shown it");
    deliver(&world, 80, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Validated" })).await;
    let snapshot = browser.snapshot().await.body;
    assert_eq!(snapshot["onboarding"], "validated");
    assert!(!kept.rows().await.contains("CANARY"));
    assert_eq!(browser.snapshot().await.body["revision"], snapshot["revision"]);
}

#[tokio::test]
async fn a_look_is_one_row_and_is_computed_again_only_when_something_is_recorded() {
    let (world, kept) = Kept::in_new_world("look").await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let before = browser.snapshot().await.body;
    // A mark that only the stored snapshot has.
    kept.execute(r#"UPDATE views SET snapshot = json_set(snapshot, '$.corrections', 4711)"#);
    assert_eq!(browser.snapshot().await.body["corrections"], 4711, "it is shown as it is stored");
    deliver(&world, 2, json!({ "type": "20", "appUserId": id })).await;
    assert_eq!(browser.snapshot().await.body["corrections"], 4711, "that changes nothing");
    deliver(&world, 3, json!({ "type": "34", "appUserId": id, "userRecordStatus": "InProgress" })).await;
    let after = browser.snapshot().await.body;
    assert_eq!(
        (&after["onboarding"], &after["corrections"]),
        (&json!("in_progress"), &before["corrections"])
    );
    // At its time it changes by itself.
    kept.execute(r#"UPDATE views SET snapshot = json_set(snapshot, '$.corrections', 4711)"#);
    world.clock.advance_seconds(90 * 86_400);
    assert_eq!(world.open("customer").await.snapshot().await.body["onboarding"], "expired");
}

#[tokio::test]
async fn a_session_that_ends_ends_its_waiting_request() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let before = browser.snapshot().await;
    let path = format!("/onboarding?after={}&waitSeconds=25", before.body["revision"]);
    let (waiting, ended) = tokio::join!(browser.call(Method::GET, &path), async {
        world.clock.waiters(1).await;
        browser.call(Method::DELETE, "/onboarding/session").await
    });
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert_eq!(
        (waiting.status, &waiting.body["code"]),
        (StatusCode::UNAUTHORIZED, &json!("session_expired"))
    );
}

#[tokio::test]
async fn a_submission_that_a_crash_interrupted_is_sent_again_at_once() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let interrupted = Attempt {
        prospect_id: 1,
        key: "before".into(),
        step: StepId::Profile,
        body_digest: "another".into(),
    };
    let now = world.app.clock.now();
    world.app.store.claim(&interrupted, now, now).await.unwrap();
    assert_eq!(browser.put("profile", "key", &profile()).await.body["code"], "in_progress");
    // The program that starts afterwards knows that nothing runs any more.
    assert_eq!(world.app.store.lose_running().await.unwrap(), 1);
    world.provider.script(CREATE, 201, json!({}));
    assert_eq!(browser.put("profile", "key", &profile()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_the_framework_refuses_is_a_problem_document() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    for path in ["/onboarding/steps/%ff", "/onboarding/drafts/%ff"] {
        let answer = browser.call(if path.contains("steps") { Method::PUT } else { Method::GET }, path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        assert_eq!(answer.body["code"], "malformed_request", "{path}");
        assert_eq!(answer.body["requestId"], answer.header("x-request-id"));
    }
}

#[tokio::test]
async fn values_outside_the_described_limits_are_malformed_requests() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    for path in [
        "/places?country=fr&postcode=92100",
        "/places?country=FRA&postcode=92100",
        "/places?country=FR&postcode=",
        "/places?country=FR&postcode=12345678901",
        "/onboarding?after=4294967296",
        "/onboarding?waitSeconds=-1",
    ] {
        let answer = browser.call(Method::GET, path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(answer.body["code"], "malformed_request", "{path}");
    }
    for path in ["/places?country=DE&postcode=1234567890", "/onboarding?waitSeconds=4294967295"] {
        assert_eq!(browser.call(Method::GET, path).await.status, StatusCode::OK, "{path}");
    }
}
