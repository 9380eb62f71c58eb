//! Every route of the backend, its callers, and an accepted call of each. A test compares the list with the contract
//! and the router, so a new route must be added here.

use axum::http::{Method, Request, StatusCode, header, request::Builder};
use serde_json::json;

use super::{Browser, CODE, confirmation_asked, declarative, pending, profile, tax};

/// The callers of a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    Anybody,
    Partner,
    Customer,
    Provider,
}

/// A method of a path, as the contract spells it.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub who: Who,
}

const fn route(who: Who, method: Method, path: &'static str) -> Route {
    Route { method, path, who }
}

pub static ROUTES: [Route; 25] = [
    route(Who::Partner, Method::POST, "/sessions"),
    route(Who::Partner, Method::POST, "/identification"),
    route(Who::Partner, Method::GET, "/customers/{reference}"),
    route(Who::Partner, Method::DELETE, "/customers/{reference}"),
    route(Who::Partner, Method::GET, "/customers/{reference}/export"),
    route(Who::Customer, Method::GET, "/onboarding"),
    route(Who::Customer, Method::PUT, "/onboarding/steps/{step}"),
    route(Who::Customer, Method::POST, "/onboarding/steps/{step}/confirmation"),
    route(Who::Customer, Method::POST, "/onboarding/activation"),
    route(Who::Customer, Method::POST, "/onboarding/activation/report"),
    route(Who::Customer, Method::GET, "/onboarding/profile"),
    route(Who::Customer, Method::GET, "/onboarding/drafts/{step}"),
    route(Who::Customer, Method::PUT, "/onboarding/drafts/{step}"),
    route(Who::Customer, Method::POST, "/onboarding/identity/alternative"),
    route(Who::Customer, Method::POST, "/onboarding/documents"),
    route(Who::Customer, Method::GET, "/onboarding/self-certification"),
    route(Who::Customer, Method::POST, "/onboarding/restart"),
    route(Who::Customer, Method::DELETE, "/onboarding/session"),
    route(Who::Anybody, Method::GET, "/places"),
    route(Who::Provider, Method::POST, "/callbacks/xpollens"),
    route(Who::Provider, Method::GET, "/callbacks/xpollens"),
    route(Who::Provider, Method::POST, "/callbacks/xpollens/{type}"),
    route(Who::Provider, Method::GET, "/callbacks/xpollens/{type}"),
    route(Who::Anybody, Method::GET, "/health/live"),
    route(Who::Anybody, Method::GET, "/health/ready"),
];

/// The provider's route for documents of the tax declaration.
const ATTACHMENTS: &str = "POST /api/v2.0/users/{id}/fatca/attachments";
/// The parts of a document, with `b` as boundary.
const DOCUMENT: &str = "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nw9\r\n--b\r\n\
    Content-Disposition: form-data; name=\"file\"; filename=\"w9.pdf\"\r\n\r\n%PDF-1.7\r\n--b--\r\n";

/// The routes of a customer.
pub fn of_customers() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(|route| route.who == Who::Customer)
}

/// The methods of a path. `HEAD` is allowed wherever `GET` is.
pub fn methods(path: &str) -> Vec<Method> {
    let mut methods: Vec<Method> =
        ROUTES.iter().filter(|route| route.path == path).map(|route| route.method.clone()).collect();
    if methods.contains(&Method::GET) {
        methods.push(Method::HEAD);
    }
    methods
}

impl Route {
    /// Whether a call changes stored data. The provider documents one callback with a query string and without its
    /// method.
    pub fn changes(&self) -> bool {
        self.method != Method::GET || self.who == Who::Provider
    }

    /// The path of the accepted call.
    pub fn call_path(&self) -> String {
        let step = match self.path {
            "/onboarding/steps/{step}/confirmation" => "tax",
            _ => "profile",
        };
        self.path.replace("{step}", step).replace("{type}", "4").replace("{reference}", "customer")
    }

    /// The query of the accepted call.
    pub fn query(&self) -> &'static str {
        match self.path {
            "/places" => "country=FR&postcode=92100",
            _ => "",
        }
    }

    /// The media type and the body of the accepted call.
    pub fn body(&self) -> (&'static str, String) {
        let json = match (&self.method, self.path) {
            (&Method::PUT, "/onboarding/steps/{step}") => profile(),
            (&Method::PUT, "/onboarding/drafts/{step}") => json!({ "firstName": "Half" }),
            (_, "/sessions") => json!({ "customerReference": "somebody-new" }),
            (_, "/identification") => json!({ "customerReference": "customer" }),
            (_, "/callbacks/xpollens" | "/callbacks/xpollens/{type}") => pending("nobody"),
            (_, "/onboarding/documents") => return ("multipart/form-data; boundary=b", DOCUMENT.into()),
            _ => return ("", String::new()),
        };
        ("application/json", json.to_string())
    }

    /// The credentials of the caller.
    pub fn credentials(&self, token: &str) -> Option<String> {
        match self.who {
            Who::Anybody => None,
            Who::Partner => Some("Bearer partner-key".into()),
            Who::Customer => Some(format!("Bearer {token}")),
            // "xpollens:callback-password"
            Who::Provider => Some("Basic eHBvbGxlbnM6Y2FsbGJhY2stcGFzc3dvcmQ=".into()),
        }
    }

    /// The accepted call, without credentials.
    pub fn request(&self) -> Builder {
        let uri = [&self.call_path(), "?", self.query()].concat();
        let request =
            Request::builder().method(self.method.clone()).uri(uri).header("Idempotency-Key", "key");
        let (media_type, _) = self.body();
        if media_type.is_empty() { request } else { request.header(header::CONTENT_TYPE, media_type) }
    }

    /// Brings a customer to the state in which the call is accepted.
    pub async fn prepare(&self, browser: &Browser<'_>) {
        let world = browser.world;
        match (&self.method, self.path) {
            (&Method::PUT, "/onboarding/steps/{step}") => {
                world.provider.script("POST /api/v1.1/users", 201, json!({}));
            }
            (&Method::GET, "/onboarding/drafts/{step}") => {
                browser.save("profile", "", &json!({ "firstName": "Half" })).await;
            }
            (_, "/onboarding" | "/onboarding/identity/alternative") => {
                browser.create().await;
            }
            (_, "/onboarding/profile") => {
                let id = browser.create().await;
                let read = format!("GET /api/v1.1/users/{id}");
                world.provider.script(&read, 200, json!({ "Profile": { "Email": "on-record@example.org" } }));
            }
            (_, "/identification") => {
                let id = browser.bind().await;
                let page = json!({ "type": "48", "appUserId": id, "url": "https://id.example/p.html", "token": "t" });
                world.deliver(70, page).await;
            }
            (_, "/onboarding/activation") => {
                ready_code(browser).await;
            }
            (_, "/onboarding/activation/report") => {
                ready_code(browser).await;
                assert_eq!(browser.reveal().await.status, StatusCode::OK);
            }
            (_, "/onboarding/steps/{step}/confirmation") => {
                declared(browser).await;
            }
            (_, "/onboarding/documents") => {
                let id = declared(browser).await;
                world
                    .deliver(90, json!({ "Header": { "AuthenticationId": id, "Status": "Succeeded" } }))
                    .await;
                let w9 = json!([{ "files": ["FATCA_W9.pdf"], "status": "Awaiting", "reason": "" }]);
                world.deliver(100, told_of_tax(&id, "NOK", &w9)).await;
                world.provider.script(ATTACHMENTS, 201, json!({}));
            }
            (_, "/onboarding/self-certification") => {
                let id = declared(browser).await;
                world
                    .deliver(90, json!({ "Header": { "AuthenticationId": id, "Status": "Succeeded" } }))
                    .await;
                world.deliver(100, told_of_tax(&id, "OK", &json!([]))).await;
                world
                    .provider
                    .script_pdf(&format!("GET /api/v2.1/user/{id}/self-certification"), b"%PDF-1.7");
            }
            (_, "/onboarding/restart") => {
                let id = browser.bind().await;
                let declare = format!("POST /api/v2.0/users/{id}/declarative");
                world.provider.script(&declare, 404, json!({ "Code": 147, "ErrorMessage": "…" }));
                browser.put("declarative", "forgotten", &declarative()).await;
            }
            _ => {}
        }
        // The effect of a callback may follow its answer.
        world.at_rest().await;
    }
}

/// A customer with a code that can be revealed.
async fn ready_code(browser: &Browser<'_>) -> String {
    let id = browser.create().await;
    browser.world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    id
}

/// A customer with a tax declaration that must be confirmed on the phone. The confirmation has the user's id.
async fn declared(browser: &Browser<'_>) -> String {
    let id = browser.bind().await;
    let declare = format!("PATCH /api/sca/v2.1/user/{id}/fatcaEai");
    browser.world.provider.script(&declare, 201, confirmation_asked(&id));
    assert_eq!(browser.put("tax", "declared", &tax()).await.state("tax"), "confirm_on_phone");
    id
}

fn told_of_tax(id: &str, status: &str, diligences: &serde_json::Value) -> serde_json::Value {
    json!({ "type": "44", "appUserId": id, "fatcaEaiStatus": status, "date": "2026-11-23", "diligences": diligences })
}
