//! The real program on PostgreSQL, one or two at a time: the server goes and comes back, a program is killed while another serves, a
//! customer of one learns what arrives at the other. The other tests run on PostgreSQL as well: `npm run postgres`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod support;

use std::{
    path::Path,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use backend::store::{
    Attempt, Attempts as _, Claim, Instances as _, Limited, MayReveal, Prospects as _, Reveal, Reveals as _,
    postgres::PostgresStore,
};
use contract::{step::StepId, time::Timestamp};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use support::{
    CODE,
    postgres::Server,
    profile,
    program::{Folder, KEY, NOBODY, Program, arguments, failure, program},
    provider::FakeProvider,
};

const CREATE: &str = "POST /api/v1.1/users";
const NOW: Timestamp = Timestamp::from_millis(0);

fn start(server: &Server, provider: &str) -> Program {
    Program::start(Path::new(&server.url), provider)
}

async fn callback(http: &Client, url: &str, id: &str, user: &str) -> reqwest::Result<Response> {
    let body = json!({ "type": "35", "AppUserId": user, "ActivationCode": CODE, "id": id });
    let request = http.post(format!("{url}/callbacks/xpollens")).basic_auth(KEY, Some(KEY));
    request.header("Webhook-Id", id).body(body.to_string()).send().await
}

async fn open_session(http: &Client, url: &str, reference: &str) -> String {
    let body = json!({ "customerReference": reference }).to_string();
    let request = http.post(format!("{url}/sessions")).bearer_auth(KEY).body(body);
    let opened: Value = request.send().await.unwrap().json().await.unwrap();
    opened["sessionToken"].as_str().unwrap().to_owned()
}

async fn look(http: &Client, url: &str, token: &str, query: &str) -> Response {
    let request = http.get(format!("{url}/onboarding{query}")).bearer_auth(token);
    request.header("X-Onboarding-Client", "1").send().await.unwrap()
}

async fn submit(http: &Client, url: &str, token: &str) -> Response {
    let request = http.put(format!("{url}/onboarding/steps/profile")).bearer_auth(token);
    let request = request.header("X-Onboarding-Client", "1").header("Idempotency-Key", "one-intention");
    request.body(profile().to_string()).send().await.unwrap()
}

async fn ready(http: &Client, url: &str) -> u16 {
    http.get(format!("{url}/health/ready")).send().await.unwrap().status().as_u16()
}

/// A customer who has submitted the profile: token, user id at the provider, and the revision.
async fn customer(http: &Client, url: &str, provider: &FakeProvider) -> (String, String, u64) {
    provider.script(CREATE, 201, json!({}));
    let token = open_session(http, url, "c").await;
    let answer = submit(http, url, &token).await;
    assert_eq!(answer.status(), 200);
    let snapshot: Value = answer.json().await.unwrap();
    let user = provider.asked(CREATE)[0].body["AppUserId"].as_str().unwrap().to_owned();
    (token, user, snapshot["revision"].as_u64().unwrap())
}

/// The answer to a request that waits at an instance for 5 s, while something changes at another. A second customer's request, which
/// waits there for 4 s, must not be answered before: then nothing would have woken the first.
async fn woken_by(
    change: impl Future<Output = StatusCode>,
    http: &Client,
    url: &str,
    waiting: impl Future<Output = Response>,
) -> (Response, StatusCode) {
    let token = open_session(http, url, "somebody-else").await;
    let snapshot: Value = look(http, url, &token, "").await.json().await.unwrap();
    let query = format!("?after={}&waitSeconds=4", snapshot["revision"]);
    let (mut waiting, mut other) = (pin!(waiting), pin!(look(http, url, &token, &query)));
    let mut change = pin!(async {
        ready(http, url).await; // the requests that wait were sent before
        change.await
    });
    let mut changed = None;
    let answer = loop {
        tokio::select! {
            answer = &mut waiting => break answer,
            _ = &mut other => panic!("nothing woke the request"),
            status = &mut change, if changed.is_none() => changed = Some(status),
        }
    };
    let changed = match changed {
        Some(status) => status,
        None => change.await,
    };
    (answer, changed)
}

/// A customer waits at one instance, while a callback comes to the other.
async fn sees_a_callback_to_the_other_instance(address: &str) {
    let provider = FakeProvider::start().await;
    let [here, there] = [0, 1].map(|_| Program::start(Path::new(address), &provider.url));
    let http = Client::new();
    let (token, user, revision) = customer(&http, &here.url, &provider).await;
    let query = format!("?after={revision}&waitSeconds=5");
    let change = async { callback(&http, &there.url, "code", &user).await.unwrap().status() };
    let waiting = look(&http, &here.url, &token, &query);
    let (seen, acknowledged) = woken_by(change, &http, &here.url, waiting).await;
    assert_eq!(acknowledged, 202);
    let seen: Value = seen.json().await.unwrap();
    assert!(seen["revision"].as_u64().unwrap() > revision, "{seen}");
    assert_eq!(seen["activation"]["state"], "ready");
    let there_as_well: Value = look(&http, &there.url, &token, "").await.json().await.unwrap();
    assert_eq!(there_as_well["revision"], seen["revision"]);
    here.end();
    there.end();
}

#[tokio::test]
async fn a_customer_at_one_instance_sees_a_callback_to_the_other() {
    let server = Server::start();
    sees_a_callback_to_the_other_instance(&server.url).await;
}

#[tokio::test]
async fn a_customer_at_one_instance_sees_a_callback_to_the_other_without_notifications() {
    let server = Server::start();
    sees_a_callback_to_the_other_instance(&format!("{}?notify=off", server.url)).await;
}

#[tokio::test]
async fn what_ends_at_one_instance_has_ended_at_the_other() {
    let (server, provider) = (Server::start(), FakeProvider::start().await);
    let [here, there] = [0, 1].map(|_| start(&server, &provider.url));
    let http = Client::new();
    let (token, _, revision) = customer(&http, &here.url, &provider).await;
    let query = format!("?after={revision}&waitSeconds=5");
    let end = http.delete(format!("{}/onboarding/session", there.url)).bearer_auth(&token);
    let end = async { end.header("X-Onboarding-Client", "1").send().await.unwrap().status() };
    let waiting = look(&http, &here.url, &token, &query);
    let (waiting, ended) = woken_by(end, &http, &here.url, waiting).await;
    assert_eq!((ended.as_u16(), waiting.status().as_u16()), (204, 401));

    let token = open_session(&http, &there.url, "c").await;
    let erase = http.delete(format!("{}/customers/c", there.url)).bearer_auth(KEY);
    let erase = async { erase.send().await.unwrap().status() };
    let waiting = look(&http, &here.url, &token, &query);
    let (waiting, erased) = woken_by(erase, &http, &here.url, waiting).await;
    assert_eq!((erased.as_u16(), waiting.status().as_u16()), (204, 401));
    here.end();
    there.end();
}

#[tokio::test]
async fn an_instance_that_is_killed_while_another_serves_loses_and_doubles_no_callback() {
    let server = Server::start();
    let http = Client::new();
    let [survivor, mut victim] = [0, 1].map(|_| start(&server, NOBODY));
    let (number, acknowledged) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    for round in 0..10 {
        let urls = [survivor.url.clone(), victim.url.clone()];
        let senders: Vec<_> = (0..8)
            .map(|sender: usize| {
                let (http, url) = (http.clone(), urls[sender % 2].clone());
                let (number, acknowledged) = (Arc::clone(&number), Arc::clone(&acknowledged));
                tokio::spawn(async move {
                    for _ in 0..25 {
                        let id = format!("{:06}", number.fetch_add(1, Ordering::Relaxed));
                        match callback(&http, &url, &id, &format!("stranger-{}", sender % 3)).await {
                            Ok(answer) if answer.status() == 202 => acknowledged.lock().unwrap().push(id),
                            _ => return, // the provider would send it again
                        }
                    }
                })
            })
            .collect();
        let until = (round + 1) * 40;
        while number.load(Ordering::Relaxed) < until
            && !senders.iter().all(tokio::task::JoinHandle::is_finished)
        {
            tokio::task::yield_now().await;
        }
        victim.kill();
        for sender in senders {
            sender.await.unwrap();
        }
        victim = start(&server, NOBODY);
    }
    let acknowledged = acknowledged.lock().unwrap().clone();
    let stored = server.inbox_keys().await;
    for id in &acknowledged {
        assert!(stored.contains(&format!("id:{id}")), "{id} was acknowledged and is lost");
    }
    // Delivered again, as the provider does with all it got no answer for, nothing is stored twice.
    let before = stored.len();
    for id in acknowledged.iter().take(20) {
        assert_eq!(callback(&http, &survivor.url, id, "stranger-0").await.unwrap().status(), 202);
    }
    assert_eq!(server.inbox_keys().await.len(), before);
    assert!(acknowledged.len() > 100, "{}", acknowledged.len());
    survivor.end();
    victim.end();
}

#[tokio::test]
async fn a_server_that_goes_and_comes_back_needs_no_restart() {
    let mut server = Server::start();
    let backend = start(&server, NOBODY);
    let http = Client::new();
    let token = open_session(&http, &backend.url, "c").await;
    let mut acknowledged = Vec::new();
    for round in 0..3 {
        let id = format!("before-{round}");
        assert_eq!(callback(&http, &backend.url, &id, "stranger").await.unwrap().status(), 202);
        acknowledged.push(format!("id:{id}"));
        server.crash();
        let refused = callback(&http, &backend.url, "refused", "stranger").await.unwrap();
        assert_eq!(
            (refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()),
            (503, "5")
        );
        assert_eq!(look(&http, &backend.url, &token, "").await.status(), 503);
        assert_eq!(ready(&http, &backend.url).await, 503);
        server.restart();
        assert_eq!(ready(&http, &backend.url).await, 204);
        assert_eq!(look(&http, &backend.url, &token, "").await.status(), 200);
    }
    acknowledged.sort_unstable();
    assert_eq!(server.inbox_keys().await, acknowledged);
    backend.end();
}

#[tokio::test]
async fn a_database_that_is_read_only_refuses_writes_until_it_is_writable() {
    let server = Server::start();
    let backend = start(&server, NOBODY);
    let http = Client::new();
    let token = open_session(&http, &backend.url, "c").await;
    assert_eq!(look(&http, &backend.url, &token, "").await.status(), 200);
    let operator = server.connect().await;
    // As after the fail-over to a copy: connections end, and new ones cannot write.
    let end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL";
    operator.batch_execute("ALTER DATABASE postgres SET default_transaction_read_only = on").await.unwrap();
    operator.batch_execute(end_all).await.unwrap();
    assert_eq!(callback(&http, &backend.url, "refused", "stranger").await.unwrap().status(), 503);
    assert_eq!(ready(&http, &backend.url).await, 503);
    assert_eq!(look(&http, &backend.url, &token, "").await.status(), 200, "reading still works");
    operator.batch_execute("ALTER DATABASE postgres RESET default_transaction_read_only").await.unwrap();
    assert_eq!(callback(&http, &backend.url, "after", "stranger").await.unwrap().status(), 202);
    assert_eq!(ready(&http, &backend.url).await, 204);
    assert_eq!(server.inbox_keys().await, ["id:after"]);
    backend.end();
}

#[tokio::test]
async fn a_database_of_another_program_or_version_is_refused_by_name() {
    let server = Server::start();
    let operator = server.connect().await;
    let refusal = || failure(&mut program(&arguments(Path::new(&server.url), NOBODY)));
    operator.batch_execute("CREATE TABLE bookings (id BIGINT)").await.unwrap();
    let text = refusal();
    assert!(text.contains("another program (bookings)"), "{text}");
    assert!(!text.contains("onboarding@"), "the address may contain a password: {text}");
    operator.batch_execute("DROP TABLE bookings").await.unwrap();
    start(&server, NOBODY).end();
    start(&server, NOBODY).end();
    operator.batch_execute("ALTER TABLE reveals ADD COLUMN extra TEXT").await.unwrap();
    operator.batch_execute("ALTER TABLE webviews DROP COLUMN made_at").await.unwrap();
    let text = refusal();
    assert!(text.contains("lacks webviews.made_at") && text.contains("has reveals.extra"), "{text}");
    operator.batch_execute("INSERT INTO versions VALUES (4711, '')").await.unwrap();
    let text = refusal();
    assert!(text.contains("version 4711"), "{text}");
}

#[tokio::test]
async fn programs_that_start_at_the_same_time_make_the_tables_once() {
    let server = Server::start();
    let stores: Vec<_> = (0..4)
        .map(|_| {
            let url = server.url.clone();
            tokio::task::spawn_blocking(move || {
                tokio::runtime::Handle::current().block_on(PostgresStore::open(&url, "tests")).map(drop)
            })
        })
        .collect();
    for store in stores {
        store.await.unwrap().unwrap();
    }
    let select = "SELECT COUNT(*) - MAX(number) FROM versions";
    let missing = server.connect().await.query_one(select, &[]).await.unwrap();
    assert_eq!(missing.get::<_, i64>(0), 0, "each step once");
}

#[tokio::test]
async fn what_may_happen_once_happens_once_at_two_instances() {
    let server = Server::start();
    let a = PostgresStore::open(&server.url, "tests").await.unwrap();
    let b = PostgresStore::open(&server.url, "tests").await.unwrap();
    let at_most: MayReveal = Arc::new(|counts| counts.of_code < 3);
    for number in 0..30 {
        let (reference, user) = (format!("c-{number}"), format!("u-{number}"));
        let other = format!("v-{number}");
        let (one, two) =
            tokio::join!(a.open_prospect(&reference, &user, NOW), b.open_prospect(&reference, &other, NOW));
        let prospect_id = one.unwrap().id;
        assert_eq!(two.unwrap().id, prospect_id, "one customer");
        let attempt =
            Attempt { prospect_id, key: "key".into(), step: StepId::Profile, body_digest: "digest".into() };
        let (one, two) = tokio::join!(a.claim(&attempt, NOW, NOW), b.claim(&attempt, NOW, NOW));
        let started =
            [one.unwrap(), two.unwrap()].into_iter().filter(|claim| matches!(claim, Claim::Started { .. }));
        assert_eq!(started.count(), 1, "one attempt is carried out once");
        let reveal = Reveal {
            prospect_id,
            session_digest: "session".into(),
            code_digest: "code".into(),
            at: NOW,
            request_id: "request".into(),
        };
        let reveals = || async {
            let (one, two) = tokio::join!(
                a.reveal(&reveal, NOW, Arc::clone(&at_most)),
                b.reveal(&reveal, NOW, Arc::clone(&at_most))
            );
            [one.unwrap().of_code, two.unwrap().of_code]
        };
        let counts = [reveals().await, reveals().await].concat();
        assert_eq!(counts.iter().filter(|count| **count < 3).count(), 3, "{counts:?}");
        let (one, two) = tokio::join!(
            a.count_call(prospect_id, Limited::Call, NOW, 1),
            b.count_call(prospect_id, Limited::Call, NOW, 1)
        );
        assert_ne!(one.unwrap().is_ok(), two.unwrap().is_ok(), "one call is allowed");
    }
    assert!(a.may_do("a work").await.unwrap() && !b.may_do("a work").await.unwrap());
    let lost = a.lose_running().await.unwrap() + b.lose_running().await.unwrap();
    assert_eq!(lost, 30, "each loses its own");
    let of_a = Attempt { prospect_id: 1, key: "a".into(), step: StepId::Tax, body_digest: "digest".into() };
    assert!(matches!(a.claim(&of_a, NOW, NOW).await.unwrap(), Claim::Started { .. }));
    assert_eq!(b.lose_running().await.unwrap(), 0, "what the other is doing is not lost");
}

#[tokio::test]
async fn a_text_with_characters_that_the_server_does_not_store_is_acknowledged() {
    let server = Server::start();
    let backend = start(&server, NOBODY);
    let http = Client::new();
    let send = |body: Vec<u8>, id: String| {
        let request = http.post(format!("{}/callbacks/xpollens", backend.url)).basic_auth(KEY, Some(KEY));
        request.header("Webhook-Id", id).body(body).send()
    };
    for (number, body) in
        [&b"\0\0nothing\0"[..], br#"{"type":"35","AppUserId":"a\u0000b"}"#, b"\xff\xfe\0"].iter().enumerate()
    {
        assert_eq!(send(body.to_vec(), number.to_string()).await.unwrap().status(), 202, "{number}");
    }
    let long = "x".repeat(6000);
    assert_eq!(send(br#"{"type":"35","AppUserId":"u"}"#.to_vec(), long.clone()).await.unwrap().status(), 202);
    let body = json!({ "type": "35", "AppUserId": long, "AuthenticationId": long }).to_string();
    assert_eq!(send(body.into_bytes(), "long".into()).await.unwrap().status(), 202);
    assert_eq!(server.inbox_keys().await.len(), 5);
    backend.end();
}

#[tokio::test]
async fn a_file_is_moved_with_every_row_and_its_customer_goes_on() {
    let (server, provider, folder) = (Server::start(), FakeProvider::start().await, Folder::new("move"));
    let file = folder.file("db");
    let http = Client::new();
    let before = Program::start(&file, &provider.url);
    let (token, user, revision) = customer(&http, &before.url, &provider).await;
    assert_eq!(callback(&http, &before.url, "code", &user).await.unwrap().status(), 202);
    assert_eq!(callback(&http, &before.url, "other", "stranger").await.unwrap().status(), 202);
    before.end();
    let moving = || {
        let output =
            program(&["move", "--from", file.to_str().unwrap(), "--to", &server.url]).output().unwrap();
        (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    let (is_done, text) = moving();
    assert!(is_done, "{text}");
    for line in ["1  prospects", "2  inbox", "1  sent", "1  sessions", "1  activation_codes", "1  attempts"] {
        assert!(text.contains(&format!(" {line}\n")), "{line}: {text}");
    }
    let (is_done, text) = moving();
    assert!(!is_done && text.contains("has data already"), "{text}");
    let after = start(&server, &provider.url);
    let snapshot: Value = look(&http, &after.url, &token, "").await.json().await.unwrap();
    assert!(snapshot["revision"].as_u64().unwrap() > revision, "{snapshot}");
    assert_eq!(snapshot["activation"]["state"], "ready");
    assert_eq!(callback(&http, &after.url, "code", &user).await.unwrap().status(), 202);
    assert_eq!(callback(&http, &after.url, "next", &user).await.unwrap().status(), 202);
    assert_eq!(server.inbox_keys().await, ["id:code", "id:next", "id:other"]);
    after.end();
}
