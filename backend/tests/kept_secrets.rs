//! Activation codes and addresses of identification pages are stored only where and while they are needed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::*;

/// SHA-256 of [`CODE`], in hexadecimal.
const CODE_DIGEST: &str = "1380246fbed54f95a80c682349c3cfaa1f3f295678e6aeaef3b53edf5ce3fca1";
const ADDRESS: &str = "https://id.example/page?token=canary";

fn code(id: &str) -> Value {
    json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE, "ExtraData": { "WebViewUrl": ADDRESS } })
}

async fn kept_code(world: &World, id: &str) -> Option<String> {
    world.app.store.code(id, CODE_DIGEST).await.unwrap()
}

#[tokio::test]
async fn a_used_code_that_is_delivered_again_is_deleted_again() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    browser.snapshot().await;
    assert_eq!(kept_code(&world, &id).await, None);
    world.deliver(70, code(&id)).await;
    browser.snapshot().await;
    assert_eq!(kept_code(&world, &id).await, None, "the phone is bound");

    world.deliver(80, json!({ "type": "4", "appUserId": id, "status": "Complete", "diligences": [] })).await;
    world.deliver(90, code(&id)).await;
    browser.snapshot().await;
    assert_eq!(world.app.store.webview(&id).await.unwrap(), None, "the identity is proven");

    world.deliver(100, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Validated" })).await;
    world.deliver(110, code(&id)).await;
    browser.snapshot().await;
    assert_eq!(kept_code(&world, &id).await, None, "the account is open");
    assert_eq!(world.app.store.webview(&id).await.unwrap(), None);
}

#[tokio::test]
async fn the_code_of_an_unknown_user_is_not_stored() {
    let world = World::new().await;
    world.deliver(1, code("stranger")).await;
    assert_eq!(kept_code(&world, "stranger").await, None);
    assert_eq!(world.app.store.webview("stranger").await.unwrap(), None);
}

#[tokio::test]
async fn an_invalid_code_is_neither_stored_nor_offered() {
    for value in [json!("8c7qh9-pofd64-235efd"), json!(1_234_567_890), json!("c0ffee".repeat(20))] {
        for has_page in [false, true] {
            let world = World::new().await;
            let browser = world.open("customer").await;
            let id = browser.create().await;
            let mut body = json!({ "type": "35", "AppUserId": id, "ActivationCode": value });
            if has_page {
                body["ExtraData"] = json!({ "WebViewUrl": ADDRESS });
            }
            world.deliver(2, body).await;
            let inbox = world.app.store.history(1).await.unwrap().unwrap().inbox;
            let raw = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            assert!(inbox.iter().all(|envelope| !envelope.body.contains(&raw)), "{value}");
            assert_eq!(browser.snapshot().await.body["activation"]["state"], "error", "{value}");
        }
    }
}
