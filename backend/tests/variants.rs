//! Every published variant of the callbacks: casing, wrappers, numbers for texts, arrays for texts, misspellings,
//! missing fields. Every answer is a 2xx in both generations, and the variants with a meaning are understood.

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};
use support::*;

/// An expected value of the snapshot: a JSON pointer and a text.
type Shown = (&'static str, &'static str);

/// Delivers a callback, with its id inserted, to a bound prospect. Returns the snapshot after it.
async fn shown_after(world: &World, message: &Value) -> Value {
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    let body = message.to_string().replace("\"ID\"", &format!("\"{id}\""));
    let headers = [("Webhook-id", "variant"), ("Webook-Processdate", "23/11/2026 09:05:00 +00:00")];
    let answer = world.callback(&headers, body).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{message}");
    browser.snapshot().await.body
}

#[tokio::test]
async fn every_published_variant_is_understood() {
    const STATUS: &str = "/onboarding";
    const IDENTITY: &str = "/steps/2/state";
    const REASON: &str = "/steps/2/reasons/0";
    const FIRST: &str = "/diligences/0/kind";
    const CODE_STATE: &str = "/activation/state";
    let other_code = "0xA14C2AB90F6E4F0C8A7B6C5D4E3F2A1B";
    let cases: Vec<(Value, Shown)> = vec![
        // Callback 34: words, numbers, spellings of the id.
        (
            json!({ "type": "34", "appUserId": "ID", "userRecordStatus": "InProgress", "publicUserCode": "x", "identificationLevel": "None" }),
            (STATUS, "in_progress"),
        ),
        (json!({ "type": 34, "appUserid": "ID", "userRecordStatus": 2 }), (STATUS, "in_progress")),
        (json!({ "Type": "34", "AppUserId": "ID", "UserRecordStatus": "4" }), (STATUS, "validated")),
        (json!({ "type": "34", "appUserId": "ID", "userRecordStatus": 5 }), (STATUS, "refused")),
        (
            json!({ "type": "34", "appUserId": "ID", "userRecordStatus": "WithoutKYC" }),
            (STATUS, "without_kyc"),
        ),
        (
            json!({ "Payload": { "type": "34", "appUserId": "ID", "userRecordStatus": "Validated" } }),
            (STATUS, "validated"),
        ),
        (
            json!({ "metadata": { "id": "x", "type": "34" }, "payload": { "type": "34", "appUserId": "ID", "userRecordStatus": "Validated" }, "response": {} }),
            (STATUS, "validated"),
        ),
        // Callback 35: another code unbinds, with or without 0x and the deprecated address.
        (
            json!({ "type": "35", "AppUserId": "ID", "ActivationCode": other_code, "ErrorMessage": "" }),
            (CODE_STATE, "ready"),
        ),
        (
            json!({ "type": "35", "appUserId": "ID", "activationCode": other_code, "errorMessage": null, "ExtraData": { "WebViewUrl": "https://id.example/x" } }),
            (CODE_STATE, "ready"),
        ),
        (
            json!({ "type": "35", "AppUserId": "ID", "ActivationCode": other_code, "ExtraData": null }),
            (CODE_STATE, "ready"),
        ),
        // Callback 4: both versions, all spellings of the statuses.
        (
            json!({ "type": "4", "appUserId": "ID", "status": "Complete", "diligences": [] }),
            (IDENTITY, "done"),
        ),
        (json!({ "type": "4", "appUserId": "ID", "status": "Validated" }), (IDENTITY, "done")),
        (json!({ "type": 4, "appUserId": "ID", "status": "AwaitingExpertise" }), (IDENTITY, "review")),
        (json!({ "type": "4", "appUserId": "ID", "status": "AwaintingExpertise" }), (IDENTITY, "review")),
        (json!({ "type": "4", "appUserId": "ID", "status": "FraudSuspicion" }), (IDENTITY, "review")),
        (json!({ "type": "4", "appUserId": "ID", "status": "FraudSuspiscion" }), (IDENTITY, "review")),
        (json!({ "type": "4", "appUserId": "ID", "status": "Fraud_Suspicion" }), (IDENTITY, "review")),
        (
            json!({ "type": "4", "appUserId": "ID", "status": "Incomplete", "diligences": [{ "diligenceType": "UNDEFINED", "status": "Refused", "reason": "" }] }),
            (REASON, "document_unsupported"),
        ),
        (
            json!({ "type": "4", "appUserId": "ID", "status": "Incomplete", "diligences": [{ "diligenceType": "SELFIE", "status": "Refused", "reason": "KO quality" }] }),
            (REASON, "selfie_quality"),
        ),
        (
            json!({ "type": "4", "appUserId": "ID", "status": "Incomplete", "diligences": [{ "diligenceType": "ID_CARD", "status": "Refused" }] }),
            (REASON, "other"),
        ),
        (
            json!({ "type": "4", "appUserId": "ID", "status": "Incomplete", "kycLevel": "Medium", "workflowCode": "Electronic_Sign", "expectedDiligences": [{ "type": "Complementary", "expectedCount": 1, "possibleDiligenceSubTypes": ["ESIGN"] }] }),
            (FIRST, "signature"),
        ),
        (
            json!({ "type": "4", "appUserId": "ID", "status": "Incomplete", "expectedDiligences": { "type": "Complementary", "expectedCount": "1", "possibleDiligenceSubTypes": "SCTIN" } }),
            (FIRST, "transfer"),
        ),
        (
            json!({ "type": "4", "appUserId": "ID", "status": "Incomplete", "expectedDiligences": [{ "type": "Identity" }] }),
            (FIRST, "identity_document"),
        ),
        (
            json!({ "type": "4", "appUserId": "ID", "status": "Incomplete", "receivedDiligences": [{ "diligenceType": "PASSPORT", "status": "Validated", "attachments": [{ "FileName": "a", "AttachmentKey": "b" }] }] }),
            (FIRST, "identity_document"),
        ),
        (
            json!({ "type": "4", "appUserId": "ID", "status": "Complete", "receivedDiligences": { "DiligenceType": "SELFIE", "Status": "Validated", "Reason": null } }),
            (FIRST, "selfie"),
        ),
        // Callback 31: beside the folder's own checks.
        (
            json!({ "type": "31", "appUserId": "ID", "status": "To_Review_Manually", "diligenceType": "SCTIN", "transmitterFullname": "x", "amount": 100, "score": { "name": 1, "firstName": 0.5 } }),
            ("/diligences/2/state", "review"),
        ),
        (
            json!({ "type": "31", "appUserId": "ID", "status": "Validated", "diligenceType": "SCTIN", "amount": "100", "score": null }),
            ("/diligences/2/kind", "transfer"),
        ),
    ];
    for (message, (pointer, word)) in cases {
        let world = World::new().await;
        let snapshot = shown_after(&world, &message).await;
        assert_eq!(snapshot.pointer(pointer), Some(&json!(word)), "{message} in {snapshot}");
    }
}

#[tokio::test]
async fn files_of_callback_44_are_a_text_or_a_list() {
    for (files, status) in [
        (json!("FATCA_W9"), json!("NOK")),
        (json!(["FATCA_W9.pdf"]), json!("nok")),
        (json!("22"), json!(0)),
        (json!([22]), json!("0")),
    ] {
        let world = World::of_kind(backend::journey::view::PartnerKind::Psee).await;
        let browser = world.open("customer").await;
        let id = browser.bind().await;
        world.provider.script("PATCH /api/v2.1/user/{id}/fatcaEai", 201, json!({}));
        browser.put("tax", "t", &tax()).await;
        let diligences = json!([{ "files": files, "status": "Awaiting", "reason": null }]);
        let message = json!({ "type": "44", "appUserId": id, "fatcaEaiStatus": status, "date": "2026-11-23", "diligences": diligences });
        world.deliver(100, message).await;
        assert_eq!(
            browser.snapshot().await.body["steps"][4]["documents"],
            json!([{ "kind": "w9", "state": "expected" }]),
            "{files}"
        );
    }
}

/// Callbacks without meaning for a customer, and callbacks that cannot be understood.
fn quiet() -> Vec<Value> {
    vec![
        json!({ "type": "32", "appUserId": "ID", "riskLevel": "High", "eventDate": "2026-11-23T09:00:00" }),
        json!({ "type": "43", "appUserId": "ID", "status": "Validated" }),
        json!({ "type": "46", "appUserId": "ID" }),
        json!({ "type": "26", "appUserId": "ID", "otp": "123456" }),
        json!({ "type": "15", "userid": "ID", "userstatus": 2 }),
        json!({ "type": "16", "id": 1, "reference": "x", "status": 2, "userid": "ID" }),
        json!({ "type": "38", "id": "1", "orderId": "x", "status": "3", "userId": "ID" }),
        json!({ "type": "SepaCreditTransferCreatedOrUpdated", "appUserId": "ID", "status": "Refused" }),
        json!({ "type": "InstantPaymentCreatedOrUpdated", "appUserId": "ID", "amount": { "value": 1 } }),
        json!({ "type": "StrongAuthenticationRequestCreatedOrUpdated", "appUserId": "ID", "status": "Rejected" }),
        json!({ "type": "47", "appUserId": "ID", "webviewUrl": "https://id.example/x" }),
        json!({ "type": "47", "appUserId": "ID" }),
        json!({ "type": "48", "appUserId": "ID", "url": "https://id.example/x", "token": "t", "webviewUrl": "https://id.example/x?token=t" }),
        json!({ "type": "48", "appUserId": "ID", "url": null, "token": 7 }),
        json!({ "type": "48", "appUserId": "ID", "url": ["https://id.example/x"], "token": {} }),
        json!({ "type": "45", "appUserId": "ID", "accountId": "a", "accountStatus": "ClosureRequested" }),
        json!({ "type": "45", "appUserId": "ID", "accountStatus": 3 }),
        json!({ "type": "PoliticallyExposedPersonStatusCreatedOrUpdated", "appUserId": "ID", "isPoliticallyExposedPerson": null, "finalDecisionPep": null, "riskAnalysisStatus": null }),
        json!({ "type": "PoliticallyExposedPersonStatusCreatedOrUpdated", "appUserId": "ID", "isPoliticallyExposedPerson": false, "riskAnalysisStatut": "done" }),
        json!({ "type": "UserCreatedOrUpdated", "appUserId": "ID", "profile": null, "dataCorrectionLogs": null }),
        json!({ "type": "UserCreatedOrUpdated", "appUserId": "ID", "dataCorrectionLogs": { "propertyName": "profile.area", "reason": "Correction" } }),
        json!({ "type": "UserCreatedOrUpdated", "appUserId": "ID", "dataCorrectionLogs": ["x", 1, {}] }),
        json!({ "type": "36", "AppUserId": "ID", "AuthenticationId": 4711, "Status": "Pending", "Reason": null }),
        json!({ "Header": null, "Payload": null }),
        json!({ "Header": { "AuthenticationId": {}, "Status": [] }, "Payload": [] }),
        json!({ "type": "44", "appUserId": "ID", "fatcaEaiStatus": "OK", "diligences": [{ "files": {}, "status": 1 }, null, "x"] }),
        json!({ "type": "4", "appUserId": "ID", "status": ["Complete"], "diligences": "none" }),
        json!({ "type": "34", "appUserId": "ID", "userRecordStatus": null }),
        json!({ "type": "35", "AppUserId": "ID", "ActivationCode": null, "ErrorMessage": null }),
        json!({ "Payload": null }),
        json!({ "payload": "text" }),
        json!({ "Payload": { "payload": { "Payload": {} } } }),
        json!({}),
    ]
}

#[tokio::test]
async fn callbacks_without_meaning_are_acknowledged_and_change_nothing() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    let before = browser.snapshot().await.body["revision"].clone();
    for (number, message) in quiet().into_iter().enumerate() {
        let body = message.to_string().replace("\"ID\"", &format!("\"{id}\""));
        let webhook_id = number.to_string();
        let headers =
            [("Webhook-Id", webhook_id.as_str()), ("Webhook-Processdate", "23/11/2026 09:05:00 +00:00")];
        assert_eq!(world.callback(&headers, body).await.status, StatusCode::ACCEPTED, "{message}");
        assert_eq!(browser.snapshot().await.body["revision"], before, "{message}");
    }
}

#[tokio::test]
async fn callbacks_without_meaning_are_acknowledged_in_the_current_generation_too() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    for (number, message) in quiet().into_iter().enumerate() {
        // Their customer is not known yet, which is no reason to refuse them.
        let webhook_id = number.to_string();
        let answer = world.callback(&[("Webhook-Id", webhook_id.as_str())], message.to_string()).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{message}");
    }
    assert_eq!(browser.snapshot().await.status, StatusCode::OK);
}
