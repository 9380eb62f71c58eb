//! What the partner knows of a customer is kept with the session, shown for review, and gone once the details were sent.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use backend::purge;
use serde_json::{Value, json};
use support::{kept::Kept, *};

const DAY: i64 = 86_400;

async fn open_with(world: &World, prefill: &Value) -> Answer {
    let body = json!({ "customerReference": "customer", "prefill": prefill });
    let request = Request::post("/sessions")
        .header(header::AUTHORIZATION, format!("Bearer {}", world.app.secrets.partner_key))
        .body(Body::from(body.to_string()))
        .unwrap();
    world.send(request).await
}

async fn browser_with<'a>(world: &'a World, prefill: &Value) -> Browser<'a> {
    let answer = open_with(world, prefill).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    Browser { world, token: answer.body["sessionToken"].as_str().unwrap().to_owned() }
}

fn known() -> Value {
    json!({
        "profile": { "firstName": "  Corinne ", "lastName": "Berthier", "phoneNumber": "06 12 34 56 78", "phoneCountry": "FR",
            "address.city": "Nowhere" },
        "readOnly": ["lastName"],
    })
}

async fn read(browser: &Browser<'_>) -> Answer {
    browser.call(Method::GET, "/onboarding/profile").await
}

#[tokio::test]
async fn what_the_partner_knows_is_read_back_until_the_details_are_sent() {
    let world = World::new().await;
    let browser = browser_with(&world, &known()).await;
    assert_eq!(browser.snapshot().await.body["prefilled"], true);
    let answer = read(&browser).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(answer.body["locked"], json!(["lastName"]));
    let profile = &answer.body["profile"];
    assert_eq!(profile["firstName"], "Corinne");
    assert_eq!((&profile["email"], &profile["civility"]), (&json!(""), &Value::Null));
    assert_eq!(profile["address"]["city"], "Nowhere", "the customer corrects what may be changed");

    browser.create().await;
    assert!(browser.snapshot().await.body.get("prefilled").is_none());
    let later = browser_with(&world, &json!({ "profile": { "firstName": "Later" } })).await;
    assert!(later.snapshot().await.body.get("prefilled").is_none(), "the details that were sent count");
    assert!(world.app.store.prefill(1).await.unwrap().is_none());
}

#[tokio::test]
async fn a_later_session_replaces_it_and_one_without_leaves_it() {
    let world = World::new().await;
    browser_with(&world, &known()).await;
    let other = world.open("customer").await;
    assert_eq!(read(&other).await.body["profile"]["lastName"], "Berthier");
    let newer = browser_with(&world, &json!({ "profile": { "lastName": "Martin" } })).await;
    let answer = read(&newer).await;
    assert_eq!((&answer.body["profile"]["lastName"], &answer.body["locked"]), (&json!("Martin"), &json!([])));
    let somebody = world.open("somebody-else").await;
    assert_eq!(read(&somebody).await.status, StatusCode::NOT_FOUND);
    assert!(somebody.snapshot().await.body.get("prefilled").is_none());
}

#[tokio::test]
async fn a_read_only_field_cannot_be_changed() {
    let world = World::new().await;
    let browser = browser_with(&world, &known()).await;
    let mut changed = profile();
    changed["lastName"] = json!("Martin");
    let answer = browser.put("profile", "k", &changed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.body["errors"], json!([{ "field": "lastName", "code": "locked" }]));
    assert!(world.provider.asked("POST /api/v1.1/users").is_empty());
    browser.create().await;
}

#[tokio::test]
async fn a_prefill_that_cannot_be_used_is_refused_with_its_fields() {
    let world = World::new().await;
    for bad in [
        json!({ "profile": { "income": "3" } }),
        json!({ "profile": { "firstName": "a".repeat(401) } }),
        json!({ "profile": { "firstName": 7 } }),
        json!({ "profile": {}, "readOnly": ["firstName"] }),
        json!({ "profile": { "firstName": " " }, "readOnly": ["firstName"] }),
        json!({ "profile": { "firstName": "Zoé" }, "readOnly": ["lastName"] }),
        json!({ "profile": {}, "hidden": [] }),
        json!({ "readOnly": [] }),
    ] {
        let answer = open_with(&world, &bad).await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (StatusCode::BAD_REQUEST, &json!("malformed_request")),
            "{bad}"
        );
    }
    let wrong = [
        ("firstName", "Ирина"),
        ("birthDate", "1965"),
        ("civility", "sir"),
        ("nationality", "XX"),
        ("email", "corinne"),
    ];
    for (field, text) in wrong {
        let prefill = json!({ "profile": { field: text }, "readOnly": [field] });
        let answer = open_with(&world, &prefill).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert_eq!(answer.body["errors"][0]["field"], field);
        assert!(!answer.body.to_string().contains(text), "no value is repeated");
        browser_with(&world, &json!({ "profile": { field: text } })).await; // the customer can correct it
    }
}

#[tokio::test]
async fn it_is_exported_and_removed_with_the_other_data() {
    for way in ["erased", "purged"] {
        let (world, kept) = Kept::in_new_world(way).await;
        let canary = json!({ "profile": { "firstName": "PREFILL-CANARY" }, "readOnly": [] });
        let browser = browser_with(&world, &canary).await;
        assert!(kept.rows().await.contains("PREFILL-CANARY"));
        assert!(
            !browser.snapshot().await.body.to_string().contains("CANARY"),
            "personal data is in no snapshot"
        );
        let key = format!("Bearer {}", world.app.secrets.partner_key);
        let ask = |method: Method, path: &str| {
            let request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, &key);
            world.send(request.body(Body::empty()).unwrap())
        };
        let exported = ask(Method::GET, "/customers/customer/export").await;
        assert!(exported.body["prefill"].to_string().contains("PREFILL-CANARY"), "{}", exported.body);
        if way == "erased" {
            assert_eq!(ask(Method::DELETE, "/customers/customer").await.status, StatusCode::NO_CONTENT);
        } else {
            world.clock.advance_seconds(91 * DAY);
            purge::sweep(&world.app).await.unwrap();
        }
        assert!(!kept.rows().await.contains("CANARY"), "{way}");
    }
}
