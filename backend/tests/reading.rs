//! Sessions, the snapshot, long polling, headers, the activation code.

mod support;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use backend::random::{Random, SystemRandom};
use serde_json::{Value, json};
use support::{
    wire::{Post, Served, framings},
    *,
};

#[tokio::test]
async fn only_the_partner_opens_sessions() {
    let world = World::new().await;
    let open = async |key: &str, body: Value| {
        let request = Request::post("/sessions").header(header::AUTHORIZATION, key);
        world.send(request.body(Body::from(body.to_string())).unwrap()).await
    };
    let good = json!({ "customerReference": "customer-4711" });
    for key in ["", "Bearer wrong", "Basic partner-key"] {
        let answer = open(key, good.clone()).await;
        assert_eq!((answer.status, answer.body["code"].as_str()), (StatusCode::FORBIDDEN, Some("forbidden")));
    }
    for body in [
        json!({}),
        json!({ "customerReference": "" }),
        json!({ "customerReference": "a b" }),
        json!({ "customerReference": "x".repeat(65) }),
    ] {
        assert_eq!(open("Bearer partner-key", body).await.status, StatusCode::BAD_REQUEST);
    }
    let answer = open("Bearer partner-key", good).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.body["expiresAt"], "2026-11-23T21:00:00Z");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_session_always_ends_after_twelve_hours() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.clock.advance_seconds(12 * 3600 - 1);
    assert_eq!(browser.snapshot().await.body["sessionExpiresAt"], "2026-11-23T21:00:00Z");
    world.clock.advance_seconds(1);
    let ended = browser.call(Method::GET, "/onboarding").await;
    assert_eq!(
        (ended.status, ended.body["code"].as_str()),
        (StatusCode::UNAUTHORIZED, Some("session_expired"))
    );
    assert_eq!(browser.put("profile", "k", &profile()).await.body["code"], "session_expired");
}

#[tokio::test]
async fn all_sessions_of_an_onboarding_share_one_tab_channel_and_no_other_onboarding_has_it() {
    let world = World::new().await;
    let first = world.open("customer").await.snapshot().await.body["channel"].clone();
    assert!(first.as_str().is_some_and(|channel| channel.len() == 32), "{first}");
    let other = world.open("another-customer").await.snapshot().await.body["channel"].clone();
    assert_ne!(other, first);
    assert_eq!(world.open("customer").await.snapshot().await.body["channel"], first);
}

#[tokio::test]
async fn a_browser_needs_its_client_header_and_its_token_or_cookie() {
    let world = World::new().await;
    let token = world.open("customer").await.token;
    let get = async |headers: &[(&str, String)]| {
        let request = Request::get("/onboarding");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        world.send(request.body(Body::empty()).unwrap()).await.status
    };
    let client = ("X-Onboarding-Client", "1".to_owned());
    let bearer = (header::AUTHORIZATION.as_str(), format!("Bearer {token}"));
    let cookie = (header::COOKIE.as_str(), format!("theme=dark; __Host-onboarding={token}"));
    assert_eq!(get(&[client.clone(), bearer.clone()]).await, StatusCode::OK);
    assert_eq!(get(&[client.clone(), cookie.clone()]).await, StatusCode::OK);
    assert_eq!(get(&[bearer]).await, StatusCode::FORBIDDEN);
    assert_eq!(get(&[cookie]).await, StatusCode::FORBIDDEN);
    assert_eq!(get(std::slice::from_ref(&client)).await, StatusCode::UNAUTHORIZED);
    assert_eq!(get(&[client, ("authorization", "Bearer x".into())]).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_unchanged_snapshot_is_a_304() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let first = browser.snapshot().await;
    assert_eq!((first.header("etag"), first.header("cache-control")), ("\"1\"", "no-store"));
    let again = async |etag: &str| {
        let request = browser.request(Method::GET, "/onboarding").header(header::IF_NONE_MATCH, etag);
        world.send(request.body(Body::empty()).unwrap()).await
    };
    for etag in ["\"1\"", "W/\"1\""] {
        let answer = again(etag).await;
        assert_eq!((answer.status, answer.header("etag")), (StatusCode::NOT_MODIFIED, "\"1\""));
    }
    browser.create().await;
    let answer = again("\"1\"").await;
    assert_eq!((answer.status, answer.header("etag")), (StatusCode::OK, "\"2\""));
    assert_eq!(browser.call(Method::GET, "/onboarding?after=x").await.body["code"], "malformed_request");
}

#[tokio::test]
async fn a_held_request_is_answered_by_a_callback() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    let revision = browser.snapshot().await.body["revision"].as_u64().unwrap();
    let path = format!("/onboarding?after={revision}&waitSeconds=25");
    let held = browser.call(Method::GET, &path);
    let told = async {
        world.clock.waiters(1).await;
        world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    };
    let (answer, ()) = tokio::join!(held, told);
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body["activation"]["state"], "ready");
    assert!(answer.body["revision"].as_u64().unwrap() > revision);
}

#[tokio::test]
async fn a_held_request_ends_after_its_time_limit_and_with_the_server() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.snapshot().await;
    for is_closing in [false, true] {
        let request = browser
            .request(Method::GET, "/onboarding?after=1&waitSeconds=100")
            .header(header::IF_NONE_MATCH, "\"1\"");
        let held = world.send(request.body(Body::empty()).unwrap());
        let end = async {
            world.clock.waiters(1).await;
            if is_closing {
                world.app.closing.send_replace(true);
            } else {
                world.clock.advance_seconds(25);
            }
        };
        assert_eq!(tokio::join!(held, end).0.status, StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn a_held_request_is_answered_when_a_confirmation_expires() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    world.provider.script("PATCH /api/sca/v2.1/user/{id}/fatcaEai", 201, confirmation_asked("sca"));
    browser.put("tax", "t", &tax()).await;
    world.clock.advance_seconds(290);
    let revision = browser.snapshot().await.body["revision"].clone();
    let path = format!("/onboarding?after={revision}&waitSeconds=25");
    let held = browser.call(Method::GET, &path);
    let lapse = async {
        world.clock.waiters(1).await;
        world.clock.advance_seconds(10);
    };
    assert_eq!(tokio::join!(held, lapse).0.state("tax"), "action_required");
}

#[tokio::test]
async fn every_answer_has_the_security_headers_and_its_request_id() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    for (method, path, status) in [
        (Method::GET, "/onboarding", 200),
        (Method::GET, "/health/live", 204),
        (Method::GET, "/health/ready", 204),
        (Method::GET, "/nowhere", 404),
        (Method::PATCH, "/onboarding", 405),
        (Method::POST, "/onboarding/activation", 409),
        (Method::POST, "/callbacks/xpollens", 401),
    ] {
        let answer = browser.call(method, path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert_eq!(answer.header("x-request-id").len(), 36);
        if status >= 400 {
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert_eq!(answer.body["requestId"], answer.header("x-request-id"));
            assert_eq!(answer.body["status"], status);
        }
    }
}

/// Randomness that panics when a session's token of 32 bytes is made.
struct Faulty;

impl Random for Faulty {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), getrandom::Error> {
        assert_ne!(bytes.len(), 32, "a fault of ours");
        SystemRandom.fill(bytes)
    }
}

#[tokio::test]
async fn a_panic_ends_its_own_request_and_no_other() {
    let mut world = World::new().await;
    world.use_random(Faulty);
    let served = Served::start(&world).await;
    let post = |target: &str, authorization: &str, body: Value| {
        let headers = vec![("Authorization".to_owned(), authorization.to_owned())];
        let post = Post { target: target.into(), headers, body: body.to_string().into_bytes() };
        (framings()[0].write)(&post)
    };
    let faulty = post("/sessions", "Bearer partner-key", json!({ "customerReference": "c" }));
    let sound = json!({ "type": "34", "appUserId": "early1234", "userRecordStatus": "InProgress" });
    let sound = post("/callbacks/xpollens", "Basic eHBvbGxlbnM6Y2FsbGJhY2stcGFzc3dvcmQ=", sound);
    for _ in 0..3 {
        let (first, beside, again) =
            tokio::join!(served.status(&faulty), served.status(&sound), served.status(&faulty));
        assert_eq!((first, beside, again), (500, 202, 500));
    }
    let request = Request::post("/sessions").header("authorization", "Bearer partner-key");
    let answer = world.send(request.body(Body::from(r#"{"customerReference":"c"}"#)).unwrap()).await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(!answer.body.to_string().contains("a fault of ours"), "{}", answer.body);
}

#[tokio::test]
async fn reveals_are_limited_for_a_session_and_for_a_code() {
    let world = World::new().await;
    let id = {
        let browser = world.open("customer").await;
        let id = browser.create().await;
        world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
        for _ in 0..5 {
            assert_eq!(browser.reveal().await.status, StatusCode::OK);
        }
        world.clock.advance_seconds(60);
        let limited = browser.reveal().await;
        assert_eq!((limited.status, limited.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "540"));
        world.clock.advance_seconds(540);
        assert_eq!(browser.reveal().await.status, StatusCode::OK);
        id
    };
    for session in 0..3 {
        let browser = world.open("customer").await;
        let allowed = if session < 2 { 5 } else { 4 };
        for _ in 0..allowed {
            assert_eq!(browser.reveal().await.status, StatusCode::OK);
        }
        let limited = if session < 2 { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::CONFLICT };
        assert_eq!(
            browser.reveal().await.status,
            limited,
            "a session is limited for a while, a code for good"
        );
    }
    // A new code has its own count.
    world.deliver(9, json!({ "type": "35", "AppUserId": id, "ActivationCode": "0".repeat(32) })).await;
    assert_eq!(world.open("customer").await.reveal().await.body["issue"], 2);
}

#[tokio::test]
async fn the_code_is_deleted_once_the_phone_is_bound() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    let history = world.app.store.history(1).await.unwrap().unwrap();
    let inbox: String = history.inbox.iter().map(|envelope| envelope.body.as_str()).collect();
    assert!(inbox.contains("sha256:") && !inbox.contains(CODE));
    let digest = inbox.split("sha256:").nth(1).unwrap().get(..64).unwrap().to_owned();
    assert!(world.app.store.code(&id, &digest).await.unwrap().is_some());
    world.deliver(60, pending(&id)).await;
    browser.snapshot().await;
    assert_eq!(world.app.store.code(&id, &digest).await.unwrap(), None);
}

#[tokio::test]
async fn a_code_that_arrives_while_the_snapshot_is_computed_is_not_deleted() {
    use backend::callback::{
        credentials::{ArrivedCode, Credentials},
        delivery::Delivery,
    };
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    browser.snapshot().await;
    // A code in a callback that has not been read into the snapshot yet.
    let body = json!({ "type": "99", "appUserId": id }).to_string();
    let delivery = Delivery { body: body.into_bytes(), ..Delivery::default() };
    let mut arrivals = delivery.read(world.app.clock.now());
    let code = ArrivedCode { digest: "later".into(), code: CODE.into() };
    arrivals[0].credentials = Credentials { code: Some(code), webview: None };
    assert_eq!(world.app.store.receive(arrivals.into()).await.unwrap(), [true]);
    world.deliver(60, pending(&id)).await;
    assert_eq!(browser.snapshot().await.body["activation"]["state"], "bound");
    assert!(world.app.store.code(&id, "later").await.unwrap().is_some());
}
