//! No call that a page of another site can make a customer's browser send is accepted. The session is a bearer token,
//! which no browser adds, or a cookie, which a browser may add. Every call of our page also has its own header,
//! for which a browser first asks permission from another origin. The server never gives it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod support;

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::Value;
use support::{
    kept::Kept,
    routes::{self, ROUTES, Route, Who},
    *,
};

const CLIENT: &str = "X-Onboarding-Client";

/// `Sec-Fetch-Site` and `Origin` as browsers send them from other sites. Some browsers send only one of them, or none.
const SITES: [(&str, &str); 6] = [
    ("cross-site", "https://evil.example"),
    ("cross-site", "null"),
    ("same-site", "https://sibling.bank.example"),
    ("none", ""),
    ("", "https://evil.example"),
    ("", ""),
];

/// Media types: those that a browser sends without permission, and the one that our page sends.
const MEDIA_TYPES: [&str; 5] = [
    "",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "text/plain",
    "application/json",
];

/// Where the secret of a call appears if another site knows it or the browser adds it.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Secret {
    Nowhere,
    Cookie,
    CookieAndQuery,
    CookieAndForm,
}

const SECRETS: [Secret; 4] = [Secret::Nowhere, Secret::Cookie, Secret::CookieAndQuery, Secret::CookieAndForm];

/// A call of `route` from another site. It equals the accepted call except for the header that only our page can send.
struct Attack<'a> {
    route: &'a Route,
    method: &'a Method,
    media_type: &'a str,
    site: (&'a str, &'a str),
    secret: Secret,
}

impl Attack<'_> {
    fn request(&self, token: &str) -> Request<Body> {
        let (fetch_site, origin) = self.site;
        // A cookie holds the customer's token. Partner and provider send their own credentials.
        let secret = match self.route.who {
            Who::Customer => token.to_owned(),
            _ => self.route.credentials(token).unwrap_or_default(),
        };
        let fields = format!("token={secret}&access_token={secret}&sessionToken={secret}&{CLIENT}=1")
            .replace(' ', "+");
        let mut uri = [&self.route.call_path(), "?", self.route.query()].concat();
        let mut body = self.route.body().1;
        if self.secret == Secret::CookieAndQuery {
            uri += &fields;
        }
        if self.secret == Secret::CookieAndForm {
            body = fields;
        }
        let mut request =
            Request::builder().method(self.method.clone()).uri(uri).header("Idempotency-Key", "key");
        let cookie = format!("__Host-onboarding={secret}");
        let cookie = if self.secret == Secret::Nowhere { "" } else { &cookie };
        for (name, value) in [
            (header::CONTENT_TYPE.as_str(), self.media_type),
            ("sec-fetch-site", fetch_site),
            (header::ORIGIN.as_str(), origin),
            (header::COOKIE.as_str(), cookie),
        ] {
            if !value.is_empty() {
                request = request.header(name, value);
            }
        }
        request.body(Body::from(body)).unwrap()
    }

    /// The status of the refusal: the client's header, the partner's key or the provider's password is missing.
    fn refusal(&self) -> StatusCode {
        match self.route.who {
            _ if !routes::methods(self.route.path).contains(self.method) => StatusCode::METHOD_NOT_ALLOWED,
            Who::Provider => StatusCode::UNAUTHORIZED,
            _ => StatusCode::FORBIDDEN,
        }
    }
}

impl std::fmt::Display for Attack<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { route, method, media_type, site, secret } = self;
        write!(
            formatter,
            "{method} in place of {} {}, {media_type:?}, {site:?}, {secret:?}",
            route.method, route.path
        )
    }
}

/// From another origin, a browser asks before it sends our header. No answer may give permission.
fn assert_gives_no_leave(answer: &Answer, what: &str) {
    let leave = answer.headers.keys().find(|name| name.as_str().starts_with("access-control-"));
    assert_eq!(leave, None, "{what}");
}

#[test]
fn every_route_of_the_router_and_of_the_contract_is_in_the_list() {
    let listed = |is_meant: &dyn Fn(&Route) -> bool| -> BTreeSet<(String, String)> {
        let of = |route: &Route| (route.path.to_owned(), route.method.as_str().to_lowercase());
        ROUTES.iter().filter(|route| is_meant(route)).map(of).collect()
    };
    let contract: Value = serde_json::from_str(include_str!("../../contract/openapi.json")).unwrap();
    let calls = |(path, methods): (&String, &Value)| -> Vec<(String, String)> {
        methods.as_object().unwrap().keys().map(|method| (path.clone(), method.clone())).collect()
    };
    let described = contract["paths"].as_object().unwrap().iter().flat_map(calls).collect();
    // The contract describes the routes for browsers and for the partner's server. Those for the provider and for
    // operations are outside it.
    let is_described = |route: &Route| route.who != Who::Provider && !route.path.starts_with("/health/");
    assert_eq!(listed(&is_described), described);
    let paths: BTreeSet<_> = ROUTES.iter().map(|route| route.path).collect();
    assert_eq!(paths.len(), include_str!("../src/http/mod.rs").matches(".route(").count());
}

#[tokio::test]
async fn no_call_from_another_site_is_accepted_whatever_the_browser_adds() {
    let mut tried = 0;
    for (number, route) in ROUTES.iter().filter(|route| route.changes()).enumerate() {
        let (world, kept) = Kept::in_new_world(&format!("another-site-{number}")).await;
        let browser = world.open("customer").await;
        route.prepare(&browser).await;
        browser.snapshot().await;
        let before = kept.rows().await;
        let methods: BTreeSet<&str> = [route.method.as_str(), "GET", "HEAD", "POST"].into();
        for method in methods {
            let method = &Method::from_bytes(method.as_bytes()).unwrap();
            for media_type in MEDIA_TYPES {
                for site in SITES {
                    for secret in SECRETS {
                        let attack = Attack { route, method, media_type, site, secret };
                        let answer = world.send(attack.request(&browser.token)).await;
                        assert_eq!(answer.status, attack.refusal(), "{attack}");
                        assert_gives_no_leave(&answer, &attack.to_string());
                        assert!(kept.rows().await == before, "{attack}: something was written");
                        tried += 1;
                    }
                }
            }
        }
        // The same call from our page is accepted.
        let taken = route.request().header(CLIENT, "1");
        let taken = taken.header(header::AUTHORIZATION, route.credentials(&browser.token).unwrap());
        let taken = world.send(taken.body(Body::from(route.body().1)).unwrap()).await;
        assert!(taken.status.is_success(), "{} {}: {}", route.method, route.path, taken.body);
        assert!(kept.rows().await != before, "{} {} changes nothing", route.method, route.path);
    }
    assert!(tried > 5000, "{tried}");
}

#[tokio::test]
async fn a_page_of_another_origin_cannot_use_the_cookie_even_with_our_header() {
    for (number, route) in routes::of_customers().enumerate() {
        let (world, kept) = Kept::in_new_world(&format!("cookie-{number}")).await;
        let browser = world.open("customer").await;
        route.prepare(&browser).await;
        browser.snapshot().await;
        let before = kept.rows().await;
        let send = async |fetch_site: &str| {
            let request = route.request().header(CLIENT, "1");
            let request = request.header(header::COOKIE, format!("__Host-onboarding={}", browser.token));
            let request = request.header("sec-fetch-site", fetch_site);
            world.send(request.body(Body::from(route.body().1)).unwrap()).await
        };
        for fetch_site in ["cross-site", "same-site", "none"] {
            let answer = send(fetch_site).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {} {fetch_site}", route.method, route.path);
            assert!(kept.rows().await == before, "{} {} {fetch_site}", route.method, route.path);
        }
        let answer = send("same-origin").await;
        assert!(answer.status.is_success(), "{} {}: {}", route.method, route.path, answer.body);
    }
}

#[tokio::test]
async fn a_token_in_the_wrong_place_opens_nothing() {
    let (world, kept) = Kept::in_new_world("misplaced").await;
    let browser = world.open("customer").await;
    browser.snapshot().await;
    let token = &browser.token;
    let before = kept.rows().await;
    for route in routes::of_customers() {
        let path = route.call_path();
        let form = format!("token={token}&access_token={token}&sessionToken={token}");
        for (uri, name, value, body) in [
            (path.clone(), "cookie", format!("onboarding={token}; __Secure-onboarding={token}"), ""),
            (path.clone(), "cookie", format!("__Host-onboarding-={token}; x=__Host-onboarding={token}"), ""),
            (path.clone(), "authorization", format!("Basic {token}"), ""),
            (path.clone(), "authorization", token.clone(), ""),
            (path.clone(), "proxy-authorization", format!("Bearer {token}"), ""),
            (path.clone(), "x-session-token", token.clone(), ""),
            (format!("{path}?{form}"), "x-query", "1".into(), ""),
            (path.clone(), "content-type", "application/x-www-form-urlencoded".into(), form.as_str()),
        ] {
            let what = format!("{} {uri}, {name}: {value}", route.method);
            let request = Request::builder().method(route.method.clone()).uri(uri).header(CLIENT, "1");
            let request = request.header("Idempotency-Key", "key").header(name, value);
            let answer = world.send(request.body(Body::from(body.to_owned())).unwrap()).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}");
            assert!(kept.rows().await == before, "{what}");
        }
    }
}

#[tokio::test]
async fn no_browser_gets_permission_to_call_from_another_site() {
    let world = World::new().await;
    let wanted = "x-onboarding-client, authorization, idempotency-key, content-type";
    for route in &ROUTES {
        for (_, origin) in SITES {
            let what = format!("{} {} from {origin:?}", route.method, route.path);
            let request = Request::options(route.call_path())
                .header(header::ORIGIN, origin)
                .header(header::ACCESS_CONTROL_REQUEST_METHOD, route.method.as_str())
                .header(header::ACCESS_CONTROL_REQUEST_HEADERS, wanted);
            let answer = world.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{what}");
            assert_gives_no_leave(&answer, &what);
        }
    }
}

#[tokio::test]
async fn get_requests_change_nothing() {
    for (number, route) in ROUTES.iter().filter(|route| !route.changes()).enumerate() {
        let (world, kept) = Kept::in_new_world(&format!("looking-{number}")).await;
        let browser = world.open("customer").await;
        route.prepare(&browser).await;
        browser.snapshot().await;
        let before = kept.rows().await;
        let uri = [&route.call_path(), "?", route.query()].concat();
        for method in [Method::GET, Method::HEAD] {
            let request =
                Request::builder().method(method.clone()).uri(&uri).header("X-Onboarding-Client", "1");
            let credentials = route.credentials(&browser.token).unwrap_or_default();
            let request = request.header(header::AUTHORIZATION, credentials).body(Body::empty()).unwrap();
            let answer = world.send(request).await;
            assert!(answer.status.is_success(), "{method} {uri}: {}", answer.body);
            assert!(kept.rows().await == before, "{method} {uri}");
        }
    }
}
