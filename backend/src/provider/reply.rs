//! The provider's answers: a success or a refusal.

use axum::http::{Response, StatusCode, header};
use serde_json::{Map, Value};

use super::{
    error::{ProviderError, RETRY_AFTER_SECONDS},
    refusal::Refusal,
};
use crate::{
    journey::fact::Answer,
    reading::{
        body::{self, Declared},
        words,
    },
};

/// The answer to a call: its status, its body without content coding and, if it is JSON, its value and its object.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) bytes: Vec<u8>,
    pub(super) value: Option<Value>,
    retry_after_seconds: Option<u32>,
    pub(super) body: Map<String, Value>,
}

impl Reply {
    pub(super) fn read(response: Response<Vec<u8>>) -> Self {
        let (parts, bytes) = response.into_parts();
        let retry_after_seconds = parts
            .headers
            .get(header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|seconds| seconds.trim().parse().ok());
        let declared = Declared::of(&parts.headers);
        let value = body::value(&bytes, declared);
        let body = match &value {
            Some(Value::Object(object)) => object.clone(),
            _ => Map::new(), // the bodies of errors may be empty, and the bodies of some successes are not needed
        };
        let bytes = body::decoded(&bytes, declared);
        Self { status: parts.status, bytes, value, retry_after_seconds, body }
    }

    pub(super) fn into_success(self) -> Result<Self, ProviderError> {
        if self.status.is_success() {
            return Ok(self);
        }
        let is_passing = self.status.is_server_error()
            || matches!(
                self.status,
                StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::UNAUTHORIZED
            );
        if is_passing {
            return Err(ProviderError::Unavailable {
                why: format!("status {}", self.status.as_u16()),
                retry_after_seconds: self.retry_after_seconds.unwrap_or(RETRY_AFTER_SECONDS),
            });
        }
        Err(ProviderError::Refused(Refusal::read(self.status.as_u16(), &self.body)))
    }
}

/// Reads the answer of an operation to confirm: `{"Header": {AuthenticationId, Status, Reason, …}, "Payload": …}`.
pub(super) fn confirmation_asked(reply: &Reply) -> Result<Answer, ProviderError> {
    let header = words::get(&reply.body, "header").and_then(Value::as_object);
    let field = |key: &str| header.and_then(|header| words::text(header, key));
    let is_failed = field("status").is_some_and(|status| words::plain(&status) == "failed");
    if is_failed {
        let refusal = Refusal::read(400, &reply.body);
        return if refusal.code.is_some() {
            Err(ProviderError::Refused(refusal))
        } else {
            Ok(Answer::DeviceNotReady)
        };
    }
    field("authenticationId").map(|id| Answer::ConfirmationAsked { authentication_id: id }).ok_or_else(|| {
        ProviderError::Unavailable {
            why: "an answer without AuthenticationId".into(),
            retry_after_seconds: RETRY_AFTER_SECONDS,
        }
    })
}
