//! Confirmations on the phone: refused, expired, requested again, impossible; and the three forms of callback 36.

use serde_json::{Value, json};

use crate::harness::{DEVICE, MINUTE, Stage, all_terms, french_tax};

const USER: &str = "k7p2m9x4q";
const TERMS: &str = "/api/sca/v2.0/users/k7p2m9x4q/cgu";

async fn bound() -> Stage {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    assert_eq!(stage.launch(&code).await, 200);
    stage.partner.news();
    stage
}

#[tokio::test]
async fn without_a_wallet_nothing_can_be_confirmed() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    let (status, answer) = stage.api("POST", TERMS, all_terms()).await;
    assert_eq!(status, 200);
    assert_eq!(
        (&answer["Header"]["Status"], &answer["Header"]["Reason"]),
        (&json!("Failed"), &json!("NotFound"))
    );
    stage.partner.news();
    stage.advance(10 * MINUTE).await;
    assert_eq!(stage.partner.news(), [""; 0]);
}

#[tokio::test]
async fn a_wrong_body_fails_before_the_phone_is_asked() {
    let stage = bound().await;
    let (status, answer) = stage.api("POST", TERMS, json!({})).await;
    assert_eq!((status, &answer["Header"]["Reason"]), (400, &json!("BadRequest")));
    let error: Value = serde_json::from_str(answer["Payload"].as_str().unwrap()).unwrap();
    assert_eq!(error["Code"], 704);
    assert_eq!(stage.device().await["notifications"], json!([]));
}

#[tokio::test]
async fn a_refusal_on_the_phone_carries_nothing_out() {
    let stage = bound().await;
    stage.api("POST", TERMS, all_terms()).await;
    assert_eq!(stage.decide("refuse").await, 200);
    stage.advance(1_000).await;
    assert_eq!(stage.partner.news(), ["36 Failed CANCELED"]);
    assert_eq!(stage.prospect(USER).await["termsAcceptedAt"], Value::Null);
}

#[tokio::test]
async fn a_confirmation_expires_after_five_minutes() {
    let stage = bound().await;
    stage.api("POST", TERMS, all_terms()).await;
    let id = stage.device().await["notifications"][0]["authenticationId"].clone();
    stage.advance(5 * MINUTE - 1).await;
    assert_eq!(stage.device().await["notifications"][0]["expiresInMillis"], 1);
    stage.advance(1_000).await;
    assert_eq!(stage.partner.news(), ["36 Failed TIMEOUT"]);
    assert_eq!(stage.device().await["notifications"], json!([]));
    let path = format!("/phone/api/devices/{DEVICE}/authentications/{}", id.as_str().unwrap());
    assert_eq!(stage.ask("POST", &path, json!({ "decision": "validate" })).await.0, 409);
}

#[tokio::test]
async fn a_repeated_request_silently_replaces_the_older_one() {
    let stage = bound().await;
    let (_, first) = stage.api("POST", TERMS, all_terms()).await;
    stage.advance(4 * MINUTE).await;
    let (_, second) = stage.api("POST", TERMS, all_terms()).await;
    assert_ne!(first["Header"]["AuthenticationId"], second["Header"]["AuthenticationId"]);
    let notifications = stage.device().await["notifications"].clone();
    assert_eq!(notifications.as_array().unwrap().len(), 1);
    assert_eq!(notifications[0]["authenticationId"], second["Header"]["AuthenticationId"]);
    stage.advance(2 * MINUTE).await;
    assert_eq!(stage.partner.news(), [""; 0], "the first one would have timed out");
    stage.advance(4 * MINUTE).await;
    assert_eq!(stage.partner.news(), ["36 Failed TIMEOUT"]);
}

#[tokio::test]
async fn two_operations_can_wait_side_by_side() {
    let stage = bound().await;
    stage.api("POST", TERMS, all_terms()).await;
    stage.api("PATCH", &format!("/api/sca/v2.1/user/{USER}/fatcaEai"), french_tax()).await;
    assert_eq!(stage.device().await["notifications"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_decision_cannot_be_changed() {
    let stage = bound().await;
    stage.api("POST", TERMS, all_terms()).await;
    let id = stage.device().await["notifications"][0]["authenticationId"].clone();
    assert_eq!(stage.decide("validate").await, 200);
    let path = format!("/phone/api/devices/{DEVICE}/authentications/{}", id.as_str().unwrap());
    assert_eq!(stage.ask("POST", &path, json!({ "decision": "refuse" })).await.0, 409);
    assert_eq!(stage.ask("POST", &path, json!({ "decision": "perhaps" })).await.0, 400);
}

#[tokio::test]
async fn callback_36_has_three_forms() {
    let accepted = json!({ "card": true, "partner": true, "account": true });
    for transport in ["body", "headers", "flat"] {
        let stage = bound().await;
        stage.ask("PUT", "/control/settings", json!({ "scaTransport": transport })).await;
        let (_, answer) = stage.api("POST", TERMS, all_terms()).await;
        let id = answer["Header"]["AuthenticationId"].as_str().unwrap().to_owned();
        stage.decide("validate").await;
        stage.advance(1_000).await;
        let found = stage.partner.callbacks();
        let is_result = |callback: &&crate::harness::Callback| {
            callback.body.to_string().contains(&id) || callback.headers.contains_key("AuthenticationId")
        };
        let callback = found.iter().find(is_result).unwrap();
        let payload = |value: &Value| serde_json::from_str::<Value>(value.as_str().unwrap()).unwrap();
        match transport {
            "body" => {
                assert_eq!(callback.body["Header"]["AuthenticationId"], json!(id));
                assert_eq!(payload(&callback.body["Payload"]), accepted);
            }
            "flat" => {
                assert_eq!(callback.body["AuthenticationId"], json!(id));
                assert_eq!(payload(&callback.body["Payload"]), accepted);
            }
            _ => {
                assert_eq!(callback.headers["AuthenticationId"], id.as_str());
                assert_eq!(callback.headers["Status"], "Succeeded");
                assert_eq!(callback.headers["Type"], "36");
                assert_eq!(callback.body, accepted);
            }
        }
    }
}
