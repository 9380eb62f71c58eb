//! A provider that gives scripted answers and records its calls.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Notify};

#[derive(Clone)]
pub struct Asked {
    /// Method and path.
    pub route: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Value,
    /// The body as it came.
    pub raw: Vec<u8>,
}

#[derive(Clone)]
enum Scripted {
    Answer(u16, Value),
    Pdf(Vec<u8>),
    Bytes(u16, Raw),
    /// Carried out, but the answer breaks off.
    Cut,
    /// Answered once the notification arrives.
    Held(Arc<Notify>, u16, Value),
}

/// A body and its headers.
pub type Raw = (Vec<u8>, Vec<(String, String)>);

#[derive(Default)]
struct Book {
    token: Option<Raw>,
    /// `Authorization` of the only client that gets a token.
    client: Option<String>,
    scripts: HashMap<String, VecDeque<Scripted>>,
    asked: Vec<Asked>,
    unknown: Vec<String>,
    tokens: u32,
}

pub struct FakeProvider {
    pub url: String,
    book: Arc<Mutex<Book>>,
}

impl FakeProvider {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let book = Arc::new(Mutex::new(Book::default()));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&book));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, book }
    }

    /// Scripts the next answer of a route (`POST /api/…`). `{id}` in it matches any segment. The last answer is
    /// repeated.
    pub fn script(&self, route: &str, status: u16, body: Value) {
        self.push(route, Scripted::Answer(status, body));
    }

    pub fn script_pdf(&self, route: &str, content: &[u8]) {
        self.push(route, Scripted::Pdf(content.to_vec()));
    }

    /// Scripts the next answer of a route, byte for byte.
    pub fn script_bytes(&self, route: &str, status: u16, raw: Raw) {
        self.push(route, Scripted::Bytes(status, raw));
    }

    /// Scripts the answers of the token endpoint, byte for byte.
    pub fn script_token(&self, raw: Raw) {
        self.book.lock().unwrap().token = Some(raw);
    }

    /// From now on, only the client with this `Authorization` gets a token.
    pub fn accept_client(&self, authorization: &str) {
        self.book.lock().unwrap().client = Some(authorization.to_owned());
    }

    pub fn cut(&self, route: &str) {
        self.push(route, Scripted::Cut);
    }

    /// Returns once the route was called.
    pub async fn until_asked(&self, route: &str) {
        while self.asked(route).is_empty() {
            tokio::task::yield_now().await;
        }
    }

    pub fn hold(&self, route: &str, status: u16, body: Value) -> Arc<Notify> {
        let notify = Arc::new(Notify::new());
        self.push(route, Scripted::Held(Arc::clone(&notify), status, body));
        notify
    }

    fn push(&self, route: &str, scripted: Scripted) {
        self.book.lock().unwrap().scripts.entry(route.into()).or_default().push_back(scripted);
    }

    pub fn asked(&self, route: &str) -> Vec<Asked> {
        let book = self.book.lock().unwrap();
        book.asked.iter().filter(|asked| matches(route, &asked.route)).cloned().collect()
    }

    pub fn last(&self, route: &str) -> Asked {
        self.asked(route).pop().unwrap_or_else(|| panic!("{route} was not asked"))
    }

    /// The number of calls that contain `text` in their path, query or body.
    pub fn asked_about(&self, text: &str) -> usize {
        let book = self.book.lock().unwrap();
        let is_about = |asked: &&Asked| {
            [&asked.route, &asked.query, &asked.body.to_string()].iter().any(|place| place.contains(text))
        };
        book.asked.iter().filter(is_about).count()
    }

    pub fn tokens(&self) -> u32 {
        self.book.lock().unwrap().tokens
    }

    /// Checks that every call was scripted.
    pub fn assert_known(&self) {
        assert_eq!(self.book.lock().unwrap().unknown, Vec::<String>::new());
    }
}

async fn answer(State(book): State<Arc<Mutex<Book>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, 1 << 24).await.unwrap();
    let route = format!("{} {}", parts.method, parts.uri.path());
    if route == "POST /connect/token" {
        return token(&book, &parts.headers, &bytes);
    }
    let scripted = {
        let mut book = book.lock().unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let raw = bytes.to_vec();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        book.asked.push(Asked { route: route.clone(), query, headers: parts.headers, body, raw });
        let key = book.scripts.keys().find(|known| matches(known, &route)).cloned();
        let script = key.and_then(|key| book.scripts.get_mut(&key));
        let scripted =
            script.and_then(|queue| if queue.len() > 1 { queue.pop_front() } else { queue.front().cloned() });
        if scripted.is_none() {
            book.unknown.push(route);
        }
        scripted
    };
    match scripted {
        None => StatusCode::NOT_IMPLEMENTED.into_response(),
        Some(Scripted::Answer(status, body)) => respond(status, body),
        Some(Scripted::Pdf(content)) => {
            ([(header::CONTENT_TYPE, "application/pdf")], content).into_response()
        }
        Some(Scripted::Bytes(status, raw)) => respond_bytes(status, raw),
        Some(Scripted::Held(notify, status, body)) => {
            notify.notified().await;
            respond(status, body)
        }
        Some(Scripted::Cut) => {
            // The body is shorter than announced, so the connection breaks within the answer.
            let body = axum::body::Body::from_stream(CutStream);
            Response::builder().status(201).header(header::CONTENT_LENGTH, 100).body(body).unwrap()
        }
    }
}

struct CutStream;

impl futures_core::Stream for CutStream {
    type Item = Result<String, std::io::Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Err(std::io::Error::other("cut"))))
    }
}

fn respond(status: u16, body: Value) -> Response {
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

fn respond_bytes(status: u16, (bytes, headers): Raw) -> Response {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(bytes.into()).unwrap()
}

fn token(book: &Mutex<Book>, headers: &HeaderMap, body: &[u8]) -> Response {
    assert_eq!(body, b"grant_type=client_credentials&scope=partner");
    let mut book = book.lock().unwrap();
    match &book.client {
        Some(client) if headers[header::AUTHORIZATION] != client.as_str() => {
            return respond(401, json!({ "error": "invalid_client" }));
        }
        Some(_) => {}
        // "client:client-secret"
        None => assert_eq!(headers[header::AUTHORIZATION], "Basic Y2xpZW50OmNsaWVudC1zZWNyZXQ="),
    }
    book.tokens += 1;
    if let Some(raw) = &book.token {
        return respond_bytes(200, raw.clone());
    }
    let token = format!("token-{}", book.tokens);
    Json(json!({ "access_token": token, "expires_in": 3600, "token_type": "Bearer" })).into_response()
}

fn matches(pattern: &str, route: &str) -> bool {
    let (pattern, route) = (pattern.split('/'), route.split('/'));
    pattern.clone().count() == route.clone().count() && pattern.zip(route).all(|(a, b)| a == "{id}" || a == b)
}
