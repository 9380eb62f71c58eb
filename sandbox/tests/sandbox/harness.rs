//! Shared by the tests: a sandbox with a frozen clock on its own port, a scripted partner that receives its callbacks,
//! and actions of partner, phone and control.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use contract::time::Timestamp;
use reqwest::{Client, Method};
use sandbox::{
    config::{CallbackTarget, Config, Credentials},
    engine::Sandbox,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Time of the clock at the start.
pub(crate) const START: &str = "2026-03-02T09:00:00Z";
/// The `deviceId` of the customer's phone.
pub(crate) const DEVICE: &str = "5b0f3d3c-3d6a-4c55-8c3e-0d8a8e0c5f11";
pub(crate) const MINUTE: u64 = 60_000;

/// A callback as the partner received it.
#[derive(Clone)]
pub(crate) struct Callback {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

/// The partner's endpoint: records callbacks, and answers with the given statuses, then 202.
#[derive(Clone, Default)]
pub(crate) struct Partner {
    callbacks: Arc<Mutex<Vec<Callback>>>,
    answers: Arc<Mutex<Vec<StatusCode>>>,
}

pub(crate) struct Stage {
    pub(crate) url: String,
    pub(crate) partner: Partner,
    http: Client,
    token: String,
}

impl Partner {
    async fn take(State(partner): State<Self>, headers: HeaderMap, body: Bytes) -> StatusCode {
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        partner.callbacks.lock().unwrap().push(Callback { headers, body });
        let mut answers = partner.answers.lock().unwrap();
        if answers.is_empty() { StatusCode::ACCEPTED } else { answers.remove(0) }
    }

    /// Answers the next callbacks with these statuses.
    pub(crate) fn answer_next(&self, answers: &[u16]) {
        let answers = answers.iter().map(|status| StatusCode::from_u16(*status).unwrap());
        self.answers.lock().unwrap().extend(answers);
    }

    /// All callbacks so far, in the order of arrival.
    pub(crate) fn callbacks(&self) -> Vec<Callback> {
        self.callbacks.lock().unwrap().clone()
    }

    /// Callbacks since the previous call of this function, each in a word or two: `34 Initialized`.
    pub(crate) fn news(&self) -> Vec<String> {
        self.callbacks.lock().unwrap().drain(..).map(|callback| in_words(&callback.body)).collect()
    }
}

fn in_words(body: &Value) -> String {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    if let Some(header) = body.get("Header") {
        let reason = header["Reason"].as_str().unwrap_or_default();
        return format!("36 {} {reason}", header["Status"].as_str().unwrap()).trim().to_owned();
    }
    let word =
        ["userRecordStatus", "status", "fatcaEaiStatus", "accountStatus", "riskLevel", "riskAnalysisStatus"];
    let number = body.get("status").and_then(Value::as_u64).map(|number| number.to_string());
    let word = word.iter().find_map(|name| text(name)).or(number.as_deref()).unwrap_or_default();
    format!("{} {word}", text("type").unwrap_or("?")).trim().to_owned()
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let partner = Partner::default();
        let inbox = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let callback_url = format!("http://{}/callbacks/xpollens", inbox.local_addr().unwrap());
        let app = Router::new().fallback(Partner::take).with_state(partner.clone());
        tokio::spawn(async move { axum::serve(inbox, app).await });
        Self::with(&callback_url, partner).await
    }

    /// As [`Self::new`], with another address for callbacks.
    pub(crate) async fn with(callback_url: &str, partner: Partner) -> Self {
        let credentials = |id: &str, secret: &str| Credentials { id: id.into(), secret: secret.into() };
        let config = Config {
            client: credentials("partner", "partner-secret"),
            callbacks: CallbackTarget {
                url: callback_url.into(),
                credentials: credentials("cb", "cb-secret"),
            },
            speed: 0,
            start: Timestamp::parse(START).unwrap(),
            phone_dir: None,
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let sandbox = Sandbox::new(config).unwrap();
        tokio::spawn(sandbox::serve(listener, sandbox));
        let http = Client::builder().no_proxy().build().unwrap();
        let mut stage = Self { url, partner, http, token: String::new() };
        stage.renew_token().await;
        stage
    }

    pub(crate) async fn renew_token(&mut self) {
        let form = [("grant_type", "client_credentials"), ("scope", "partner")];
        let answer = self
            .http
            .post(format!("{}/connect/token", self.url))
            .basic_auth("partner", Some("partner-secret"))
            .form(&form)
            .send()
            .await
            .unwrap();
        let body: Value = answer.json().await.unwrap();
        self.token = body["access_token"].as_str().unwrap().to_owned();
    }

    /// A request without credentials.
    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    /// A call of the API: status and JSON body (null if there is none).
    pub(crate) async fn api(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        self.try_api(method, path, body).await.unwrap()
    }

    pub(crate) async fn try_api(
        &self,
        method: &str,
        path: &str,
        body: Value,
    ) -> reqwest::Result<(u16, Value)> {
        let mut request = self.request(method.parse().unwrap(), path).bearer_auth(&self.token);
        if !body.is_null() {
            request = request.json(&body);
        }
        read(request.send().await?).await
    }

    /// A call without credentials: control and phone.
    pub(crate) async fn ask(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let mut request = self.request(method.parse().unwrap(), path);
        if !body.is_null() {
            request = request.json(&body);
        }
        read(request.send().await.unwrap()).await.unwrap()
    }

    pub(crate) async fn advance(&self, millis: u64) {
        assert_eq!(self.ask("POST", "/control/clock/advance", json!({ "millis": millis })).await.0, 200);
    }

    /// Creates the prospect `id` with [`user`] and the given fields, and waits for the activation code.
    pub(crate) async fn create(&self, id: &str, own: Value) -> String {
        let (status, body) = self.api("POST", "/api/v1.1/users", user(id, own)).await;
        assert_eq!(status, 201, "{body}");
        self.advance(2_000).await;
        self.prospect(id).await["activationCode"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn prospect(&self, id: &str) -> Value {
        let (status, prospect) = self.ask("GET", &format!("/control/prospects/{id}"), Value::Null).await;
        assert_eq!(status, 200);
        prospect
    }

    pub(crate) async fn device(&self) -> Value {
        self.ask("GET", &format!("/phone/api/devices/{DEVICE}"), Value::Null).await.1
    }

    pub(crate) async fn launch(&self, code: &str) -> u16 {
        let path = format!("/phone/api/devices/{DEVICE}/launch");
        self.ask("POST", &path, json!({ "activationCode": code })).await.0
    }

    /// A file of the API: status, media type and bytes.
    pub(crate) async fn file(&self, path: &str) -> (u16, String, Vec<u8>) {
        let answer = self.request(Method::GET, path).bearer_auth(&self.token).send().await.unwrap();
        let header = answer.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
        (answer.status().as_u16(), header.unwrap_or_default(), answer.bytes().await.unwrap().to_vec())
    }

    /// Path that the identification provider's page of the phone calls.
    pub(crate) async fn identification_page(&self) -> String {
        let path = format!("/phone/api/devices/{DEVICE}/issuer-data");
        let (_, body) = self.ask("GET", &path, Value::Null).await;
        let url = body["webviewUrl"].as_str().unwrap();
        format!("/phone/api/webview/{}", url.strip_prefix("/phone/webview/?token=").unwrap())
    }

    /// Takes the pictures on the identification provider's page.
    pub(crate) async fn take_pictures(&self) -> u16 {
        let page = self.identification_page().await;
        let pictures = json!({ "documentType": "ID_CARD", "images": 2, "selfieSeconds": 6 });
        self.ask("POST", &page, pictures).await.0
    }

    /// Presses a button under the only notification.
    pub(crate) async fn decide(&self, decision: &str) -> u16 {
        let device = self.device().await;
        let notifications = device["notifications"].as_array().unwrap();
        assert_eq!(notifications.len(), 1);
        let id = notifications[0]["authenticationId"].as_str().unwrap();
        let path = format!("/phone/api/devices/{DEVICE}/authentications/{id}");
        self.ask("POST", &path, json!({ "decision": decision })).await.0
    }
}

async fn read(answer: reqwest::Response) -> reqwest::Result<(u16, Value)> {
    let status = answer.status().as_u16();
    let body = answer.text().await?;
    Ok((status, serde_json::from_str(&body).unwrap_or(Value::Null)))
}

/// A valid body of `POST /api/v1.1/users`. Null in `own` removes a field.
pub(crate) fn user(id: &str, own: Value) -> Value {
    let mut user = json!({
        "AppUserId": id, "CountryCode": "FR", "Civility": 2, "FirstName": "Corinne", "LastName": "Berthier",
        "BirthName": "Berthier", "Birthdate": "1965-12-06T00:00:00", "BirthCity": "Paris",
        "BirthZipCode": "75001", "BirthCountry": "FR", "Phonenumber": "+33612345678",
        "Email": "corinne@example.fr", "Street": "104, rue des Fleurs", "ZipCode": "92100", "City": "Boulogne",
        "Country": "FR",
    });
    for (name, value) in own.as_object().unwrap_or(&serde_json::Map::new()) {
        if value.is_null() {
            user.as_object_mut().unwrap().remove(name);
        } else {
            user[name] = value.clone();
        }
    }
    user
}

pub(crate) fn declarative() -> Value {
    json!({ "economicActivity": 38, "asset": 2, "income": 3 })
}

pub(crate) fn french_tax() -> Value {
    json!({ "Americanness": false, "TaxInfo": [{ "TaxCountry": "FR" }] })
}

pub(crate) fn all_terms() -> Value {
    json!({ "cardCgu": "true", "partnerCgu": "true", "accountCgu": "true" })
}
