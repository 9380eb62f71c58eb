//! The proof in addition to the document: the facial scan, or a transfer if the customer refuses it.

use serde_json::{Value, json};

use crate::{
    current::{USER as CURRENT, demand_path, demanded, last_of},
    harness::{MINUTE, Stage},
};

const USER: &str = "k7p2m9x4q";

/// A bound phone of the legacy generation that has not taken pictures yet.
async fn bound(stage: &Stage) {
    let code = stage.create(USER, json!({})).await;
    assert_eq!(stage.launch(&code).await, 200);
    stage.partner.news();
}

fn expected(callback: &Value) -> Vec<&Value> {
    let listed = callback["expectedDiligences"].as_array().unwrap();
    listed.iter().map(|expected| &expected["possibleDiligenceSubTypes"]).collect()
}

#[tokio::test]
async fn a_customer_who_refuses_the_scan_needs_document_and_transfer() {
    let stage = Stage::new().await;
    bound(&stage).await;
    let page = stage.identification_page().await;
    let document = json!({ "documentType": "PASSPORT", "images": 1, "selfieSeconds": 0 });
    assert_eq!(stage.ask("POST", &page, document.clone()).await.0, 400, "the scan was not refused");
    assert_eq!(stage.ask("GET", &page, Value::Null).await.1["proof"], "selfie");
    for _ in 0..2 {
        let answer = stage.ask("POST", &format!("{page}/refusal"), Value::Null).await;
        assert_eq!(answer, (200, json!({ "proof": "transfer" })), "a second refusal changes nothing");
    }
    assert_eq!(stage.ask("POST", &page, document).await.0, 202);
    stage.advance(10 * MINUTE).await;
    assert_eq!(
        last_of(&stage, "4")["diligences"],
        json!([
            { "diligenceType": "PASSPORT", "status": "Validated", "reason": "" },
        ])
    );
    assert_eq!(stage.partner.news(), ["34 InProgress", "4 Pending", "4 Incomplete"]);
    let device = stage.device().await;
    assert_eq!((&device["wallet"], &device["identification"]), (&json!("ready"), &json!("transfer")));
    assert_eq!(stage.ask("POST", &format!("{page}/refusal"), Value::Null).await.0, 409, "too late");
}

#[tokio::test]
async fn a_bad_document_ends_the_wallet_without_a_scan_too() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({ "Email": "corinne+LC_DOC_QUALITY@example.fr" })).await;
    stage.launch(&code).await;
    let page = stage.identification_page().await;
    stage.ask("POST", &format!("{page}/refusal"), Value::Null).await;
    stage.partner.news();
    assert_eq!(stage.take_pictures().await, 202);
    stage.advance(7 * MINUTE).await;
    assert_eq!(last_of(&stage, "4")["diligences"].as_array().unwrap().len(), 1);
    assert_eq!(stage.partner.news(), ["34 InProgress", "4 Pending", "4 Incomplete", "35"]);
    // The refusal also applies to the next wallet.
    let code = stage.prospect(USER).await["activationCode"].as_str().unwrap().to_owned();
    stage.launch(&code).await;
    assert_eq!(stage.device().await["proof"], "transfer");
}

#[tokio::test]
async fn a_demand_lists_what_is_expected_once_the_scan_is_refused() {
    let stage = demanded("", "Identity").await;
    assert_eq!(expected(&last_of(&stage, "4"))[1], &json!(["SELFIE", "SCTIN"]));
    let code = stage.prospect(CURRENT).await["activationCode"].as_str().unwrap().to_owned();
    stage.launch(&code).await;
    let page = stage.identification_page().await;
    assert_eq!(stage.ask("POST", &format!("{page}/refusal"), Value::Null).await.0, 200);
    stage.advance(2_000).await;
    assert_eq!(expected(&last_of(&stage, "4"))[1], &json!(["SCTIN"]));
    assert_eq!(stage.take_pictures().await, 202);
    stage.advance(7 * MINUTE).await;
    let told = last_of(&stage, "4");
    assert_eq!(told["status"], "Incomplete");
    assert_eq!(expected(&told), [&json!(["SCTIN"])], "the document was accepted, the money is missing");
    let path = format!("/control/prospects/{CURRENT}/transfers");
    assert_eq!(stage.ask("POST", &path, json!({ "amountCents": 1_000 })).await.0, 201);
    stage.advance(MINUTE).await;
    let told = last_of(&stage, "4");
    assert_eq!((&told["status"], &told["kycLevel"]), (&json!("Complete"), &json!("High")));
    assert_eq!(told.get("expectedDiligences"), None);
    assert_eq!(told["receivedDiligences"][1]["diligenceType"], "SCTIN");
}

#[tokio::test]
async fn the_workflow_with_a_signature_needs_the_scan_until_the_partner_changes_it() {
    let stage = demanded("+LC_BIO_QUALITY", "Electronic_Sign").await;
    let code = stage.prospect(CURRENT).await["activationCode"].as_str().unwrap().to_owned();
    stage.launch(&code).await;
    let page = stage.identification_page().await;
    assert_eq!(stage.ask("POST", &format!("{page}/refusal"), Value::Null).await.0, 409);
    assert_eq!(stage.take_pictures().await, 202);
    let change = json!({ "workflowCode": "Identity" });
    assert_eq!(
        stage.api("PATCH", &demand_path(), change.clone()).await.0,
        400,
        "the pictures are under review"
    );
    stage.advance(7 * MINUTE).await;
    // The face was refused. Document and face are not accepted yet, so the workflow can still be changed.
    assert_eq!(stage.api("PATCH", &demand_path(), change).await.0, 200);
    assert_eq!(stage.device().await["proof"], "transfer");
    assert_eq!(stage.take_pictures().await, 202);
    stage.advance(7 * MINUTE).await;
    assert_eq!(stage.device().await["identification"], "transfer");
}

#[tokio::test]
async fn a_setting_makes_the_workflow_identity_require_the_transfer() {
    let stage = Stage::new().await;
    stage.ask("PUT", "/control/settings", json!({ "identityProof": "transfer" })).await;
    crate::current::demand(&stage, "", "Identity").await;
    assert_eq!(expected(&last_of(&stage, "4"))[1], &json!(["SCTIN"]));
}
