//! Results of the identification, chosen by aliases in the e-mail address.

use serde_json::{Value, json};

use crate::harness::{MINUTE, Stage};

const USER: &str = "k7p2m9x4q";

/// A prospect with these aliases whose pictures were checked. `news` has all callbacks since they were taken.
async fn looked_at(aliases: &str) -> (Stage, Vec<String>, Value) {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({ "Email": format!("corinne{aliases}@example.fr") })).await;
    stage.launch(&code).await;
    stage.partner.news();
    stage.take_pictures().await;
    stage.advance(7 * MINUTE).await;
    let found = stage.partner.callbacks();
    let last = found.iter().rfind(|callback| callback.body["type"] == "4").unwrap().body.clone();
    let news = stage.partner.news();
    (stage, news, last)
}

#[tokio::test]
async fn a_failed_identification_kills_the_wallet_and_brings_a_new_code() {
    for (aliases, kind, reason) in [
        ("+LC_DOC_QUALITY", "ID_CARD", "Blurred document"),
        ("+LC_DOC_EXPIRED", "ID_CARD", "Expired document"),
        ("+LC_DOC_RECEIPT", "ID_CARD", "This document is not an identity document"),
        ("+LC_DOC_MISSING", "ID_CARD", "Incomplete document"),
        ("+LC_DOC_FRAMED", "ID_CARD", "Illegible document"),
        ("+LC_DOC_UNSUPPORTED", "UNDEFINED", "This document is not an identity document"),
        ("+LC_DOC_UNAUTHORIZED", "ID_CARD", "This document is not an identity document"),
        ("+LC_OTHER", "ID_CARD", "Document and data mismatch"),
    ] {
        let (stage, news, last) = looked_at(aliases).await;
        assert_eq!(news, ["34 InProgress", "4 Pending", "4 Incomplete", "35"], "{aliases}");
        assert_eq!(
            last["diligences"][0],
            json!({ "diligenceType": kind, "status": "Refused", "reason": reason }),
            "{aliases}"
        );
        assert_eq!(last["diligences"][1]["status"], "Validated");
        let device = stage.device().await;
        assert_eq!((&device["wallet"], &device["identification"]), (&json!("killed"), &json!("failed")));
    }
}

#[tokio::test]
async fn a_bad_selfie_leaves_the_document_valid() {
    let (_, news, last) = looked_at("+LC_BIO_QUALITY").await;
    assert_eq!(news, ["34 InProgress", "4 Pending", "4 Incomplete", "4 Incomplete", "35"]);
    assert_eq!(last["diligences"][0]["status"], "Validated");
    assert_eq!(
        last["diligences"][1],
        json!({ "diligenceType": "SELFIE", "status": "Refused", "reason": "Too dark selfie" })
    );
}

#[tokio::test]
async fn aliases_can_be_combined() {
    let (_, _, last) = looked_at("+LC_BIO_QUALITY+LC_DOC_QUALITY").await;
    let reasons: Vec<_> =
        last["diligences"].as_array().unwrap().iter().map(|found| &found["reason"]).collect();
    assert_eq!(reasons, ["Blurred document", "Too dark selfie"]);
}

#[tokio::test]
async fn a_fraud_is_refused_for_good() {
    let (stage, news, last) = looked_at("+LC_FRAUD").await;
    assert_eq!(news, ["34 InProgress", "4 Pending", "4 Rejected", "34 Refused"]);
    assert_eq!(last["diligences"][0]["reason"], "Identity fraud");
    assert_eq!(stage.device().await["account"], Value::Null);
    let (status, answer) =
        stage.api("PUT", &format!("/api/v1.1/users/{USER}"), json!({ "City": "Nice" })).await;
    assert_eq!((status, &answer["Code"]), (400, &json!(177)));
    // A refused prospect no longer occupies the e-mail address, but does occupy the phone number.
    let again = json!({ "Email": "corinne+LC_FRAUD@example.fr", "Phonenumber": "+33600000002" });
    let body = crate::harness::user("k7p2m9x4r", again);
    assert_eq!(stage.api("POST", "/api/v1.1/users", body).await.0, 201);
}

#[tokio::test]
async fn an_expired_file_is_rejected_without_a_verdict() {
    let (_, news, last) = looked_at("+LC_EXPIRED").await;
    assert_eq!(news, ["34 InProgress", "4 Pending", "4 Rejected", "35"]);
    assert_eq!(last["diligences"][0]["status"], "To_Review_Manually");
}

#[tokio::test]
async fn a_correction_is_also_possible_with_the_next_wallet() {
    let (stage, ..) = looked_at("+LC_OTHER").await;
    let code = stage.prospect(USER).await["activationCode"].as_str().unwrap().to_owned();
    assert_eq!(stage.launch(&code).await, 200);
    let path = format!("/api/v1.1/users/{USER}");
    assert_eq!(stage.api("PUT", &path, json!({ "LastName": "Bertier" })).await.0, 200);
    stage.advance(7 * MINUTE).await;
    assert_eq!(stage.prospect(USER).await["kycStatus"], "Complete");
}

#[tokio::test]
async fn a_person_may_review_the_document() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    stage.launch(&code).await;
    let outcome = format!("/control/prospects/{USER}/outcome");
    let reviewed = json!({ "review": true, "mismatch": "birthDate" });
    assert_eq!(stage.ask("PUT", &outcome, reviewed).await.0, 200);
    stage.take_pictures().await;
    stage.advance(7 * MINUTE).await;
    let prospect = stage.prospect(USER).await;
    assert_eq!(
        (&prospect["kycStatus"], &prospect["identification"]),
        (&json!("AwaitingExpertise"), &json!("running"))
    );
    let told = stage.partner.callbacks().last().unwrap().body.clone();
    assert_eq!(told["status"], "Incomplete", "the first version of callback 4 never had the word");
    assert_eq!(told["diligences"][0]["status"], "To_Review_Manually");
    stage.advance(10 * MINUTE).await;
    let diligence = stage.prospect(USER).await["diligences"][0].clone();
    assert_eq!(diligence["reason"], "Inconsistent birthDate between ID document and user’s information");
    assert_eq!(stage.ask("PUT", &outcome, json!({ "mismatch": "birthdate" })).await.0, 422);
}

#[tokio::test]
async fn the_legacy_generation_is_screened_on_request() {
    let stage = Stage::new().await;
    assert_eq!(stage.ask("PUT", "/control/settings", json!({ "screening": true })).await.0, 200);
    let code = stage.create(USER, json!({})).await;
    stage.launch(&code).await;
    stage.partner.news();
    stage.take_pictures().await;
    stage.advance(20 * MINUTE).await;
    let mut news = stage.partner.news();
    news.sort();
    let exposed = "PoliticallyExposedPersonStatusCreatedOrUpdated";
    assert_eq!(news[news.len() - 2..], [format!("{exposed} Done"), format!("{exposed} InProgress")]);
    assert_eq!(stage.prospect(USER).await["screening"], "done");
}

#[tokio::test]
async fn a_screening_result_chosen_after_the_document_was_accepted_still_counts() {
    let (stage, ..) = looked_at("").await;
    let path = format!("/control/prospects/{USER}/screening");
    assert_eq!(stage.ask("PUT", &path, json!({ "finding": "sanction" })).await.0, 200);
    stage.advance(20 * MINUTE).await;
    assert_eq!(stage.prospect(USER).await["userRecordStatus"], "Refused");
}

#[tokio::test]
async fn a_new_wallet_can_try_again() {
    let (stage, ..) = looked_at("+LC_DOC_QUALITY").await;
    let outcome = format!("/control/prospects/{USER}/outcome");
    assert_eq!(stage.ask("PUT", &outcome, json!({ "aliases": ["LC_ACCEPTED"] })).await.0, 200);
    let code = stage.prospect(USER).await["activationCode"].as_str().unwrap().to_owned();
    assert_eq!(stage.launch(&code).await, 200);
    assert_eq!(stage.device().await["identification"], "required");
    assert_eq!(stage.take_pictures().await, 202);
    stage.advance(7 * MINUTE).await;
    assert_eq!(stage.partner.news(), ["4 Pending", "4 Incomplete", "4 Complete"]);
}

#[tokio::test]
async fn the_answer_takes_three_to_six_minutes() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    stage.launch(&code).await;
    stage.take_pictures().await;
    stage.advance(3 * MINUTE - 1).await;
    assert_eq!(stage.device().await["identification"], "running");
    stage.advance(3 * MINUTE + 1).await;
    assert_eq!(stage.device().await["identification"], "done");
}
