//! Fetches undelivered callbacks from the provider's queue.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use backend::missed::fetch;
use serde_json::{Value, json};
use support::*;

const QUEUE: &str = "GET /api/v2.0/webhooks";

fn entry(key: &str, seconds: u32, payload: &Value) -> Value {
    let date = format!("23/11/2026 09:02:{seconds:02} +00:00");
    json!({
        "metadata": { "id": key, "processDate": date, "type": payload["type"], "version": "1.0" },
        "payload": payload,
        "response": { "statusCode": 500 },
    })
}

fn code(id: &str) -> Value {
    json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE, "ErrorMessage": "" })
}

#[tokio::test]
async fn an_undelivered_code_is_fetched_and_wakes_waiting_requests() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let before = browser.snapshot().await;
    assert_eq!(before.body["activation"]["state"], "waiting_code");
    world.provider.script(QUEUE, 200, json!([entry("a", 2, &code(&id))]));
    let (changed, fetched) = tokio::join!(browser.changed(&before), fetch(&world.app, "request"));
    fetched.unwrap();
    assert_eq!(changed.body["activation"], json!({ "state": "ready", "issue": 1 }));
    assert_eq!(browser.reveal().await.body["activationCode"], CODE);
    let asked: Vec<_> = world.provider.asked(QUEUE).into_iter().map(|asked| asked.query).collect();
    assert_eq!(
        asked,
        ["limit=30&remove=false", "limit=1&remove=true"],
        "only stored callbacks are removed from the queue"
    );
}

#[tokio::test]
async fn a_confirmation_is_read_from_the_queue_and_a_delivered_entry_counts_once() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    world.provider.script("PATCH /api/sca/v2.1/user/{id}/fatcaEai", 201, confirmation_asked("sca"));
    assert_eq!(browser.put("tax", "t", &tax()).await.state("tax"), "confirm_on_phone");
    let confirmed = json!({ "Header": { "AuthenticationId": "sca", "Status": "Succeeded" }, "Payload": "" });
    let assessed = json!({ "type": "44", "appUserId": id, "fatcaEaiStatus": "OK", "diligences": [] });
    let queue = json!([entry("c", 58, &confirmed), entry("d", 59, &assessed)]);
    world.provider.script(QUEUE, 200, queue);
    fetch(&world.app, "request").await.unwrap();
    let done = browser.snapshot().await;
    assert_eq!(done.state("tax"), "done");
    let inbox = world.app.store.history(1).await.unwrap().unwrap().inbox.len();
    let late = [("Webhook-Id", "c"), ("Webhook-Processdate", "23/11/2026 09:02:58 +00:00")];
    world.callback(&late, confirmed).await;
    assert_eq!(browser.snapshot().await.body["revision"], done.body["revision"]);
    assert_eq!(world.app.store.history(1).await.unwrap().unwrap().inbox.len(), inbox);
}

#[tokio::test]
async fn an_entry_added_between_reading_and_removing_is_stored() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let first = entry("a", 1, &json!({ "type": "34", "appUserId": id, "userRecordStatus": "InProgress" }));
    world.provider.script(QUEUE, 200, json!([first]));
    world.provider.script(QUEUE, 200, json!([first, entry("b", 2, &code(&id))]));
    fetch(&world.app, "request").await.unwrap();
    let snapshot = browser.snapshot().await.body;
    assert_eq!(
        (&snapshot["onboarding"], &snapshot["activation"]["state"]),
        (&json!("in_progress"), &json!("ready"))
    );
}

#[tokio::test]
async fn a_full_queue_is_emptied_and_one_that_does_not_shrink_is_left() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let record = |key: u32| {
        entry(
            &key.to_string(),
            1,
            &json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized" }),
        )
    };
    let page = |from: u32| Value::Array((from..from + 30).map(record).collect());
    for answer in [page(0), page(0), json!([entry("code", 2, &code(&id))])] {
        world.provider.script(QUEUE, 200, answer);
    }
    fetch(&world.app, "request").await.unwrap();
    assert_eq!(browser.snapshot().await.body["activation"]["state"], "ready");
    assert_eq!(world.provider.asked(QUEUE).len(), 4);

    let stuck = World::new().await;
    stuck.provider.script(QUEUE, 200, page(0));
    fetch(&stuck.app, "request").await.unwrap();
    assert_eq!(stuck.provider.asked(QUEUE).len(), 4, "the fetch stops if removing changes nothing");
}

#[tokio::test]
async fn an_empty_queue_gets_no_removal_and_a_failure_is_reported() {
    let world = World::new().await;
    world.provider.script(QUEUE, 200, json!([]));
    world.provider.script(QUEUE, 429, json!({}));
    fetch(&world.app, "request").await.unwrap();
    assert_eq!(world.provider.asked(QUEUE).len(), 1);
    assert!(fetch(&world.app, "request").await.is_err());
}
