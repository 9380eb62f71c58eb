//! The customer who refuses the facial scan: the choice, the account for the transfer, and the result.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use axum::http::StatusCode;
use contract::{snapshot::ProofKind, step::StepId};
use serde_json::{Value, json};
use support::*;

const DEMAND: &str = "kyc/demand";
const ACCOUNT: &str = "GET /api/v2.0/accounts/{id}";
const OTHER_PAYER: &str = "The beneficiary's name is different from the transmitter's name";

fn options(scan: &str, transfer: &str) -> Value {
    json!([{ "kind": "facial_scan", "state": scan }, { "kind": "transfer", "state": transfer }])
}

/// A folder with an accepted document that waits for the transfer.
fn document_accepted(id: &str) -> Value {
    json!({ "type": "4", "appUserId": id, "status": "Incomplete", "diligences": [
        { "diligenceType": "ID_CARD", "status": "Validated", "reason": "" },
    ] })
}

fn told_of_transfer(id: &str, status: &str, reason: &str) -> Value {
    json!({ "type": "31", "appUserId": id, "status": status, "diligenceType": "SCTIN", "reason": reason,
        "amount": 100, "transferDate": "2026-11-23", "transmitterFullName": "Somebody Else",
        "operationType": "InstantPayment_In", "orderId": "o-1", "score": { "name": 0.2, "firstName": 1 } })
}

fn account() -> Value {
    json!({ "iban": "FR76 3000 1007 9412 3456 7890 185", "bic": "BDFEFRPPCCT" })
}

/// A customer of the version 1.1 generation who refused the scan, with the code revealed and the document accepted.
async fn refused(browser: &Browser<'_>) -> String {
    let world = browser.world;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    world
        .deliver(
            3,
            json!({ "type": "45", "appUserId": id, "accountId": "6a1f", "accountStatus": "Initialized" }),
        )
        .await;
    assert_eq!(browser.refuse_scan().await.status, StatusCode::OK);
    world.provider.script("GET /api/v2.0/accounts/6a1f", 200, account());
    world.deliver(60, document_accepted(&id)).await;
    id
}

async fn world_with_proof() -> World {
    use StepId::{Device, Identity, Profile, Proof};
    let mut world = World::new().await;
    world.use_steps(&[Profile, Device, Identity, Proof]);
    world
}

#[tokio::test]
async fn the_scan_can_be_refused_until_the_pictures_are_taken() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    assert_eq!(browser.snapshot().await.body.get("options"), None, "there is no proof to choose yet");
    assert_eq!(browser.refuse_scan().await.status, StatusCode::CONFLICT);
    let id = browser.create().await;
    assert_eq!(browser.snapshot().await.body["options"], options("chosen", "available"));
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    world.deliver(60, pending(&id)).await;
    assert_eq!(browser.snapshot().await.body["options"], options("chosen", "closed"));
    let late = browser.refuse_scan().await;
    assert_eq!((late.status, &late.body["code"]), (StatusCode::CONFLICT, &json!("step_not_open")));
}

#[tokio::test]
async fn in_the_legacy_generation_the_refusal_is_recorded_and_needs_no_call() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    for _ in 0..2 {
        let answer = browser.refuse_scan().await;
        assert_eq!(answer.status, StatusCode::OK, "a second refusal succeeds too");
        assert_eq!(answer.body["options"], options("closed", "chosen"));
        assert_eq!(
            answer.body["diligences"],
            json!([{ "kind": "identity_document", "state": "expected" }, { "kind": "transfer", "state": "expected" }])
        );
    }
    world.provider.assert_known();
}

#[tokio::test]
async fn a_customer_who_scans_anyway_needs_no_transfer() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    browser.refuse_scan().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    world.deliver(60, pending(&id)).await;
    assert_eq!(browser.snapshot().await.body["options"], options("chosen", "closed"));
}

/// Submits the profile in the current generation.
async fn create_current(browser: &Browser<'_>) -> String {
    let provider = &browser.world.provider;
    provider.script("POST /api/v2.0/users", 201, Value::Null);
    provider.script("POST /api/v3.0/users/{id}/kyc/demand", 201, Value::Null);
    assert_eq!(browser.put("profile", "create", &profile()).await.state("profile"), "done");
    provider.last("POST /api/v2.0/users").body["appUserId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn in_the_current_generation_the_workflow_changes_and_the_terms_must_be_accepted() {
    let world = World::electronic_sign().await;
    let browser = world.open("customer").await;
    let id = create_current(&browser).await;
    let signed = browser.snapshot().await;
    assert!(!has_terms(&signed), "they are signed on the identification page");
    assert_eq!(signed.body["options"], options("chosen", "available"));

    // The documentation says PUT and shows PATCH.
    world.provider.script(&format!("PUT /api/v3.0/users/{id}/{DEMAND}"), 405, Value::Null);
    world.provider.script(&format!("PATCH /api/v3.0/users/{id}/{DEMAND}"), 200, Value::Null);
    let refused = browser.refuse_scan().await;
    assert_eq!(refused.body["options"], options("closed", "chosen"), "{}", refused.body);
    let asked = world.provider.last(&format!("PATCH /api/v3.0/users/{id}/{DEMAND}"));
    assert_eq!(asked.body, json!({ "workflowCode": "Identity" }));
    assert!(has_terms(&refused), "without a scan there is no signature");
    assert_eq!(browser.refuse_scan().await.status, StatusCode::OK);
    assert_eq!(world.provider.asked(&format!("PATCH /api/v3.0/users/{id}/{DEMAND}")).len(), 1);
    world.provider.assert_known();
}

#[tokio::test]
async fn a_failed_refusal_of_the_scan_can_be_tried_again() {
    let world = World::electronic_sign().await;
    let browser = world.open("customer").await;
    create_current(&browser).await;
    let put = "PUT /api/v3.0/users/{id}/kyc/demand";
    world.provider.script(put, 503, Value::Null);
    world.provider.script(put, 200, Value::Null);
    assert_eq!(browser.refuse_scan().await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(browser.snapshot().await.body["options"], options("chosen", "available"));
    assert_eq!(browser.refuse_scan().await.body["options"], options("closed", "chosen"));
    assert_eq!(world.provider.asked(put).len(), 2);
    world.provider.assert_known();
}

fn has_terms(answer: &Answer) -> bool {
    answer.body["steps"].as_array().unwrap().iter().any(|step| step["id"] == "terms")
}

#[tokio::test]
async fn a_refusal_of_the_scan_with_a_lost_answer_succeeds_if_nothing_is_left_to_change() {
    let world = World::electronic_sign().await;
    let browser = world.open("customer").await;
    create_current(&browser).await;
    let put = "PUT /api/v3.0/users/{id}/kyc/demand";
    world.provider.cut(put);
    world.provider.script(put, 400, json!({ "message": "The workflow cannot be changed any more" }));
    assert_eq!(browser.refuse_scan().await.status, StatusCode::SERVICE_UNAVAILABLE);
    let again = browser.refuse_scan().await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    assert_eq!(again.body["options"], options("closed", "chosen"));
    assert!(has_terms(&again), "without a scan there is no signature");
}

#[tokio::test]
async fn the_terms_are_requested_whenever_the_folder_expects_the_transfer() {
    let world = World::electronic_sign().await;
    let browser = world.open("customer").await;
    let id = create_current(&browser).await;
    let put = "PUT /api/v3.0/users/{id}/kyc/demand";
    world.provider.cut(put);
    assert_eq!(browser.refuse_scan().await.status, StatusCode::SERVICE_UNAVAILABLE);
    let folder = json!({ "type": "4", "appUserId": id, "status": "Pending", "expectedDiligences": [
        { "type": "Identity", "expectedCount": 1, "possibleDiligenceSubTypes": ["ID_CARD", "PASSPORT"] },
        { "type": "Complementary", "expectedCount": 1, "possibleDiligenceSubTypes": ["SCTIN"] },
    ], "receivedDiligences": [] });
    world.deliver(30, folder).await;
    let told = browser.snapshot().await;
    assert_eq!(told.body["options"], options("closed", "chosen"));
    assert!(has_terms(&told), "the folder alone shows that the scan was refused");
    assert_eq!(browser.refuse_scan().await.status, StatusCode::OK);
    assert_eq!(
        world.provider.asked(put).len(),
        1,
        "the change is not sent again, because the folder confirms it"
    );
    assert!(has_terms(&browser.snapshot().await));
}

#[tokio::test]
async fn a_choice_that_the_provider_no_longer_accepts_is_not_open() {
    let world = World::electronic_sign().await;
    let browser = world.open("customer").await;
    create_current(&browser).await;
    let put = "PUT /api/v3.0/users/{id}/kyc/demand";
    world.provider.script(put, 400, json!({ "message": "The workflow cannot be changed any more" }));
    let answer = browser.refuse_scan().await;
    assert_eq!((answer.status, &answer.body["code"]), (StatusCode::CONFLICT, &json!("step_not_open")));
    assert_eq!(browser.snapshot().await.body["options"], options("chosen", "available"));
}

#[tokio::test]
async fn a_new_demand_after_a_refusal_has_no_scan() {
    let world = World::electronic_sign().await;
    let browser = world.open("customer").await;
    let id = create_current(&browser).await;
    world.provider.script("PUT /api/v3.0/users/{id}/kyc/demand", 200, Value::Null);
    browser.refuse_scan().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    world
        .deliver(
            90,
            json!({ "type": "4", "appUserId": id, "status": "Rejected", "workflowCode": "Identity" }),
        )
        .await;
    let again = browser.put("identity", "again", &json!({})).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    let demands = world.provider.asked("POST /api/v3.0/users/{id}/kyc/demand");
    assert_eq!(demands[0].body["workflowCode"], "Electronic_Sign");
    assert_eq!(demands[1].body["workflowCode"], "Identity");
}

#[tokio::test]
async fn an_unknown_way_has_a_neutral_text_and_a_way_that_is_not_offered_cannot_be_chosen() {
    let mut world = World::new().await;
    world.configure(|process| process.proof.options = vec![ProofKind::FacialScan, ProofKind::Other]);
    let browser = world.open("customer").await;
    browser.create().await;
    assert_eq!(
        browser.snapshot().await.body["options"],
        json!([{ "kind": "facial_scan", "state": "chosen" }, { "kind": "other", "state": "closed" }])
    );
    assert_eq!(browser.refuse_scan().await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_account_is_shown_once_the_document_is_accepted_and_looked_up_once() {
    let mut world = world_with_proof().await;
    world.configure(|process| process.proof.payment_url = Some("https://pay.example/start".into()));
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    world
        .deliver(
            3,
            json!({ "type": "45", "appUserId": id, "accountId": "6a1f", "accountStatus": "Initialized" }),
        )
        .await;
    browser.refuse_scan().await;
    let received = json!({ "type": "4", "appUserId": id, "status": "Pending", "diligences": [
        { "diligenceType": "ID_CARD", "status": "To_Review_Manually" },
    ] });
    world.deliver(50, received).await;
    let waiting = browser.snapshot().await;
    assert_eq!((waiting.state("device"), waiting.state("identity")), ("done", "submitted"));
    assert_eq!(waiting.body.get("transfer"), None, "not before the document is accepted");
    assert!(world.provider.asked(ACCOUNT).is_empty());

    world.provider.script("GET /api/v2.0/accounts/6a1f", 200, account());
    world.deliver(60, document_accepted(&id)).await;
    let shown = browser.transfer().await;
    assert_eq!((shown.state("identity"), shown.state("proof")), ("done", "todo"));
    let transfer = &shown.body["transfer"];
    let reference = transfer["reference"].as_str().unwrap().to_owned();
    assert_eq!(
        *transfer,
        json!({ "iban": "FR7630001007941234567890185", "bic": "BDFEFRPPCCT", "beneficiary": "Corinne Berthier",
            "minCents": 100, "maxCents": 100_000, "reference": reference, "paymentUrl": "https://pay.example/start" })
    );
    assert!(reference.len() == 9 && reference.starts_with("XO-"), "{reference}");
    let again = browser.snapshot().await;
    assert_eq!(again.body["transfer"]["reference"], json!(reference));
    assert_eq!(world.provider.asked(ACCOUNT).len(), 1);
    world.provider.assert_known();
}

#[tokio::test]
async fn in_version_1_1_the_account_is_read_from_its_user() {
    let world = world_with_proof().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    browser.refuse_scan().await;
    world.provider.script(&format!("GET /api/v2.0/accounts/{id}"), 404, Value::Null);
    let user = json!({ "AppUserId": id, "SubAccounts": [{ "Iban": "FR7630001007941234567890185", "IsDefault": true }] });
    world.provider.script("GET /api/v1.1/users/{id}", 200, user);
    world.deliver(60, document_accepted(&id)).await;
    assert_eq!(browser.transfer().await.body["transfer"]["iban"], "FR7630001007941234567890185");
    world.provider.assert_known();
}

#[tokio::test]
async fn a_failed_look_up_is_tried_again_but_not_by_every_poll() {
    let world = world_with_proof().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    browser.refuse_scan().await;
    world.provider.script(ACCOUNT, 503, Value::Null);
    world.provider.script(ACCOUNT, 200, account());
    world.deliver(60, document_accepted(&id)).await;
    for _ in 0..5 {
        assert_eq!(browser.snapshot().await.state("proof"), "todo", "the page works without the account");
    }
    assert!(world.provider.asked(ACCOUNT).len() <= 1);
    while browser.snapshot().await.body["transfer"].is_null() {
        world.clock.advance_seconds(31);
        tokio::task::yield_now().await;
    }
    assert!(world.provider.asked(ACCOUNT).len() >= 2);
}

#[tokio::test]
async fn the_state_of_the_transfer_is_shown_and_a_refused_one_can_be_repeated() {
    let world = world_with_proof().await;
    let browser = world.open("customer").await;
    let id = refused(&browser).await;
    let step = |answer: &Answer| answer.body["steps"][3].clone();
    world.deliver(70, told_of_transfer(&id, "To_Review_Manually", "")).await;
    assert_eq!(browser.snapshot().await.state("proof"), "review");
    world.deliver(80, told_of_transfer(&id, "Refused", OTHER_PAYER)).await;
    assert_eq!(step(&browser.snapshot().await)["reasons"], json!(["other_payer"]));
    // Callback 16, with the field names of the documentation.
    world.deliver(90, json!({ "type": "16", "id": 7, "reference": "o-1", "status": 2, "userid": id })).await;
    let returned = browser.transfer().await;
    assert_eq!(step(&returned)["state"], "action_required");
    assert_eq!(step(&returned)["reasons"], json!(["other_payer", "money_returned"]));
    assert_eq!(
        returned.body["diligences"][1],
        json!({ "kind": "transfer", "state": "refused", "reason": "other_payer" })
    );
    assert!(!returned.body.to_string().contains("Somebody"));

    world.deliver(100, told_of_transfer(&id, "To_Review_Manually", "")).await;
    let again = browser.snapshot().await;
    assert_eq!((again.state("proof"), step(&again).get("reasons")), ("review", None));
    world.deliver(110, told_of_transfer(&id, "Validated", "")).await;
    let done = browser.snapshot().await;
    assert_eq!(
        (done.state("proof"), done.body.get("transfer")),
        ("done", None),
        "nothing is asked for any more"
    );
    world.deliver(120, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Validated" })).await;
    assert_eq!(browser.snapshot().await.body["onboarding"], "validated");
    assert!(world.app.store.transfer(1).await.unwrap().is_none(), "no longer than needed");
}

#[tokio::test]
async fn a_transfer_above_the_limits_is_returned_without_a_check() {
    for message in [
        json!({ "type": "16", "id": "7", "orderId": "o", "status": "2", "userId": "ID" }),
        json!({ "type": "38", "id": 7, "orderId": "o", "status": 2, "userid": "ID" }),
        json!({ "type": "SepaCreditTransferCreatedOrUpdated", "appUserId": "ID", "status": "Refunded" }),
        json!({ "payload": { "type": "InstantPaymentCreatedOrUpdated", "appUserId": "ID", "status": "refund" } }),
    ] {
        let world = world_with_proof().await;
        let browser = world.open("customer").await;
        let id = refused(&browser).await;
        world
            .deliver(
                70,
                serde_json::from_str(&message.to_string().replace("\"ID\"", &format!("\"{id}\""))).unwrap(),
            )
            .await;
        let step = browser.snapshot().await.body["steps"][3].clone();
        assert_eq!(step["state"], "action_required", "{message}");
        assert_eq!(step["reasons"], json!(["money_returned"]), "{message}");
    }
}

#[tokio::test]
async fn money_that_is_not_returned_changes_nothing() {
    let world = world_with_proof().await;
    let browser = world.open("customer").await;
    let id = refused(&browser).await;
    let before = browser.transfer().await.body["revision"].clone();
    for (kind, status) in [("16", json!(1)), ("38", json!(0)), ("38", json!("1")), ("38", json!(3))] {
        world
            .deliver(70, json!({ "type": kind, "id": 7, "orderId": "o", "status": status, "userid": id }))
            .await;
        assert_eq!(browser.snapshot().await.body["revision"], before, "{kind} {status}");
    }
}

#[tokio::test]
async fn without_a_separate_step_the_transfer_is_part_of_the_identity() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = refused(&browser).await;
    let shown = browser.transfer().await;
    assert_eq!(shown.state("identity"), "todo");
    world.deliver(70, told_of_transfer(&id, "Refused", OTHER_PAYER)).await;
    world.deliver(80, json!({ "type": "38", "id": 7, "status": 2, "userId": id })).await;
    let step = browser.snapshot().await.body["steps"][2].clone();
    assert_eq!((&step["id"], &step["state"]), (&json!("identity"), &json!("action_required")));
    assert_eq!(step["reasons"], json!(["other_payer", "money_returned"]));
    world.deliver(90, told_of_transfer(&id, "Validated", "")).await;
    assert_eq!(browser.snapshot().await.state("identity"), "submitted");
    world.deliver(100, json!({ "type": "4", "appUserId": id, "status": "Complete", "diligences": [] })).await;
    assert_eq!(browser.snapshot().await.state("identity"), "done");
}

#[tokio::test]
async fn a_way_that_the_provider_starts_is_shown() {
    // The scan was refused on the phone, so the provider starts another way.
    let world = world_with_proof().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    let folder = json!({ "type": "4", "appUserId": id, "status": "Incomplete",
        "expectedDiligences": [{ "type": "Complementary", "expectedCount": 1, "possibleDiligenceSubTypes": ["SCTIN"] }],
        "receivedDiligences": [{ "diligenceType": "PASSPORT", "status": "Validated" }] });
    world.provider.script(ACCOUNT, 200, account());
    world.deliver(60, folder).await;
    let shown = browser.transfer().await;
    assert_eq!(shown.body["options"], options("closed", "chosen"));
}

#[tokio::test]
async fn no_account_is_shown_if_fraud_is_suspected() {
    let world = world_with_proof().await;
    let browser = world.open("customer").await;
    let id = refused(&browser).await;
    browser.transfer().await;
    world.deliver(70, json!({ "type": "4", "appUserId": id, "status": "FraudSuspicion", "diligences": [
        { "diligenceType": "ID_CARD", "status": "Validated" }, { "diligenceType": "SCTIN", "status": "Refused", "reason": "Identity fraud" },
    ] })).await;
    let answer = browser.snapshot().await;
    assert_eq!(answer.body.get("transfer"), None);
    assert!(!answer.body.to_string().contains("fraud"));
}

#[tokio::test]
async fn a_callback_can_be_a_query_string() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    for path in ["/callbacks/xpollens", "/callbacks/xpollens/45"] {
        let path = format!("{path}?type=45&accountstatus=Initialized&userid={id}");
        assert_eq!(world.callback_to(&path, &[], "").await.status, StatusCode::ACCEPTED);
    }
    let request =
        axum::http::Request::get(format!("/callbacks/xpollens?type=45&accountstatus=Activated&userid={id}"))
            .header("authorization", "Basic eHBvbGxlbnM6Y2FsbGJhY2stcGFzc3dvcmQ=");
    let answer = world.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    let history = world.app.store.history(1).await.unwrap().unwrap();
    assert_eq!(history.inbox.len(), 2, "the repeated callback is stored once");
    assert!(history.inbox.iter().all(|kept| kept.is_readable && kept.kind.as_deref() == Some("45")));
    let path = format!("/callbacks/xpollens?type=15&userstatus=2&userid={id}");
    assert_eq!(world.callback_to(&path, &[], "").await.status, StatusCode::ACCEPTED);
    assert_eq!(
        world.app.store.history(1).await.unwrap().unwrap().inbox.len(),
        2,
        "callback 15 is not needed"
    );
}

#[tokio::test]
async fn the_transfer_uses_the_name_that_the_provider_corrected() {
    let world = world_with_proof().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    let log = json!([{ "propertyName": "profile.lastName", "originalValue": "Berthier", "newValue": "Bertier",
        "reason": "Correction" }]);
    world
        .deliver(3, json!({ "type": "UserCreatedOrUpdated", "appUserId": id, "dataCorrectionLogs": log }))
        .await;
    browser.refuse_scan().await;
    world.provider.script(ACCOUNT, 200, account());
    world.deliver(60, document_accepted(&id)).await;
    assert_eq!(browser.transfer().await.body["transfer"]["beneficiary"], "Corinne Bertier");
}

#[tokio::test]
async fn without_a_stored_name_the_transfer_uses_the_provider_s() {
    let world = world_with_proof().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    browser.refuse_scan().await;
    world.app.store.forget_submission(1, StepId::Profile).await.unwrap();
    let user = json!({ "AppUserId": id, "Profile": { "FirstName": "Anne", "LastName": "Martin" } });
    world.provider.script("GET /api/v1.1/users/{id}", 200, user);
    world.provider.script(ACCOUNT, 200, account());
    world.deliver(60, document_accepted(&id)).await;
    assert_eq!(browser.transfer().await.body["transfer"]["beneficiary"], "Anne Martin");
}

#[tokio::test]
async fn a_user_removed_by_the_provider_cannot_refuse_the_scan() {
    let world = World::electronic_sign().await;
    let browser = world.open("customer").await;
    create_current(&browser).await;
    for method in ["PUT", "PATCH"] {
        let demand = format!("{method} /api/v3.0/users/{{id}}/kyc/demand");
        world.provider.script(&demand, 404, json!({ "message": "User not found" }));
    }
    assert_eq!(browser.refuse_scan().await.status, StatusCode::CONFLICT);
    let expired = browser.snapshot().await.body;
    assert_eq!((&expired["onboarding"], &expired["canRestart"]), (&json!("expired"), &json!(true)));
}
