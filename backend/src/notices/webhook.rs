//! The partner's webhook and the body that is posted to it.

use std::{sync::Arc, time::Duration};

use axum::http::{Method, Request, header};
use contract::time::Timestamp;
use serde::Serialize;

use crate::{
    provider::{NoAnswer, Transport},
    store::Notice,
};

/// Time limit for the partner's answer.
const TIMEOUT: Duration = Duration::from_secs(10);

pub(super) struct Webhook {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) url: String,
    /// Bearer tokens, to try in this order. Empty if none is sent.
    pub(super) keys: Vec<String>,
}

/// The posted body. It contains no personal data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    id: &'a str,
    kind: &'a str,
    customer_reference: &'a str,
    at: Timestamp,
    request_id: &'a str,
}

impl Webhook {
    /// The status of the answer, or `None` if there was no answer.
    pub(super) async fn post(&self, notice: &Notice) -> Option<u16> {
        let mut status = self.post_with(notice, self.keys.first()).await;
        for key in self.keys.iter().skip(1) {
            if matches!(status, Some(401 | 403)) {
                status = self.post_with(notice, Some(key)).await;
            }
        }
        status
    }

    async fn post_with(&self, notice: &Notice, key: Option<&String>) -> Option<u16> {
        let body = Body {
            id: &notice.id,
            kind: &notice.kind,
            customer_reference: &notice.customer_reference,
            at: notice.at,
            request_id: &notice.request_id,
        };
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(&self.url)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        let request = request.body(serde_json::to_vec(&body).ok()?).ok()?;
        let answer: Result<_, NoAnswer> = self.transport.send(request, TIMEOUT).await;
        answer.ok().map(|answer| answer.status().as_u16())
    }
}
