//! A customer can learn nothing about another customer and change nothing of theirs, whoever a call names. Only the
//! session decides who the customer is, and no body has a member for values that only the server decides.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use support::{
    kept::Kept,
    routes::{self, ROUTES, Route, Who},
    *,
};
use tokio::task::JoinSet;

const CLIENT: &str = "X-Onboarding-Client";
const OTHER_CODE: &str = "0123456789abcdef0123456789abcdef";

/// A person that a call names: by the partner's reference, the id at the provider and the row id.
struct Named {
    reference: &'static str,
    app_user_id: String,
    row: i64,
}

impl Named {
    async fn find(world: &World, reference: &'static str) -> Self {
        let now = world.app.clock.now();
        let prospect = world.app.store.open_prospect(reference, "unused", now).await.unwrap();
        Self { reference, app_user_id: prospect.app_user_id, row: prospect.id }
    }

    /// A person who does not exist.
    fn nobody() -> Self {
        Self { reference: "nobody", app_user_id: "0nobody0nobody0".into(), row: 4711 }
    }

    /// The same person under all names that a careless backend might read.
    fn members(&self) -> Vec<(&'static str, String)> {
        let Self { reference, app_user_id, row } = self;
        vec![
            ("appUserId", app_user_id.clone()),
            ("AppUserId", app_user_id.clone()),
            ("userId", app_user_id.clone()),
            ("customerReference", (*reference).to_owned()),
            ("prospectId", row.to_string()),
            ("prospect_id", row.to_string()),
            ("id", row.to_string()),
        ]
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        vec![
            ("appUserId", self.app_user_id.clone()),
            ("X-App-User-Id", self.app_user_id.clone()),
            ("X-User-Id", self.app_user_id.clone()),
            ("X-Customer-Reference", self.reference.to_owned()),
            ("X-Prospect-Id", self.row.to_string()),
            ("X-Forwarded-User", self.reference.to_owned()),
            ("X-Original-URL", format!("/onboarding/{}", self.app_user_id)),
            ("Cookie", format!("__Host-onboarding={}; appUserId={}", self.app_user_id, self.app_user_id)),
        ]
    }

    /// Variants of the path of `route` that name this person.
    fn paths(&self, route: &Route) -> Vec<String> {
        let path = route.call_path();
        let names = [self.reference, &self.app_user_id, &self.row.to_string()].map(str::to_owned);
        let mut paths = Vec::new();
        for name in names {
            paths.push([&path, "/", &name].concat());
            paths.push(path.replacen("/onboarding", &["/onboarding/", &name].concat(), 1));
            if route.path.contains("{step}") {
                paths.push(route.path.replace("{step}", &name));
            }
        }
        paths
    }
}

/// The part of a call, other than its path, that names a person.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Query,
    Headers,
    Body,
}

/// The accepted call of `route`, with the person named in the given place.
fn request(route: &Route, token: &str, naming: Option<(Place, &Named)>) -> Request<Body> {
    let mut request =
        route.request().header(CLIENT, "1").header(header::AUTHORIZATION, format!("Bearer {token}"));
    let (media_type, mut body) = route.body();
    match naming {
        None => {}
        Some((Place::Query, named)) => {
            let members = named.members().into_iter().map(|(name, value)| format!("{name}={value}"));
            let query = members.collect::<Vec<_>>().join("&");
            request = request.uri([&route.call_path(), "?", &query].concat());
        }
        Some((Place::Headers, named)) => {
            request =
                named.headers().iter().fold(request, |request, (name, value)| request.header(*name, value));
        }
        Some((Place::Body, named)) => body = with_members(media_type, &body, &named.members()),
    }
    request.body(Body::from(body)).unwrap()
}

/// The body with more members, either of a JSON object or as parts of a form.
fn with_members(media_type: &str, body: &str, members: &[(&str, String)]) -> String {
    if media_type.starts_with("multipart/") {
        let part = |(name, value): &(&str, String)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        return members.iter().map(part).collect::<String>() + body;
    }
    let mut object: Map<String, Value> = serde_json::from_str(body).unwrap_or_default();
    object.extend(members.iter().map(|(name, value)| ((*name).to_owned(), json!(value))));
    Value::Object(object).to_string()
}

/// The parts of an answer that must not depend on the person that a call names. The channel of the tabs, the request id
/// and the revision belong to each customer, so they are left out.
fn told(answer: &Answer) -> (StatusCode, String, Value) {
    let mut body = answer.body.clone();
    if let Some(members) = body.as_object_mut() {
        members.retain(|name, _| !["channel", "requestId", "revision"].contains(&name.as_str()));
    }
    (answer.status, answer.header("content-type").to_owned(), body)
}

/// A customer who waits with a revealed code. Returns the values that no other customer may see.
async fn waiting(world: &World, reference: &'static str) -> Vec<String> {
    let browser = world.open(reference).await;
    world.provider.script("POST /api/v1.1/users", 201, json!({}));
    let mut body = profile();
    body["lastName"] = json!("Zanzibar");
    body["email"] = json!("zanzibar@example.org");
    assert_eq!(browser.put("profile", "key", &body).await.status, StatusCode::OK);
    let id = Named::find(world, reference).await.app_user_id;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": OTHER_CODE })).await;
    assert_eq!(browser.reveal().await.status, StatusCode::OK);
    browser.snapshot().await;
    vec!["anzibar".into(), OTHER_CODE.into(), id, browser.token.clone(), reference.into()]
}

/// A customer who has typed half a form. Returns the values that no other customer may see.
async fn typing(world: &World, reference: &'static str) -> Vec<String> {
    let browser = world.open(reference).await;
    let typed = json!({ "firstName": "Madagascar" });
    assert_eq!(browser.save("profile", "", &typed).await.status, StatusCode::NO_CONTENT);
    browser.snapshot().await;
    let id = Named::find(world, reference).await.app_user_id;
    vec!["Madagascar".into(), id, browser.token.clone(), reference.into()]
}

#[tokio::test]
async fn the_session_decides_whose_a_call_is_whoever_it_names() {
    // In parallel: each route has its own database, with the durability settings of production.
    let mut routes: JoinSet<usize> = routes::of_customers().map(naming_others).collect();
    let mut compared = 0;
    while let Some(done) = routes.join_next().await {
        compared += done.unwrap();
    }
    assert!(compared > 300, "{compared}");
}

/// Calls `route` with other people named. Each call must be answered as if it named nobody, and must not change the
/// others. Returns the number of calls.
async fn naming_others(route: &'static Route) -> usize {
    let name = format!("another-customer{}-{}", route.path.replace(['/', '{', '}'], "-"), route.method);
    let (world, kept) = Kept::in_new_world(&name).await;
    let elsewhere = World::new().await;
    elsewhere.open("customer-elsewhere").await;
    let others = ["customer-waiting", "customer-typing"];
    let secrets = [waiting(&world, others[0]).await, typing(&world, others[1]).await].concat();
    let named = [
        Named::nobody(),
        Named::find(&world, others[0]).await,
        Named::find(&world, others[1]).await,
        Named::find(&elsewhere, "customer-elsewhere").await,
    ];
    let before = [kept.rows_of(others[0]).await, kept.rows_of(others[1]).await];
    let asked = world.provider.asked_about(&named[1].app_user_id);
    let ready = async |reference: &str| {
        let browser = world.open(reference).await;
        route.prepare(&browser).await;
        browser.snapshot().await;
        browser
    };
    let mut compared = 0;

    let own = ready("own").await;
    let nowhere = told(&own.call(Method::GET, "/onboarding/nowhere").await);
    for path in named.iter().flat_map(|named| named.paths(route)) {
        let answer = own.call(route.method.clone(), &path).await;
        assert_eq!(told(&answer), nowhere, "{} {path}", route.method);
        compared += 1;
    }
    let plain = told(&world.send(request(route, &own.token, None)).await);
    assert!(plain.0.is_success(), "{} {}: {plain:?}", route.method, route.path);
    for place in [Place::Query, Place::Headers, Place::Body] {
        for (whom, named) in named.iter().enumerate() {
            // A change is accepted once for each customer.
            let other = format!("{place:?}-{whom}");
            let token = if route.changes() { &ready(&other).await.token } else { &own.token };
            let answer = world.send(request(route, token, Some((place, named)))).await;
            let what = format!("{} {} naming {} in {place:?}", route.method, route.path, named.reference);
            if place == Place::Body && route.body().0 == "application/json" {
                assert_eq!(answer.body["code"], "malformed_request", "{what}");
            } else {
                assert_eq!(told(&answer), plain, "{what}");
            }
            let all = format!("{:?}{}", answer.headers, answer.body);
            assert!(secrets.iter().all(|secret| !all.contains(secret)), "{what}: {all}");
            compared += 1;
        }
    }
    let after = [kept.rows_of(others[0]).await, kept.rows_of(others[1]).await];
    assert_eq!(after, before, "{} {}", route.method, route.path);
    let asked_after = world.provider.asked_about(&named[1].app_user_id);
    assert_eq!(asked_after, asked, "{} {}: the provider was asked about another", route.method, route.path);
    compared
}

/// Values that look like the token of a session at `here` but are none.
async fn invalid_tokens(here: &World, kept: &Kept, there: &World) -> Vec<(&'static str, String)> {
    let mut keys =
        vec![("what nobody has", "unknown".into()), ("the key", here.app.secrets.partner_key.clone())];
    for reference in ["customer-a", "customer-b", "customer-c"] {
        let own = here.open(reference).await;
        own.snapshot().await;
        let named = Named::find(here, reference).await;
        let digest: String = Sha256::digest(&own.token).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(kept.rows_of(reference).await.contains(&digest), "only the digest of a token is stored");
        keys.extend([
            ("a token of another partner", there.open(reference).await.token),
            ("the digest of a token", digest),
            ("a reference", reference.into()),
            ("an id at the provider", named.app_user_id),
            ("a row", named.row.to_string()),
        ]);
    }
    keys
}

#[tokio::test]
async fn only_a_token_of_this_backend_opens_a_session_and_nothing_else() {
    let (first, first_kept) = Kept::in_new_world("first-partner").await;
    let (mut second, second_kept) = Kept::in_new_world("second-partner").await;
    second.use_partner_key("second-partner-key");
    for (here, kept, there) in [(&first, &first_kept, &second), (&second, &second_kept, &first)] {
        let keys = invalid_tokens(here, kept, there).await;
        let token = here.open("customer-a").await.token;
        let before = kept.rows().await;
        for route in routes::of_customers() {
            let unknown = told(&here.send(request(route, "unknown", None)).await);
            assert_eq!(unknown.0, StatusCode::UNAUTHORIZED, "{} {}", route.method, route.path);
            for (what, key) in &keys {
                let answer = here.send(request(route, key, None)).await;
                assert_eq!(told(&answer), unknown, "{} {} with {what}", route.method, route.path);
            }
        }
        let is_for_servers = |route: &&Route| matches!(route.who, Who::Partner | Who::Provider);
        for route in ROUTES.iter().filter(is_for_servers) {
            let there_key = &there.app.secrets.partner_key;
            for shown in [format!("Bearer {token}"), format!("Basic {token}"), format!("Bearer {there_key}")]
            {
                let request = route.request().header(CLIENT, "1").header(header::AUTHORIZATION, &shown);
                let answer = here.send(request.body(Body::from(route.body().1)).unwrap()).await;
                let expected = if route.who == Who::Partner { 403 } else { 401 };
                assert_eq!(answer.status.as_u16(), expected, "{} {} with {shown}", route.method, route.path);
            }
        }
        assert!(kept.rows().await == before, "something was written");
    }
}

#[tokio::test]
async fn an_unsupported_method_of_a_path_does_nothing() {
    let (world, kept) = Kept::in_new_world("methods").await;
    let mut browsers = Vec::new();
    for reference in ["customer-a", "customer-b", "customer-c"] {
        browsers.push(world.open(reference).await);
    }
    for browser in &browsers {
        browser.snapshot().await;
    }
    let before = kept.rows().await;
    let mut tried = 0;
    for route in &ROUTES {
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            if routes::methods(route.path).contains(&method) {
                continue;
            }
            for browser in &browsers {
                let answer = browser.call(method.clone(), &route.call_path()).await;
                assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {}", route.path);
                tried += 1;
            }
        }
    }
    assert!(kept.rows().await == before, "something was written");
    assert!(tried > 400, "{tried}");
}

/// Values that only the server decides, under their names here, at the provider and in the tables.
const MEMBERS: [&str; 16] = [
    "appUserId",
    "AppUserId",
    "customerReference",
    "prospectId",
    "status",
    "state",
    "onboarding",
    "revision",
    "roles",
    "isValidated",
    "activationCode",
    "issue",
    "sessionToken",
    "expiresAt",
    "userRecordStatus",
    "__proto__",
];

#[tokio::test]
async fn a_member_that_only_the_server_decides_is_refused_everywhere() {
    let (world, kept) = Kept::in_new_world("members").await;
    world.provider.script("POST /api/v1.1/users", 201, json!({}));
    let browser = world.open("customer").await;
    browser.snapshot().await;
    let before = kept.rows().await;
    for (method, path, body, places) in [
        (Method::PUT, "/onboarding/steps/profile", profile(), &["", "/address"][..]),
        (Method::PUT, "/onboarding/steps/declarative", declarative(), &[""]),
        (Method::PUT, "/onboarding/steps/tax", tax(), &["", "/residences/0"]),
        (Method::PUT, "/onboarding/steps/terms", terms(), &[""]),
        (Method::PUT, "/onboarding/steps/identity", json!({}), &[""]),
        (Method::PUT, "/onboarding/drafts/profile", json!({ "firstName": "Half" }), &[""]),
        (Method::POST, "/sessions", json!({ "customerReference": "somebody-new" }), &[""]),
    ] {
        let token = if path == "/sessions" { "partner-key" } else { &browser.token };
        let send = async |body: &Value| {
            let request = Request::builder().method(method.clone()).uri(path).header(CLIENT, "1");
            let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            world
                .send(request.header("Idempotency-Key", "key").body(Body::from(body.to_string())).unwrap())
                .await
        };
        // The partner's server says who the customer is and which roles they have in companies.
        let is_the_partner_s =
            |name: &str| path == "/sessions" && ["customerReference", "roles"].contains(&name);
        for name in MEMBERS.into_iter().filter(|name| !is_the_partner_s(name)) {
            for place in places {
                let mut body = body.clone();
                body.pointer_mut(place).unwrap()[name] = json!("x");
                let answer = send(&body).await;
                assert_eq!(answer.body["code"], "malformed_request", "{method} {path}: {name} in {place:?}");
                assert!(kept.rows().await == before, "{method} {path}: {name} in {place:?}");
            }
        }
    }
    assert!(world.provider.asked("POST /api/v1.1/users").is_empty());
    // Without those members the request is accepted.
    assert_eq!(browser.put("profile", "key", &profile()).await.status, StatusCode::OK);
}
