//! The current generation: the journey with its KYC demand, and its variations.

use serde_json::{Value, json};

use crate::harness::{MINUTE, Stage, all_terms, declarative};

pub(crate) const USER: &str = "k7p2m9x4q-current";
const USERS: &str = "/api/v2.0/users";
const EXPOSED: &str = "PoliticallyExposedPersonStatusCreatedOrUpdated";

fn user() -> Value {
    json!({
        "appUserId": USER,
        "profile": {
            "civility": "Miss", "firstName": "Corinne", "lastName": "Berthier", "birthName": "Berthier",
            "birthDate": "1965-12-06", "birthCity": "Paris", "birthZipCode": "75001", "birthCountry": "FR",
            "nationality": "FR", "phoneNumber": "+33612345678", "email": "corinne@example.fr",
            "address": {
                "street": "104, rue des Fleurs", "supplementIn": "3e etage", "zipCode": "92100",
                "city": "Boulogne", "country": "FR", "area": "",
            },
        },
    })
}

pub(crate) fn demand_path() -> String {
    format!("/api/v3.0/users/{USER}/kyc/demand")
}

/// A prospect whose demand was opened and reported. Earlier callbacks are skipped.
pub(crate) async fn demanded(aliases: &str, workflow: &str) -> Stage {
    let stage = Stage::new().await;
    demand(&stage, aliases, workflow).await;
    stage
}

/// Creates the prospect and opens the demand.
pub(crate) async fn demand(stage: &Stage, aliases: &str, workflow: &str) {
    let mut body = user();
    body["profile"]["email"] = json!(format!("corinne{aliases}@example.fr"));
    assert_eq!(stage.api("POST", USERS, body).await.0, 201);
    let demand = json!({ "workflowCode": workflow });
    assert_eq!(stage.api("POST", &demand_path(), demand).await, (201, Value::Null));
    stage.advance(2_000).await;
}

/// As [`demanded`], with a phone whose pictures were checked.
async fn looked_at(aliases: &str) -> Stage {
    let stage = demanded(aliases, "Identity").await;
    let code = stage.prospect(USER).await["activationCode"].as_str().unwrap().to_owned();
    assert_eq!(stage.launch(&code).await, 200);
    stage.partner.news();
    assert_eq!(stage.take_pictures().await, 202);
    stage.advance(7 * MINUTE).await;
    stage
}

pub(crate) fn last_of(stage: &Stage, kind: &str) -> Value {
    let callbacks = stage.partner.callbacks();
    callbacks.iter().rfind(|callback| callback.body["type"] == kind).unwrap().body.clone()
}

#[tokio::test]
async fn the_journey_of_the_current_generation_opens_the_account() {
    let stage = Stage::new().await;
    let (status, created) = stage.api("POST", USERS, user()).await;
    assert_eq!((status, &created["userRecordStatus"]), (201, &json!("Initialized")));
    stage.advance(10_000).await;
    assert_eq!(stage.partner.news(), ["34 Initialized", "45 Initialized", "UserCreatedOrUpdated"]);
    assert_eq!(stage.api("GET", &demand_path(), Value::Null).await.0, 404);

    // No other callback arrives before the demand.
    let demand = json!({ "workflowCode": "Identity" });
    assert_eq!(stage.api("POST", &demand_path(), demand).await, (201, Value::Null));
    stage.advance(2_000).await;
    let pending = last_of(&stage, "4");
    assert_eq!(pending["workflowCode"], "Identity");
    assert_eq!(pending["receivedDiligences"], json!([]));
    assert_eq!(
        pending["expectedDiligences"],
        json!([
            { "type": "Identity", "expectedCount": 1,
              "possibleDiligenceSubTypes": ["ID_CARD", "PASSPORT", "RES_CARD"] },
            { "type": "Complementary", "expectedCount": 1, "possibleDiligenceSubTypes": ["SELFIE", "SCTIN"] },
        ])
    );
    let (webview, code) = (last_of(&stage, "48"), last_of(&stage, "35"));
    assert_eq!(webview["token"].as_str().unwrap().len(), 32);
    assert_eq!(webview["url"], format!("{}/phone/webview/", stage.url));
    assert_eq!(stage.partner.news(), ["34 InProgress", "35", "48", "4 Pending"]);

    // The pictures, through the page of the demand.
    assert_eq!(stage.launch(code["ActivationCode"].as_str().unwrap()).await, 200);
    assert_eq!(stage.take_pictures().await, 202);
    stage.advance(1_000).await;
    let received = last_of(&stage, "4");
    assert_eq!(received.get("expectedDiligences"), None, "every file was received");
    assert_eq!(
        received["receivedDiligences"][0],
        json!({ "diligenceType": "ID_CARD", "status": "To_Review_Manually", "reason": "", "attachments": [] })
    );
    assert_eq!(stage.partner.news(), ["4 Incomplete"]);
    stage.advance(8 * MINUTE).await;
    let mut news = stage.partner.news();
    news.sort();
    let screened = [format!("{EXPOSED} Done"), format!("{EXPOSED} InProgress")];
    assert_eq!(news, [&["4 Complete".to_owned(), "4 Incomplete".to_owned()][..], &screened].concat());

    // The other steps.
    let path = format!("/api/sca/v2.0/users/{USER}/cgu");
    assert_eq!(stage.api("POST", &path, all_terms()).await.0, 201);
    stage.decide("validate").await;
    let path = format!("{USERS}/{USER}/declarative");
    assert_eq!(stage.api("POST", &path, declarative()).await.0, 201);
    let path = format!("/api/sca/v3.0/users/{USER}/fatca-eai");
    let tax = json!({ "isUSPerson": false, "taxInformation": [
        { "taxCountry": "FR" }, { "taxCountry": "BE", "taxIdentificationNumber": "85073003328" },
    ] });
    assert_eq!(stage.api("PATCH", &path, tax).await.0, 201);
    stage.decide("validate").await;
    stage.advance(5_000).await;
    let news = stage.partner.news();
    assert_eq!(news[news.len() - 3..], ["44 OK", "34 Validated", "45 Activated"], "{news:?}");

    let (_, page) = stage.api("GET", &format!("{USERS}?AppUserId={USER}"), Value::Null).await;
    assert_eq!(page["pageSize"], 50);
    let listed = &page["values"][0];
    assert_eq!(
        (&listed["userRecordStatus"], &listed["identificationLevel"]),
        (&json!("Validated"), &json!("High"))
    );
    assert_eq!(listed["onboardingDate"], "2026-03-02 09:00:00");
    assert_eq!(listed["profile"]["address"]["supplementIn"], "3e etage");
    let (_, tax) = stage.api("GET", &format!("/api/v3.0/users/{USER}/fatca-eai"), Value::Null).await;
    assert_eq!(
        (&tax["fatcaEaiStatus"], &tax["taxInformation"][1]["taxCountry"]),
        (&json!("OK"), &json!("BE"))
    );
    let (_, received) = stage.ask("GET", "/control/received", Value::Null).await;
    assert!(received.as_array().unwrap().iter().all(|call| call["ignoredFields"] == json!([])), "{received}");
}

#[tokio::test]
async fn a_refused_demand_has_its_own_body() {
    let stage = demanded("", "Identity").await;
    let elsewhere = "/api/v3.0/users/nobody-knows-me/kyc/demand";
    for (path, body, status) in [
        (demand_path(), json!({ "workflowCode": "Identity" }), 405),
        (demand_path(), json!({}), 400),
        (demand_path(), json!({ "workflowCode": "identity" }), 400),
        (elsewhere.into(), json!({ "workflowCode": "Identity" }), 404),
    ] {
        let (answered, answer) = stage.api("POST", &path, body.clone()).await;
        assert_eq!(answered, status, "{body}");
        assert_eq!(answer.as_object().unwrap().keys().collect::<Vec<_>>(), ["message"], "{body}");
    }
}

#[tokio::test]
async fn the_workflow_changes_only_from_signature_to_identity() {
    let stage = demanded("", "Electronic_Sign").await;
    assert_eq!(last_of(&stage, "4")["expectedDiligences"][2]["possibleDiligenceSubTypes"], json!(["ESIGN"]));
    let change = |code: &str| json!({ "workflowCode": code });
    assert_eq!(stage.api("PUT", &demand_path(), change("Electronic_Sign")).await.0, 400);
    assert_eq!(stage.api("PATCH", &demand_path(), change("Identity")).await.0, 200);
    stage.advance(2_000).await;
    assert_eq!(last_of(&stage, "4")["workflowCode"], "Identity");
    assert_eq!(stage.api("PATCH", &demand_path(), change("Electronic_Sign")).await.0, 400);
}

#[tokio::test]
async fn a_signature_replaces_the_terms() {
    let stage = demanded("", "Electronic_Sign").await;
    let webview = last_of(&stage, "48");
    let pictures = json!({ "documentType": "PASSPORT", "images": 1, "selfieSeconds": 6 });
    // The page of a demand works without a phone.
    let path = format!("/phone/api/webview/{}", webview["token"].as_str().unwrap());
    assert_eq!(stage.ask("POST", &path, pictures).await.0, 202);
    let tax = json!({ "isUSPerson": false, "taxInformation": [{ "taxCountry": "FR" }] });
    assert_eq!(stage.api("PATCH", &format!("/api/v3.0/users/{USER}/fatca-eai"), tax).await.0, 201);
    assert_eq!(stage.api("POST", &format!("{USERS}/{USER}/declarative"), declarative()).await.0, 201);
    stage.advance(10 * MINUTE).await;
    assert_eq!(last_of(&stage, "4")["receivedDiligences"][2]["diligenceType"], "ESIGN");
    assert_eq!(stage.prospect(USER).await["userRecordStatus"], "Validated");
}

#[tokio::test]
async fn bad_pictures_can_be_taken_again_on_the_same_page_and_phone() {
    let stage = looked_at("+LC_DOC_QUALITY").await;
    assert_eq!(stage.partner.news(), ["4 Incomplete", "4 Incomplete"]);
    let device = stage.device().await;
    assert_eq!((&device["wallet"], &device["identification"]), (&json!("ready"), &json!("required")));
    let outcome = format!("/control/prospects/{USER}/outcome");
    stage.ask("PUT", &outcome, json!({ "aliases": ["LC_ACCEPTED"] })).await;
    assert_eq!(stage.take_pictures().await, 202);
    stage.advance(7 * MINUTE).await;
    assert_eq!(last_of(&stage, "4")["status"], "Complete");
}

#[tokio::test]
async fn details_are_corrected_by_put_and_the_pictures_checked_again() {
    let stage = looked_at("+LC_OTHER").await;
    stage.partner.news();
    let path = format!("{USERS}/{USER}");
    assert_eq!(stage.api("PUT", &path, json!({ "profile": { "lastName": "Bertier" } })).await.0, 200);
    stage.advance(7 * MINUTE).await;
    assert_eq!(last_of(&stage, "UserCreatedOrUpdated")["profile"]["lastName"], "Bertier");
    assert_eq!(last_of(&stage, "4")["status"], "Complete");
}

#[tokio::test]
async fn a_rejected_demand_can_be_opened_again() {
    let stage = looked_at("+LC_EXPIRED").await;
    assert_eq!(stage.partner.news(), ["4 Incomplete", "4 Rejected"]);
    assert_eq!(stage.prospect(USER).await["userRecordStatus"], "InProgress");
    let (_, demand) = stage.api("GET", &demand_path(), Value::Null).await;
    assert_eq!((&demand["status"], &demand["decision"]), (&json!("Rejected"), &json!("expired")));
    assert_eq!(stage.api("POST", &demand_path(), json!({ "workflowCode": "Identity" })).await.0, 201);
    stage.advance(2_000).await;
    assert_eq!(stage.partner.news(), ["48", "4 Pending"], "the phone is still bound: no code");
    assert_eq!(stage.device().await["identification"], "required");
}

#[tokio::test]
async fn terms_that_are_not_signed_reject_the_demand() {
    let stage = demanded("", "Electronic_Sign").await;
    let outcome = format!("/control/prospects/{USER}/outcome");
    assert_eq!(stage.ask("PUT", &outcome, json!({ "signatureRefused": true })).await.0, 200);
    let code = stage.prospect(USER).await["activationCode"].as_str().unwrap().to_owned();
    stage.launch(&code).await;
    stage.take_pictures().await;
    stage.advance(7 * MINUTE).await;
    let told = last_of(&stage, "4");
    assert_eq!(
        (&told["status"], &told["receivedDiligences"][0]["status"]),
        (&json!("Rejected"), &json!("Validated"))
    );
    let reason = "Refusal to sign the T&Cs";
    assert_eq!(told["receivedDiligences"][2]["reason"], reason);
    let (_, demand) = stage.api("GET", &demand_path(), Value::Null).await;
    assert_eq!((&demand["status"], &demand["decision"]), (&json!("Rejected"), &json!("Abandoned")));
    assert_eq!(stage.prospect(USER).await["userRecordStatus"], "InProgress");
}

#[tokio::test]
async fn a_fraud_is_suspected_then_refused_for_good() {
    let stage = looked_at("+LC_FRAUD").await;
    assert_eq!(stage.partner.news(), ["4 Incomplete", "4 FraudSuspicion", "34 Refused"]);
    assert_eq!(stage.api("POST", &demand_path(), json!({ "workflowCode": "Identity" })).await.0, 405);
}

#[tokio::test]
async fn a_screening_hit_is_decided_and_a_sanction_is_not_reported() {
    for (finding, told, end) in [
        (
            "exposed_accepted",
            vec![json!([null, null]), json!([true, null]), json!([true, true])],
            "InProgress",
        ),
        ("exposed_refused", vec![json!([null, null]), json!([true, null]), json!([true, false])], "Refused"),
        ("sanction", vec![json!([null, null]), json!([false, null])], "Refused"),
    ] {
        let stage = demanded("", "Identity").await;
        let path = format!("/control/prospects/{USER}/screening");
        assert_eq!(stage.ask("PUT", &path, json!({ "finding": finding })).await.0, 200);
        let code = stage.prospect(USER).await["activationCode"].as_str().unwrap().to_owned();
        stage.launch(&code).await;
        stage.take_pictures().await;
        stage.advance(20 * MINUTE).await;
        let callbacks = stage.partner.callbacks();
        let of_screening = callbacks.iter().filter(|callback| callback.body["type"] == EXPOSED);
        let found: Vec<_> = of_screening
            .map(|callback| {
                json!([callback.body["isPoliticallyExposedPerson"], callback.body["finalDecisionPep"]])
            })
            .collect();
        assert_eq!(found, told, "{finding}");
        assert_eq!(stage.prospect(USER).await["userRecordStatus"], end, "{finding}");
    }
}

#[tokio::test]
async fn small_errors_in_towns_are_corrected_and_listed() {
    let stage = Stage::new().await;
    let mut body = user();
    body["profile"]["birthCity"] = json!("Pariss");
    body["profile"]["address"]["city"] = json!(" Boulogne ");
    assert_eq!(stage.api("POST", USERS, body).await.0, 201);
    stage.advance(2_000).await;
    let told = last_of(&stage, "UserCreatedOrUpdated");
    assert_eq!(told["recordStatus"], "Initialized");
    assert_eq!(
        told["dataCorrectionLogs"],
        json!([
            { "propertyName": "profile.address.city", "originalValue": " Boulogne ", "newValue": "Boulogne",
              "reason": "Normalization" },
            { "propertyName": "profile.birthCity", "originalValue": "Pariss", "newValue": "Paris",
              "reason": "Correction" },
        ])
    );
}

#[tokio::test]
async fn every_rule_about_a_user_has_its_code_in_version_2_too() {
    let stage = Stage::new().await;
    for (path, value, code) in [
        ("/appUserId", json!("short"), 177),
        ("/appUserId", json!("with-a-paragraph-§"), 177),
        ("/profile/lastName", Value::Null, 704),
        ("/profile/nationality", Value::Null, 704),
        ("/profile/nationality", json!("ZZ"), 182),
        ("/profile/civility", json!(2), 177),
        ("/profile/birthDate", json!("1965-12-06T00:00:00"), 567),
        ("/profile/birthDate", json!("2010-12-06"), 377),
        ("/profile/email", json!("corinne"), 312),
        ("/profile/phoneNumber", json!("0612345678"), 515),
        ("/profile/address/zipCode", json!("75001"), 6004),
        ("/profile/birthCity", json!("Nice"), 6005),
    ] {
        let mut body = user();
        *body.pointer_mut(path).unwrap() = value.clone();
        let (status, answer) = stage.api("POST", USERS, body).await;
        assert_eq!((status, &answer["Code"]), (400, &json!(code)), "{path} {value}");
    }
    let mut body = user();
    body["profile"]["address"]["town"] = json!("Boulogne");
    assert_eq!(stage.api("POST", USERS, body.clone()).await.0, 201);
    assert_eq!(stage.api("POST", USERS, body).await.1["Code"], 719);
    let (_, received) = stage.ask("GET", "/control/received", Value::Null).await;
    assert_eq!(
        received.as_array().unwrap().last().unwrap()["ignoredFields"],
        json!(["profile.address.town"])
    );
    let nobody = stage.api("GET", &format!("{USERS}?appuserid=nobody-knows-me"), Value::Null).await;
    assert_eq!((nobody.0, &nobody.1["values"]), (200, &json!([])));
}

#[tokio::test]
async fn an_update_keeps_what_it_leaves_out_and_removes_what_is_null() {
    let stage = Stage::new().await;
    assert_eq!(stage.api("POST", USERS, user()).await.0, 201);
    let path = format!("{USERS}/{USER}");
    let address = async |change: Value| {
        let body = json!({ "profile": { "address": change } });
        assert_eq!(stage.api("PUT", &path, body).await.0, 200);
        let (_, page) = stage.api("GET", &format!("{USERS}?AppUserId={USER}"), Value::Null).await;
        page["values"][0]["profile"]["address"].clone()
    };
    let kept = address(json!({ "street": "1 rue Haute" })).await;
    assert_eq!((&kept["street"], &kept["supplementIn"]), (&json!("1 rue Haute"), &json!("3e etage")));
    let cleared = address(json!({ "supplementIn": null, "city": null })).await;
    assert_eq!((&cleared["supplementIn"], &cleared["city"]), (&json!(""), &json!("Boulogne")));
}
