//! Callbacks that are lost for good: the provider is asked about customers without news.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use backend::overdue::{NotAsked, Round, step};
use serde_json::{Value, json};
use support::*;

const LIST: &str = "GET /api/v2.0/users";
const DEMAND: &str = "GET /api/v3.0/users/{id}/kyc/demand";
const USER: &str = "GET /api/v1.1/users/{id}";
const HOUR: i64 = 3_600;

/// A customer of the current generation whose user and demand were created. No callback came.
async fn created(browser: &Browser<'_>) -> String {
    let provider = &browser.world.provider;
    provider.script("POST /api/v2.0/users", 201, Value::Null);
    provider.script("POST /api/v3.0/users/{id}/kyc/demand", 201, Value::Null);
    assert_eq!(browser.put("profile", "create", &profile()).await.state("profile"), "done");
    provider.last("POST /api/v2.0/users").body["appUserId"].as_str().unwrap().to_owned()
}

/// The provider's answers (documentation, users: read; KYC).
fn page(id: &str, status: &str) -> Value {
    let user = json!({
        "appUserId": id, "userRecordStatus": status, "identificationLevel": "None",
        "onboardingDate": "2026-11-23 09:00:00", "lastUpdate": "2026-11-23 09:00:00",
        "profile": { "firstName": "CANARY" }, "roles": null,
    });
    json!({ "pageSize": 50, "nextPageIndex": 0, "previousPageIndex": 0, "values": [user] })
}

fn demand(status: &str, documents: &str, decision: &Value) -> Value {
    let diligence = |kind: &str| {
        json!({
            "type": kind, "status": documents, "reason": null, "files": [{ "name": "CANARY.jpg", "key": "k" }],
            "creationDate": "2026-11-23T09:00:00", "lastUpdate": "2026-11-23T09:05:00",
        })
    };
    json!({
        "status": status, "creationDate": "2026-11-23T09:00:00", "lastUpdate": "2026-11-23T09:05:00",
        "diligences": [diligence("ID_CARD"), diligence("SELFIE")], "decision": decision,
    })
}

/// How many callbacks are stored for the first customer, and the revision of the snapshot.
async fn kept(world: &World) -> (usize, u32) {
    let history = world.app.store.history(1).await.unwrap().unwrap();
    (history.inbox.len(), history.prospect.revision)
}

#[tokio::test]
async fn an_onboarding_whose_callbacks_are_all_lost_goes_on_and_ends() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    let id = created(&browser).await;
    let mut round = Round::default();
    step(&world.app, &mut round, "request").await.unwrap();
    assert!(world.provider.asked(LIST).is_empty(), "there was news a moment ago");

    for (record, folder, documents) in
        [("InProgress", "Pending", "To_Review_Manually"), ("Validated", "Complete", "Validated")]
    {
        world.provider.script(LIST, 200, page(&id, record));
        world.provider.script(DEMAND, 200, demand(folder, documents, &Value::Null));
    }
    let before = browser.snapshot().await;
    world.clock.advance_seconds(HOUR + 1);
    let (changed, asked) = tokio::join!(browser.changed(&before), step(&world.app, &mut round, "request"));
    asked.unwrap();
    assert_eq!(changed.body["onboarding"], "in_progress");
    let snapshot = browser.snapshot().await;
    assert_eq!((snapshot.state("device"), snapshot.state("identity")), ("done", "submitted"));
    assert_eq!(world.provider.last(LIST).query, format!("AppUserId={id}"));

    world.clock.advance_seconds(2 * HOUR);
    step(&world.app, &mut round, "request").await.unwrap();
    let ended = browser.snapshot().await;
    assert_eq!((ended.body["onboarding"].as_str(), ended.state("identity")), (Some("validated"), "done"));
    let history = world.app.store.history(1).await.unwrap().unwrap();
    let export = world.app.store.export(&history.prospect).await.unwrap().to_string();
    assert!(export.contains("InProgress") && !export.contains("CANARY"), "only what the onboarding needs");

    let asked = world.provider.asked(LIST).len();
    world.clock.advance_seconds(30 * HOUR);
    step(&world.app, &mut round, "request").await.unwrap();
    assert_eq!(world.provider.asked(LIST).len(), asked, "nothing moves any more");
    world.provider.assert_known();
}

#[tokio::test]
async fn answers_that_say_nothing_new_are_not_stored_and_are_asked_for_less_often() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    let id = created(&browser).await;
    world.provider.script(LIST, 200, page(&id, "InProgress"));
    world.provider.script(DEMAND, 200, demand("Pending", "To_Review_Manually", &Value::Null));
    let mut round = Round::default();
    world.clock.advance_seconds(HOUR + 1);
    step(&world.app, &mut round, "request").await.unwrap();
    let stored = kept(&world).await;
    for _ in 0..10 {
        step(&world.app, &mut round, "request").await.unwrap();
    }
    assert_eq!(world.provider.asked(LIST).len(), 1, "once in a round");
    let mut asked = Vec::new();
    for _ in 0..48 {
        let before = world.provider.asked(LIST).len();
        world.clock.advance_seconds(HOUR);
        step(&world.app, &mut round, "request").await.unwrap();
        asked.push(world.provider.asked(LIST).len() - before);
    }
    assert!(asked[1..4].iter().all(|times| *times == 1), "each hour at first: {asked:?}");
    assert_eq!(asked[6..30].iter().sum::<usize>(), 1, "then once a day: {asked:?}");
    assert_eq!(asked[24..48].iter().sum::<usize>(), 1, "then once a day: {asked:?}");
    assert_eq!(kept(&world).await, stored);
}

#[tokio::test]
async fn a_folder_that_the_provider_closed_can_be_opened_again() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    let id = created(&browser).await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    let mut closed = demand("Rejected", "Validated", &json!("expired"));
    closed["diligences"] = json!([]);
    world.provider.script(LIST, 200, page(&id, "InProgress"));
    world.provider.script(DEMAND, 200, closed);
    world.clock.advance_seconds(HOUR * 2);
    step(&world.app, &mut Round::default(), "request").await.unwrap();
    assert_eq!(browser.snapshot().await.state("identity"), "action_required");
}

#[tokio::test]
async fn an_answer_never_takes_an_identity_folder_back_and_a_later_callback_counts() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    let id = created(&browser).await;
    let folder = |status: &str, state: &str| {
        json!({ "type": "4", "appUserId": id, "status": status, "receivedDiligences": [
            { "diligenceType": "ID_CARD", "status": state }, { "diligenceType": "SELFIE", "status": state },
        ] })
    };
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    world.deliver(60, folder("AwaitingExpertise", "To_Review_Manually")).await;
    world.provider.script(LIST, 200, page(&id, "InProgress"));
    world.provider.script(DEMAND, 200, demand("Pending", "To_Review_Manually", &Value::Null));
    world.clock.advance_seconds(2 * HOUR);
    let mut round = Round::default();
    step(&world.app, &mut round, "request").await.unwrap();
    assert_eq!(browser.snapshot().await.state("identity"), "review");
    let stored = kept(&world).await;
    world.clock.advance_seconds(2 * HOUR);
    step(&world.app, &mut round, "request").await.unwrap();
    assert_eq!(kept(&world).await, stored, "the same answer is stored once");
    let late = [("Webhook-Id", "late"), ("Webhook-Processdate", "23/11/2026 13:30:00 +00:00")];
    world.callback(&late, folder("Complete", "Validated")).await;
    assert_eq!(browser.snapshot().await.state("identity"), "done");
}

#[tokio::test]
async fn news_that_arrive_while_the_answer_is_on_its_way_count_and_the_answer_does_not() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    let id = created(&browser).await;
    world.provider.script(LIST, 200, page(&id, "InProgress"));
    let gate = world.provider.hold(DEMAND, 200, demand("Incomplete", "Refused", &Value::Null));
    world.clock.advance_seconds(2 * HOUR);
    let mut round = Round::default();
    let (asked, ()) = tokio::join!(step(&world.app, &mut round, "request"), async {
        world.provider.until_asked(DEMAND).await;
        world.deliver(60, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
        gate.notify_one();
    });
    asked.unwrap();
    let snapshot = browser.snapshot().await;
    assert_eq!(
        (&snapshot.body["onboarding"], &snapshot.body["activation"]["state"]),
        (&json!("initialized"), &json!("ready"))
    );
}

#[tokio::test]
async fn a_provider_that_asks_for_a_pause_is_asked_again_about_the_same_customer() {
    let world = World::current().await;
    let browser = world.open("first").await;
    let first = created(&browser).await;
    let second = world.open("second").await;
    created(&second).await;
    world.clock.advance_seconds(2 * HOUR);
    world.provider.script(LIST, 429, json!({}));
    world.provider.script(LIST, 200, page(&first, "InProgress"));
    world.provider.script(DEMAND, 404, json!({ "message": "Demand not found" }));
    let mut round = Round::default();
    assert!(matches!(step(&world.app, &mut round, "request").await, Err(NotAsked::Provider(_))));
    assert_eq!(world.provider.asked(LIST).len(), 1, "the others wait too");
    world.clock.advance_seconds(60);
    step(&world.app, &mut round, "request").await.unwrap();
    assert_eq!(browser.snapshot().await.body["onboarding"], "in_progress");
    assert_eq!(world.provider.asked(LIST).len(), 3, "both were asked about");
}

#[tokio::test]
async fn a_legacy_user_tells_only_numbers_that_a_callback_has_a_word_for() {
    for (number, identity) in [
        (0, "submitted"),
        (2, "submitted"),
        (3, "submitted"),
        (4, "submitted"),
        (5, "submitted"),
        (1, "submitted"),
        (6, "done"),
        (7, "review"),
        (8, "review"),
        (9, "failed"),
    ] {
        let world = World::new().await;
        let browser = world.open("customer").await;
        let id = browser.bind().await;
        world.provider.script(USER, 200, json!({ "AppUserId": id, "Status": 6, "KycStatus": number }));
        world.clock.advance_seconds(2 * HOUR);
        step(&world.app, &mut Round::default(), "request").await.unwrap();
        assert_eq!(browser.snapshot().await.state("identity"), identity, "{number}");
        world.provider.assert_known();
    }
}

#[tokio::test]
async fn a_customer_who_was_erased_or_has_sent_nothing_is_not_asked_about() {
    let world = World::current().await;
    world.open("looked-only").await;
    let browser = world.open("erased").await;
    created(&browser).await;
    let history = world.app.store.history(2).await.unwrap().unwrap();
    world.app.store.erase(&history.prospect, world.app.clock.now()).await.unwrap();
    world.clock.advance_seconds(100 * HOUR);
    step(&world.app, &mut Round::default(), "request").await.unwrap();
    assert!(world.provider.asked(LIST).is_empty());
}
