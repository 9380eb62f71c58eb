//! Sends bad texts in every field of every call of the browser. Each is either refused with a 422 that names the field,
//! or it reaches the provider as intended. No answer is a 500, and no answer or log repeats the text.
//! `../../tests/bad-input.json` has the texts and the expected results.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::sync::{Mutex, OnceLock, PoisonError};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};
use support::*;

const CREATE: &str = "POST /api/v2.0/users";
const TAX: &str = "PATCH /api/sca/v3.0/users/{id}/fatca-eai";
const ATTACHMENTS: &str = "POST /api/v2.0/users/{id}/fatca/attachments";

/// A bad text and the expected result in each kind of field: the error code after `!`, or else the text that is sent.
#[derive(Deserialize)]
struct Bad {
    what: String,
    typed: String,
    times: Option<usize>,
    name: String,
    line: String,
    optional: String,
    tin: String,
    email: String,
}

impl Bad {
    fn text(&self) -> String {
        self.typed.repeat(self.times.unwrap_or(1))
    }

    fn is_nothing(&self) -> bool {
        self.name == "!required"
    }
}

fn all() -> Vec<Bad> {
    serde_json::from_str(include_str!("../../tests/bad-input.json")).unwrap()
}

/// The log of all tests of this program, because the first test decides for the whole process which log lines exist.
fn log() -> &'static Mutex<Vec<u8>> {
    static LOG: OnceLock<Mutex<Vec<u8>>> = OnceLock::new();
    struct Writer;
    impl std::io::Write for Writer {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            log().lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    static SUBSCRIBER: std::sync::Once = std::sync::Once::new();
    let log = LOG.get_or_init(Mutex::default);
    SUBSCRIBER.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_writer(|| Writer)
            .with_max_level(tracing::Level::DEBUG)
            .with_ansi(false)
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
    log
}

/// Neither the answer nor the log repeats the text, if it differs from all our own words.
fn assert_not_repeated(bad: &Bad, answer: &Answer) {
    let text = bad.typed.trim();
    if bad.is_nothing() || bad.times.is_some() || text == "---" || text == "Null" {
        return;
    }
    // Lines that were checked need no second check.
    let log = std::mem::take(&mut *log().lock().unwrap_or_else(PoisonError::into_inner));
    let log = String::from_utf8_lossy(&log);
    let told = format!("{:?}{}{log}", answer.headers, answer.body);
    for part in [text, "isHacked", "Corinne", "DROP TABLE", "X-Injected", "Ирина"] {
        assert!(!told.contains(part), "{}: {part} was told", bad.what);
    }
}

/// Checks the expected result: the error of the field, or success.
fn assert_fate(answer: &Answer, case: &str, field: &str, fate: &str) {
    match fate.strip_prefix('!') {
        Some(code) => {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{case}: {}", answer.body);
            assert_eq!(answer.body["errors"], json!([{ "field": field, "code": code }]), "{case}");
        }
        None => assert_eq!(answer.status, StatusCode::OK, "{case}: {}", answer.body),
    }
}

fn set(body: &mut Value, path: &str, value: Value) {
    let pointer = format!("/{}", path.replace('.', "/"));
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[name] = value;
}

/// The expected result of a bad text in a field of the profile.
fn fate<'a>(path: &str, bad: &'a Bad) -> &'a str {
    match path {
        "firstName" | "lastName" | "birthName" => &bad.name,
        "birthCity" | "address.street" | "address.city" => &bad.line,
        "address.supplementIn" | "address.supplementOut" => &bad.optional,
        "email" => &bad.email,
        _ if bad.is_nothing() => "!required",
        "birthCountry" | "nationality" | "phoneCountry" | "address.country" => "!not_allowed",
        _ => "!invalid_format",
    }
}

/// A profile in which postcodes and towns are not compared, unless `path` is one of them.
fn around(path: &str) -> Value {
    let mut body = profile();
    match path {
        "birthCity" => {
            set(&mut body, "birthCountry", json!("BE"));
            body.as_object_mut().unwrap().remove("birthZipCode");
        }
        "address.city" => {
            set(&mut body, "address.country", json!("BE"));
            set(&mut body, "address.zipCode", json!("1000"));
        }
        "phoneCountry" => set(&mut body, "phoneNumber", json!("0612345678")),
        _ => {}
    }
    body
}

const PROFILE: [&str; 17] = [
    "firstName",
    "lastName",
    "birthName",
    "birthDate",
    "birthCity",
    "birthZipCode",
    "birthCountry",
    "nationality",
    "phoneNumber",
    "phoneCountry",
    "email",
    "address.street",
    "address.supplementIn",
    "address.supplementOut",
    "address.zipCode",
    "address.city",
    "address.country",
];

#[tokio::test]
async fn each_bad_text_in_a_field_of_the_profile_is_refused_or_sent_as_intended() {
    log();
    let world = World::current().await;
    world.provider.script(CREATE, 201, json!({}));
    world.provider.script("POST /api/v3.0/users/{id}/kyc/demand", 201, json!({}));
    let refused = world.open("refused").await;
    for (number, path) in PROFILE.into_iter().enumerate() {
        for (index, bad) in all().into_iter().enumerate() {
            let case = format!("{} in {path}", bad.what);
            let mut body = around(path);
            set(&mut body, path, json!(bad.text()));
            let key = format!("{number}-{index}");
            let fate = if path == "phoneCountry" && bad.is_nothing() {
                continue; // a number without a country is a case of `phoneNumber`
            } else {
                fate(path, &bad)
            };
            let created = world.provider.asked(CREATE).len();
            if bad.text().len() > 100_000 {
                let answer = refused.put("profile", &key, &body).await;
                assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{case}");
            } else if fate.starts_with('!') {
                let answer = refused.put("profile", &key, &body).await;
                assert_fate(&answer, &case, path, fate);
                assert_not_repeated(&bad, &answer);
            } else {
                let browser = world.open(&key).await;
                let answer = browser.put("profile", &key, &body).await;
                assert_fate(&answer, &case, path, fate);
                assert_not_repeated(&bad, &answer);
                let asked = world.provider.asked(CREATE);
                assert_eq!(asked.len(), created + 1, "{case}");
                let pointer = format!("/profile/{}", path.replace('.', "/"));
                let relayed = asked[created].body.pointer(&pointer).and_then(Value::as_str);
                assert_eq!(relayed.unwrap_or_default(), fate, "{case}");
                continue;
            }
            assert_eq!(world.provider.asked(CREATE).len(), created, "{case} reached the provider");
        }
    }
    world.provider.assert_known();
}

#[tokio::test]
async fn a_value_of_another_type_is_malformed_and_changes_nothing() {
    log();
    let world = World::new().await;
    let browser = world.open("customer").await;
    let values =
        [json!(null), json!(7), json!(-1), json!(1.5), json!(true), json!([]), json!({}), json!([[]])];
    for (step, good, paths) in [
        ("profile", profile(), &PROFILE[..]),
        ("tax", tax(), &["residences", "residences.0", "residences.0.country", "residences.0.tin"]),
        ("terms", terms(), &["version"]),
    ] {
        for path in paths {
            for value in &values {
                // An empty list of residences has the right shape. It only lacks an answer.
                if (*path, value) == ("residences", &json!([])) {
                    continue;
                }
                let mut body = good.clone();
                let pointer = format!("/{}", path.replace('.', "/"));
                if let Some(place) = body.pointer_mut(&pointer) {
                    *place = value.clone();
                } else {
                    set(&mut body, path, value.clone());
                }
                let answer = browser.put(step, "k", &body).await;
                assert_eq!(answer.body["code"], "malformed_request", "{path}: {value}");
            }
        }
    }
    for bad in all() {
        let word = bad.text();
        let numbers =
            ["income", "asset", "economicActivity"].map(|path| ("declarative", declarative(), path));
        let accepted = ["account", "card", "partner"].map(|path| ("terms", terms(), path));
        let others = [("profile", profile(), "civility"), ("tax", tax(), "isUsPerson")];
        for (step, mut body, path) in numbers.into_iter().chain(accepted).chain(others) {
            set(&mut body, path, json!(word));
            let answer = browser.put(step, "k", &body).await;
            assert_eq!(answer.body["code"], "malformed_request", "{} in {path}", bad.what);
            assert_not_repeated(&bad, &answer);
        }
    }
    for raw in [
        r#"{"income":3,"asset":2,"economicActivity":38,"income":4}"#,
        r#"{"income":1e999,"asset":2,"economicActivity":38}"#,
        r#"{"income":3,"asset":2,"economicActivity":38}{}"#,
        "{\"income\":3,\"asset\":2,\"economicActivity\":38",
        "\u{feff}{}",
        "",
    ] {
        assert_eq!(put_raw(&browser, "declarative", raw.as_bytes()).await, StatusCode::BAD_REQUEST, "{raw}");
    }
    // Half of a surrogate pair, as an escape and as bytes, and nesting that is too deep for any parser.
    let lone = profile().to_string().replace("\"Corinne\"", r#""Cor\ud83dinne""#);
    assert_ne!(lone, profile().to_string());
    assert_eq!(put_raw(&browser, "profile", lone.as_bytes()).await, StatusCode::BAD_REQUEST);
    let mut bytes = profile().to_string().into_bytes();
    let place = bytes.windows(7).position(|window| window == b"Corinne").unwrap();
    bytes[place] = 0xff;
    assert_eq!(put_raw(&browser, "profile", &bytes).await, StatusCode::BAD_REQUEST);
    assert_eq!(put_raw(&browser, "tax", "[".repeat(16_000).as_bytes()).await, StatusCode::BAD_REQUEST);
    assert!(world.provider.asked("POST /api/v1.1/users").is_empty());
    world.provider.assert_known();
}

async fn put_raw(browser: &Browser<'_>, step: &str, body: &[u8]) -> StatusCode {
    let request = browser
        .request(Method::PUT, &format!("/onboarding/steps/{step}"))
        .header("Idempotency-Key", "raw")
        .body(Body::from(body.to_vec()))
        .unwrap();
    browser.world.send(request).await.status
}

#[tokio::test]
async fn numbers_outside_the_choices_are_errors_of_their_field() {
    log();
    let world = World::new().await;
    let browser = world.open("customer").await;
    for (path, value, code) in [
        ("income", 0, "required"),
        ("income", 8, "not_allowed"),
        ("asset", 0, "required"),
        ("asset", 255, "not_allowed"),
        ("economicActivity", 0, "required"),
        ("economicActivity", 14, "not_allowed"),
    ] {
        let mut body = declarative();
        set(&mut body, path, json!(value));
        let answer = browser.put("declarative", "k", &body).await;
        assert_fate(&answer, &format!("{value} in {path}"), path, &format!("!{code}"));
    }
    for path in ["account", "card", "partner"] {
        let mut body = terms();
        set(&mut body, path, json!(false));
        assert_fate(&browser.put("terms", "k", &body).await, path, path, "!not_accepted");
    }
    world.provider.assert_known();
}

#[tokio::test]
async fn each_bad_text_in_a_field_of_the_taxes_is_refused_or_sent_as_intended() {
    log();
    let world = World::current().await;
    world.provider.script(CREATE, 201, json!({}));
    world.provider.script("POST /api/v3.0/users/{id}/kyc/demand", 201, json!({}));
    for (index, bad) in all().into_iter().filter(|bad| bad.times.is_none_or(|times| times < 1000)).enumerate()
    {
        let reference = format!("customer-{index}");
        let browser = world.open(&reference).await;
        browser.put("profile", "p", &profile()).await;
        let id = world.provider.asked(CREATE).pop().unwrap().body["appUserId"].as_str().unwrap().to_owned();
        world.callback(&[], json!({ "type": "35", "appUserId": id, "activationCode": CODE })).await;
        world.callback(&[], pending(&id)).await;
        let case = |path: &str| format!("{} in {path}", bad.what);
        for path in ["residences.0.country", "residences.1.country"] {
            let mut body = tax();
            set_residence(&mut body, path, &bad.text());
            let answer = browser.put("tax", path, &body).await;
            let fate = if bad.text().is_empty() { "!required" } else { "!not_allowed" };
            // Which numbers are required depends on the country, so only the country is wrong here.
            let errors = answer.body["errors"].as_array().unwrap();
            assert_eq!(errors[0], json!({ "field": path, "code": &fate[1..] }), "{}", case(path));
            assert_not_repeated(&bad, &answer);
        }
        let mut body = tax();
        let path = "residences.1.tin";
        set_residence(&mut body, path, &bad.text());
        world.provider.script(TAX, 201, confirmation_asked(&reference));
        let before = world.provider.asked(TAX).len();
        let answer = browser.put("tax", "tin", &body).await;
        assert_fate(&answer, &case(path), path, &bad.tin);
        assert_not_repeated(&bad, &answer);
        let asked = world.provider.asked(TAX);
        if bad.tin.starts_with('!') {
            assert_eq!(asked.len(), before, "{}", case(path));
        } else {
            assert!(asked[before].body.to_string().contains(&json!(bad.tin).to_string()), "{}", case(path));
        }
    }
    world.provider.assert_known();
}

fn set_residence(body: &mut Value, path: &str, text: &str) {
    let pointer = format!("/{}", path.replace('.', "/"));
    *body.pointer_mut(&pointer).unwrap() = json!(text);
}

fn multipart(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in parts {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").into_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    body
}

async fn upload(browser: &Browser<'_>, key: &str, parts: &[(&str, &[u8])]) -> Answer {
    let request = browser
        .request(Method::POST, "/onboarding/documents")
        .header("Idempotency-Key", key)
        .header("content-type", "multipart/form-data; boundary=b");
    browser.world.send(request.body(Body::from(multipart(parts))).unwrap()).await
}

/// UTF-16 in hexadecimal digits, as a PDF holds texts.
fn utf16(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
}

#[tokio::test]
async fn each_bad_text_beside_a_document_is_refused_or_sent_unchanged() {
    log();
    let file: (&str, &[u8]) = ("file", b"%PDF-1.7");
    for bad in all() {
        let world = World::new().await;
        let browser = world.open("customer").await;
        let id = browser.bind().await;
        let asked = confirmation_asked("sca");
        world.provider.script("PATCH /api/sca/v2.1/user/{id}/fatcaEai", 201, asked);
        world.provider.script(ATTACHMENTS, 201, json!({}));
        browser.put("tax", "t", &tax()).await;
        world.deliver(90, json!({ "Header": { "AuthenticationId": "sca", "Status": "Succeeded" } })).await;
        let diligences = json!([{ "files": ["FATCA-OTHER"], "status": "Awaiting", "reason": "" }]);
        let asked = json!({ "type": "44", "appUserId": id, "fatcaEaiStatus": "NOK", "date": "2026-11-23", "diligences": diligences });
        world.deliver(100, asked).await;

        let kind = upload(&browser, "kind", &[("kind", bad.text().as_bytes()), file]).await;
        let fate = match bad.text() {
            text if text.trim().is_empty() => "!required",
            text if text.len() > 64 => "!too_long",
            _ => "!not_allowed",
        };
        assert_fate(&kind, &format!("{} in kind", bad.what), "kind", fate);
        assert_not_repeated(&bad, &kind);

        let parts = [("kind", &b"other"[..]), ("justification", &bad.text().into_bytes()), file];
        let answer = upload(&browser, "text", &parts).await;
        let case = format!("{} in justification", bad.what);
        let fate = match bad.text().chars().count() {
            _ if bad.is_nothing() => "!required",
            0..=1000 => "",
            _ => "!too_long",
        };
        assert_fate(&answer, &case, "justification", fate);
        assert_not_repeated(&bad, &answer);
        let asked = world.provider.asked(ATTACHMENTS);
        assert_eq!(asked.len(), usize::from(fate.is_empty()), "{case}");
        if fate.is_empty() && bad.name == "Zoé Nguyễn" {
            let page =
                BASE64_STANDARD.decode(asked[0].body["files"][1]["content"].as_str().unwrap()).unwrap();
            assert!(String::from_utf8_lossy(&page).contains(&utf16(&bad.name)), "{case}");
        }
        world.provider.assert_known();
    }
}

#[tokio::test]
async fn each_bad_text_in_a_request_for_a_session_is_refused_and_not_repeated() {
    log();
    let world = World::current().await;
    let role = |id: &str| json!([{ "legalEntityId": id, "kinds": ["mandated"] }]);
    for bad in all() {
        let text = bad.text();
        let is_id = (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        for body in [
            json!({ "customerReference": text }),
            json!({ "customerReference": "customer", "roles": role(&text) }),
        ] {
            let request = Request::post("/sessions").header(header::AUTHORIZATION, "Bearer partner-key");
            let answer = world.send(request.body(Body::from(body.to_string())).unwrap()).await;
            let expected = match (is_id, text.len()) {
                (true, _) => StatusCode::CREATED,
                (false, 100_000..) => StatusCode::PAYLOAD_TOO_LARGE,
                (false, _) => StatusCode::BAD_REQUEST,
            };
            assert_eq!(answer.status, expected, "{}", bad.what);
            assert_not_repeated(&bad, &answer);
        }
    }
}

#[tokio::test]
async fn another_spelling_of_the_record_is_no_change() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let mut body = profile();
    body["lastName"] = json!("Zoe\u{301}");
    world.provider.script("POST /api/v1.1/users", 201, json!({}));
    assert_eq!(browser.put("profile", "a", &body).await.status, StatusCode::OK);
    assert_eq!(world.provider.last("POST /api/v1.1/users").body["LastName"], "Zoé");
    body["lastName"] = json!(" Zoé\u{200b}");
    assert_eq!(browser.put("profile", "b", &body).await.status, StatusCode::OK, "it is locked, and the same");
    world.provider.assert_known();
}
