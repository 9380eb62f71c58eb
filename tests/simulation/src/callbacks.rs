//! Carries the provider's callbacks to the backend.

use async_trait::async_trait;
use axum::{body::Body, http::Request};
use sandbox::callback::delivery::{self, Transport};

use crate::{
    server::Address,
    trace::Trace,
    weather::{Fate, Hop, Weather},
};

/// Carries callbacks.
pub struct Callbacks {
    /// The backend.
    pub backend: Address,
    /// The faults on the way.
    pub weather: Weather,
    /// The record of events.
    pub trace: Trace,
}

#[async_trait]
impl Transport for Callbacks {
    async fn post(&self, request: Request<Vec<u8>>) -> Result<u16, &'static str> {
        let (parts, body) = request.into_parts();
        let again = |body: &Vec<u8>| Request::from_parts(parts.clone(), Body::from(body.clone()));
        let carried = tokio::time::timeout(delivery::TIMEOUT, self.carry(|| again(&body))).await;
        let answer = carried.unwrap_or(Err("no answer in time"));
        self.trace.line(&format!("callback {}: {answer:?}", kind(&body)));
        answer
    }
}

/// Type of a callback, for the record.
fn kind(body: &[u8]) -> String {
    let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    ["type", "Type"].iter().find_map(|name| body.get(name)).map_or_else(String::new, ToString::to_string)
}

impl Callbacks {
    async fn carry(&self, request: impl Fn() -> Request<Body>) -> Result<u16, &'static str> {
        tokio::time::sleep(self.weather.latency()).await;
        match self.weather.fate(Hop::Callback) {
            Fate::Passes => {}
            Fate::Refused => return Err("no connection"),
            Fate::Swallowed => return std::future::pending().await,
            Fate::AnswerLost => {
                self.post(request()).await?;
                return Err("connection lost");
            }
            Fate::AnswerSwallowed => {
                self.post(request()).await?;
                return std::future::pending().await;
            }
            Fate::Doubled => {
                self.post(request()).await?;
            }
            Fate::Late(time) => tokio::time::sleep(time).await,
            Fate::AnswerLate(time) => {
                let answer = self.post(request()).await;
                tokio::time::sleep(time).await;
                return answer;
            }
            Fate::Answered(status, _) => return Ok(status),
        }
        self.post(request()).await
    }

    async fn post(&self, request: Request<Body>) -> Result<u16, &'static str> {
        match self.backend.ask(request).await {
            Ok(response) => Ok(response.status().as_u16()),
            Err(_) => Err("connection lost"),
        }
    }
}
