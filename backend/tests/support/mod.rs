//! A backend in the test's process, a scripted provider on loopback, and a clock that the test moves.
#![allow(dead_code, unreachable_pub, reason = "each test file compiles it and uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

pub mod clock;
pub mod database;
pub mod framing;
pub mod kept;
pub mod log;
pub mod postgres;
pub mod program;
pub mod provider;
pub mod published;
pub mod routes;
pub mod wire;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use backend::{
    Wakes,
    app::App,
    config::{Limits, Replacements, Secrets},
    events::{EventSecret, Events},
    folds::Folds,
    generation::{Generation, Workflow},
    http,
    journey::view::{PartnerKind, Process},
    metrics::Metrics,
    notices::Notices,
    proof_settings::ProofSettings,
    provider::{Network, Provider, ProviderConfig},
    random::{Random, SystemRandom},
    transfer::Lookups,
};
use contract::{step::StepId, terms::TermsDocuments, time::Timestamp};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use self::{clock::TestClock, provider::FakeProvider};

/// The activation code of all tests.
pub const CODE: &str = "d14c2ab90f6e4f0c8a7b6c5d4e3f2a1b";
/// Largest document in the tests, as in the contract's fixture.
pub const UPLOAD_MAX_BYTES: u32 = 5_000_000;
pub const START: &str = "2026-11-23T09:00:00Z";

pub struct World {
    pub router: Router,
    pub app: Arc<App>,
    pub clock: Arc<TestClock>,
    pub provider: FakeProvider,
}

/// An answer: status, headers and JSON body (`null` if there is none).
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// State of a step in the snapshot of the body.
    pub fn state(&self, step: &str) -> &str {
        let steps = self.body["steps"].as_array().unwrap_or_else(|| panic!("no snapshot: {}", self.body));
        steps.iter().find(|item| item["id"] == step).unwrap()["state"].as_str().unwrap()
    }
}

impl World {
    pub async fn new() -> Self {
        Self::of_kind(PartnerKind::Agent).await
    }

    pub async fn of_kind(partner_kind: PartnerKind) -> Self {
        Self::of(partner_kind, Generation::Legacy, Workflow::Identity, None, ":memory:").await
    }

    pub async fn current() -> Self {
        Self::of(PartnerKind::Agent, Generation::Current, Workflow::Identity, None, ":memory:").await
    }

    pub async fn electronic_sign() -> Self {
        Self::of(PartnerKind::Agent, Generation::Current, Workflow::ElectronicSign, None, ":memory:").await
    }

    /// Stores everything in the file `path`.
    pub async fn in_file(path: &str) -> Self {
        Self::of(PartnerKind::Agent, Generation::Legacy, Workflow::Identity, None, path).await
    }

    pub async fn with_terms(terms: TermsDocuments) -> Self {
        Self::of(PartnerKind::Agent, Generation::Legacy, Workflow::Identity, Some(terms), ":memory:").await
    }

    async fn of(
        partner_kind: PartnerKind,
        generation: Generation,
        workflow: Workflow,
        terms: Option<TermsDocuments>,
        database: &str,
    ) -> Self {
        use StepId::*;
        let steps = vec![Profile, Device, Identity, Declarative, Tax, Terms];
        let provider = FakeProvider::start().await;
        let clock = Arc::new(TestClock::new(Timestamp::parse(START).unwrap()));
        let config = provider_config(&provider.url, partner_kind, generation, workflow);
        let secrets = Secrets {
            partner_key: "partner-key".into(),
            client_id: "client".into(),
            client_secret: "client-secret".into(),
            callback_user: "xpollens".into(),
            callback_password: "callback-password".into(),
            replacements: Replacements::default(),
        };
        let app = Arc::new(App {
            store: database::open(database).await,
            provider: Provider::new(config, clock.clone()).unwrap(),
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
            process: Process {
                steps,
                generation,
                partner_kind,
                terms,
                workflow,
                proof: ProofSettings::default(),
                upload_max_bytes: UPLOAD_MAX_BYTES,
            },
            limits: Limits::default(),
            secrets,
            wakes: Wakes::default(),
            folds: Folds::default(),
            lookups: Lookups::default(),
            notices: Notices::default(),
            events: Events::default(),
            metrics: Metrics::default(),
            traffic: Arc::default(),
            closing: watch::Sender::new(false),
            background: TaskTracker::new(),
        });
        Self { router: http::app(Arc::clone(&app)), app, clock, provider }
    }

    /// Returns once all work that requests started in the background has ended.
    pub async fn at_rest(&self) {
        self.app.background.close();
        self.app.background.wait().await;
        self.app.background.reopen();
    }

    /// Offers these steps instead. Call it before the first request.
    pub fn use_steps(&mut self, steps: &[StepId]) {
        self.configure(|process| process.steps = steps.to_vec());
    }

    /// Changes the settings. Call it before the first request.
    pub fn configure(&mut self, change: impl FnOnce(&mut Process)) {
        // The router also holds a reference to the application.
        self.router = Router::new();
        let app = Arc::get_mut(&mut self.app).unwrap();
        change(&mut app.process);
        self.router = http::app(Arc::clone(&self.app));
    }

    /// Changes the partner's key. Call it before the first request.
    pub fn use_partner_key(&mut self, key: &str) {
        self.router = Router::new();
        Arc::get_mut(&mut self.app).unwrap().secrets.partner_key = key.into();
        self.router = http::app(Arc::clone(&self.app));
    }

    /// Accepts these secrets as well.
    pub fn replace_secrets(&mut self, replacements: Replacements) {
        self.router = Router::new();
        Arc::get_mut(&mut self.app).unwrap().secrets.replacements = replacements;
        self.router = http::app(Arc::clone(&self.app));
    }

    /// The way to the provider, with a second client.
    pub fn provider_config(&self, second_client: Option<(String, String)>) -> ProviderConfig {
        let Process { partner_kind, generation, workflow, .. } = self.app.process;
        let config = provider_config(&self.provider.url, partner_kind, generation, workflow);
        ProviderConfig { second_client, ..config }
    }

    /// Takes randomness from another source. Call it before the first request.
    pub fn use_random(&mut self, random: impl Random + 'static) {
        self.router = Router::new();
        Arc::get_mut(&mut self.app).unwrap().random = Arc::new(random);
        self.router = http::app(Arc::clone(&self.app));
    }

    /// Sends notices to `url`. Call it before the first request.
    pub fn notify(&mut self, url: String) {
        self.router = Router::new();
        Arc::get_mut(&mut self.app).unwrap().notices = Notices::to(
            url,
            vec!["notice-key".into(), "second-notice-key".into()],
            Arc::new(Network::new().unwrap()),
        );
        self.router = http::app(Arc::clone(&self.app));
    }

    /// Sends events to `url`. Call it before the first request.
    pub fn send_events(&mut self, url: String, secrets: &[&str]) {
        self.router = Router::new();
        let secrets = secrets.iter().map(|secret| EventSecret::parse(secret).unwrap()).collect();
        Arc::get_mut(&mut self.app).unwrap().events =
            Events::to(url, secrets, Arc::new(Network::new().unwrap()));
        self.router = http::app(Arc::clone(&self.app));
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Opens a session for `reference`.
    pub async fn open(&self, reference: &str) -> Browser<'_> {
        let body = json!({ "customerReference": reference }).to_string();
        let request = Request::post("/sessions")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.app.secrets.partner_key))
            .body(Body::from(body))
            .unwrap();
        let answer = self.send(request).await;
        assert_eq!(answer.status, StatusCode::CREATED);
        Browser { world: self, token: answer.body["sessionToken"].as_str().unwrap().to_owned() }
    }

    /// Requests the identification page of a customer, as the partner's server does.
    pub async fn identification(&self, authorization: &str, body: &Value) -> Answer {
        let request = Request::post("/identification").header(header::AUTHORIZATION, authorization);
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Posts a callback as the provider does.
    pub async fn callback(&self, headers: &[(&str, &str)], body: impl ToString) -> Answer {
        self.callback_to("/callbacks/xpollens", headers, body).await
    }

    pub async fn callback_to(&self, path: &str, headers: &[(&str, &str)], body: impl ToString) -> Answer {
        let mut request = Request::post(path)
            // "xpollens:callback-password"
            .header(header::AUTHORIZATION, "Basic eHBvbGxlbnM6Y2FsbGJhY2stcGFzc3dvcmQ=");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Posts a callback dated `seconds` after [`START`].
    pub async fn deliver(&self, seconds: u32, body: Value) {
        let date = format!("23/11/2026 09:{:02}:{:02} +00:00", seconds / 60, seconds % 60);
        let id = format!("{seconds}-{body}");
        let answer = self.callback(&[("Webhook-Id", &id), ("Webhook-Processdate", &date)], body).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED);
    }
}

fn provider_config(
    url: &str,
    partner_kind: PartnerKind,
    generation: Generation,
    workflow: Workflow,
) -> ProviderConfig {
    ProviderConfig {
        base_url: url.to_owned(),
        token_url: format!("{url}/connect/token"),
        client_id: "client".into(),
        client_secret: "client-secret".into(),
        second_client: None,
        partner_kind,
        generation,
        workflow,
        partner_country: "FR".into(),
    }
}

/// A browser with a session.
pub struct Browser<'a> {
    pub world: &'a World,
    pub token: String,
}

impl Browser<'_> {
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header("X-Onboarding-Client", "1")
    }

    pub async fn call(&self, method: Method, path: &str) -> Answer {
        self.world.send(self.request(method, path).body(Body::empty()).unwrap()).await
    }

    pub async fn snapshot(&self) -> Answer {
        let answer = self.call(Method::GET, "/onboarding").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer
    }

    /// The next snapshot with a higher revision.
    pub async fn changed(&self, before: &Answer) -> Answer {
        let path = format!("/onboarding?after={}&waitSeconds=25", before.body["revision"]);
        let answer = self.call(Method::GET, &path);
        let answer = tokio::time::timeout(std::time::Duration::from_secs(60), answer).await;
        answer.unwrap_or_else(|_| panic!("nothing changed"))
    }

    /// Starts a call and hangs up once the provider has been asked `times` times.
    pub async fn hang_up(&self, call: impl Future<Output = Answer>, route: &str, times: usize) {
        let until_asked = async {
            while self.world.provider.asked(route).len() < times {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            answer = call => panic!("it was answered: {answer:?}"),
            () = until_asked => {}
        }
    }

    /// The first snapshot that contains the account for the transfer.
    pub async fn transfer(&self) -> Answer {
        let mut answer = self.snapshot().await;
        while answer.body["transfer"].is_null() {
            answer = self.changed(&answer).await;
        }
        answer
    }

    pub async fn refuse_scan(&self) -> Answer {
        self.call(Method::POST, "/onboarding/identity/alternative").await
    }

    pub async fn put(&self, step: &str, key: &str, body: &Value) -> Answer {
        let request = self
            .request(Method::PUT, &format!("/onboarding/steps/{step}"))
            .header("Idempotency-Key", key)
            .body(Body::from(body.to_string()))
            .unwrap();
        self.world.send(request).await
    }

    /// Saves a draft.
    pub async fn save(&self, step: &str, query: &str, draft: &Value) -> Answer {
        let request = self.request(Method::PUT, &format!("/onboarding/drafts/{step}{query}"));
        self.world.send(request.body(Body::from(draft.to_string())).unwrap()).await
    }

    /// The stored draft of a step.
    pub async fn draft(&self, step: &str) -> Value {
        let answer = self.call(Method::GET, &format!("/onboarding/drafts/{step}")).await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
        answer.body
    }

    pub async fn confirm(&self, step: &str) -> Answer {
        self.call(Method::POST, &format!("/onboarding/steps/{step}/confirmation")).await
    }

    /// Reports that somebody else used the code.
    pub async fn report(&self) -> Answer {
        self.call(Method::POST, "/onboarding/activation/report").await
    }

    pub async fn reveal(&self) -> Answer {
        self.call(Method::POST, "/onboarding/activation").await
    }

    /// Submits the profile. The provider creates the user.
    pub async fn create(&self) -> String {
        self.world.provider.script("POST /api/v1.1/users", 201, json!({}));
        let answer = self.put("profile", "create", &profile()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        self.world.provider.last("POST /api/v1.1/users").body["AppUserId"].as_str().unwrap().to_owned()
    }

    /// As [`Browser::create`]. Then the code arrives and a phone is bound.
    pub async fn bind(&self) -> String {
        let id = self.create().await;
        self.world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
        self.world.deliver(60, pending(&id)).await;
        id
    }
}

pub fn pending(id: &str) -> Value {
    json!({ "type": "4", "status": "Pending", "appUserId": id, "diligences": [
        { "diligenceType": "ID_CARD", "status": "Received", "reason": "" },
        { "diligenceType": "SELFIE", "status": "Received", "reason": null },
    ] })
}

/// The answer to an operation that the customer has to confirm.
pub fn confirmation_asked(authentication_id: &str) -> Value {
    json!({ "Header": { "AuthenticationId": authentication_id, "Status": "Pending", "Reason": null }, "Payload": null })
}

pub fn profile() -> Value {
    fixture(include_str!("../../../contract/fixtures/profile.json"))
}

pub fn tax() -> Value {
    fixture(include_str!("../../../contract/fixtures/tax.json"))
}

pub fn terms() -> Value {
    fixture(include_str!("../../../contract/fixtures/terms.json"))
}

pub fn declarative() -> Value {
    fixture(include_str!("../../../contract/fixtures/declarative.json"))
}

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
