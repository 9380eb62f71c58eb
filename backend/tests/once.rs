//! The provider is asked once, whatever is pressed, repeated, reloaded or lost.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use axum::http::StatusCode;
use backend::{intention::Origin, store::Claim, submission};
use contract::{step::StepId, time::Timestamp};
use serde_json::json;
use support::*;

const CREATE: &str = "POST /api/v1.1/users";
const DECLARE: &str = "POST /api/v2.0/users/{id}/declarative";
const TAX: &str = "PATCH /api/sca/v2.1/user/{id}/fatcaEai";

#[tokio::test]
async fn a_double_click_is_one_call_and_both_presses_have_its_outcome() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let gate = world.provider.hold(CREATE, 201, json!({}));
    let profile = profile();
    let second = async {
        world.provider.until_asked(CREATE).await;
        // The second press waits before the gate opens.
        let (answer, ()) = tokio::join!(browser.put("profile", "k", &profile), async {
            world.clock.waiters(1).await;
            gate.notify_one();
        });
        answer
    };
    let (first, second) = tokio::join!(browser.put("profile", "k", &profile), second);
    assert_eq!((first.state("profile"), second.state("profile")), ("done", "done"));
    assert_eq!(browser.put("profile", "k", &profile).await.state("profile"), "done");
    assert_eq!(world.provider.asked(CREATE).len(), 1);
    world.provider.assert_known();
}

#[tokio::test]
async fn two_tabs_and_a_reload_with_three_keys_make_one_call() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    let gate = world.provider.hold(TAX, 201, confirmation_asked("sca"));
    let tax = tax();
    let others = async {
        world.provider.until_asked(TAX).await;
        let (tab, reloaded, ()) =
            tokio::join!(browser.put("tax", "tab", &tax), browser.put("tax", "reloaded", &tax), async {
                world.clock.waiters(2).await;
                gate.notify_one();
            });
        [tab, reloaded]
    };
    let (first, others) = tokio::join!(browser.put("tax", "first", &tax), others);
    assert_eq!(first.state("tax"), "confirm_on_phone");
    for answer in others {
        assert_eq!((answer.status, answer.state("tax")), (StatusCode::OK, "confirm_on_phone"));
    }
    assert_eq!(world.provider.asked(TAX).len(), 1, "the phone is asked once");
    world.provider.assert_known();
}

#[tokio::test]
async fn a_submission_is_completed_after_the_browser_hung_up() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let gate = world.provider.hold(CREATE, 201, json!({}));
    let before = browser.snapshot().await;
    browser.hang_up(browser.put("profile", "k", &profile()), CREATE, 1).await;
    gate.notify_one();
    assert_eq!(browser.changed(&before).await.state("profile"), "done");

    let id = world.provider.last(CREATE).body["AppUserId"].clone();
    world.deliver(60, pending(id.as_str().unwrap())).await;
    let gates = ["first", "second"].map(|id| world.provider.hold(TAX, 201, confirmation_asked(id)));
    let before = browser.snapshot().await;
    browser.hang_up(browser.put("tax", "t", &tax()), TAX, 1).await;
    gates[0].notify_one();
    assert_eq!(browser.changed(&before).await.state("tax"), "confirm_on_phone");

    world.clock.advance_seconds(300);
    let lapsed = browser.snapshot().await;
    assert_eq!(lapsed.state("tax"), "action_required");
    browser.hang_up(browser.confirm("tax"), TAX, 2).await;
    gates[1].notify_one();
    assert_eq!(browser.changed(&lapsed).await.state("tax"), "confirm_on_phone");
    world.provider.assert_known();
}

#[tokio::test]
async fn another_submission_while_one_is_running_has_to_wait() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let gate = world.provider.hold(CREATE, 201, json!({}));
    let mut other = profile();
    other["firstName"] = json!("Corinne Anne");
    let second = async {
        world.provider.until_asked(CREATE).await;
        let answer = browser.put("profile", "other", &other).await;
        gate.notify_one();
        answer
    };
    let profile = profile();
    let (first, second) = tokio::join!(browser.put("profile", "k", &profile), second);
    assert_eq!(first.state("profile"), "done");
    assert_eq!((second.status, second.body["code"].as_str()), (StatusCode::CONFLICT, Some("in_progress")));
    assert_eq!(world.provider.asked(CREATE).len(), 1);
}

#[tokio::test]
async fn a_retry_after_an_answer_lost_on_the_way_to_the_browser_makes_no_call() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    world.provider.script(DECLARE, 201, json!({}));
    for key in ["d", "d", "reloaded"] {
        let answer = browser.put("declarative", key, &declarative()).await;
        assert_eq!((answer.status, answer.state("declarative")), (StatusCode::OK, "done"), "{key}");
    }
    assert_eq!(world.provider.asked(DECLARE).len(), 1);
    // Another answer is another intention, and it comes too late.
    let mut other = declarative();
    other["income"] = json!(1);
    assert_eq!(browser.put("declarative", "late", &other).await.body["code"], "step_not_open");
}

#[tokio::test]
async fn the_customer_can_repeat_an_unconfirmed_submission() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    world.provider.script(TAX, 201, confirmation_asked("first"));
    world.provider.script(TAX, 201, confirmation_asked("second"));
    browser.put("tax", "a", &tax()).await;
    let lapsed =
        json!({ "Header": { "AuthenticationId": "first", "Status": "Failed", "Reason": "TIMEOUT" } });
    world.deliver(90, lapsed).await;
    assert_eq!(browser.put("tax", "b", &tax()).await.state("tax"), "confirm_on_phone");
    assert_eq!(world.provider.asked(TAX).len(), 2, "the second press makes its own call");
}

#[tokio::test]
async fn a_press_that_waited_for_a_refused_call_makes_its_own_call() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    let gate = world.provider.hold(DECLARE, 400, json!({ "Code": 704 }));
    world.provider.script(DECLARE, 201, json!({}));
    let declarative = declarative();
    let second = async {
        world.provider.until_asked(DECLARE).await;
        let (answer, ()) = tokio::join!(browser.put("declarative", "second", &declarative), async {
            world.clock.waiters(1).await;
            gate.notify_one();
        });
        answer
    };
    let (first, second) = tokio::join!(browser.put("declarative", "first", &declarative), second);
    assert_eq!(first.body["code"], "provider_refused");
    assert_eq!(second.state("declarative"), "done", "nothing of the first form was stored");
}

#[tokio::test]
async fn a_detail_that_is_changed_and_changed_back_is_two_corrections() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    world.provider.script("PUT /api/v1.1/users/{id}", 200, json!({}));
    let mut other = profile();
    other["email"] = json!("other@example.fr");
    for (key, body) in [("there", &other), ("back", &profile())] {
        world.clock.advance_seconds(1);
        assert_eq!(browser.put("profile", key, body).await.state("profile"), "done");
    }
    assert_eq!(world.provider.asked("PUT /api/v1.1/users/{id}").len(), 2);
}

/// The state after a crash between the provider's answer and the note of it.
#[tokio::test]
async fn a_crash_after_the_provider_accepted_makes_no_second_user_on_any_page() {
    for key in ["k", "reloaded"] {
        let world = World::new().await;
        let browser = world.open("customer").await;
        let origin = Origin { prospect_id: 1, request_id: String::new() };
        let body = profile().to_string();
        let submission = submission::read(StepId::Profile, body.as_bytes()).unwrap();
        let attempt = submission::attempt(&origin, "k".into(), &submission).unwrap();
        let now = Timestamp::parse(START).unwrap();
        let claim = world.app.store.claim(&attempt, now, now).await.unwrap();
        assert!(matches!(claim, Claim::Started { was_lost: false, .. }));

        let profile = profile();
        let (early, ()) = tokio::join!(browser.put("profile", key, &profile), async {
            world.clock.waiters(1).await;
            world.clock.advance_seconds(10);
        });
        assert_eq!(early.body["code"], "in_progress", "the first call may still be running");
        assert_eq!(early.header("retry-after"), "1");
        world.clock.advance_seconds(51);
        world.provider.script(CREATE, 400, json!({ "Code": 719 }));
        world.provider.script("GET /api/v1.1/users/{id}", 200, json!({}));
        assert_eq!(browser.put("profile", key, &profile).await.state("profile"), "done");
        assert_eq!(
            world.provider.asked(CREATE).len(),
            1,
            "the user is not created again, because the provider has it"
        );
        world.provider.assert_known();
    }
}

#[tokio::test]
async fn a_callback_settles_a_lost_call_for_a_reloaded_page_too() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.provider.cut(CREATE);
    browser.put("profile", "k", &profile()).await;
    let id = world.provider.last(CREATE).body["AppUserId"].clone();
    world.deliver(1, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized" })).await;
    assert_eq!(browser.put("profile", "reloaded", &profile()).await.state("profile"), "done");
    assert_eq!(world.provider.asked(CREATE).len(), 1);
    world.provider.assert_known();
}

#[tokio::test]
async fn requests_that_wait_for_an_outcome_end_with_the_server() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let gate = world.provider.hold(CREATE, 201, json!({}));
    let profile = profile();
    let second = async {
        world.provider.until_asked(CREATE).await;
        let (answer, ()) = tokio::join!(browser.put("profile", "second", &profile), async {
            world.clock.waiters(1).await;
            world.app.closing.send_replace(true);
        });
        gate.notify_one();
        answer
    };
    let (first, second) = tokio::join!(browser.put("profile", "first", &profile), second);
    assert_eq!(first.state("profile"), "done");
    assert_eq!(second.body["code"], "in_progress");
    assert!(!world.app.store.has_attempt(1, "second").await.unwrap(), "the abandoned attempt is not stored");
    assert_eq!(world.provider.asked(CREATE).len(), 1);
}
