//! The phone's answers, and the callers that get them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{DEVICE, Stage};

const USER: &str = "k7p2m9x4q";

#[tokio::test]
async fn a_code_binds_one_phone_once() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    assert_eq!(stage.launch("1234").await, 400);
    assert_eq!(stage.launch("00000000000000000000000000000000").await, 404);
    assert_eq!(stage.launch(&code.to_uppercase()).await, 200);
    let device = stage.device().await;
    assert_eq!((&device["appUserId"], &device["firstName"]), (&json!(USER), &json!("Corinne")));
    assert_eq!(stage.launch(&code).await, 409, "this phone has a wallet");
    let other = "/phone/api/devices/00000000-0000-4000-8000-000000000000";
    let launch = json!({ "activationCode": code });
    let (status, answer) = stage.ask("POST", &format!("{other}/launch"), launch).await;
    assert_eq!((status, &answer["state"]), (409, &json!("onProvisioningError")));
    assert!(answer["message"].is_string());
    assert_eq!(stage.ask("GET", &format!("{other}/issuer-data"), Value::Null).await.0, 409);
}

#[tokio::test]
async fn eligibility_can_be_denied() {
    let stage = Stage::new().await;
    let path = format!("/phone/api/devices/{DEVICE}/eligibility");
    assert_eq!(stage.ask("POST", &path, Value::Null).await.1["state"], "onDeviceEligible");
    stage.ask("PUT", "/control/settings", json!({ "deviceEligible": false })).await;
    assert_eq!(stage.ask("POST", &path, Value::Null).await.1["state"], "onDeviceNotEligible");
}

#[tokio::test]
async fn pictures_are_taken_once() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    stage.launch(&code).await;
    let unknown = "/phone/api/webview/00000000000000000000000000000000";
    let pictures = json!({ "documentType": "PASSPORT", "images": 1, "selfieSeconds": 0.5 });
    assert_eq!(stage.ask("POST", unknown, pictures).await.0, 404);
    let invalid = json!({ "documentType": "LIBRARY_CARD", "images": 1, "selfieSeconds": 6 });
    assert_eq!(stage.ask("POST", unknown, invalid).await.0, 400);
    assert_eq!(stage.take_pictures().await, 202);
    assert_eq!(stage.device().await["identification"], "running");
    assert_eq!(stage.take_pictures().await, 409);
}

#[tokio::test]
async fn a_phone_orders_transfers_for_the_account_it_is_bound_to() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    let path = format!("/phone/api/devices/{DEVICE}/transfers");
    let order = json!({ "amountCents": 1_000, "instant": true });
    assert_eq!(stage.ask("POST", &path, order.clone()).await.0, 409, "nothing is bound");
    stage.launch(&code).await;
    assert_eq!(stage.device().await["transfer"], Value::Null);
    assert_eq!(stage.ask("POST", &path, json!({ "amountCents": 0 })).await.0, 400);
    assert_eq!(stage.ask("POST", &path, order).await, (202, json!({ "status": "sent" })));
    // The transfer is not expected, so it is returned.
    stage.advance(15_000).await;
    assert_eq!(stage.device().await["transfer"], json!({ "amountCents": 1_000, "status": "returned" }));
}

#[tokio::test]
async fn control_and_phone_answer_only_this_machine() {
    let stage = Stage::new().await;
    for path in ["/control/prospects", "/phone/api/devices/5b0f3d3c-3d6a-4c55-8c3e-0d8a8e0c5f11"] {
        let rebound = stage.request(Method::GET, path).header("Host", "evil.example").send().await.unwrap();
        assert_eq!(rebound.status(), 403);
        let foreign =
            stage.request(Method::GET, path).header("Origin", "http://evil.example").send().await.unwrap();
        assert_eq!(foreign.status(), 403);
    }
}

#[tokio::test]
async fn the_page_is_served_under_a_strict_policy() {
    let stage = Stage::new().await;
    let answer = stage.request(Method::GET, "/phone/").send().await.unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
    assert_eq!(answer.headers()["permissions-policy"], "camera=(self)");
    assert_eq!(answer.status(), 404);
    assert!(answer.text().await.unwrap().contains("--phone-dir"));
}
