//! Callbacks and answers in every encoding and wrapper that a sender or a gateway produces. Each one takes effect and
//! its bytes are stored. An unreadable one is listed, and read again after a fix.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod support;

use std::{collections::BTreeMap, fs, path::PathBuf};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use backend::{
    callback::{
        delivery::{Arrival, Delivery, Frame},
        report,
    },
    inbox::{Override, Redriven, redrive, redrive_all},
    journey::fact::Report,
};
use contract::time::Timestamp;
use serde_json::{Value, json};
use support::{
    framing::{charsets, codings, frames},
    kept::Kept,
    *,
};

const AUTHORIZATION: &str = "Basic eHBvbGxlbnM6Y2FsbGJhY2stcGFzc3dvcmQ=";

/// The bodies of all published callbacks, each with a letter whose bytes differ between encodings.
fn published() -> Vec<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../contract/callbacks");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let bodies = paths.iter().filter_map(|path| {
        let file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let mut body = file.get("body")?.clone();
        body["remark"] = json!("Zoé");
        Some(body)
    });
    bodies.collect()
}

fn read(bytes: &[u8], content_type: &str, content_encoding: &str) -> Vec<Arrival> {
    let headers = [("Content-Type", content_type), ("Content-Encoding", content_encoding)];
    let headers: BTreeMap<&str, &str> = headers.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let frame = Frame::new(None, |name| headers.get(name).map(|value| (*value).to_owned()));
    Delivery { frame, body: bytes.to_vec() }.read(Timestamp::parse(START).unwrap())
}

fn said(arrival: &Arrival) -> (Option<Report>, Option<&str>, Option<&str>) {
    let envelope = &arrival.envelope;
    let report = report::read(envelope).map(|dated| dated.report);
    (report, envelope.kind.as_deref(), envelope.app_user_id.as_deref())
}

/// Checks that `bytes` mean the same as the plain body, and are stored byte for byte unless they contain a credential.
fn assert_same(expected: &Arrival, bytes: &[u8], content_type: &str, content_encoding: &str, case: &str) {
    let arrivals = read(bytes, content_type, content_encoding);
    let [arrival] = &arrivals[..] else { panic!("{case}: {} callbacks", arrivals.len()) };
    assert!(arrival.envelope.is_readable, "{case}");
    assert_eq!(said(arrival), said(expected), "{case}");
    let credentials = |arrival: &Arrival| {
        let credentials = &arrival.credentials;
        (
            credentials.code.as_ref().map(|code| code.code.clone()),
            credentials.webview.as_ref().map(|page| page.url.clone()),
        )
    };
    assert_eq!(credentials(arrival), credentials(expected), "{case}");
    let original = arrival.original.as_ref().map(|original| &*original.delivery.body);
    if arrival.envelope.body.contains("sha256:") {
        assert_eq!(original, None, "{case}: a credential is kept as it came");
    } else {
        assert_eq!(original.unwrap_or(arrival.envelope.body.as_bytes()), bytes, "{case}");
    }
}

#[test]
fn every_published_callback_is_read_in_every_charset_wrapper_and_coding() {
    let (charsets, frames, codings) = (charsets(), frames(), codings());
    let mut cases = 0;
    for body in published() {
        let plain = read(body.to_string().as_bytes(), "application/json", "");
        let is_confirmation = body.get("Header").is_some();
        for (index, charset) in charsets.iter().enumerate() {
            for frame in &frames {
                // A list beside a Header is no list of callbacks, and forms are ASCII.
                if (is_confirmation && frame.name.contains("list"))
                    || (index > 2 && frame.name.contains("form"))
                {
                    continue;
                }
                let case = format!("{} {} {}", body["type"], charset.name, frame.name);
                let declared = if frame.declared.is_empty() { charset.declared } else { frame.declared };
                assert_same(&plain[0], &(charset.write)(&(frame.write)(&body)), declared, "", &case);
                cases += 1;
            }
            for coding in &codings {
                let case = format!("{} {} {}", body["type"], charset.name, coding.name);
                let bytes = (coding.write)(&(charset.write)(&body.to_string()));
                assert_same(&plain[0], &bytes, charset.declared, coding.declared, &case);
                cases += 1;
            }
        }
        for (frame, coding) in
            frames.iter().flat_map(|frame| codings.iter().map(move |coding| (frame, coding)))
        {
            if is_confirmation && frame.name.contains("list") {
                continue;
            }
            let case = format!("{} {} {}", body["type"], frame.name, coding.name);
            let bytes = (coding.write)((frame.write)(&body).as_bytes());
            assert_same(&plain[0], &bytes, frame.declared, coding.declared, &case);
            cases += 1;
        }
    }
    assert!(cases > 20_000, "{cases}");
}

/// Posts bytes as the provider does.
async fn post(world: &World, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> StatusCode {
    let mut request = Request::post(path).header(header::AUTHORIZATION, AUTHORIZATION);
    for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
        request = request.header(*name, *value);
    }
    world.send(request.body(Body::from(body)).unwrap()).await.status
}

#[tokio::test]
async fn a_callback_takes_effect_and_its_bytes_are_in_the_inbox() {
    let world = World::new().await;
    let mut customers = 0;
    let mut check = async |bytes: &dyn Fn(&str) -> Vec<u8>, content_type: &str, coding: &str, case: &str| {
        customers += 1;
        let browser = world.open(&format!("customer-{customers}")).await;
        let id = browser.create().await;
        let sent = bytes(&id);
        let headers = [("Content-Type", content_type), ("Content-Encoding", coding)];
        assert_eq!(
            post(&world, "/callbacks/xpollens", &headers, sent.clone()).await,
            StatusCode::ACCEPTED,
            "{case}"
        );
        assert_eq!(browser.snapshot().await.body["onboarding"], "in_progress", "{case}");
        let (delivery, _) = world.app.store.delivery(customers).await.unwrap().unwrap();
        assert!(delivery.body == sent, "{case}: other bytes are kept");
    };
    let body = |id: &str| json!({ "type": "34", "appUserId": id, "userRecordStatus": "InProgress", "remark": "Zoé" });
    for charset in charsets() {
        let write = |id: &str| (charset.write)(&body(id).to_string());
        check(&write, charset.declared, "", charset.name).await;
    }
    for frame in frames() {
        let write = |id: &str| (frame.write)(&body(id)).into_bytes();
        check(&write, frame.declared, "", frame.name).await;
    }
    for coding in codings() {
        let write = |id: &str| (coding.write)(body(id).to_string().as_bytes());
        check(&write, "application/json", coding.declared, coding.name).await;
    }
    assert_eq!(world.app.store.unread().await.unwrap(), []);
}

#[tokio::test]
async fn all_callbacks_of_a_list_are_stored_or_none() {
    let world = World::new().await;
    let (first, second) = (world.open("first").await, world.open("second").await);
    let (one, two) = (first.create().await, second.create().await);
    let of = |id: &str| json!({ "type": "34", "appUserId": id, "userRecordStatus": "InProgress" });
    for body in [
        json!([of(&one), of(&two)]).to_string(),
        json!({ "Payload": [of(&one), of(&two)] }).to_string(),
        format!("{}\n{}\n", of(&one), of(&two)),
    ] {
        for _ in 0..2 {
            let headers = [("Webhook-Id", "list")];
            assert_eq!(
                post(&world, "/callbacks/xpollens", &headers, body.clone().into()).await,
                StatusCode::ACCEPTED
            );
        }
        for browser in [&first, &second] {
            assert_eq!(browser.snapshot().await.body["onboarding"], "in_progress", "{body}");
        }
    }
    let history = world.app.store.history(1).await.unwrap().unwrap();
    assert_eq!(history.inbox.len(), 1, "a repeated delivery is stored once");
}

#[tokio::test]
async fn the_callback_address_accepts_every_spelling_and_a_probe_stores_nothing() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let paths = [
        "/callbacks/xpollens/",
        "/callbacks/xpollens//",
        "//callbacks/xpollens",
        "/callbacks//xpollens",
        "/Callbacks/Xpollens",
        "/CALLBACKS/XPOLLENS/34",
        "/callbacks/xpollens/34/",
        "/callbacks/xpollens//34",
    ];
    for (number, path) in paths.iter().enumerate() {
        let body =
            json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized", "number": number });
        assert_eq!(post(&world, path, &[], body.to_string().into()).await, StatusCode::ACCEPTED, "{path}");
    }
    let inbox = async || world.app.store.history(1).await.unwrap().unwrap().inbox;
    assert_eq!(inbox().await.len(), paths.len());
    for path in ["/callbacks", "/callbacks/xpollens/34/more", "/callbacks/xpollens-2"] {
        assert_eq!(post(&world, path, &[], b"{}".to_vec()).await, StatusCode::NOT_FOUND, "{path}");
    }
    for (method, path, status) in [
        (Method::GET, "/callbacks/xpollens", StatusCode::NO_CONTENT),
        (Method::HEAD, "/callbacks/xpollens/34", StatusCode::NO_CONTENT),
        (Method::HEAD, "/callbacks/xpollens/?type=15&userid=x", StatusCode::NO_CONTENT),
        (Method::PUT, "/Callbacks/xpollens/", StatusCode::METHOD_NOT_ALLOWED),
        (Method::DELETE, "/callbacks/xpollens", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let request =
            Request::builder().method(&method).uri(path).header(header::AUTHORIZATION, AUTHORIZATION);
        let answer = world.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(answer.header("allow").contains("POST"), "{method} {path}");
    }
    let request =
        Request::builder().method(Method::HEAD).uri("/callbacks/xpollens").body(Body::empty()).unwrap();
    assert_eq!(world.send(request).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.app.store.unread().await.unwrap(), [], "a probe is no callback");
    assert_eq!(inbox().await.len(), paths.len());
}

#[tokio::test]
async fn unreadable_callbacks_are_listed_and_read_again_after_a_fix() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let before = browser.snapshot().await.body["revision"].clone();
    let body = json!({ "type": "34", "appUserId": id, "userRecordStatus": "InProgress" }).to_string();
    // Brotli has no magic number. Only its header names it, and a gateway removed the header.
    let brotli = (codings().into_iter().find(|coding| coding.name == "br").unwrap().write)(body.as_bytes());
    let unreadable = [
        brotli.clone(),
        b"\x1f\x8b\x08 damaged".to_vec(),
        b"<callback type=\"34\"/>".to_vec(),
        body.as_bytes()[..body.len() - 1].to_vec(),
        b"[1, null]".to_vec(),
        b"{\"type\":\"34\",\"userRecordStatus\":\"Refused\"}".to_vec(),
        b"\xc3\x28\xff".to_vec(),
    ];
    for sent in &unreadable {
        for _ in 0..2 {
            let status = post(&world, "/callbacks/xpollens/34", &[], sent.clone()).await;
            assert_eq!(status, StatusCode::ACCEPTED);
        }
    }
    let store = &*world.app.store;
    let listed = store.unread().await.unwrap();
    assert_eq!(listed.len(), unreadable.len(), "each once");
    for (listed, sent) in listed.iter().zip(&unreadable) {
        assert_eq!((listed.bytes, listed.kind.as_deref()), (sent.len() as u64, Some("34")));
        assert_eq!(&store.delivery(listed.id).await.unwrap().unwrap().0.body, sent, "byte for byte");
    }
    let why: Vec<&str> = listed.iter().map(|listed| listed.why.as_str()).collect();
    assert_eq!(why[1], "its content coding is unknown or damaged");
    assert_eq!(why[2], "it is no JSON");
    assert_eq!(why[4], "it is JSON without an object");
    assert_eq!(why[5], "it names no customer");
    assert_eq!(redrive_all(store).await.unwrap(), Redriven { read: 0, left: unreadable.len() });
    assert_eq!(browser.snapshot().await.body["revision"], before, "the revision is unchanged");

    assert_eq!(redrive(store, 999, &Override::default()).await.unwrap(), None);
    let wrong = Override { content_encoding: Some("zstd".into()), ..Override::default() };
    assert_eq!(redrive(store, listed[0].id, &wrong).await.unwrap(), Some(false));
    assert_eq!(
        store.delivery(listed[0].id).await.unwrap().unwrap().0.body,
        brotli,
        "the stored bytes are unchanged"
    );
    let right = Override { content_encoding: Some("br".into()), ..Override::default() };
    assert_eq!(redrive(store, listed[0].id, &right).await.unwrap(), Some(true));
    assert_eq!(browser.snapshot().await.body["onboarding"], "in_progress");

    let refused = body.replace("InProgress", "Refused").into_bytes();
    let corrected = Override { body: Some(refused), ..Override::default() };
    assert_eq!(redrive(store, listed[3].id, &corrected).await.unwrap(), Some(true));
    assert_eq!(browser.snapshot().await.body["onboarding"], "refused");
    assert_eq!(store.unread().await.unwrap().len(), unreadable.len() - 2);
}

#[tokio::test]
async fn a_code_that_becomes_readable_is_stored_apart_and_its_bytes_are_deleted() {
    let (world, kept) = Kept::in_new_world("redriven").await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let body = json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE }).to_string();
    post(&world, "/callbacks/xpollens", &[], body.as_bytes()[..body.len() - 1].to_vec()).await;
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02X}")).collect::<String>();
    assert!(kept.rows().await.contains(&hex(CODE)), "its bytes are kept until it can be read");
    let listed = world.app.store.unread().await.unwrap();
    let corrected = Override { body: Some(body.into_bytes()), ..Override::default() };
    assert_eq!(redrive(&*world.app.store, listed[0].id, &corrected).await.unwrap(), Some(true));
    assert_eq!(browser.reveal().await.body["activationCode"], CODE);
    assert!(!kept.rows().await.contains(&hex(CODE)));
}

#[tokio::test]
async fn a_callback_that_an_earlier_version_kept_without_its_bytes_is_read_again() {
    let (world, kept) = Kept::in_new_world("earlier").await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    // Stored with a byte order mark, as that version did.
    let body =
        format!("\u{feff}{}", json!({ "type": "34", "appUserId": id, "userRecordStatus": "InProgress" }));
    kept.execute(&format!(
        "INSERT INTO inbox (dedupe_key, received_at, is_readable, headers, body) VALUES ('id:x', 1795424460000, 0, '{{}}', '{body}')"
    ));
    let store = &*world.app.store;
    assert_eq!(store.unread().await.unwrap().len(), 1);
    assert_eq!(redrive_all(store).await.unwrap(), Redriven { read: 1, left: 0 });
    assert_eq!(browser.snapshot().await.body["onboarding"], "in_progress");
    let again = [("Webhook-Id", "x")];
    let body = json!({ "type": "34", "appUserId": id, "userRecordStatus": "Refused" }).to_string();
    post(&world, "/callbacks/xpollens", &again, body.into_bytes()).await;
    assert_eq!(browser.snapshot().await.body["onboarding"], "in_progress", "it is known by its id");
}

#[tokio::test]
async fn answers_of_the_provider_are_read_in_every_charset_and_coding() {
    let reply = |bytes: Vec<u8>, content_type: &'static str, coding: &'static str| {
        let headers = [("content-type", content_type), ("content-encoding", coding)];
        let headers = headers.into_iter().filter(|(_, value)| !value.is_empty());
        (bytes, headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>())
    };
    let same: fn(&[u8]) -> Vec<u8> = |bytes| bytes.to_vec();
    let ways =
        charsets().into_iter().map(|charset| (charset.name, charset.declared, "", charset.write, same));
    let plain: fn(&str) -> Vec<u8> = |text| text.into();
    let coded = codings()
        .into_iter()
        .map(|coding| (coding.name, "application/json", coding.declared, plain, coding.write));
    for (name, content_type, coding, encode, code) in ways.chain(coded) {
        let world = World::new().await;
        let write = |body: Value| reply(code(&encode(&body.to_string())), content_type, coding);
        world
            .provider
            .script_token(write(json!({ "access_token": "token-1", "expires_in": "3600", "x": "é" })));
        let browser = world.open("customer").await;
        let taken = json!({ "Code": 350, "ErrorMessage": "Adresse déjà utilisée" });
        world.provider.script_bytes("POST /api/v1.1/users", 400, write(taken));
        let answer = browser.put("profile", "key", &profile()).await;
        assert_eq!(answer.body["errors"], json!([{ "field": "email", "code": "already_used" }]), "{name}");
        let id = world.provider.last("POST /api/v1.1/users").body["AppUserId"].as_str().unwrap().to_owned();
        let queued = json!({ "type": "34", "appUserId": id, "userRecordStatus": "InProgress", "x": "é" });
        let queue = write(json!([{ "metadata": { "id": "a", "type": "34" }, "payload": queued }]));
        world.provider.script_bytes("GET /api/v2.0/webhooks", 200, queue);
        backend::missed::fetch(&world.app, "request").await.unwrap();
        assert_eq!(browser.snapshot().await.body["onboarding"], "in_progress", "{name}");
    }
}
