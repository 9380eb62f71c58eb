//! Transfers as proof of identity: their callbacks, returns and durations.

use serde_json::{Value, json};

use crate::{
    current::last_of,
    harness::{MINUTE, Stage, all_terms, declarative, french_tax},
};

const USER: &str = "k7p2m9x4q";
const SECOND: u64 = 1_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// A customer with an accepted document who refused the scan. Earlier callbacks are skipped.
async fn awaited() -> Stage {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    stage.launch(&code).await;
    let page = stage.identification_page().await;
    stage.ask("POST", &format!("{page}/refusal"), Value::Null).await;
    stage.take_pictures().await;
    stage.advance(7 * MINUTE).await;
    stage.partner.news();
    stage
}

async fn pay(stage: &Stage, payment: Value) -> Value {
    let (status, transfer) =
        stage.ask("POST", &format!("/control/prospects/{USER}/transfers"), payment).await;
    assert_eq!(status, 201, "{transfer}");
    transfer
}

/// Status of the money in the last callback about it.
fn money(stage: &Stage, kind: &str) -> Value {
    last_of(stage, kind)["status"].clone()
}

#[tokio::test]
async fn a_transfer_in_the_customers_name_opens_the_account() {
    let stage = awaited().await;
    stage.api("POST", &format!("/api/v2.0/users/{USER}/cgu"), all_terms()).await;
    stage.api("POST", &format!("/api/v2.0/users/{USER}/declarative"), declarative()).await;
    stage.api("PATCH", &format!("/api/v2.1/user/{USER}/fatcaEai"), french_tax()).await;
    stage.advance(2 * SECOND).await;
    stage.partner.news();
    let ordered = pay(&stage, json!({ "amountCents": 100 })).await;
    stage.advance(9 * SECOND).await;
    assert_eq!(stage.partner.news(), [""; 0], "not there yet");
    stage.advance(SECOND).await;
    assert_eq!(
        last_of(&stage, "31"),
        json!({
            "type": "31", "appUserId": USER, "status": "To_Review_Manually", "diligenceType": "SCTIN", "reason": "",
            "amount": 100, "transferDate": "2026-03-02T09:07:14", "transmitterFullName": "Corinne Berthier",
            "operationType": "InstantPayment_In", "orderId": ordered["orderId"],
            "score": { "name": 1.0, "firstName": 1.0 },
        })
    );
    stage.advance(MINUTE).await;
    assert_eq!(money(&stage, "38"), 1);
    let told = last_of(&stage, "4");
    assert_eq!(
        told["diligences"][1],
        json!({ "diligenceType": "SCTIN", "status": "Validated", "reason": "" })
    );
    assert_eq!(
        stage.partner.news(),
        ["31 To_Review_Manually", "31 Validated", "38 1", "4 Complete", "34 Validated", "45 Activated"]
    );
}

#[tokio::test]
async fn another_payers_money_is_returned_and_the_customer_may_try_again() {
    let stage = awaited().await;
    pay(&stage, json!({ "amountCents": 5_000, "payerFullName": "Jean Dupont" })).await;
    stage.advance(MINUTE).await;
    let refused = last_of(&stage, "31");
    assert_eq!(refused["reason"], "The beneficiary's name is different from the transmitter's name");
    assert!(refused["score"]["name"].as_f64().unwrap() < 0.8);
    assert_eq!(money(&stage, "38"), 2);
    assert_eq!(stage.partner.news(), ["31 To_Review_Manually", "31 Refused", "38 2", "4 Incomplete"]);
    assert_eq!(stage.device().await["identification"], "transfer");
    pay(&stage, json!({ "amountCents": 5_000, "payerFullName": "BERTHIER CORINNE" })).await;
    stage.advance(MINUTE).await;
    assert_eq!(stage.partner.news(), ["31 To_Review_Manually", "31 Validated", "38 1", "4 Complete"]);
}

#[tokio::test]
async fn an_amount_outside_the_limits_is_returned_without_a_review() {
    let stage = awaited().await;
    for amount in [99, 100_001] {
        pay(&stage, json!({ "amountCents": amount })).await;
        stage.advance(MINUTE).await;
        assert_eq!(stage.partner.news(), ["38 2"], "{amount}");
    }
    stage.ask("PUT", "/control/settings", json!({ "transferMaxCents": 100_001 })).await;
    pay(&stage, json!({ "amountCents": 100_001 })).await;
    stage.advance(MINUTE).await;
    assert_eq!(stage.prospect(USER).await["kycStatus"], "Complete");
}

#[tokio::test]
async fn unexpected_money_is_returned_unless_it_is_a_customers() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    stage.partner.news();
    pay(&stage, json!({ "amountCents": 5_000 })).await;
    stage.advance(MINUTE).await;
    assert_eq!(stage.partner.news(), ["38 2"], "the document is not there");
    stage.launch(&code).await;
    stage.take_pictures().await;
    stage.api("POST", &format!("/api/v2.0/users/{USER}/cgu"), all_terms()).await;
    stage.api("POST", &format!("/api/v2.0/users/{USER}/declarative"), declarative()).await;
    stage.api("PATCH", &format!("/api/v2.1/user/{USER}/fatcaEai"), french_tax()).await;
    stage.advance(10 * MINUTE).await;
    assert_eq!(stage.partner.news().last().unwrap(), "45 Activated");
    pay(&stage, json!({ "amountCents": 500_000, "payerFullName": "Jean Dupont" })).await;
    stage.advance(MINUTE).await;
    assert_eq!(stage.partner.news(), ["38 1"]);
}

#[tokio::test]
async fn an_ordinary_transfer_takes_two_working_days_and_has_its_own_callbacks() {
    let stage = awaited().await; // on a Monday
    stage.advance(3 * DAY).await;
    pay(&stage, json!({ "amountCents": 5_000, "instant": false })).await;
    stage.advance(4 * DAY - SECOND).await;
    assert_eq!(stage.partner.news(), [""; 0], "Saturday and Sunday do not count");
    stage.advance(MINUTE).await;
    assert_eq!(last_of(&stage, "31")["operationType"], "SCT_In");
    let booked = last_of(&stage, "16");
    assert_eq!((&booked["userid"], &booked["status"]), (&json!(USER), &json!(1)));
    assert_eq!(booked["reference"], last_of(&stage, "31")["orderId"]);
    assert_eq!(stage.partner.news(), ["31 To_Review_Manually", "31 Validated", "16 1", "4 Complete"]);
}

#[tokio::test]
async fn a_setting_chooses_the_named_callback_about_the_money() {
    let stage = awaited().await;
    stage
        .ask("PUT", "/control/settings", json!({ "transferCallback": "named", "transferReviewMillis": DAY }))
        .await;
    pay(&stage, json!({ "amountCents": 1 })).await;
    pay(&stage, json!({ "amountCents": 5_000 })).await;
    stage.advance(MINUTE).await;
    assert_eq!(stage.partner.news(), ["31 To_Review_Manually", "InstantPaymentCreatedOrUpdated 2"]);
    // While one transfer is being reviewed, another is returned.
    pay(&stage, json!({ "amountCents": 5_000 })).await;
    stage.advance(MINUTE).await;
    assert_eq!(stage.partner.news(), ["InstantPaymentCreatedOrUpdated 2"]);
    stage.advance(DAY).await;
    assert_eq!(stage.partner.news(), ["31 Validated", "InstantPaymentCreatedOrUpdated 1", "4 Complete"]);
}

fn registration(own: Value) -> Value {
    let mut body = json!({
        "amountRequest": { "value": 5_000, "currency": "EUR" },
        "executionDate": "2026-03-02",
        "externalBankAccountModel": {
            "thirdPartyIban": "FR1420041010050500013M02606", "thirdPartyBIC": "PSSTFRPPXXX",
            "thirdPartyFullName": "MME CORINNE BERTHIER",
        },
        "partnerOperationId": "7", "message": "ouverture", "motif": "ouverture",
    });
    for (pointer, value) in own.as_object().unwrap() {
        *body.pointer_mut(pointer).unwrap() = value.clone();
    }
    body
}

#[tokio::test]
async fn the_sandbox_call_of_the_provider_registers_a_transfer() {
    let stage = awaited().await;
    let path = format!("/api/v1.1/users/{USER}/sct/in/registration");
    assert_eq!(stage.api("POST", &path, registration(json!({}))).await, (201, Value::Null));
    stage.advance(MINUTE).await;
    assert_eq!(last_of(&stage, "31")["transmitterFullName"], "MME CORINNE BERTHIER");
    assert_eq!(stage.partner.news(), ["31 To_Review_Manually", "31 Validated", "16 1", "4 Complete"]);
    for (own, code) in [
        (json!({ "/amountRequest/value": null }), 704),
        (json!({ "/amountRequest/value": 0 }), 177),
        (json!({ "/amountRequest/value": 50.5 }), 177),
        (json!({ "/amountRequest/currency": "USD" }), 177),
        (json!({ "/externalBankAccountModel": "FR14" }), 177),
        (json!({ "/externalBankAccountModel/thirdPartyIban": "FR1420041010050500013M02607" }), 177),
        (json!({ "/externalBankAccountModel/thirdPartyFullName": "" }), 704),
        (json!({ "/executionDate": "02/03/2026" }), 177),
    ] {
        let (status, answer) = stage.api("POST", &path, registration(own.clone())).await;
        assert_eq!((status, &answer["Code"]), (400, &json!(code)), "{own}");
    }
    let nobody = "/api/v1.1/users/nobody-00/sct/in/registration";
    assert_eq!(stage.api("POST", nobody, registration(json!({}))).await.1["Code"], 147);
    let (_, received) = stage.ask("GET", "/control/received", Value::Null).await;
    assert!(received.as_array().unwrap().iter().all(|call| call["ignoredFields"] == json!([])), "{received}");
}

#[tokio::test]
async fn an_account_has_its_numbers() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    let (_, user) = stage.api("GET", &format!("/api/v1.1/users/{USER}"), Value::Null).await;
    let account = &user["SubAccounts"][0];
    let expected = json!({ "bic": "SNDBFRPPXXX", "iban": account["Iban"] });
    let path = |id: &str| format!("/api/v2.0/accounts/{id}");
    for id in [account["AppAccountId"].as_str().unwrap(), USER] {
        assert_eq!(stage.api("GET", &path(id), Value::Null).await, (200, expected.clone()), "{id}");
    }
    assert_eq!(stage.api("GET", &path("nobody-00"), Value::Null).await.0, 404);
}
