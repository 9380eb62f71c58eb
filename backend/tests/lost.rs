//! Recovery after the answer to a change of the customer's details was lost, so that nobody knows whether it took
//! effect.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};
use support::*;

const CORRECT: &str = "PUT /api/v1.1/users/{id}";
const READ: &str = "GET /api/v1.1/users/{id}";
/// The code that arrives once the first phone is no longer bound.
const SECOND_CODE: &str = "0123456789abcdef0123456789abcdef";

fn folder(id: &str, status: &str, documents: Value) -> Value {
    json!({ "type": "4", "status": status, "appUserId": id, "diligences": documents })
}

fn swapped() -> Value {
    let mut swapped = profile();
    swapped["firstName"] = json!("Berthier");
    swapped["lastName"] = json!("Corinne");
    swapped
}

/// A customer whose names differ from the document and who needs another phone.
async fn mismatched(world: &World) -> (Browser<'_>, String) {
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    let document = json!({
        "diligenceType": "ID_CARD", "status": "Refused", "reason": "Data inversion: firstName and lastName"
    });
    world.deliver(100, folder(&id, "Incomplete", json!([document]))).await;
    world.deliver(101, json!({ "type": "35", "AppUserId": id, "ActivationCode": SECOND_CODE })).await;
    assert_eq!(browser.snapshot().await.state("device"), "todo");
    world.clock.advance_seconds(60);
    (browser, id)
}

async fn assert_code_is_there(browser: &Browser<'_>, when: &str) {
    assert_eq!(browser.snapshot().await.state("device"), "todo", "{when}");
    assert_eq!(browser.reveal().await.body["activationCode"], SECOND_CODE, "{when}");
}

/// The provider checks the pictures again without a call, and its callback may arrive before its answer to the correction.
#[tokio::test]
async fn pictures_checked_again_before_the_answer_to_a_correction_remove_no_code() {
    let world = World::new().await;
    let (browser, id) = mismatched(&world).await;
    let gate = world.provider.hold(CORRECT, 200, json!({}));
    let swapped = swapped();
    let (answer, ()) = tokio::join!(browser.put("profile", "k", &swapped), async {
        world.provider.until_asked(CORRECT).await;
        world.clock.advance_seconds(1);
        world.deliver(161, folder(&id, "Pending", json!([]))).await;
        assert_code_is_there(&browser, "while the call is running").await;
        gate.notify_one();
    });
    assert_eq!(answer.status, StatusCode::OK);
    assert_code_is_there(&browser, "once the call is answered").await;
}

#[tokio::test]
async fn pictures_checked_again_after_a_lost_answer_remove_no_code_however_it_is_retried() {
    let validated = json!([{ "diligenceType": "ID_CARD", "status": "Validated" }]);
    let told = json!({ "FirstName": "Berthier", "LastName": "Corinne" });
    for (case, status, documents, read, answer) in [
        ("before it is told", "Pending", json!([]), (200, json!({})), StatusCode::OK),
        ("the provider has it", "Pending", validated.clone(), (200, told.clone()), StatusCode::OK),
        (
            "the provider is silent",
            "Pending",
            validated.clone(),
            (503, json!({})),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("all is locked", "Complete", validated.clone(), (200, told), StatusCode::CONFLICT),
    ] {
        for key in ["lost", "reloaded"] {
            let world = World::new().await;
            let (browser, id) = mismatched(&world).await;
            world.provider.cut(CORRECT);
            world.provider.script(CORRECT, 200, json!({}));
            world.provider.script(READ, read.0, read.1.clone());
            let lost = browser.put("profile", "lost", &swapped()).await;
            assert_eq!(lost.status, StatusCode::SERVICE_UNAVAILABLE);
            world.clock.advance_seconds(1);
            world.deliver(161, folder(&id, "Pending", json!([]))).await;
            world.deliver(162, folder(&id, status, documents.clone())).await;
            assert_code_is_there(&browser, case).await;
            let again = browser.put("profile", key, &swapped()).await;
            assert_eq!(again.status, answer, "{case}, {key}: {}", again.body);
            assert_code_is_there(&browser, case).await;
        }
    }
}

#[tokio::test]
async fn a_lost_change_of_the_address_hides_no_phone_that_is_bound_after_it() {
    for is_sent_again in [false, true] {
        let world = World::new().await;
        let browser = world.open("customer").await;
        let id = browser.create().await;
        world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
        world.provider.cut(CORRECT);
        world.provider.script(CORRECT, 200, json!({}));
        let mut other = profile();
        other["email"] = json!("other@example.fr");
        assert_eq!(browser.put("profile", "lost", &other).await.status, StatusCode::SERVICE_UNAVAILABLE);
        if is_sent_again {
            assert_eq!(browser.put("profile", "reloaded", &other).await.status, StatusCode::OK);
        }
        world.clock.advance_seconds(1);
        world.deliver(60, pending(&id)).await;
        assert_eq!(browser.snapshot().await.state("device"), "done", "{is_sent_again}");
    }
}

#[tokio::test]
async fn a_detail_that_is_changed_back_after_a_lost_answer_is_sent() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    world.provider.cut(CORRECT);
    world.provider.script(CORRECT, 200, json!({}));
    let mut other = profile();
    other["email"] = json!("other@example.fr");
    world.clock.advance_seconds(1);
    assert_eq!(browser.put("profile", "there", &other).await.status, StatusCode::SERVICE_UNAVAILABLE);
    world.clock.advance_seconds(1);
    assert_eq!(browser.put("profile", "back", &profile()).await.status, StatusCode::OK);
    let asked = world.provider.asked(CORRECT);
    assert_eq!((asked.len(), &asked[1].body["Email"]), (2, &profile()["email"]));
    // The state is settled, so the same details need no call.
    assert_eq!(browser.put("profile", "same", &profile()).await.status, StatusCode::OK);
    assert_eq!(world.provider.asked(CORRECT).len(), 2);
}
