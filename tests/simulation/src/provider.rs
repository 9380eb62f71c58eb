//! The sandbox in the same process: carries the backend's and the phone's calls to it, and its callbacks to the
//! backend.

use std::net::SocketAddr;

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, Response, StatusCode, header},
};
use backend::provider::NoAnswer;
use contract::time::Timestamp;
use http_body_util::BodyExt as _;
use sandbox::{
    callback::delivery::Transport,
    config::{CallbackTarget, Config, Credentials},
    engine::Sandbox,
    server::connection::Connection,
    world::random::Random,
};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::{
    credentials::{CALLBACKS, CLIENT},
    plan::Plan,
    trace::Trace,
    weather::{Fate, Hop, Weather},
};

/// The provider of one world. Clones share the same state.
#[derive(Clone)]
pub struct Sandboxed {
    sandbox: Sandbox,
    router: Router,
    weather: Weather,
    trace: Trace,
}

impl Sandboxed {
    /// A running sandbox whose clock starts at `start` and whose callbacks go through `callbacks`.
    pub fn new(
        plan: &Plan,
        start: Timestamp,
        callbacks: Box<dyn Transport>,
        weather: Weather,
        trace: Trace,
    ) -> Self {
        let credentials = |(id, secret): (&str, &str)| Credentials { id: id.into(), secret: secret.into() };
        let config = Config {
            client: credentials(CLIENT),
            callbacks: CallbackTarget {
                url: "http://backend/callbacks/xpollens".into(),
                credentials: credentials(CALLBACKS),
            },
            speed: 1,
            start,
            phone_dir: None,
        };
        let sandbox = Sandbox::with(config, callbacks, Random::seeded(plan.seed));
        sandbox.change(|world| world.choose_next(Some(plan.scenario)));
        tokio::spawn(sandbox.clone().run());
        Self { router: sandbox::app(sandbox.clone()), sandbox, weather, trace }
    }

    /// The sandbox.
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// Makes a call of the backend.
    ///
    /// # Errors
    /// If the network or the sandbox gives no answer.
    pub async fn ask(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, NoAnswer> {
        let what = format!("{} {}", request.method(), request.uri().path());
        let answer = self.carry(request.map(Body::from)).await;
        match &answer {
            Ok(response) => self.trace.line(&format!("provider {what}: {}", response.status().as_u16())),
            Err(error) => self.trace.line(&format!("provider {what}: {error}")),
        }
        answer
    }

    async fn carry(&self, request: Request<Body>) -> Result<Response<Vec<u8>>, NoAnswer> {
        tokio::time::sleep(self.weather.latency()).await;
        match self.weather.fate(Hop::Provider) {
            Fate::Passes | Fate::Doubled => {}
            Fate::Refused => return Err(NoAnswer::Unreachable),
            Fate::Swallowed => return std::future::pending().await,
            Fate::AnswerLost => {
                self.answer(request).await?;
                return Err(NoAnswer::Broken);
            }
            Fate::AnswerSwallowed => {
                self.answer(request).await?;
                return std::future::pending().await;
            }
            Fate::Late(time) => tokio::time::sleep(time).await,
            Fate::AnswerLate(time) => {
                let answer = self.answer(request).await;
                tokio::time::sleep(time).await;
                return answer;
            }
            Fate::Answered(status, seconds) => return Ok(answered(status, seconds).map(Into::into)),
        }
        let answer = self.answer(request).await;
        tokio::time::sleep(self.weather.latency()).await;
        answer
    }

    async fn answer(&self, mut request: Request<Body>) -> Result<Response<Vec<u8>>, NoAnswer> {
        let connection = Connection::of(SocketAddr::from(([127, 0, 0, 1], 1)));
        request.extensions_mut().insert(ConnectInfo(connection.clone()));
        let response = self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        if connection.is_cut() {
            return Err(NoAnswer::Broken);
        }
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.map_err(|_| NoAnswer::Broken)?.to_bytes();
        Ok(Response::from_parts(parts, bytes.into()))
    }

    /// Makes a call of the phone, below `/phone/api`. Returns status and JSON. It has no faults, because the phone is
    /// not part of our product.
    pub async fn ask_phone(&self, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let request = Request::builder()
            .method(method)
            .uri(format!("/phone/api{path}"))
            .header(header::HOST, "127.0.0.1")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .expect("a valid request");
        let response = self.answer(request).await.expect("the phone has no faults");
        (response.status(), serde_json::from_slice(response.body()).unwrap_or_default())
    }
}

/// The answer of a proxy, without a problem document.
pub fn answered(status: u16, retry_after_seconds: Option<u64>) -> Response<&'static str> {
    let mut response = Response::builder().status(status).header(header::CONTENT_TYPE, "text/html");
    if let Some(seconds) = retry_after_seconds {
        response = response.header(header::RETRY_AFTER, seconds.to_string());
    }
    response.body("<html>").expect("a valid response")
}
