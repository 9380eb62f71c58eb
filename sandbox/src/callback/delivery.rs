//! Posts callbacks to the partner over HTTP, with basic authentication (documentation, webhooks).

use std::time::Duration;

use async_trait::async_trait;
use axum::http::{self, Request, header};
use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::{Client, redirect::Policy};

use super::outbox::Delivery;
use crate::config::{CallbackTarget, Credentials};

/// Time limit for the partner's answer, in real time. The documentation gives no figure.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// Sends HTTP requests to the partner: [`Http`] in operation, another implementation if everything runs in one process.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Makes one attempt. Returns the partner's HTTP status, or the reason why there is none within [`TIMEOUT`].
    async fn post(&self, request: Request<Vec<u8>>) -> Result<u16, &'static str>;
}

/// Sends over the network, without proxy and redirects.
pub struct Http(Client);

impl Http {
    /// A client. It posts nothing yet.
    ///
    /// # Errors
    /// If the platform provides no client.
    pub fn new() -> Result<Self, reqwest::Error> {
        Ok(Self(Client::builder().no_proxy().redirect(Policy::none()).timeout(TIMEOUT).build()?))
    }
}

#[async_trait]
impl Transport for Http {
    async fn post(&self, request: Request<Vec<u8>>) -> Result<u16, &'static str> {
        let sent = async { self.0.execute(request.try_into()?).await };
        match sent.await {
            Ok(answer) => Ok(answer.status().as_u16()),
            Err(error) if error.is_timeout() => Err("no answer in time"),
            Err(error) if error.is_connect() => Err("no connection"),
            Err(_) => Err("connection lost"),
        }
    }
}

/// The request of one attempt.
///
/// # Errors
/// If it cannot be built.
pub(crate) fn request(target: &CallbackTarget, delivery: Delivery) -> Result<Request<Vec<u8>>, http::Error> {
    let Credentials { id, secret } = &target.credentials;
    let credentials = BASE64_STANDARD.encode(format!("{id}:{secret}"));
    let mut request = Request::post(&target.url)
        .header(header::AUTHORIZATION, format!("Basic {credentials}"))
        .header("Webhook-Id", delivery.webhook_id.to_string())
        .header("Webhook-Processdate", delivery.process_date)
        .header(header::CONTENT_TYPE, "application/json");
    for (name, value) in delivery.rendered.headers {
        request = request.header(name, value);
    }
    let body = delivery.rendered.body.map(|body| body.to_string().into_bytes());
    request.body(body.unwrap_or_default())
}
