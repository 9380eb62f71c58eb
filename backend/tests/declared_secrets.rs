//! What the customer declares and proves by documents is in no log, and only in the tables that a later call can need.
//! The test has its own program, as [`secrecy`](../secrecy.rs) does.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::{collections::BTreeSet, path::Path};

use axum::http::{Method, StatusCode};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use rusqlite::Connection;
use serde_json::{Value, json};
use support::{log::Log, *};

const TAX: &str = "PATCH /api/sca/v2.1/user/{id}/fatcaEai";
const DECLARATIVE: &str = "POST /api/v2.0/users/{id}/declarative";
const TERMS: &str = "POST /api/sca/v2.0/users/{id}/cgu";
const ATTACHMENTS: &str = "POST /api/v2.0/users/{id}/fatca/attachments";

const TIN: &str = "TIN4711CANARY";
const TYPED: &str = "TYPED4711CANARY";
const JUSTIFICATION: &str = "because of a justification canary";
const FILE: &str = "%PDF-1.7 file canary";
/// A member of the declarative submission. Its numbers are too short to search for, so the test searches for its name.
const DECLARED: &str = "economicActivity";

fn declared_tax() -> Value {
    json!({ "isUsPerson": false, "residences": [{ "country": "BE", "tin": TIN }] })
}

/// The tables that contain `text` anywhere.
fn tables_with(connection: &Connection, text: &str) -> BTreeSet<String> {
    let columns =
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    let columns = kept::read(connection, columns, |row| (row.get(0).unwrap(), row.get(1).unwrap()));
    let has = |(table, column): &(String, String)| {
        let select = format!("SELECT COUNT(*) FROM {table} WHERE instr(CAST({column} AS TEXT), ?1)");
        connection.query_row(&select, [text], |row| row.get::<_, i64>(0)).unwrap() > 0
    };
    columns.into_iter().filter(has).map(|(table, _)| table).collect()
}

fn tables<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

async fn send_document(browser: &Browser<'_>, key: &str) -> Answer {
    let part = |name: &str, content: &str| {
        let file = if name == "file" { "; filename=\"name-canary.pdf\"" } else { "" };
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
    };
    let parts = [part("kind", "other"), part("justification", JUSTIFICATION), part("file", FILE)];
    let request = browser
        .request(Method::POST, "/onboarding/documents")
        .header("Idempotency-Key", key)
        .header("content-type", "multipart/form-data; boundary=b");
    browser.world.send(request.body([parts.concat(), "--b--\r\n".into()].concat().into()).unwrap()).await
}

/// The bytes of the files do not contain it either, because deleted content is overwritten.
fn assert_in_no_file(folder: &Path, text: &str) {
    for name in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(&name).unwrap();
        let is_there = bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(!is_there, "{text} is in {}", name.display());
    }
}

#[tokio::test]
async fn declared_data_is_in_no_log_and_stored_only_while_needed() {
    let log = Log::default();
    let _guard = log.keep();
    let folder = std::env::temp_dir().join(format!("backend-declared-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("onboarding.sqlite");
    let world = World::in_file(file.to_str().unwrap()).await;
    let connection = Connection::open(&file).unwrap();
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    let provider = &world.provider;

    // All ways that a declaration can take: typed, refused with a message that repeats it, lost, and waiting for a
    // confirmation on the phone.
    let typed = json!({ "residences.0.tin": TYPED }).to_string();
    let draft = browser.request(Method::PUT, "/onboarding/drafts/tax").body(typed.into()).unwrap();
    assert_eq!(world.send(draft).await.status, StatusCode::NO_CONTENT);
    assert_eq!(tables_with(&connection, TYPED), tables(["drafts"]));
    let repeats = json!({ "Code": 999, "ErrorMessage": format!("{TIN} is wrong") });
    provider.script(TAX, 400, repeats.clone());
    provider.script(TAX, 503, repeats);
    provider.script(TAX, 201, confirmation_asked("sca"));
    let mut answers = vec![browser.put("tax", "tax-refused", &declared_tax()).await];
    answers.push(browser.put("tax", "tax-lost", &declared_tax()).await);
    let mut wrong = declared_tax();
    wrong["residences"][0]["country"] = json!("TINCANARY");
    answers.push(browser.put("tax", "tax-wrong", &wrong).await);
    assert_eq!(tables_with(&connection, TIN), tables([]), "there is nothing to confirm");
    answers.push(browser.put("tax", "tax-asked", &declared_tax()).await);
    assert_eq!(answers[3].state("tax"), "confirm_on_phone");
    assert_eq!(tables_with(&connection, TIN), tables(["submissions"]), "to ask for the confirmation again");
    assert_eq!(tables_with(&connection, TYPED), tables([]), "the form was received");
    world.deliver(90, json!({ "Header": { "AuthenticationId": "sca", "Status": "Succeeded" } })).await;
    let asked = json!({ "type": "44", "appUserId": id, "fatcaEaiStatus": "NOK",
        "diligences": [{ "files": ["FATCA-OTHER"], "status": "Awaiting" }] });
    world.deliver(100, asked).await;
    answers.push(browser.snapshot().await);

    for status in [400, 503, 201] {
        let message = json!({ "Code": 999, "ErrorMessage": format!("{JUSTIFICATION} {FILE}") });
        provider.script(ATTACHMENTS, status, message);
    }
    for (key, status) in [("refused", 422), ("lost", 503), ("taken", 200)] {
        answers.push(send_document(&browser, key).await);
        assert_eq!(answers.last().unwrap().status, status, "{key}");
    }
    let relayed = provider.last(ATTACHMENTS).body;
    let encoded = relayed["files"][0]["content"].as_str().unwrap();
    assert_eq!(encoded, BASE64_STANDARD.encode(FILE), "the searched bytes are those that were sent");
    let justified = relayed["files"][1]["content"].as_str().unwrap();
    provider.script(DECLARATIVE, 400, json!({ "Code": 999, "ErrorMessage": DECLARED }));
    provider.script(DECLARATIVE, 201, json!({}));
    answers.push(browser.put("declarative", "declarative-refused", &declarative()).await);
    answers.push(browser.put("declarative", "declarative-taken", &declarative()).await);
    provider.script(TERMS, 201, confirmation_asked("sca-2"));
    answers.push(browser.put("terms", "terms-asked", &terms()).await);
    assert_eq!(answers.last().unwrap().state("terms"), "confirm_on_phone");
    assert!(log.text().contains("route=\"/onboarding/documents\" status=503"), "{}", log.text());

    let (log, answers) =
        (log.text(), answers.iter().map(|answer| answer.body.to_string()).collect::<String>());
    let canaries = [
        TIN,
        TYPED,
        "TINCANARY",
        JUSTIFICATION,
        "file canary",
        "name-canary",
        encoded,
        justified,
        DECLARED,
        "cardCgu",
    ];
    for canary in canaries {
        assert!(!log.contains(canary), "{canary} is in the log:\n{log}");
        assert!(!answers.contains(canary), "{canary} is in an answer: {answers}");
        assert_eq!(tables_with(&connection, canary), tables([]), "{canary}");
    }
    drop(connection);
    assert!(world.app.store.overwrite_removed().await.unwrap());
    for canary in canaries {
        assert_in_no_file(&folder, canary);
    }
    std::fs::remove_dir_all(folder).unwrap();
}
