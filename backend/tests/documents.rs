//! Documents of the tax declaration are requested, sent and reviewed; the self-certification follows at the end.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use backend::traffic::{Busy, Traffic};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use support::*;
use tokio::sync::Notify;

const ATTACHMENTS: &str = "POST /api/v2.0/users/{id}/fatca/attachments";
const SELF_CERTIFICATION: &str = "GET /api/v2.1/user/{id}/self-certification";
const PDF: &[u8] = b"%PDF-1.7 content-canary";

/// A part of a form: its name and its content.
type Part<'a> = (&'a str, &'a [u8]);

fn multipart(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in parts {
        let file =
            if *name == "file" { "; filename=\"name-canary.exe\"\r\nContent-Type: image/heic" } else { "" };
        body.extend(
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").into_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    body
}

async fn post(browser: &Browser<'_>, key: &str, body: Vec<u8>) -> Answer {
    let request = browser
        .request(Method::POST, "/onboarding/documents")
        .header("Idempotency-Key", key)
        .header("content-type", "multipart/form-data; boundary=b");
    browser.world.send(request.body(Body::from(body)).unwrap()).await
}

async fn send(browser: &Browser<'_>, key: &str, kind: &str, file: &[u8]) -> Answer {
    post(browser, key, multipart(&[("kind", kind.as_bytes()), ("file", file)])).await
}

fn told(id: &str, status: &str, documents: &[(&str, &str)]) -> Value {
    let diligences: Vec<Value> = documents
        .iter()
        .map(|(files, status)| json!({ "files": [files], "status": status, "reason": "" }))
        .collect();
    json!({ "type": "44", "appUserId": id, "fatcaEaiStatus": status, "date": "2026-11-23", "diligences": diligences })
}

/// A customer who has declared and confirmed, and who must send a W-9 and another document.
async fn asked(browser: &Browser<'_>) -> String {
    let world = browser.world;
    let id = browser.bind().await;
    for authentication_id in ["sca", "sca-2"] {
        let answer = confirmation_asked(authentication_id);
        world.provider.script("PATCH /api/sca/v2.1/user/{id}/fatcaEai", 201, answer);
    }
    browser.put("tax", "t", &tax()).await;
    world.deliver(90, json!({ "Header": { "AuthenticationId": "sca", "Status": "Succeeded" } })).await;
    world.deliver(100, told(&id, "NOK", &[("FATCA_W9.pdf", "Awaiting"), ("FATCA-OTHER", "Awaiting")])).await;
    id
}

fn states(answer: &Answer) -> (String, Vec<String>) {
    let step = &answer.body["steps"][4];
    let state = |document: &Value| document["state"].as_str().unwrap().to_owned();
    let documents =
        step["documents"].as_array().map(|all| all.iter().map(state).collect()).unwrap_or_default();
    (step["state"].as_str().unwrap().to_owned(), documents)
}

fn expect(answer: &Answer, state: &str, documents: &[&str]) {
    assert_eq!(states(answer), (state.into(), documents.iter().map(|&word| word.to_owned()).collect()));
}

#[tokio::test]
async fn documents_are_requested_sent_reviewed_and_requested_again() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = asked(&browser).await;
    let shown = browser.snapshot().await;
    expect(&shown, "action_required", &["expected", "expected"]);
    assert_eq!(shown.body["steps"][4]["documents"][1]["kind"], "other");
    assert_eq!(shown.body["uploadMaxBytes"], UPLOAD_MAX_BYTES);
    assert_eq!(shown.body.get("hasSelfCertification"), None);

    world.provider.script(ATTACHMENTS, 201, json!({ "type": "FATCA_W9", "status": "Received", "files": [] }));
    let sent = send(&browser, "one", "w9", PDF).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    expect(&sent, "action_required", &["received", "expected"]);
    let relayed = world.provider.last(ATTACHMENTS).body;
    assert_eq!(relayed["type"], "22");
    assert_eq!(relayed["files"], json!([{ "name": "document.pdf", "content": BASE64_STANDARD.encode(PDF) }]));

    let text = "I study in Lille.";
    let body =
        multipart(&[("kind", b"other"), ("justification", text.as_bytes()), ("file", b"\xff\xd8\xff\xe0")]);
    let sent = post(&browser, "two", body).await;
    expect(&sent, "review", &["received", "received"]);
    assert_eq!(sent.body.get("uploadMaxBytes"), None, "no document is requested");
    let relayed = world.provider.last(ATTACHMENTS).body;
    assert_eq!((&relayed["type"], &relayed["files"][0]["name"]), (&json!("24"), &json!("document.jpg")));
    let page = BASE64_STANDARD.decode(relayed["files"][1]["content"].as_str().unwrap()).unwrap();
    assert!(page.starts_with(b"%PDF-") && String::from_utf8_lossy(&page).contains(text));
    assert!(!relayed.to_string().contains("canary"), "the customer's file name is not sent");

    let looked_at = [("FATCA_W9.pdf", "Received"), ("FATCA-OTHER", "To_Review_Manually")];
    world.deliver(110, told(&id, "Pending", &looked_at)).await;
    expect(&browser.snapshot().await, "review", &["received", "review"]);
    let refused = [("FATCA_W9.pdf", "Refused"), ("FATCA-OTHER", "Validated")];
    world.deliver(120, told(&id, "NOK", &refused)).await;
    let again = browser.snapshot().await;
    expect(&again, "action_required", &["refused", "validated"]);
    assert_eq!(again.body["steps"][4]["reasons"], json!(["document_refused"]));
    assert_eq!(again.body["uploadMaxBytes"], UPLOAD_MAX_BYTES);
    expect(&send(&browser, "three", "w9", PDF).await, "review", &["received", "validated"]);
    let accepted = [("FATCA_W9.pdf", "Validated"), ("FATCA-OTHER", "Validated")];
    world.deliver(130, told(&id, "OK", &accepted)).await;
    let done = browser.snapshot().await;
    expect(&done, "done", &["validated", "validated"]);
    assert_eq!(done.body["hasSelfCertification"], true);
    world.provider.assert_known();
}

#[tokio::test]
async fn a_missing_document_is_requested_while_others_are_under_review() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = asked(&browser).await;
    world
        .deliver(110, told(&id, "Pending", &[("FATCA_W9.pdf", "Received"), ("FATCA-OTHER", "Awaiting")]))
        .await;
    expect(&browser.snapshot().await, "action_required", &["received", "expected"]);
}

#[tokio::test]
async fn a_lost_answer_is_sent_again_and_an_answered_one_is_not() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    asked(&browser).await;
    world.provider.cut(ATTACHMENTS);
    world.provider.script(ATTACHMENTS, 201, json!({}));
    assert_eq!(send(&browser, "one", "w9", PDF).await.status, StatusCode::SERVICE_UNAVAILABLE);
    for _ in 0..2 {
        assert_eq!(send(&browser, "one", "w9", PDF).await.status, StatusCode::OK);
    }
    assert_eq!(world.provider.asked(ATTACHMENTS).len(), 2);
    let other = send(&browser, "one", "w9", b"%PDF-other").await;
    assert_eq!(other.body["code"], "key_reused");
}

#[tokio::test]
async fn a_document_is_sent_after_the_browser_hung_up_and_holds_its_slot_until_then() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    asked(&browser).await;
    let gate = world.provider.hold(ATTACHMENTS, 201, json!({}));
    let before = browser.snapshot().await;
    browser.hang_up(send(&browser, "one", "w9", PDF), ATTACHMENTS, 1).await;
    assert_eq!(Traffic::begin_upload(&world.app.traffic, 1).err(), Some(Busy::Own));
    gate.notify_one();
    expect(&browser.changed(&before).await, "action_required", &["received", "expected"]);
}

#[tokio::test]
async fn only_a_requested_document_is_accepted() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    assert_eq!(send(&browser, "early", "w9", PDF).await.status, StatusCode::CONFLICT);
    let other = world.open("another").await;
    asked(&other).await;
    world.provider.script(ATTACHMENTS, 201, json!({}));
    assert_eq!(send(&other, "a", "w8_ben", PDF).await.body["code"], "step_not_open");
    assert_eq!(send(&other, "b", "w9", PDF).await.status, StatusCode::OK);
    assert_eq!(send(&other, "c", "w9", PDF).await.status, StatusCode::CONFLICT, "the form was received");
    assert_eq!(world.provider.asked(ATTACHMENTS).len(), 1);
}

#[tokio::test]
async fn wrong_parts_are_errors_with_their_name() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    asked(&browser).await;
    let large = [PDF, &vec![b' '; 5_000_000][..]].concat();
    let huge = [PDF, &vec![b' '; 6_000_000][..]].concat();
    let (long, text) = ("é".repeat(1001), b"why".as_slice());
    let cases: Vec<(Vec<Part<'_>>, &str, &str)> = vec![
        (vec![("file", PDF)], "kind", "required"),
        (vec![("kind", b"w10"), ("file", PDF)], "kind", "not_allowed"),
        (vec![("kind", b"w9")], "file", "required"),
        (vec![("kind", b"w9"), ("file", b"")], "file", "required"),
        (vec![("kind", b"w9"), ("file", b"GIF89a")], "file", "unsupported_type"),
        (vec![("kind", b"w9"), ("file", &large)], "file", "too_large"),
        (vec![("file", &huge), ("kind", b"w9")], "file", "too_large"),
        (vec![("kind", b"other"), ("file", PDF)], "justification", "required"),
        (vec![("kind", b"other"), ("justification", b" "), ("file", PDF)], "justification", "required"),
        (
            vec![("kind", b"other"), ("justification", long.as_bytes()), ("file", PDF)],
            "justification",
            "too_long",
        ),
        (
            vec![("kind", b"other"), ("justification", b"\xff"), ("file", PDF)],
            "justification",
            "invalid_characters",
        ),
        (vec![("kind", b"w9"), ("justification", text), ("file", b"<svg>")], "file", "unsupported_type"),
    ];
    for (number, (parts, field, code)) in cases.into_iter().enumerate() {
        let answer = post(&browser, &number.to_string(), multipart(&parts)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}: {}", answer.body);
        assert_eq!(answer.body["errors"], json!([{ "field": field, "code": code }]), "{number}");
    }
    for (key, body) in [("a", b"--b\r\n".to_vec()), ("b", b"{}".to_vec())] {
        assert_eq!(post(&browser, key, body).await.status, StatusCode::BAD_REQUEST);
    }
    let no_key = browser
        .request(Method::POST, "/onboarding/documents")
        .header("content-type", "multipart/form-data; boundary=b");
    assert_eq!(
        world.send(no_key.body(Body::from(multipart(&[]))).unwrap()).await.status,
        StatusCode::BAD_REQUEST
    );
    assert!(world.provider.asked(ATTACHMENTS).is_empty());
}

#[tokio::test]
async fn a_refusal_of_the_file_is_an_error_of_the_file() {
    for (status, code) in [(400, "invalid"), (413, "too_large"), (415, "unsupported_type")] {
        let world = World::new().await;
        let browser = world.open("customer").await;
        asked(&browser).await;
        world.provider.script(ATTACHMENTS, status, json!({ "message": "no" }));
        let answer = send(&browser, "one", "w9", PDF).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.body["errors"], json!([{ "field": "file", "code": code }]));
        expect(&browser.snapshot().await, "action_required", &["expected", "expected"]);
    }
}

#[tokio::test]
async fn a_new_declaration_discards_the_documents_of_the_previous_one() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = asked(&browser).await;
    world.provider.script(ATTACHMENTS, 201, json!({}));
    send(&browser, "one", "w9", PDF).await;
    let mut other = tax();
    other["residences"] = json!([{ "country": "FR", "tin": "" }]);
    assert_eq!(browser.put("tax", "t2", &other).await.state("tax"), "confirm_on_phone");
    world.deliver(140, json!({ "Header": { "AuthenticationId": "sca-2", "Status": "Succeeded" } })).await;
    world.deliver(150, told(&id, "NOK", &[("FATCA_W9.pdf", "Awaiting")])).await;
    expect(&browser.snapshot().await, "action_required", &["expected"]);
}

#[tokio::test]
async fn the_self_certification_is_available_once_it_exists_and_after_the_opening() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = asked(&browser).await;
    let get = || browser.call(Method::GET, "/onboarding/self-certification");
    assert_eq!(get().await.status, StatusCode::NOT_FOUND);
    assert!(world.provider.asked(SELF_CERTIFICATION).is_empty());

    world.deliver(130, told(&id, "OK", &[])).await;
    world.provider.script(SELF_CERTIFICATION, 404, Value::Null);
    world.provider.script_pdf(SELF_CERTIFICATION, b"<html>");
    world.provider.script_pdf(SELF_CERTIFICATION, PDF);
    assert_eq!(get().await.status, StatusCode::NOT_FOUND);
    assert_eq!(get().await.status, StatusCode::SERVICE_UNAVAILABLE, "that is no PDF");
    for _ in 0..2 {
        let answer = get().await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("content-type"), "application/pdf");
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"self-certification.pdf\"");
        assert_eq!(answer.header("cache-control"), "no-store");
        world.deliver(200, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Validated" })).await;
        assert_eq!(browser.snapshot().await.body["hasSelfCertification"], true);
    }
}

#[tokio::test]
async fn a_refused_customer_gets_no_self_certification() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = asked(&browser).await;
    world.deliver(130, told(&id, "OK", &[])).await;
    world.deliver(140, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Refused" })).await;
    assert_eq!(browser.snapshot().await.body.get("hasSelfCertification"), None);
}

#[tokio::test]
async fn an_accepted_document_is_requested_again_only_after_a_refusal() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = asked(&browser).await;
    world.provider.script(ATTACHMENTS, 201, json!({}));
    expect(&send(&browser, "one", "w9", PDF).await, "action_required", &["received", "expected"]);
    // The status has not caught up yet.
    let awaiting = [("FATCA_W9.pdf", "Awaiting"), ("FATCA-OTHER", "Awaiting")];
    world.deliver(110, told(&id, "NOK", &awaiting)).await;
    expect(&browser.snapshot().await, "action_required", &["received", "expected"]);
    world.deliver(120, told(&id, "NOK", &[("FATCA_W9.pdf", "Refused"), ("FATCA-OTHER", "Awaiting")])).await;
    expect(&browser.snapshot().await, "action_required", &["refused", "expected"]);
    world.deliver(130, told(&id, "NOK", &awaiting)).await;
    expect(&browser.snapshot().await, "action_required", &["expected", "expected"]);
    expect(&send(&browser, "two", "w9", PDF).await, "action_required", &["received", "expected"]);
}

/// A body that never arrives. It says when it is first waited for.
struct Never(Arc<Notify>);

impl futures_core::Stream for Never {
    type Item = Result<String, std::io::Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0.notify_one();
        std::task::Poll::Pending
    }
}

fn endless(browser: &Browser<'_>, key: &str, is_read: &Arc<Notify>) -> axum::http::Request<Body> {
    let request = browser
        .request(Method::POST, "/onboarding/documents")
        .header("Idempotency-Key", key)
        .header("content-type", "multipart/form-data; boundary=b");
    request.body(Body::from_stream(Never(Arc::clone(is_read)))).unwrap()
}

#[tokio::test]
async fn the_body_of_a_document_that_cannot_be_accepted_is_not_read() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    let early = endless(&browser, "early", &Arc::default());
    assert_eq!(world.send(early).await.body["code"], "step_not_open");
}

#[tokio::test]
async fn a_newer_upload_replaces_one_whose_body_no_longer_arrives() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    asked(&browser).await;
    let is_read = Arc::new(Notify::new());
    let lost = tower::ServiceExt::oneshot(world.router.clone(), endless(&browser, "one", &is_read));
    let lost = tokio::spawn(lost);
    is_read.notified().await;
    world.provider.script(ATTACHMENTS, 201, json!({}));
    assert_eq!(send(&browser, "one", "w9", PDF).await.status, StatusCode::OK, "the browser tries again");
    assert_eq!(lost.await.unwrap().unwrap().status(), StatusCode::CONFLICT);
    assert_eq!(world.provider.asked(ATTACHMENTS).len(), 1);
}
