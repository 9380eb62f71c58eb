//! The partner's webhook: signs an event and posts it.

use std::{sync::Arc, time::Duration};

use axum::http::{Method, Request, header};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::time::Timestamp;
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP};

use crate::{
    provider::{NoAnswer, Transport},
    store::QueuedEvent,
};

/// Time limit for the partner's answer (Standard Webhooks: 15 to 30 s).
const TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes of a secret (Standard Webhooks: 24 to 64).
const LEAST_BYTES: usize = 24;
const MOST_BYTES: usize = 64;

/// A secret to sign with, known to the partner's server. There is no `Debug`.
pub struct EventSecret(standardwebhooks::Webhook);

/// Why a text is not a secret.
#[derive(Debug, thiserror::Error)]
#[error(
    "`whsec_` and the base64 of 24 to 64 random bytes are expected; `echo whsec_$(openssl rand -base64 32)` makes a good one"
)]
pub struct WrongSecret;

impl EventSecret {
    /// Reads `whsec_…`.
    ///
    /// # Errors
    /// [`WrongSecret`]
    pub fn parse(text: &str) -> Result<Self, WrongSecret> {
        let bytes = text.strip_prefix("whsec_").and_then(|text| BASE64_STANDARD.decode(text).ok());
        let bytes = bytes.filter(|bytes| (LEAST_BYTES..=MOST_BYTES).contains(&bytes.len()));
        let signer = standardwebhooks::Webhook::from_bytes(bytes.ok_or(WrongSecret)?);
        signer.map(Self).map_err(|_| WrongSecret)
    }
}

pub(super) struct Webhook {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) url: String,
    /// All sign: the receiver needs one of them.
    pub(super) secrets: Vec<EventSecret>,
}

impl Webhook {
    /// The status of the answer, or `None` if there was no answer.
    pub(super) async fn post(&self, event: &QueuedEvent, now: Timestamp) -> Option<u16> {
        let request = self.request(event, now.as_millis().div_euclid(1000))?;
        let answer: Result<_, NoAnswer> = self.transport.send(request, TIMEOUT).await;
        answer.ok().map(|answer| answer.status().as_u16())
    }

    fn request(&self, event: &QueuedEvent, seconds: i64) -> Option<Request<Vec<u8>>> {
        let signed = self
            .secrets
            .iter()
            .map(|EventSecret(signer)| signer.sign(&event.id, seconds, event.body.as_bytes()).ok());
        let request = Request::builder()
            .method(Method::POST)
            .uri(&self.url)
            .header(header::CONTENT_TYPE, "application/json")
            .header(HEADER_WEBHOOK_ID, &event.id)
            .header(HEADER_WEBHOOK_TIMESTAMP, seconds)
            .header(HEADER_WEBHOOK_SIGNATURE, signed.collect::<Option<Vec<_>>>()?.join(" "));
        request.body(event.body.clone().into_bytes()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_24_to_64_bytes_in_base64_after_its_prefix() {
        let of = |bytes: usize| format!("whsec_{}", BASE64_STANDARD.encode(vec![7; bytes]));
        assert!(EventSecret::parse(&of(24)).is_ok() && EventSecret::parse(&of(64)).is_ok());
        let without = of(32).replace("whsec_", "");
        for wrong in [of(23), of(65), without, "whsec_".into(), "whsec_~".into(), format!("{}\n", of(32))] {
            assert!(EventSecret::parse(&wrong).is_err(), "{wrong}");
        }
    }
}
