//! A half-completed form is kept for the customer until it is submitted, and no longer.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use axum::http::{Method, StatusCode};
use backend::purge;
use contract::draft::MAX_TEXT;
use serde_json::{Value, json};
use support::*;

const DAY: i64 = 86_400;

fn half() -> Value {
    json!({ "firstName": "Cori", "birthDate": "yesterday", "address.city": "" })
}

fn drafts(snapshot: &Answer) -> &Value {
    &snapshot.body["drafts"]
}

#[tokio::test]
async fn a_draft_is_available_on_another_device_until_the_form_is_sent() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    assert_eq!(drafts(&browser.snapshot().await), &json!([]));
    assert_eq!(browser.draft("profile").await, json!({}));
    let saved = browser.save("profile", "?page=1&order=1", &half()).await;
    assert_eq!((saved.status, saved.body), (StatusCode::NO_CONTENT, Value::Null));

    let other = world.open("customer").await;
    assert_eq!(drafts(&other.snapshot().await), &json!(["profile"]));
    assert_eq!(other.draft("profile").await, half());
    assert_eq!(drafts(&world.open("somebody-else").await.snapshot().await), &json!([]));

    other.create().await;
    assert_eq!(drafts(&browser.snapshot().await), &json!([]));
    assert_eq!(browser.draft("profile").await, json!({}));
    assert!(world.app.store.draft(1, contract::step::StepId::Profile).await.unwrap().is_empty());
    let late = browser.save("profile", "?page=1&order=2", &half()).await;
    assert_eq!(late.body["code"], "step_not_open", "a late draft is not kept");
    world.provider.assert_known();
}

#[tokio::test]
async fn a_refused_form_keeps_its_draft() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.save("profile", "", &half()).await;
    world.provider.script("POST /api/v1.1/users", 400, json!({ "Code": 350 }));
    browser.put("profile", "k", &profile()).await;
    assert_eq!(browser.draft("profile").await, half());
}

#[tokio::test]
async fn the_last_draft_counts_and_an_older_one_of_the_same_page_never_replaces_it() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let typed = |name: &str| json!({ "firstName": name });
    for (query, name, kept) in [
        ("?page=1&order=1", "C", "C"),
        ("?page=1&order=3", "Corinne", "Corinne"),
        ("?page=1&order=2", "Cor", "Corinne"),
        ("?page=1&order=3", "Corinne", "Corinne"),
        ("?page=2&order=1", "Zoé", "Zoé"),
        ("", "Anne", "Anne"),
        ("", "Anna", "Anna"),
    ] {
        assert_eq!(browser.save("profile", query, &typed(name)).await.status, StatusCode::NO_CONTENT);
        assert_eq!(browser.draft("profile").await, typed(kept), "after {name} {query}");
    }
    for query in ["?page=one", "?order=-1", "?page=4294967296"] {
        assert_eq!(
            browser.save("profile", query, &half()).await.body["code"],
            "malformed_request",
            "{query}"
        );
    }
}

#[tokio::test]
async fn an_invalid_draft_is_refused() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    for draft in [
        json!({ "income": "3" }),
        json!({ "firstName": 7 }),
        json!({ "firstName": null }),
        json!({ "address": { "city": "Paris" } }),
        json!({ "firstName": "a".repeat(MAX_TEXT + 1) }),
        json!([]),
        Value::Null,
    ] {
        let answer = browser.save("profile", "", &draft).await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (StatusCode::BAD_REQUEST, &json!("malformed_request"))
        );
    }
    let large = browser.save("profile", "", &json!({ "firstName": "a".repeat(17_000) })).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Consent is given only on the screen that shows the texts.
    for step in ["terms", "device", "identity", "nonsense", "proof"] {
        assert_eq!(browser.save(step, "", &json!({})).await.status, StatusCode::NOT_FOUND, "{step}");
        let path = format!("/onboarding/drafts/{step}");
        assert_eq!(browser.call(Method::GET, &path).await.status, StatusCode::NOT_FOUND, "{step}");
    }
    assert_eq!(browser.save("tax", "", &json!({})).await.body["code"], "step_not_open", "not yet");
    assert_eq!(drafts(&browser.snapshot().await), &json!([]), "nothing was kept");
}

#[tokio::test]
async fn whole_forms_of_the_longest_texts_fit() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let fields = contract::draft::fields_of(contract::step::StepId::Profile);
    let longest: Value =
        fields.iter().map(|field| ((*field).to_owned(), json!("a".repeat(MAX_TEXT)))).collect();
    assert_eq!(browser.save("profile", "", &longest).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn only_the_first_draft_of_a_step_changes_the_snapshot() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let before = browser.snapshot().await;
    let typed = half();
    let (news, _) = tokio::join!(browser.changed(&before), browser.save("profile", "", &typed));
    assert_eq!(drafts(&news), &json!(["profile"]));
    browser.save("profile", "", &json!({ "firstName": "Corinne" })).await;
    assert_eq!(browser.snapshot().await.body["revision"], news.body["revision"]);
}

#[tokio::test]
async fn drafts_are_limited_like_other_calls() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    for _ in 0..300 {
        assert_eq!(browser.save("profile", "", &half()).await.status, StatusCode::NO_CONTENT);
    }
    let answer = browser.save("profile", "", &half()).await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "600"));
    assert_eq!(world.open("other").await.save("profile", "", &half()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(
        browser.put("profile", "k", &json!({})).await.status,
        StatusCode::BAD_REQUEST,
        "others are not"
    );
}

#[tokio::test]
async fn a_draft_is_deleted_when_the_onboarding_ends() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    assert_eq!(
        browser.save("declarative", "", &json!({ "income": "3" })).await.status,
        StatusCode::NO_CONTENT
    );
    world.deliver(100, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Refused" })).await;
    let snapshot = browser.snapshot().await;
    assert_eq!((&snapshot.body["onboarding"], drafts(&snapshot)), (&json!("refused"), &Value::Null));
    assert!(world.app.store.draft(1, contract::step::StepId::Declarative).await.unwrap().is_empty());
    assert_eq!(browser.save("declarative", "", &json!({})).await.body["code"], "step_not_open");
}

#[tokio::test]
async fn a_draft_is_deleted_ninety_days_after_its_last_change_and_not_before() {
    let world = World::new().await;
    world.open("customer").await.save("profile", "", &half()).await;
    world.clock.advance_seconds(60 * DAY);
    world.open("customer").await.save("profile", "", &half()).await;
    // The customer, who never submitted anything, came back. The age of a draft counts from its last change.
    world.clock.advance_seconds(90 * DAY - 1);
    purge::sweep(&world.app).await.unwrap();
    let browser = world.open("customer").await;
    assert_eq!(browser.draft("profile").await, half());
    world.clock.advance_seconds(1);
    purge::sweep(&world.app).await.unwrap();
    assert_eq!(browser.draft("profile").await, json!({}));
    assert_eq!(drafts(&browser.snapshot().await), &json!([]));
}

#[tokio::test]
async fn a_draft_cannot_be_read_without_the_session() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.save("profile", "", &half()).await;
    let stranger = Browser { world: &world, token: "guessed".into() };
    for method in [Method::GET, Method::PUT] {
        let answer = stranger.call(method, "/onboarding/drafts/profile").await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (StatusCode::UNAUTHORIZED, &json!("session_expired"))
        );
    }
}

#[tokio::test]
async fn a_draft_stays_while_its_step_waits_for_another() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    let typed = json!({ "isUsPerson": "no" });
    assert_eq!(browser.save("tax", "", &typed).await.status, StatusCode::NO_CONTENT);
    let second = "0".repeat(32);
    world.deliver(200, json!({ "type": "35", "AppUserId": id, "ActivationCode": second })).await;
    let waiting = browser.snapshot().await;
    assert_eq!(
        (waiting.state("device"), drafts(&waiting)),
        ("todo", &json!([])),
        "another phone comes first"
    );
    world
        .deliver(
            260,
            json!({ "type": "4", "appUserId": id, "status": "Incomplete", "diligences": [
        { "diligenceType": "ID_CARD", "status": "Received" }
    ] }),
        )
        .await;
    assert_eq!(drafts(&browser.snapshot().await), &json!(["tax"]));
    assert_eq!(browser.draft("tax").await, typed);
}
