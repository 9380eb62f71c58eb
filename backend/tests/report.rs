//! "Someone else used my code": a code that somebody else used is never revealed again, the partner gets exactly one notice, and
//! the customer can continue with another code. Also the limit of reveals under concurrency.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use axum::http::StatusCode;
use backend::notices;
use serde_json::{Value, json};
use support::*;

const HOOK: &str = "POST /hook";

/// A customer whose code was revealed, and a partner that receives notices.
async fn revealed(world: &mut World) -> (String, String) {
    let url = format!("{}/hook", world.provider.url);
    world.notify(url);
    world.provider.script(HOOK, 200, json!({}));
    let browser = world.open("customer-4711").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    assert_eq!(browser.snapshot().await.body["activation"], json!({ "state": "ready", "issue": 1 }));
    assert_eq!(browser.reveal().await.status, StatusCode::OK);
    (id, browser.token)
}

/// The notices that the partner received.
async fn told(world: &World) -> Vec<Value> {
    notices::delivery::deliver_due(&world.app).await.unwrap();
    world.provider.asked(HOOK).into_iter().map(|asked| asked.body).collect()
}

#[tokio::test]
async fn a_reported_code_is_never_revealed_again_and_the_partner_gets_one_notice() {
    let mut world = World::new().await;
    let (_, token) = revealed(&mut world).await;
    let browser = Browser { world: &world, token };
    assert_eq!(
        browser.snapshot().await.body["activation"],
        json!({ "state": "ready", "issue": 1, "canReport": true }),
        "in every session, for it is the server's word"
    );
    let first = browser.report().await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.body["activation"], json!({ "state": "reported", "issue": 1 }));
    assert_eq!(first.state("device"), "action_required");
    assert_eq!(first.state("tax"), "todo");
    let again = browser.report().await;
    assert_eq!((again.status, &again.body["revision"]), (StatusCode::OK, &first.body["revision"]));

    let later = world.open("customer-4711").await;
    assert_eq!(later.reveal().await.status, StatusCode::CONFLICT);
    assert_eq!(
        later.put("tax", "t", &tax()).await.status,
        StatusCode::CONFLICT,
        "it would go to a stranger's phone"
    );
    let notices = told(&world).await;
    assert_eq!(notices.len(), 1);
    let notice = &notices[0];
    assert_eq!(
        notice,
        &json!({
            "id": notice["id"], "kind": "activation_reported", "customerReference": "customer-4711", "at": START,
            "requestId": first.header("x-request-id"),
        })
    );
    assert_eq!(world.provider.last(HOOK).headers["authorization"], "Bearer notice-key");
    browser.report().await;
    assert_eq!(told(&world).await.len(), 1);
    world.provider.assert_known();
}

#[tokio::test]
async fn a_report_and_the_first_reveal_wake_waiting_requests() {
    let mut world = World::new().await;
    let url = format!("{}/hook", world.provider.url);
    world.notify(url);
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    let before = browser.snapshot().await;
    let (changed, _) = tokio::join!(browser.changed(&before), async {
        world.clock.waiters(1).await;
        browser.reveal().await
    });
    assert_eq!(changed.body["activation"]["canReport"], true);
    let (changed, _) = tokio::join!(browser.changed(&changed), async {
        world.clock.waiters(1).await;
        browser.report().await
    });
    assert_eq!(changed.body["activation"]["state"], "reported");
}

#[tokio::test]
async fn the_customer_continues_with_another_code_but_not_with_the_reported_one() {
    let mut world = World::new().await;
    let (id, token) = revealed(&mut world).await;
    let browser = Browser { world: &world, token };
    world.deliver(60, pending(&id)).await;
    assert_eq!(browser.snapshot().await.body["activation"]["state"], "bound");
    assert_eq!(
        browser.report().await.body["activation"]["state"],
        "reported",
        "a code can be reported although a phone is bound"
    );

    world.deliver(70, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    assert_eq!(browser.snapshot().await.body["activation"]["state"], "reported");
    let other = "0".repeat(32);
    world.deliver(80, json!({ "type": "35", "AppUserId": id, "ActivationCode": other })).await;
    let snapshot = browser.snapshot().await;
    assert_eq!(snapshot.body["activation"], json!({ "state": "ready", "issue": 2 }));
    assert_eq!(snapshot.state("device"), "todo");
    assert_eq!(
        browser.report().await.body["activation"]["state"],
        "ready",
        "a retry that comes late stops nothing"
    );
    assert_eq!(browser.reveal().await.body["activationCode"], other.as_str());
    assert_eq!(browser.report().await.body["activation"], json!({ "state": "reported", "issue": 2 }));
    let notices = told(&world).await;
    assert_eq!(notices.len(), 2);
    assert_ne!(notices[0]["id"], notices[1]["id"]);
}

#[tokio::test]
async fn a_report_also_blocks_a_code_that_arrived_after_the_revealed_one() {
    let mut world = World::new().await;
    let (id, token) = revealed(&mut world).await;
    let browser = Browser { world: &world, token };
    world.deliver(9, json!({ "type": "35", "AppUserId": id, "ActivationCode": "0".repeat(32) })).await;
    let snapshot = browser.snapshot().await;
    assert_eq!(snapshot.body["activation"], json!({ "state": "ready", "issue": 2, "canReport": true }));
    assert_eq!(browser.report().await.body["activation"], json!({ "state": "reported", "issue": 2 }));
    assert_eq!(browser.reveal().await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn nothing_can_be_reported_before_the_first_reveal_or_after_the_end() {
    let mut world = World::new().await;
    world.notify(format!("{}/hook", world.provider.url));
    let browser = world.open("customer").await;
    assert_eq!(browser.report().await.status, StatusCode::CONFLICT);
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    assert_eq!(browser.report().await.body["code"], "step_not_open");
    browser.reveal().await;
    world.deliver(90, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Validated" })).await;
    let snapshot = browser.snapshot().await;
    assert_eq!(snapshot.body["onboarding"], "validated");
    assert_eq!(snapshot.body["activation"]["canReport"], Value::Null);
    assert_eq!(browser.report().await.status, StatusCode::CONFLICT);
    assert_eq!(told(&world).await, [] as [Value; 0]);
}

#[tokio::test]
async fn a_notice_is_sent_with_the_same_id_until_it_is_accepted() {
    let mut world = World::new().await;
    world.provider.script(HOOK, 503, json!({}));
    world.provider.script(HOOK, 404, json!({}));
    let (_, token) = revealed(&mut world).await;
    Browser { world: &world, token }.report().await;
    assert_eq!(told(&world).await.len(), 1);
    assert_eq!(told(&world).await.len(), 1, "not yet again");
    world.clock.advance_seconds(5);
    assert_eq!(told(&world).await.len(), 2);
    world.clock.advance_seconds(9);
    assert_eq!(told(&world).await.len(), 2, "twice the time");
    world.clock.advance_seconds(1);
    let notices = told(&world).await;
    assert_eq!(notices.len(), 3);
    assert!(notices.iter().all(|notice| *notice == notices[0]));
    world.clock.advance_seconds(24 * 3600);
    assert_eq!(told(&world).await.len(), 3, "taken");
}

#[tokio::test]
async fn a_notice_is_sent_as_soon_as_the_customer_reports() {
    let mut world = World::new().await;
    let (_, token) = revealed(&mut world).await;
    let task = tokio::spawn(notices::delivery::run(world.app.clone()));
    world.clock.waiters(1).await;
    Browser { world: &world, token }.report().await;
    while world.provider.asked(HOOK).is_empty() {
        tokio::task::yield_now().await;
    }
    world.app.closing.send_replace(true);
    task.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_concurrent_reveals_five_get_the_code_and_none_fails() {
    let folder = std::env::temp_dir().join(format!("backend-reveals-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let world = World::in_file(folder.join("onboarding.sqlite").to_str().unwrap()).await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (router, request) =
            (world.router.clone(), browser.request(axum::http::Method::POST, "/onboarding/activation"));
        let request = request.body(axum::body::Body::empty()).unwrap();
        tasks.spawn(
            async move { tower::ServiceExt::oneshot(router, request).await.unwrap().status().as_u16() },
        );
    }
    let mut statuses = tasks.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [[200; 5].as_slice(), [429; 95].as_slice()].concat());
    let history = world.app.store.history(1).await.unwrap().unwrap();
    assert_eq!(history.revealed.len(), 1);
    std::fs::remove_dir_all(folder).unwrap();
}
