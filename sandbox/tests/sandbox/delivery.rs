//! Delivery of callbacks: retries, order, the queue.

use serde_json::{Value, json};

use crate::harness::{MINUTE, Partner, Stage, user};

const USER: &str = "k7p2m9x4q";
const QUEUE: &str = "/api/v2.0/webhooks?limit=30&remove=false";

#[tokio::test]
async fn a_failed_callback_is_posted_again_four_times() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    stage.partner.news();
    stage.partner.answer_next(&[500; 5]);
    stage.api("POST", &format!("/api/v2.0/users/{USER}/cgu"), crate::harness::all_terms()).await;
    for (wait, attempts) in [
        (300, 1),
        (19_999, 0),
        (1, 1),
        (59_999, 0),
        (1, 1),
        (5 * MINUTE, 1),
        (30 * MINUTE, 1),
        (60 * MINUTE, 0),
    ] {
        stage.advance(wait).await;
        assert_eq!(stage.partner.news(), vec!["34 InProgress"; attempts], "after {wait}");
    }
}

#[tokio::test]
async fn attempts_have_one_webhook_id_and_stop_with_a_success() {
    let stage = Stage::new().await;
    stage.partner.answer_next(&[503, 302]);
    stage.api("POST", "/api/v1.1/users", user(USER, json!({}))).await;
    stage.advance(60 * MINUTE).await;
    let callbacks = stage.partner.callbacks();
    let ids: Vec<_> = callbacks.iter().map(|callback| callback.headers["Webhook-Id"].clone()).collect();
    assert_eq!(
        stage.partner.news(),
        ["34 Initialized", "4 Initialized", "35", "34 Initialized", "4 Initialized"]
    );
    assert_eq!((&ids[0], &ids[1]), (&ids[3], &ids[4]));
    let (_, sent) = stage.ask("GET", &format!("/control/sent?appUserId={USER}"), Value::Null).await;
    let statuses: Vec<_> =
        sent[0]["attempts"].as_array().unwrap().iter().map(|try_| &try_["status"]).collect();
    assert_eq!(statuses, [503, 202]);
    assert_eq!(sent[0]["taken"], true);
}

#[tokio::test]
async fn an_undelivered_callback_can_be_fetched_for_fourteen_days() {
    // No program listens there: the port was free a moment ago.
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut stage = Stage::with(&format!("http://{free}/callbacks"), Partner::default()).await;
    stage.create(USER, json!({})).await;
    let types = |answer: &Value| -> Vec<String> {
        let entries = answer.as_array().unwrap().iter();
        entries.map(|entry| entry["metadata"]["type"].as_str().unwrap().to_owned()).collect()
    };
    let (status, answer) = stage.api("GET", QUEUE, Value::Null).await;
    assert_eq!((status, types(&answer)), (200, vec!["34".into(), "4".into(), "35".into()]));
    assert_eq!(answer[0]["payload"]["userRecordStatus"], "Initialized");
    assert_eq!(answer[0]["response"]["statusCode"], Value::Null);
    let (_, removed) = stage.api("GET", "/api/v2.0/webhooks?Limit=2&Remove=true", Value::Null).await;
    assert_eq!(types(&removed), ["34", "4"]);
    stage.advance(3 * 24 * 60 * MINUTE).await;
    stage.renew_token().await;
    let (_, answer) = stage.api("GET", QUEUE, Value::Null).await;
    assert_eq!(types(&answer), ["35"], "a removed callback is neither queued nor posted again");
    stage.advance(12 * 24 * 60 * MINUTE).await;
    stage.renew_token().await;
    assert_eq!(stage.api("GET", QUEUE, Value::Null).await.1, json!([]));
    assert_eq!(stage.api("GET", "/api/v2.0/webhooks?remove=perhaps", Value::Null).await.1["Code"], 177);
}

#[tokio::test]
async fn a_delivered_callback_is_not_in_the_queue() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    assert_eq!(stage.api("GET", QUEUE, Value::Null).await, (200, json!([])));
}

#[tokio::test]
async fn settings_change_the_form_of_callbacks() {
    let stage = Stage::new().await;
    let settings = json!({ "wrapper": "Payload", "activationCodePrefix": true, "idKey": "appUserid" });
    let (_, applied) = stage.ask("PUT", "/control/settings", settings).await;
    assert_eq!(applied["scaTransport"], "body", "a setting that is left out stays");
    let code = stage.create(USER, json!({})).await;
    let body = stage.partner.callbacks()[2].body.clone();
    assert_eq!(body["Payload"]["ActivationCode"], format!("0x{code}"));
    assert_eq!(body["Payload"]["appUserid"], USER);
    assert_eq!(stage.launch(&format!("0x{code}")).await, 200);
}

#[tokio::test]
async fn the_partner_may_call_the_api_from_inside_a_callback() {
    let inbox = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let callback_url = format!("http://{}/", inbox.local_addr().unwrap());
    let stage = std::sync::Arc::new(Stage::with(&callback_url, Partner::default()).await);
    let caller = std::sync::Arc::clone(&stage);
    let read_user = move || async move {
        let (status, _) = caller.api("GET", &format!("/api/v1.1/users/{USER}"), Value::Null).await;
        axum::http::StatusCode::from_u16(status).unwrap()
    };
    let app = axum::Router::new().fallback(axum::routing::post(read_user));
    tokio::spawn(async move { axum::serve(inbox, app).await });
    stage.create(USER, json!({})).await;
    let (_, sent) = stage.ask("GET", "/control/sent", Value::Null).await;
    let statuses: Vec<_> =
        sent.as_array().unwrap().iter().map(|sent| &sent["attempts"][0]["status"]).collect();
    assert_eq!(statuses, [200, 200, 200]);
}

#[tokio::test]
async fn every_documented_payload_has_its_keys() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    stage.launch(&code).await;
    stage.take_pictures().await;
    stage.api("POST", &format!("/api/v2.0/users/{USER}/declarative"), crate::harness::declarative()).await;
    stage.api("PATCH", &format!("/api/v2.1/user/{USER}/fatcaEai"), crate::harness::french_tax()).await;
    stage.api("POST", &format!("/api/sca/v2.0/users/{USER}/cgu"), crate::harness::all_terms()).await;
    stage.decide("validate").await;
    stage.advance(10 * MINUTE).await;
    for (kind, keys) in [
        ("34", vec!["appUserId", "identificationLevel", "publicUserCode", "type", "userRecordStatus"]),
        ("4", vec!["appUserId", "diligences", "status", "type"]),
        ("35", vec!["ActivationCode", "AppUserId", "ErrorMessage", "type"]),
        ("32", vec!["appUserId", "eventDate", "riskLevel", "type"]),
        ("44", vec!["appUserId", "date", "diligences", "fatcaEaiStatus", "type"]),
        ("45", vec!["accountId", "accountStatus", "appUserId", "type"]),
        ("36", vec!["Header", "Payload"]),
    ] {
        let (_, sent) = stage.ask("GET", "/control/sent", Value::Null).await;
        let sent = sent.as_array().unwrap().iter().find(|sent| sent["type"] == kind).unwrap().clone();
        let found: Vec<_> = sent["body"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(found, keys, "{kind}");
    }
}
