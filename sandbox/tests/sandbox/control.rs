//! Control calls: the clock, the received calls, a reset.

use serde_json::{Value, json};

use crate::harness::{START, Stage, user};

const USER: &str = "k7p2m9x4q";

#[tokio::test]
async fn a_frozen_clock_moves_only_by_control_calls() {
    let stage = Stage::new().await;
    assert_eq!(
        stage.ask("GET", "/control/clock", Value::Null).await.1,
        json!({ "now": START, "speed": 0, "nextEventAt": null })
    );
    stage.advance(90_000).await;
    assert_eq!(stage.ask("GET", "/control/clock", Value::Null).await.1["now"], "2026-03-02T09:01:30Z");
    assert_eq!(stage.ask("POST", "/control/clock/advance", json!({ "seconds": 1 })).await.0, 422);
}

#[tokio::test]
async fn concurrent_advances_add_up_and_no_event_happens_twice() {
    let stage = Stage::new().await;
    for number in 0..5 {
        let own = json!({ "Email": format!("a{number}@example.fr"), "Phonenumber": format!("+3360000000{number}") });
        let body = user(&format!("k7p2m9x4{number}"), own);
        assert_eq!(stage.api("POST", "/api/v1.1/users", body).await.0, 201);
    }
    tokio::join!(stage.advance(700), stage.advance(700), stage.advance(700), stage.advance(400));
    assert_eq!(stage.ask("GET", "/control/clock", Value::Null).await.1["now"], "2026-03-02T09:00:02.500Z");
    let news = stage.partner.news();
    assert_eq!(news[..5], ["34 Initialized"; 5]);
    assert_eq!(news[5..10], ["4 Initialized"; 5]);
    assert_eq!(news[10..], ["35"; 5]);
}

#[tokio::test]
async fn a_running_clock_fires_events_without_control_calls() {
    let stage = Stage::new().await;
    assert_eq!(stage.ask("PUT", "/control/clock", json!({ "speed": 5_000 })).await.0, 200);
    stage.api("POST", "/api/v1.1/users", user(USER, json!({}))).await;
    let partner = &stage.partner;
    let delivered = async {
        while partner.callbacks().len() < 3 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), delivered).await.unwrap();
    assert_eq!(stage.ask("PUT", "/control/clock", json!({ "speed": 50_001 })).await.0, 400);
}

#[tokio::test]
async fn received_calls_show_unknown_fields_and_no_secret() {
    let stage = Stage::new().await;
    stage.api("POST", "/api/v1.1/users", user(USER, json!({ "Firstname": "Corinne" }))).await;
    let (_, received) = stage.ask("GET", "/control/received", Value::Null).await;
    let calls = received.as_array().unwrap();
    assert_eq!(calls[0]["body"], json!({ "grant_type": "client_credentials", "scope": "partner" }));
    assert_eq!(calls[0]["ignoredFields"], json!([]));
    assert!(!received.to_string().contains("partner-secret"));
    assert_eq!(calls[1]["ignoredFields"], json!(["Firstname"]));
    assert_eq!((&calls[1]["method"], &calls[1]["status"]), (&json!("POST"), &json!(201)));
}

#[tokio::test]
async fn settle_waits_for_the_partner() {
    let stage = Stage::new().await;
    stage.ask("PUT", "/control/clock", json!({ "speed": 50_000 })).await;
    stage.api("POST", "/api/v1.1/users", user(USER, json!({}))).await;
    while stage.partner.callbacks().is_empty() {
        tokio::task::yield_now().await;
    }
    stage.ask("PUT", "/control/clock", json!({ "speed": 0 })).await;
    let (status, _) = stage.ask("POST", "/control/settle", Value::Null).await;
    assert_eq!(status, 200);
    let (_, sent) = stage.ask("GET", "/control/sent", Value::Null).await;
    assert!(sent.as_array().unwrap().iter().all(|callback| callback["attempts"][0]["status"] == 202));
}

#[tokio::test]
async fn reset_removes_all_prospects_and_keeps_the_time() {
    let mut stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    assert_eq!(stage.ask("POST", "/control/reset", Value::Null).await.1["now"], "2026-03-02T09:00:02Z");
    assert_eq!(stage.ask("GET", "/control/prospects", Value::Null).await.1, json!([]));
    assert_eq!(stage.api("GET", "/api/v1.1/users/x", Value::Null).await.1["Code"], 570);
    stage.renew_token().await;
    stage.create(USER, json!({})).await;
}
