//! What operators see: each fault changes a line of the metrics, and no line says anything about a customer.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use backend::{events, metrics, missed, notices};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use support::*;
use tower::ServiceExt as _;

const CREATE: &str = "POST /api/v1.1/users";
const HOOK: &str = "POST /hook";

/// Each line of the page: its name with its labels, and its value.
async fn lines(world: &World) -> BTreeMap<String, f64> {
    let page = metrics::page::page(&world.app).await;
    let lines = page.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(name, value)| (name.into(), value.parse().unwrap()))
        .collect()
}

/// The line whose value grows by a fault.
async fn assert_grows(world: &World, before: &BTreeMap<String, f64>, line: &str, fault: &str) {
    let after = lines(world).await;
    let value = |lines: &BTreeMap<String, f64>| lines.get(line).copied().unwrap_or_default();
    assert!(value(&after) > value(before), "{fault}: {line} does not grow in {after:#?}");
}

fn requests(method: &str, route: &str, status: u16) -> String {
    format!("onboarding_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}")
}

fn provider_calls(outcome: &str) -> String {
    format!("onboarding_provider_calls_total{{outcome=\"{outcome}\"}}")
}

async fn post(world: &World, path: &str, authorization: &str, body: &str) -> StatusCode {
    let request = Request::post(path).header(header::AUTHORIZATION, authorization);
    world.send(request.body(Body::from(body.to_owned())).unwrap()).await.status
}

#[tokio::test]
async fn each_request_that_fails_is_counted_by_its_route_and_status() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let steps = "/onboarding/steps/{step}";
    let mut wrong = profile();
    wrong["email"] = json!("corinne");
    let large = "x".repeat(1 << 17);
    let before = lines(&world).await;
    post(&world, "/sessions", "Bearer wrong", "{}").await;
    post(&world, "/sessions", "Bearer partner-key", "{").await;
    post(&world, "/sessions", "Bearer partner-key", &large).await;
    post(&world, "/callbacks/xpollens", "Basic d3Jvbmc6d3Jvbmc=", "{}").await;
    world.send(Request::get("/onboarding").body(Body::empty()).unwrap()).await;
    let stranger = Browser { world: &world, token: "unknown".into() };
    stranger.call(Method::GET, "/onboarding").await;
    browser.call(Method::GET, "/nothing").await;
    browser.call(Method::PATCH, "/onboarding").await;
    browser.put("profile", "a", &wrong).await;
    browser.put("profile", "a", &profile()).await;
    browser.put("tax", "t", &tax()).await;
    browser.put("nothing", "n", &json!({})).await;
    browser.call(Method::GET, "/onboarding/profile").await;
    for (line, fault) in [
        (requests("POST", "/sessions", 403), "a wrong key of the partner"),
        (requests("POST", "/sessions", 400), "a body that is no JSON"),
        (requests("POST", "/sessions", 413), "a body that is too large"),
        (requests("POST", "/callbacks/xpollens", 401), "a callback with wrong credentials"),
        (requests("GET", "/onboarding", 403), "a call from another site"),
        (requests("GET", "/onboarding", 401), "a session that does not exist"),
        (requests("GET", "unmatched", 404), "an unknown path"),
        (requests("PATCH", "/onboarding", 405), "an unknown method"),
        (requests("PUT", steps, 422), "wrong fields"),
        (requests("PUT", steps, 409), "a step that is not open"),
        (requests("PUT", steps, 404), "an unknown step"),
        (requests("GET", "/onboarding/profile", 404), "a profile that is not there"),
    ] {
        assert_grows(&world, &before, &line, fault).await;
    }
}

#[tokio::test]
async fn each_fault_of_the_provider_is_counted() {
    for (fault, line, status) in [
        ("it refuses", provider_calls("4xx"), 502),
        ("it fails", provider_calls("5xx"), 503),
        ("it asks for a pause", provider_calls("429"), 503),
        ("it asks for a pause, which is kept", "onboarding_provider_calls_are_paused".to_owned(), 503),
        ("its answer breaks off", provider_calls("no_answer"), 503),
    ] {
        let world = World::new().await;
        match fault {
            "it refuses" => world.provider.script(CREATE, 400, json!({ "Code": 362 })),
            "it fails" => world.provider.script(CREATE, 500, json!({})),
            "its answer breaks off" => world.provider.cut(CREATE),
            _ => world.provider.script(CREATE, 429, json!({})),
        }
        let browser = world.open("customer").await;
        let before = lines(&world).await;
        let answer = browser.put("profile", "key", &profile()).await;
        assert_eq!(answer.status.as_u16(), status, "{fault}");
        assert_grows(&world, &before, &line, fault).await;
        assert_grows(&world, &before, &requests("PUT", "/onboarding/steps/{step}", status), fault).await;
    }
    let world = World::new().await;
    world.provider.script(CREATE, 429, json!({}));
    let browser = world.open("customer").await;
    browser.put("profile", "first", &profile()).await;
    let before = lines(&world).await;
    browser.put("profile", "second", &profile()).await;
    assert_grows(&world, &before, &provider_calls("withheld"), "a call during the pause").await;
    let world = World::new().await;
    world.provider.accept_client("Basic bm9ib2R5");
    let before = lines(&world).await;
    assert!(missed::fetch(&world.app, "request").await.is_err());
    assert_grows(&world, &before, &provider_calls("4xx"), "a wrong secret of the client").await;
    assert_grows(&world, &before, "onboarding_provider_seconds_count", "its latency").await;
}

#[tokio::test]
async fn faults_of_callbacks_are_counted() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let before = lines(&world).await;
    world.callback(&[], "no JSON").await;
    assert_grows(&world, &before, "onboarding_callbacks_total{outcome=\"unreadable\"}", "no JSON").await;
    assert_grows(&world, &before, "onboarding_unread_callbacks", "no JSON").await;
    let before = lines(&world).await;
    world.callback(&[], json!({ "type": "34", "userRecordStatus": "Validated" })).await;
    assert_grows(&world, &before, "onboarding_unread_callbacks", "no customer").await;
    world.clock.advance_seconds(60);
    assert_grows(&world, &before, "onboarding_oldest_unread_callback_seconds", "nobody looks at it").await;
    let headers = [("Webhook-Id", "a"), ("Webhook-Processdate", "23/11/2026 07:00:00 +00:00")];
    let late = json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized" });
    let before = lines(&world).await;
    world.callback(&headers, &late).await;
    assert_grows(&world, &before, "onboarding_callbacks_total{outcome=\"new\"}", "a callback").await;
    let lag = lines(&world).await["onboarding_callback_lag_seconds_sum"]
        - before["onboarding_callback_lag_seconds_sum"];
    assert_eq!(lag, 7260.0, "two hours and a minute late");
    let before = lines(&world).await;
    world.callback(&headers, &late).await;
    assert_grows(&world, &before, "onboarding_callbacks_total{outcome=\"known\"}", "it comes twice").await;
}

#[tokio::test]
async fn a_partner_that_takes_nothing_is_counted() {
    let mut world = World::new().await;
    world.notify(format!("{}/hook", world.provider.url));
    world.send_events(format!("{}/hook", world.provider.url), &["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);
    world.provider.script(HOOK, 503, json!({}));
    let browser = world.open("customer").await;
    let before = lines(&world).await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    browser.reveal().await;
    browser.report().await;
    notices::delivery::deliver_due(&world.app).await.unwrap();
    events::delivery::deliver_due(&world.app).await.unwrap();
    for line in [
        "onboarding_event_attempts_total{outcome=\"refused\"}",
        "onboarding_notice_attempts_total{outcome=\"refused\"}",
        "onboarding_waiting_events",
        "onboarding_waiting_notices",
    ] {
        assert_grows(&world, &before, line, "the partner is down").await;
    }
    world.clock.advance_seconds(3600);
    assert_grows(&world, &before, "onboarding_oldest_waiting_event_seconds", "for an hour").await;
}

#[tokio::test]
async fn the_age_and_the_status_of_onboardings_are_counted() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let before = lines(&world).await;
    browser.snapshot().await;
    assert_grows(&world, &before, "onboarding_customers{status=\"not_started\"}", "a customer").await;
    world.clock.advance_seconds(8 * 86_400);
    assert_grows(&world, &before, "onboarding_stuck_customers", "a customer who went away").await;
    let browser = world.open("customer").await;
    let before = lines(&world).await;
    let now = browser.snapshot().await;
    let wait = async {
        world.clock.waiters(1).await;
        assert_grows(&world, &before, "onboarding_held_requests", "a page waits").await;
        browser.create().await;
    };
    tokio::join!(browser.changed(&now), wait);
    assert_eq!(lines(&world).await["onboarding_held_requests"], 0.0);
}

#[tokio::test]
async fn a_storage_that_cannot_be_written_is_visible_and_the_rest_stays_readable() {
    let (world, kept) = support::kept::Kept::in_new_world("unwritable").await;
    assert_eq!(lines(&world).await["onboarding_storage_is_writable"], 1.0);
    kept.execute("DROP TABLE probe");
    let after = lines(&world).await;
    assert_eq!(after["onboarding_storage_is_writable"], 0.0);
    assert!(after.contains_key("onboarding_waiting_events"));
}

#[tokio::test]
async fn the_page_names_nobody() {
    let world = World::new().await;
    let browser = world.open("customer-4711").await;
    let id = browser.bind().await;
    browser.call(Method::GET, "/onboarding/profile").await;
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let answer = metrics::page::router(Arc::clone(&world.app)).oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    let page = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(page.ends_with("# EOF\n"));
    let profile: Value = profile();
    let words = ["firstName", "lastName", "email", "phoneNumber"]
        .map(|name| profile[name].as_str().unwrap().to_owned());
    for word in words.iter().map(String::as_str).chain(["customer-4711", &id, CODE, &browser.token]) {
        assert!(!page.contains(word), "{word}");
    }
    let elsewhere = Request::get("/metrics").body(Body::empty()).unwrap();
    assert_eq!(world.send(elsewhere).await.status, StatusCode::NOT_FOUND, "not at the address of the pages");
}
