//! The journey without detours, from the first call to the opened account. Read this example first.

use serde_json::{Value, json};

use crate::harness::{MINUTE, Stage, all_terms, declarative, french_tax, user};

const USER: &str = "k7p2m9x4q";

#[tokio::test]
async fn a_journey_without_detours_opens_the_account() {
    let stage = Stage::new().await;

    // The web form: the prospect is created, and an activation code follows.
    let (status, created) = stage.api("POST", "/api/v1.1/users", user(USER, json!({}))).await;
    assert_eq!((status, created["Status"].as_i64(), created["KycStatus"].as_i64()), (201, Some(6), Some(5)));
    stage.advance(2_000).await;
    let callbacks = stage.partner.callbacks();
    assert_eq!(stage.partner.news(), ["34 Initialized", "4 Initialized", "35"]);
    assert_eq!(callbacks[0].body["publicUserCode"].as_str().unwrap().len(), 12);
    let code = callbacks[2].body["ActivationCode"].as_str().unwrap();
    assert_eq!(code.len(), 32);

    // The phone: it is bound, then takes the pictures.
    assert_eq!(stage.device().await["wallet"], "onProvisioningRequired");
    assert_eq!(stage.launch(code).await, 200);
    let device = stage.device().await;
    assert_eq!((&device["wallet"], &device["identification"]), (&json!("ready"), &json!("required")));
    assert_eq!(stage.take_pictures().await, 202);
    stage.advance(1_000).await;
    assert_eq!(stage.partner.news(), ["34 InProgress", "4 Pending"]);

    // The other steps, while the pictures are being checked.
    let path = format!("/api/v2.0/users/{USER}/declarative");
    assert_eq!(stage.api("POST", &path, declarative()).await, (201, declarative()));
    stage.advance(1_000).await;
    assert_eq!(stage.partner.news(), ["32 low"]);

    let path = format!("/api/sca/v2.1/user/{USER}/fatcaEai");
    let (status, answer) = stage.api("PATCH", &path, french_tax()).await;
    assert_eq!((status, answer["Header"]["Status"].as_str()), (201, Some("Pending")));
    let notification = stage.device().await["notifications"][0].clone();
    assert_eq!(notification["title"], "Une opération sensible requiert votre validation");
    assert_eq!(notification["rows"][0]["value"], "Déclaratifs Fiscaux");
    assert_eq!(notification["expiresInMillis"], 5 * MINUTE);
    assert_eq!(stage.decide("validate").await, 200);
    stage.advance(1_000).await;
    let result = stage.partner.callbacks()[0].body.clone();
    assert_eq!(stage.partner.news(), ["36 Succeeded", "44 OK"]);
    assert_eq!(result["Header"]["AuthenticationId"], answer["Header"]["AuthenticationId"]);
    let payload: Value = serde_json::from_str(result["Payload"].as_str().unwrap()).unwrap();
    assert_eq!(
        payload,
        json!({ "VraisemblanceStatus": "OK", "FatcaEaiStatus": "OK", "RequiredDocuments": [] })
    );

    let path = format!("/api/sca/v2.0/users/{USER}/cgu");
    assert_eq!(stage.api("POST", &path, all_terms()).await.0, 201);
    assert_eq!(stage.device().await["notifications"][0]["rows"][0]["value"], "Acceptation des CGU");
    assert_eq!(stage.decide("validate").await, 200);
    stage.advance(1_000).await;
    assert_eq!(stage.partner.news(), ["36 Succeeded"]);

    // The pictures were checked, so nothing is missing.
    stage.advance(2 * MINUTE).await;
    let incomplete = stage.partner.callbacks()[0].body.clone();
    assert_eq!(stage.partner.news()[..1], ["4 Incomplete"]);
    assert_eq!(
        incomplete["diligences"],
        json!([
            { "diligenceType": "ID_CARD", "status": "Validated", "reason": "" },
            { "diligenceType": "SELFIE", "status": "To_Review_Manually", "reason": "" },
        ])
    );
    stage.advance(5 * MINUTE).await;
    assert_eq!(stage.partner.news(), ["4 Complete", "34 Validated", "45 Activated"]);

    let device = stage.device().await;
    assert_eq!(
        (&device["identification"], &device["account"], &device["userRecordStatus"]),
        (&json!("done"), &json!("Activated"), &json!("Validated"))
    );
    let (_, user) = stage.api("GET", &format!("/api/v1.1/users/{USER}"), Value::Null).await;
    assert_eq!((&user["Status"], &user["KycStatus"], &user["Role"]), (&json!(1), &json!(3), &json!(2)));
}

#[tokio::test]
async fn steps_may_come_in_any_order() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    stage.partner.news();
    let at = |path: &str| path.replace("{id}", USER);
    assert_eq!(stage.api("POST", &at("/api/v2.0/users/{id}/cgu"), all_terms()).await.0, 201);
    stage.advance(500).await;
    assert_eq!(stage.partner.news(), ["34 InProgress"]);
    assert_eq!(stage.api("PATCH", &at("/api/v2.1/user/{id}/fatcaEai"), french_tax()).await.0, 201);
    assert_eq!(stage.api("POST", &at("/api/v2.0/users/{id}/declarative"), declarative()).await.0, 201);
    assert_eq!(stage.launch(&code).await, 200);
    assert_eq!(stage.take_pictures().await, 202);
    stage.advance(10 * MINUTE).await;
    let news = stage.partner.news();
    assert_eq!(news.last().unwrap(), "45 Activated", "{news:?}");
    assert_eq!(news.iter().filter(|word| word.starts_with("34 ")).count(), 1, "{news:?}");
}

#[tokio::test]
async fn without_a_step_the_account_stays_closed() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    stage.launch(&code).await;
    stage.take_pictures().await;
    stage.advance(60 * MINUTE).await;
    let prospect = stage.prospect(USER).await;
    assert_eq!(
        (&prospect["kycStatus"], &prospect["userRecordStatus"]),
        (&json!("Complete"), &json!("InProgress"))
    );
}

#[tokio::test]
async fn callbacks_are_authenticated_and_dated_by_the_sandbox_clock() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    let callbacks = stage.partner.callbacks();
    let header = |name: &str| callbacks[2].headers.get(name).unwrap().to_str().unwrap();
    assert_eq!(header("Webhook-Processdate"), "02/03/2026 09:00:02 +00:00");
    assert_eq!(header("Webhook-Id").len(), 36);
    assert_eq!(header("Authorization"), "Basic Y2I6Y2Itc2VjcmV0");
    assert_eq!(header("Content-Type"), "application/json");
}

#[tokio::test]
async fn a_prospect_is_removed_after_ninety_days() {
    const DAY: u64 = 24 * 60 * MINUTE;
    let mut stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    stage.advance(90 * DAY - 3_000).await;
    stage.partner.news();
    assert_eq!(stage.ask("GET", &format!("/control/prospects/{USER}"), Value::Null).await.0, 200);
    stage.advance(2_000).await;
    assert_eq!(stage.ask("GET", &format!("/control/prospects/{USER}"), Value::Null).await.0, 404);
    assert_eq!(stage.launch(&code).await, 404);
    assert_eq!(stage.partner.news(), ["4 Rejected"], "the file is closed");
    stage.renew_token().await;
    assert_eq!(stage.api("GET", &format!("/api/v1.1/users/{USER}"), Value::Null).await.1["Code"], 147);
    let (status, body) = stage.api("POST", "/api/v1.1/users", user(USER, json!({}))).await;
    assert_eq!((status, body["Code"].as_i64()), (400, Some(719)), "an appUserId is never reusable");
}
