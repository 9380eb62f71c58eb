//! The real program on a socket, under faults: it is killed, its disk is full, its file is locked, its callers break off.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod support;

use std::{
    path::Path,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use reqwest::{Client, Response};
use rlimit::{INFINITY, Resource};
use rusqlite::{Connection, TransactionBehavior};
use serde_json::{Value, json};
use support::{
    CODE, profile,
    program::{Folder, KEY, NOBODY, Program, arguments, failure, program, program_after},
    provider::FakeProvider,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const CREATE: &str = "POST /api/v1.1/users";

async fn callback(http: &Client, url: &str, id: &str) -> Response {
    let body = json!({ "type": "35", "AppUserId": "early1234", "ActivationCode": CODE, "id": id });
    let request = http.post(format!("{url}/callbacks/xpollens")).basic_auth(KEY, Some(KEY));
    request.header("Webhook-Id", id).body(body.to_string()).send().await.unwrap()
}

async fn open_session(http: &Client, url: &str) -> String {
    let request = http.post(format!("{url}/sessions")).bearer_auth(KEY).body(r#"{"customerReference":"c"}"#);
    let opened: Value = request.send().await.unwrap().json().await.unwrap();
    opened["sessionToken"].as_str().unwrap().to_owned()
}

async fn look(http: &Client, url: &str, token: &str) -> Response {
    let request = http.get(format!("{url}/onboarding")).bearer_auth(token);
    request.header("X-Onboarding-Client", "1").send().await.unwrap()
}

async fn submit(http: &Client, url: &str, token: &str) -> reqwest::Result<Response> {
    let request = http.put(format!("{url}/onboarding/steps/profile")).bearer_auth(token);
    let request = request.header("X-Onboarding-Client", "1").header("Idempotency-Key", "one-intention");
    request.body(profile().to_string()).send().await
}

async fn ready(http: &Client, url: &str) -> u16 {
    http.get(format!("{url}/health/ready")).send().await.unwrap().status().as_u16()
}

/// The status of the answer to a request whose sender ends in the middle.
async fn status_of_cut(program: &Program, text: &str) -> u16 {
    let mut stream = TcpStream::connect(program.address()).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

fn inbox_keys(database: &Path) -> Vec<String> {
    let connection = Connection::open(database).unwrap();
    support::kept::read(&connection, "SELECT dedupe_key FROM inbox ORDER BY id", |row| row.get(0).unwrap())
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_malformed_request() {
    let folder = Folder::new("cut");
    let program = Program::start(&folder.file("db"), NOBODY);
    let credentials = "Authorization: Basic YS1rZXktb2YtdGhlLXRlc3Q6YS1rZXktb2YtdGhlLXRlc3Q=";
    let key = "Authorization: Bearer a-key-of-the-test";
    for (path, authorization, framing) in [
        ("/callbacks/xpollens", credentials, "Content-Length: 400\r\n\r\n{\"type\":"),
        ("/callbacks/xpollens", credentials, "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"type\":\r\n"),
        ("/sessions", key, "Content-Length: 400\r\n\r\n{\"customerReference\":"),
    ] {
        let text = format!("POST {path} HTTP/1.1\r\nHost: a\r\n{authorization}\r\n{framing}");
        assert_eq!(status_of_cut(&program, &text).await, 400, "{path} {framing}");
    }
    program.end();
    assert_eq!(inbox_keys(&folder.file("db")).len(), 0);
}

#[tokio::test]
async fn at_its_end_a_submission_is_answered_and_a_half_sent_header_is_cut() {
    let provider = FakeProvider::start().await;
    let folder = Folder::new("end");
    let backend = Program::start(&folder.file("db"), &provider.url);
    let http = Client::new();
    let token = open_session(&http, &backend.url).await;
    let mut half = TcpStream::connect(backend.address()).await.unwrap();
    half.write_all(b"GET /health/live HTTP/1.1\r\nHost: a\r\nX-Half").await.unwrap();
    let gate = provider.hold(CREATE, 201, json!({}));
    let url = backend.url.clone();
    let mut submitted = pin!(submit(&http, &url, &token));
    tokio::select! {
        answer = &mut submitted => panic!("it was answered: {answer:?}"),
        () = provider.until_asked(CREATE) => {}
    }
    backend.terminate();
    assert_eq!(half.read(&mut [0; 16]).await.unwrap_or(0), 0, "cut without an answer");
    gate.notify_one();
    assert_eq!(submitted.await.unwrap().status(), 200);
    let log = backend.ended();
    assert!(!log.contains("connections were cut"), "{log}");
}

#[tokio::test]
async fn a_submission_that_a_crash_interrupted_can_be_sent_again_at_once() {
    let provider = FakeProvider::start().await;
    let folder = Folder::new("crash");
    let start = || Program::start(&folder.file("db"), &provider.url);
    let program = start();
    let http = Client::new();
    let token = open_session(&http, &program.url).await;
    let never = provider.hold(CREATE, 201, json!({}));
    provider.script(CREATE, 201, json!({}));
    tokio::select! {
        answer = submit(&http, &program.url, &token) => panic!("it was answered: {answer:?}"),
        () = provider.until_asked(CREATE) => {}
    }
    program.kill();
    let program = start();
    let answer = submit(&http, &program.url, &token).await.unwrap();
    assert_eq!(answer.status(), 200);
    let snapshot: Value = answer.json().await.unwrap();
    assert_eq!(snapshot["steps"][0], json!({ "id": "profile", "state": "done" }));
    let asked = provider.asked(CREATE);
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].body["AppUserId"], asked[1].body["AppUserId"], "the same user, not a second one");
    never.notify_one();
    program.end();
}

#[tokio::test]
async fn a_backup_beside_arriving_callbacks_restores_every_one_that_was_acknowledged_before() {
    let folder = Folder::new("backup");
    let (database, copy, restored) = (folder.file("db"), folder.file("copy"), folder.file("restored"));
    let backend = Program::start(&database, NOBODY);
    let (sent, is_over) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let sending = tokio::spawn({
        let (sent, is_over, url, http) =
            (Arc::clone(&sent), Arc::clone(&is_over), backend.url.clone(), Client::new());
        async move {
            while !is_over.load(Ordering::Relaxed) {
                let number = sent.load(Ordering::Relaxed);
                assert_eq!(callback(&http, &url, &number.to_string()).await.status(), 202);
                sent.store(number + 1, Ordering::Relaxed);
            }
        }
    });
    while sent.load(Ordering::Relaxed) < 100 {
        tokio::task::yield_now().await;
    }
    let run = |command: &'static str, file: &Path, database: &Path| {
        let mut command =
            program(&[command, file.to_str().unwrap(), "--database", database.to_str().unwrap()]);
        tokio::task::spawn_blocking(move || assert!(command.status().unwrap().success()))
    };
    let before = sent.load(Ordering::Relaxed);
    run("backup", &copy, &database).await.unwrap();
    let after = sent.load(Ordering::Relaxed);
    assert!(after > before, "they arrived meanwhile");
    is_over.store(true, Ordering::Relaxed);
    sending.await.unwrap();
    backend.kill();
    run("restore", &copy, &restored).await.unwrap();
    let keys = inbox_keys(&restored);
    for number in 0..before {
        assert!(keys.contains(&format!("id:{number}")), "{number} of {before} is lost");
    }
    let backend = Program::start(&restored, NOBODY);
    assert_eq!(callback(&Client::new(), &backend.url, "next").await.status(), 202);
    backend.end();
}

#[test]
fn a_file_of_another_version_is_refused_by_its_number() {
    let folder = Folder::new("version");
    let database = folder.file("db");
    Program::start(&database, NOBODY).end();
    Connection::open(&database).unwrap().pragma_update(None, "user_version", 4711).unwrap();
    let text = failure(&mut program(&arguments(&database, NOBODY)));
    assert!(text.contains("version 4711") && text.contains(database.to_str().unwrap()), "{text}");
}

#[tokio::test]
async fn a_disk_without_space_fails_writes_until_there_is_space_again() {
    let folder = Folder::new("full");
    let database = folder.file("db");
    // A limit of the size of files stands for the disk. Its signal must be ignored, which a program inherits.
    let program = Program::spawn(program_after("trap '' XFSZ", &arguments(&database, NOBODY)));
    let http = Client::new();
    let token = open_session(&http, &program.url).await;
    let space = |bytes: u64| {
        rlimit::prlimit(program.id().try_into().unwrap(), Resource::FSIZE, Some((bytes, INFINITY)), None)
            .unwrap();
    };
    assert_eq!(look(&http, &program.url, &token).await.status(), 200);
    assert_eq!(callback(&http, &program.url, "before").await.status(), 202);
    for round in 0..3 {
        space(0);
        let refused = callback(&http, &program.url, &format!("refused-{round}")).await;
        assert_eq!(
            (refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()),
            (503, "5")
        );
        assert_eq!(ready(&http, &program.url).await, 503);
        assert_eq!(look(&http, &program.url, &token).await.status(), 200, "reading still works");
        space(INFINITY);
        assert_eq!(callback(&http, &program.url, &format!("after-{round}")).await.status(), 202);
        assert_eq!(ready(&http, &program.url).await, 204);
    }
    program.end();
    assert_eq!(inbox_keys(&database), ["id:before", "id:after-0", "id:after-1", "id:after-2"]);
}

#[tokio::test]
async fn a_reader_beside_the_program_stops_nothing_and_a_writer_only_writes() {
    let folder = Folder::new("locks");
    let database = folder.file("db");
    let program = Program::start(&database, NOBODY);
    let http = Client::new();
    open_session(&http, &program.url).await;
    let mut other = Connection::open(&database).unwrap();

    let report = other.transaction().unwrap();
    report.query_row("SELECT COUNT(*) FROM prospects", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(callback(&http, &program.url, "beside-a-reader").await.status(), 202);
    assert_eq!(ready(&http, &program.url).await, 204);
    let erased = http.delete(format!("{}/customers/c", program.url)).bearer_auth(KEY).send().await.unwrap();
    assert_eq!(erased.status(), 204, "a removal does not wait for the reader");
    report.commit().unwrap();

    let token = open_session(&http, &program.url).await;
    assert_eq!(look(&http, &program.url, &token).await.status(), 200);
    let lock = other.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let (refused, ready_then) =
        tokio::join!(callback(&http, &program.url, "beside-a-writer"), ready(&http, &program.url));
    assert_eq!((refused.status().as_u16(), ready_then), (503, 503));
    assert_eq!(look(&http, &program.url, &token).await.status(), 200, "reading waits for nobody");
    drop(lock);
    assert_eq!(callback(&http, &program.url, "beside-a-writer").await.status(), 202);
    assert_eq!(ready(&http, &program.url).await, 204);
    program.end();
}

#[test]
fn too_few_file_descriptors_are_refused_at_the_start_in_words() {
    let mut few = program_after("ulimit -n 100", &arguments(Path::new(":memory:"), NOBODY));
    let text = failure(&mut few);
    assert!(text.contains("ulimit -n") && text.contains("100"), "{text}");
}
