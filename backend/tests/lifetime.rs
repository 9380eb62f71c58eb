//! From the first session to the end of the 90 days and a new start; also roles in companies.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use backend::{
    journey::fact::{Answer as Answered, Horizon, Sent, SentAt},
    purge,
    store::{Attempt, AttemptOutcome, Claim, KeptDraft, Prospect, TransferAccount},
};
use contract::{draft::Draft, step::StepId, time::Timestamp};
use rusqlite::Connection;
use serde_json::{Value, json};
use support::*;

const DAY: i64 = 86_400;
const CREATE: &str = "POST /api/v1.1/users";

async fn restart(browser: &Browser<'_>) -> Answer {
    browser.call(Method::POST, "/onboarding/restart").await
}

/// A customer with a row in every table.
async fn known(browser: &Browser<'_>) -> String {
    let world = browser.world;
    let id = browser.create().await;
    world
        .deliver(
            2,
            json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE,
        "ExtraData": { "WebViewUrl": "https://id.example/canary" } }),
        )
        .await;
    assert_eq!(browser.reveal().await.status, StatusCode::OK);
    let asked = json!({ "customerReference": "customer" });
    assert_eq!(world.identification("Bearer partner-key", &asked).await.status, StatusCode::OK);
    world.deliver(3, json!({ "type": "UserCreatedOrUpdated", "appUserId": id,
        "dataCorrectionLogs": [{ "propertyName": "profile.birthCity", "originalValue": "Pariss", "newValue": "Paris" }] })).await;
    world.provider.script("PATCH /api/sca/v2.1/user/{id}/fatcaEai", 201, confirmation_asked("sca"));
    world.deliver(60, pending(&id)).await;
    assert_eq!(browser.put("tax", "t", &tax()).await.state("tax"), "confirm_on_phone");
    let typed = json!({ "income": "typed-canary" }).to_string();
    let draft =
        browser.request(Method::PUT, "/onboarding/drafts/declarative").body(Body::from(typed)).unwrap();
    assert_eq!(world.send(draft).await.status, StatusCode::NO_CONTENT);
    // These callbacks name their customer only by the request that they answer.
    world
        .deliver(
            90,
            json!({ "Header": { "AuthenticationId": "sca", "Status": "Failed", "Reason": "TIMEOUT" } }),
        )
        .await;
    id
}

async fn open_after(world: &World, seconds: i64) -> Browser<'_> {
    world.clock.advance_seconds(seconds);
    world.open("customer").await
}

#[tokio::test]
async fn after_ninety_days_nothing_personal_is_left_and_a_new_start_is_offered() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = known(&browser).await;
    let before = browser.snapshot().await.body;
    assert_eq!(before["prospectExpiresAt"], "2027-02-21T09:00:00Z");
    let browser = open_after(&world, 90 * DAY - 1).await;
    assert_eq!(browser.snapshot().await.body["onboarding"], "initialized");
    world.clock.advance_seconds(1);
    let expired = browser.snapshot().await.body;
    let fixture: Value =
        serde_json::from_str(include_str!("../../contract/fixtures/snapshot.expired.json")).unwrap();
    for key in ["onboarding", "steps", "diligences", "activation", "canRestart", "pollAfterMs"] {
        assert_eq!(expired[key], fixture[key], "{key}");
    }
    assert_eq!(browser.snapshot().await.body["revision"], expired["revision"], "said once");
    let store = &world.app.store;
    let history = store.history(1).await.unwrap().unwrap();
    assert!(history.inbox.is_empty() && history.sent.is_empty());
    for step in [StepId::Profile, StepId::Tax] {
        assert_eq!(store.submission(1, step).await.unwrap(), None);
    }
    assert_eq!(store.webview(&id).await.unwrap(), None);
    let profile = browser.call(Method::GET, "/onboarding/profile").await;
    assert_eq!(profile.status, StatusCode::NOT_FOUND);
    for (step, body) in [("profile", profile_body()), ("declarative", declarative())] {
        assert_eq!(browser.put(step, "late", &body).await.body["code"], "step_not_open", "{step}");
    }
    assert_eq!(browser.reveal().await.status, StatusCode::CONFLICT);
}

fn profile_body() -> Value {
    support::profile()
}

#[tokio::test]
async fn late_callbacks_of_a_purged_user_are_acknowledged_and_not_kept() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = known(&browser).await;
    let browser = open_after(&world, 90 * DAY).await;
    browser.snapshot().await;
    for restarted in [false, true] {
        if restarted {
            assert_eq!(restart(&browser).await.status, StatusCode::OK);
        }
        let revision = browser.snapshot().await.body["revision"].clone();
        for body in [
            json!({ "type": "34", "appUserId": id, "userRecordStatus": "Refused" }),
            json!({ "type": "35", "AppUserId": id.to_uppercase(), "ActivationCode": CODE }),
            json!({ "type": "UserCreatedOrUpdated", "appUserId": id, "profile": { "firstName": "Corinne" } }),
        ] {
            world.deliver(100 + u32::from(restarted), body).await;
        }
        assert_eq!(browser.snapshot().await.body["revision"], revision);
        assert!(world.app.store.history(1).await.unwrap().unwrap().inbox.is_empty());
    }
}

#[tokio::test]
async fn a_user_removed_by_the_provider_is_removed_here_and_may_start_again() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    known(&browser).await;
    let declare = "POST /api/v2.0/users/{id}/declarative";
    // A wrong address says nothing about the user.
    world.provider.script(declare, 404, json!({}));
    world.provider.script(declare, 404, json!({ "Code": 147, "ErrorMessage": "Utilisateur introuvable" }));
    assert_eq!(browser.put("declarative", "a", &declarative()).await.body["code"], "provider_refused");
    assert_eq!(browser.snapshot().await.body["onboarding"], "initialized");
    assert_eq!(browser.put("declarative", "b", &declarative()).await.body["code"], "step_not_open");
    let expired = browser.snapshot().await.body;
    assert_eq!((&expired["onboarding"], &expired["canRestart"]), (&json!("expired"), &json!(true)));
    let history = world.app.store.history(1).await.unwrap().unwrap();
    assert!(history.inbox.is_empty() && history.sent.is_empty());
    assert_eq!(restart(&browser).await.body["onboarding"], "not_started");
}

#[tokio::test]
async fn a_user_who_was_never_created_does_not_count_as_removed() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.provider.script(CREATE, 404, json!({ "Code": 147 }));
    assert_eq!(browser.put("profile", "a", &profile_body()).await.body["code"], "provider_refused");
    assert_eq!(browser.snapshot().await.body["onboarding"], "not_started");
}

#[tokio::test]
async fn a_new_start_has_the_same_reference_and_another_user() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    assert_eq!(restart(&browser).await.body["code"], "step_not_open", "no onboarding has begun");
    let first = known(&browser).await;
    assert_eq!(restart(&browser).await.body["code"], "step_not_open", "it is in progress");
    let browser = open_after(&world, 90 * DAY).await;
    let expired = browser.snapshot().await.body["revision"].as_u64().unwrap();
    let begun = restart(&browser).await;
    assert_eq!((begun.status, &begun.body["onboarding"]), (StatusCode::OK, &json!("not_started")));
    assert!(begun.body["revision"].as_u64().unwrap() > expired);
    assert_eq!(begun.state("profile"), "todo");
    assert_eq!(restart(&browser).await.status, StatusCode::CONFLICT);
    // The old keys can be used again, because nothing about them is stored.
    assert_eq!(browser.put("profile", "create", &profile_body()).await.state("profile"), "done");
    let second = world.provider.last(CREATE).body["AppUserId"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    let again = world.open("customer").await;
    assert_eq!(again.snapshot().await.body["onboarding"], "initialized");
    // The next 90 days.
    let browser = open_after(&world, 90 * DAY).await;
    assert_eq!(browser.snapshot().await.body["onboarding"], "expired");
}

#[tokio::test]
async fn prospects_whose_snapshot_nobody_requests_are_purged_by_the_sweep() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    known(&browser).await;
    let validated = world.open("validated").await;
    world.provider.script(CREATE, 500, Value::Null);
    assert_eq!(validated.put("profile", "k", &profile_body()).await.state("profile"), "done");
    let id = world.provider.last(CREATE).body["AppUserId"].clone();
    let lost = world.open("never-known-to-be-created").await;
    assert_eq!(lost.put("profile", "k", &profile_body()).await.status, StatusCode::SERVICE_UNAVAILABLE);
    world.callback(&[], "{ broken 33612345678").await;
    world.callback(&[], json!({ "type": "34", "appUserId": "nobody-of-ours" })).await;
    world.deliver(9, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Validated" })).await;

    let run = tokio::spawn(purge::run(Arc::clone(&world.app)));
    world.clock.waiters(1).await;
    assert_eq!(world.app.store.aged(Timestamp::from_millis(i64::MAX)).await.unwrap().len(), 3);
    world.clock.advance_seconds(90 * DAY);
    while !world.app.store.history(1).await.unwrap().unwrap().is_purged {
        tokio::task::yield_now().await;
    }
    world.app.closing.send_replace(true);
    run.await.unwrap();
    purge::sweep(&world.app).await.unwrap();
    let validated = world.app.store.history(2).await.unwrap().unwrap();
    assert!(
        !validated.is_purged && validated.inbox.len() == 1,
        "a customer with an open account is not purged"
    );
    let left = world.app.store.aged(Timestamp::from_millis(i64::MAX)).await.unwrap();
    assert!(left.is_empty(), "a customer without data to remove is not listed again");
    assert_eq!(world.app.store.submission(3, StepId::Profile).await.unwrap(), None);
}

/// Reads the tables from the file, so that a table that is added later is checked too.
#[tokio::test]
async fn no_table_keeps_a_row_of_a_purged_prospect() {
    let folder = std::env::temp_dir().join(format!("backend-purge-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("onboarding.sqlite");
    let world = World::in_file(file.to_str().unwrap()).await;
    let browser = world.open("customer").await;
    known(&browser).await;
    let connection = Connection::open(&file).unwrap();
    connection
        .execute(
            "INSERT INTO transfers (prospect_id, iban, bic, reference) SELECT id, 'IBAN', 'BIC', 'XO-1' FROM prospects",
            [],
        )
        .unwrap();
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let tables: Vec<String> = kept::read(&connection, tables, |row| row.get(0).unwrap());
    // These rows are pseudonymous. They are needed to answer "expired" and to start again.
    let kept = ["prospects", "sessions", "roles", "ended_users", "runs"];
    let count = |table: &str| -> i64 {
        connection.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    let mut filled = 0;
    for table in &tables {
        filled += i64::from(count(table) > 0);
    }
    assert!(filled >= 11, "only {filled} tables have a row to remove: {tables:?}");
    world.clock.advance_seconds(90 * DAY);
    purge::sweep(&world.app).await.unwrap();
    for table in tables.iter().filter(|table| !kept.contains(&table.as_str())) {
        assert_eq!(count(table), 0, "{table}");
    }
    drop(connection);
    // The bytes of the file and of its log do not contain the data either.
    for name in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(&name).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for personal in [
            "corinne@",
            "Corinne",
            "Berthier",
            "1965-12-06",
            "rue des Fleurs",
            "33612345678",
            "canary",
            CODE,
            "XO-1",
        ] {
            assert!(!text.contains(personal), "{personal} is in {}", name.display());
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}

async fn open(world: &World, roles: Value) -> Answer {
    let body = json!({ "customerReference": "customer", "roles": roles }).to_string();
    let request = Request::post("/sessions").header(header::AUTHORIZATION, "Bearer partner-key");
    world.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn roles_are_sent_when_a_user_is_created_also_after_a_new_start() {
    let world = World::current().await;
    let roles = json!([{ "legalEntityId": "company-1", "kinds": ["mandated", "beneficial_owner"] }]);
    assert_eq!(open(&world, roles).await.status, StatusCode::CREATED);
    world.provider.script("POST /api/v2.0/users", 201, Value::Null);
    world.provider.script("POST /api/v3.0/users/{id}/kyc/demand", 201, Value::Null);
    let browser = world.open("customer").await; // opened again without roles, so the stored ones stay
    browser.put("profile", "k", &profile_body()).await;
    let expected = json!([{ "dependenceId": "company-1", "types": ["Mandated", "BeneficialOwner"] }]);
    assert_eq!(world.provider.last("POST /api/v2.0/users").body["roles"], expected);
    let browser = open_after(&world, 90 * DAY).await;
    assert_eq!(restart(&browser).await.status, StatusCode::OK);
    browser.put("profile", "k", &profile_body()).await;
    assert_eq!(world.provider.asked("POST /api/v2.0/users").len(), 2);
    assert_eq!(world.provider.last("POST /api/v2.0/users").body["roles"], expected);
    let private = world.open("private").await;
    private.put("profile", "k", &profile_body()).await;
    assert_eq!(world.provider.last("POST /api/v2.0/users").body["roles"], Value::Null);
}

#[tokio::test]
async fn roles_that_cannot_be_sent_are_refused() {
    let world = World::current().await;
    let role = |id: &str, kinds: Value| json!([{ "legalEntityId": id, "kinds": kinds }]);
    for (roles, word) in [
        (role("", json!(["mandated"])), "legalEntityId"),
        (role(&"x".repeat(65), json!(["mandated"])), "legalEntityId"),
        (role("a b", json!(["mandated"])), "legalEntityId"),
        (role("company", json!([])), "kinds"),
        (role("company", json!(["director"])), "body"),
    ] {
        let answer = open(&world, roles.clone()).await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (StatusCode::BAD_REQUEST, &json!("malformed_request"))
        );
        assert!(answer.body["title"].as_str().unwrap().contains(word), "{roles}: {}", answer.body);
    }
    assert_eq!(open(&world, role(&"x".repeat(64), json!(["mandated"]))).await.status, StatusCode::CREATED);
    let legacy = World::new().await;
    let answer = open(&legacy, role("company", json!(["mandated"]))).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body["title"].as_str().unwrap().contains("generation"), "{}", answer.body);
}

/// The answers that can arrive from the provider after the end of `prospect`.
async fn come_late(world: &World, attempt: &Attempt, prospect: &Prospect) {
    let store = &world.app.store;
    let sent = Sent {
        step: attempt.step,
        document: None,
        is_repeat: false,
        answer: Answered::Accepted,
        horizon: Horizon::default(),
        terms_version: None,
        changed: None,
    };
    let taken = AttemptOutcome::Taken {
        sent: SentAt { at: Timestamp::parse(START).unwrap(), sent },
        body: Some("canary".into()),
    };
    store.end(attempt, &taken).await.unwrap();
    store.keep_submission(prospect, StepId::Profile, "canary").await.unwrap();
    let account = TransferAccount { iban: "FR1".into(), bic: String::new(), reference: "XO-1".into() };
    store.keep_transfer(prospect, &account).await.unwrap();
    let draft = KeptDraft {
        step: StepId::Tax,
        page: 1,
        order: 1,
        draft: Draft::from([("isUsPerson".into(), "canary".into())]),
        at: Timestamp::parse(START).unwrap(),
    };
    store.keep_draft(prospect, &draft).await.unwrap();
    assert!(store.draft(prospect.id, StepId::Tax).await.unwrap().is_empty());
    let history = store.history(prospect.id).await.unwrap().unwrap();
    assert!(history.sent.is_empty());
    for step in [StepId::Profile, StepId::Tax] {
        assert_eq!(store.submission(prospect.id, step).await.unwrap(), None);
    }
    assert!(store.transfer(prospect.id).await.unwrap().is_none());
}

#[tokio::test]
async fn an_answer_that_arrives_after_the_end_is_not_stored() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    known(&browser).await;
    let store = &world.app.store;
    let prospect = store.history(1).await.unwrap().unwrap().prospect;
    let attempt = Attempt {
        prospect_id: prospect.id,
        key: "runs".into(),
        step: StepId::Declarative,
        body_digest: "digest".into(),
    };
    let now = Timestamp::parse(START).unwrap();
    assert!(matches!(store.claim(&attempt, now, now).await.unwrap(), Claim::Started { .. }));
    store.purge(&prospect, now).await.unwrap();
    come_late(&world, &attempt, &prospect).await;
    assert_eq!(restart(&browser).await.status, StatusCode::OK);
    come_late(&world, &attempt, &prospect).await;
}

#[tokio::test]
async fn data_deleted_before_the_end_is_not_in_the_write_ahead_log() {
    let folder = std::env::temp_dir().join(format!("backend-forget-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let world = World::in_file(folder.join("onboarding.sqlite").to_str().unwrap()).await;
    let is_found = |text: &str| {
        std::fs::read_dir(&folder).unwrap().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        })
    };
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let headers = [("Webhook-Id", "code"), ("Webhook-Processdate", "23/11/2026 09:00:02 +00:00")];
    world.callback(&headers, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    assert!(is_found(CODE));
    world.deliver(60, pending(&id)).await;
    assert_eq!(browser.snapshot().await.state("device"), "done");
    assert!(world.app.store.overwrite_removed().await.unwrap());
    assert!(!is_found(CODE), "the phone is bound");
    let prospect = world.app.store.history(1).await.unwrap().unwrap().prospect;
    let account =
        TransferAccount { iban: "IBAN-canary".into(), bic: String::new(), reference: "XO-1".into() };
    world.app.store.keep_transfer(&prospect, &account).await.unwrap();
    assert!(is_found("IBAN-canary"));
    world.app.store.forget_transfer(prospect.id).await.unwrap();
    assert!(world.app.store.overwrite_removed().await.unwrap());
    assert!(!is_found("IBAN-canary"));
    drop(world);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn an_unreadable_row_does_not_stop_the_sweep() {
    let folder = std::env::temp_dir().join(format!("backend-unreadable-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("onboarding.sqlite");
    let world = World::in_file(file.to_str().unwrap()).await;
    for reference in ["first", "second"] {
        let browser = world.open(reference).await;
        world.provider.script(CREATE, 201, json!({}));
        assert_eq!(browser.put("profile", "k", &profile_body()).await.state("profile"), "done");
    }
    let connection = Connection::open(&file).unwrap();
    connection.execute("UPDATE sent SET sent = '{}' WHERE prospect_id = 1", []).unwrap();
    world.clock.advance_seconds(90 * DAY);
    purge::sweep(&world.app).await.unwrap();
    assert!(world.app.store.history(2).await.unwrap().unwrap().is_purged);
    drop(connection);
    drop(world);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_date_before_the_onboarding_ends_no_prospect() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.provider.cut(CREATE);
    browser.put("profile", "lost", &profile_body()).await;
    let id = world.provider.last(CREATE).body["AppUserId"].clone();
    // Day and month may be in either order.
    let headers = [("Webhook-Id", "a"), ("Webhook-Processdate", "01/02/2026 09:00:00 +00:00")];
    world
        .callback(&headers, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized" }))
        .await;
    let snapshot = browser.snapshot().await.body;
    assert_eq!(
        (&snapshot["onboarding"], &snapshot["prospectExpiresAt"]),
        (&json!("initialized"), &json!("2027-02-21T09:00:00Z"))
    );
}

#[tokio::test]
async fn the_sweep_keeps_what_a_customer_sends_after_ninety_days() {
    let world = World::new().await;
    world.open("customer").await;
    let browser = open_after(&world, 91 * DAY).await;
    let gate = world.provider.hold(CREATE, 201, json!({}));
    let profile = profile_body();
    let (answer, ()) = tokio::join!(browser.put("profile", "k", &profile), async {
        world.provider.until_asked(CREATE).await;
        purge::sweep(&world.app).await.unwrap();
        gate.notify_one();
    });
    assert_eq!(answer.state("profile"), "done");
}

#[tokio::test]
async fn the_second_of_two_restarts_keeps_the_data_of_the_first() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    known(&browser).await;
    let store = &world.app.store;
    let prospect = store.history(1).await.unwrap().unwrap().prospect;
    let now = Timestamp::parse(START).unwrap();
    store.purge(&prospect, now).await.unwrap();
    assert!(store.restart(&prospect, "another", now).await.unwrap());
    assert_eq!(browser.put("profile", "again", &profile_body()).await.state("profile"), "done");
    assert!(!store.restart(&prospect, "a-third", now).await.unwrap());
    assert_eq!(browser.snapshot().await.state("profile"), "done");
    assert_eq!(store.history(1).await.unwrap().unwrap().sent.len(), 1);
}
