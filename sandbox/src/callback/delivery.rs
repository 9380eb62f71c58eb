//! Posts callbacks to the partner over HTTP, with basic authentication (documentation, webhooks).

use std::time::Duration;

use reqwest::{Client, header, redirect::Policy};

use super::outbox::Delivery;
use crate::config::{CallbackTarget, Credentials};

/// How long the partner may take to answer, in real time. The documentation gives no figure.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The HTTP client for callbacks: no proxy, no redirection.
///
/// # Errors
/// Where the platform gives no client.
pub fn client() -> Result<Client, reqwest::Error> {
    Client::builder().no_proxy().redirect(Policy::none()).timeout(TIMEOUT).build()
}

/// Makes one attempt: the partner's HTTP status, or why there is none.
///
/// # Errors
/// A word on what went wrong, without the address.
pub async fn post(client: &Client, target: &CallbackTarget, delivery: Delivery) -> Result<u16, &'static str> {
    let Credentials { id, secret } = &target.credentials;
    let mut request = client
        .post(&target.url)
        .basic_auth(id, Some(secret))
        .header("Webhook-Id", delivery.webhook_id.to_string())
        .header("Webhook-Processdate", delivery.process_date)
        .header(header::CONTENT_TYPE, "application/json");
    for (name, value) in delivery.rendered.headers {
        request = request.header(name, value);
    }
    if let Some(body) = delivery.rendered.body {
        request = request.body(body.to_string());
    }
    match request.send().await {
        Ok(answer) => Ok(answer.status().as_u16()),
        Err(error) if error.is_timeout() => Err("no answer in time"),
        Err(error) if error.is_connect() => Err("no connection"),
        Err(_) => Err("connection lost"),
    }
}
