//! Documents of the tax step: sent, reviewed, accepted or refused; and the self-certification at the end.

use serde_json::{Value, json};

use crate::{
    current::last_of,
    harness::{MINUTE, Stage, french_tax},
};

const USER: &str = "k7p2m9x4q";
const PDF: &str = "JVBERi0xLjQK"; // %PDF-1.4
const PNG: &str = "iVBORw0KGgoAAAA=";
const JPEG: &str = "/9j/4AAQ";
const TEXT: &str = "SidldHVkaWUgw6AgTGlsbGUu"; // J'etudie à Lille.

fn attachments() -> String {
    format!("/api/v2.0/users/{USER}/fatca/attachments")
}

/// A prospect who declared these countries. Earlier callbacks are skipped.
async fn declared(is_us_person: bool, countries: &[&str]) -> Stage {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    declare(&stage, is_us_person, countries).await;
    stage.partner.news();
    stage
}

async fn declare(stage: &Stage, is_us_person: bool, countries: &[&str]) -> Value {
    let entries: Vec<_> =
        countries.iter().map(|country| json!({ "TaxCountry": country, "TIN": "19999999" })).collect();
    let body = json!({ "Americanness": is_us_person, "TaxInfo": entries });
    let (status, answer) = stage.api("PATCH", &format!("/api/v2.1/user/{USER}/fatcaEai"), body).await;
    assert_eq!(status, 201);
    stage.advance(2_000).await;
    answer
}

async fn send(stage: &Stage, kind: &str, contents: &[&str]) -> (u16, Value) {
    let files: Vec<_> =
        contents.iter().map(|content| json!({ "name": "document", "content": content })).collect();
    stage.api("POST", &attachments(), json!({ "type": kind, "files": files })).await
}

async fn choose(stage: &Stage, outcomes: Value) {
    let path = format!("/control/prospects/{USER}/documents");
    assert_eq!(stage.ask("PUT", &path, outcomes).await.0, 200);
}

#[tokio::test]
async fn a_document_is_received_reviewed_and_accepted() {
    let stage = declared(false, &["FR", "US"]).await;
    let (status, answer) = send(&stage, "22", &[PDF]).await;
    assert_eq!((status, &answer["type"], &answer["status"]), (201, &json!("FATCA_W9"), &json!("Received")));
    let mut told = Vec::new();
    for wait in [1_000, MINUTE, 10 * MINUTE] {
        stage.advance(wait).await;
        let last = last_of(&stage, "44");
        assert_eq!(last["diligences"][0]["files"], "FATCA_W9");
        told.push((last["fatcaEaiStatus"].clone(), last["diligences"][0]["status"].clone()));
    }
    let word = |status: &str, document: &str| (json!(status), json!(document));
    assert_eq!(
        told,
        [word("Pending", "Received"), word("Pending", "To_Review_Manually"), word("OK", "Validated")]
    );
    assert_eq!(stage.partner.news(), ["44 Pending", "44 Pending", "44 OK"]);
    // The file can be read back byte for byte.
    let key = answer["files"][0]["key"].as_str().unwrap();
    let path = |key: &str| format!("/api/v3.0/users/{USER}/fatca/attachments/{key}");
    let file = stage.file(&path(key)).await;
    assert_eq!((file.0, file.1.as_str(), file.2.as_slice()), (200, "application/pdf", &b"%PDF-1.4\n"[..]));
    assert_eq!(stage.file(&path("00000000-0000-4000-8000-000000000000")).await.0, 404);
    assert_eq!(send(&stage, "22", &[PDF]).await.1["Code"], 177, "no document is requested any more");
}

#[tokio::test]
async fn a_refused_document_can_be_sent_again() {
    let stage = declared(true, &["FR"]).await;
    choose(&stage, json!({ "FATCA_W9": "refused" })).await;
    assert_eq!(send(&stage, "22", &[JPEG]).await.0, 201);
    assert_eq!(send(&stage, "22", &[JPEG]).await.0, 400, "a document is under review");
    stage.advance(12 * MINUTE).await;
    let last = last_of(&stage, "44");
    assert_eq!(
        last["diligences"],
        json!([{ "files": "FATCA_W9", "status": "Refused", "reason": "Incomplete document" }])
    );
    assert_eq!(stage.partner.news(), ["44 Pending", "44 Pending", "44 NOK"]);
    choose(&stage, json!({ "FATCA_W9": "validated" })).await;
    assert_eq!(send(&stage, "22", &[PNG, PNG]).await.0, 201);
    stage.advance(12 * MINUTE).await;
    assert_eq!(stage.partner.news(), ["44 Pending", "44 Pending", "44 OK"]);
}

#[tokio::test]
async fn a_review_can_wait_for_a_decision() {
    let stage = declared(true, &["FR"]).await;
    choose(&stage, json!({ "FATCA_W9": "review" })).await;
    send(&stage, "22", &[PDF]).await;
    stage.advance(24 * 60 * MINUTE).await;
    assert_eq!(stage.partner.news(), ["44 Pending", "44 Pending"]);
    choose(&stage, json!({ "FATCA_W9": "validated" })).await;
    stage.advance(1_000).await;
    assert_eq!(stage.partner.news(), ["44 OK"]);
}

#[tokio::test]
async fn the_step_is_ok_once_every_document_is() {
    let stage = declared(true, &["BE"]).await;
    stage.ask("PUT", "/control/settings", json!({ "taxFiles": "list" })).await;
    assert_eq!(send(&stage, "22", &[PDF]).await.0, 201);
    stage.advance(12 * MINUTE).await;
    let last = last_of(&stage, "44");
    assert_eq!(last["fatcaEaiStatus"], "Pending", "one document is validated, the other is missing");
    assert_eq!(last["diligences"][1]["files"], json!(["FATCA-OTHER.pdf"]));
    assert_eq!(last["diligences"][1]["status"], "Awaiting");
    // The explanation is a text beside the file.
    let path = format!("/api/v3.0/users/{USER}/fatca/attachments");
    let files = json!([{ "name": "a.txt", "content": TEXT }, { "name": "a.png", "content": PNG }]);
    assert_eq!(stage.api("POST", &path, json!({ "type": "24", "files": files })).await.0, 201);
    stage.advance(12 * MINUTE).await;
    assert_eq!(last_of(&stage, "44")["fatcaEaiStatus"], "OK");
    // After a second declaration the same documents are not requested again.
    let again = declare(&stage, true, &["BE"]).await;
    assert_eq!(again["FatcaEaiStatus"], "OK");
}

#[tokio::test]
async fn an_invalid_upload_is_refused_with_the_name_of_the_field() {
    let stage = declared(true, &["FR"]).await;
    let file = |content: &str| json!([{ "name": "w9.pdf", "content": content }]);
    let too_large = format!("JVBERi0x{}", "AAAA".repeat((5 << 20) / 3));
    for (body, code, name) in [
        (json!({ "files": file(PDF) }), 704, "type"),
        (json!({ "type": "22" }), 704, "files"),
        (json!({ "type": "26", "files": file(PDF) }), 177, "type"),
        (json!({ "type": "23", "files": file(PDF) }), 177, "type"),
        (json!({ "type": 22, "files": file(PDF) }), 177, "type"),
        (json!({ "type": "22", "files": [] }), 704, "files"),
        (json!({ "type": "22", "files": [{ "content": PDF }] }), 704, "name"),
        (json!({ "type": "22", "files": file("%PDF") }), 177, "content"),
        (json!({ "type": "22", "files": file("R0lGODlh") }), 177, "content"),
        (json!({ "type": "22", "files": file(TEXT) }), 177, "content"),
        (json!({ "type": "22", "files": file(&too_large) }), 177, "content"),
    ] {
        let (status, answer) = stage.api("POST", &attachments(), body).await;
        assert_eq!((status, &answer["Code"]), (400, &json!(code)), "{name}: {answer}");
        assert!(answer["ErrorMessage"].as_str().unwrap().ends_with(name), "{name}: {answer}");
    }
    let (_, received) = stage.ask("GET", "/control/received", Value::Null).await;
    let received = received.to_string();
    assert!(!received.contains(PDF) && received.len() < 20_000, "the content of a file is not in the log");
    assert_eq!(stage.partner.news(), [""; 0]);
}

#[tokio::test]
async fn the_self_certification_is_available_once_the_step_is_ok() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    let path = format!("/api/v2.1/user/{USER}/self-certification");
    assert_eq!(stage.file(&path).await.0, 404);
    declare(&stage, false, &["BE"]).await;
    assert_eq!(stage.file(&path).await.0, 404, "a document is missing");
    stage.api("PATCH", &format!("/api/v2.1/user/{USER}/fatcaEai"), french_tax()).await;
    let (status, media_type, content) = stage.file(&path).await;
    assert_eq!((status, media_type.as_str()), (200, "application/pdf"));
    let text: String = content.into_iter().map(char::from).collect();
    assert!(text.starts_with("%PDF-1.4") && text.ends_with("%%EOF\n"));
    assert!(text.contains("(Nom : Corinne Berthier) Tj"), "{text}");
    assert!(text.contains("(Pays de résidence fiscale : FR) Tj"), "{text}");
}
