//! The answer to a failed call: status, headers and problem document (RFC 9457). Errors of the layers below are
//! [`crate::error::Error`].

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::problem::{FieldError, Problem, ProblemCode};

use crate::{error::Error, provider::ProviderError, store::StoreError};

/// When to try again after a fault of the storage, in seconds.
const STORAGE_RETRY_SECONDS: u32 = 5;

/// A failed call. It contains nothing that was sent.
#[derive(Clone, Debug)]
pub struct Failure {
    status: StatusCode,
    code: ProblemCode,
    title: &'static str,
    errors: Vec<FieldError>,
    retry_after_seconds: Option<u32>,
    /// Only for the log.
    cause: Option<String>,
}

impl Failure {
    fn new(status: StatusCode, code: ProblemCode, title: &'static str) -> Self {
        Self { status, code, title, errors: Vec::new(), retry_after_seconds: None, cause: None }
    }

    fn after(self, seconds: u32) -> Self {
        Self { retry_after_seconds: Some(seconds.max(1)), ..self }
    }

    /// 400: `title` says what is expected.
    pub fn malformed(title: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ProblemCode::MalformedRequest, title)
    }

    /// 413.
    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::MalformedRequest, "The body is too large")
    }

    /// 408.
    pub fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, ProblemCode::MalformedRequest, "The body took too long")
    }

    /// 401, the same whatever is wrong with the session.
    pub fn session_expired() -> Self {
        let title = "No session, or it has ended; open a new one";
        Self::new(StatusCode::UNAUTHORIZED, ProblemCode::SessionExpired, title)
    }

    /// 403: `title` says what is missing.
    pub fn forbidden(title: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, title)
    }

    /// 401 for the provider's callbacks.
    pub fn callback_unauthorized() -> Self {
        let title = "Callbacks need the basic authentication agreed with the provider";
        Self::new(StatusCode::UNAUTHORIZED, ProblemCode::Forbidden, title)
    }

    /// 404.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, "There is no such thing here")
    }

    /// 405.
    pub fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, ProblemCode::NotFound, "This path has no such method")
    }

    /// 409: not possible now.
    pub fn step_not_open() -> Self {
        let title = "This cannot be done now; read the snapshot again";
        Self::new(StatusCode::CONFLICT, ProblemCode::StepNotOpen, title)
    }

    /// 409: the same request is already running.
    pub fn in_progress() -> Self {
        let title = "A submission of this step is still running; try again with the same key";
        Self::new(StatusCode::CONFLICT, ProblemCode::InProgress, title).after(1)
    }

    /// 422: fields are wrong.
    pub fn validation(errors: Vec<FieldError>) -> Self {
        let failure = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            ProblemCode::ValidationFailed,
            "Some fields are wrong; see errors",
        );
        Self { errors, ..failure }
    }

    /// 422: the key was used with another body.
    pub fn key_reused() -> Self {
        let title = "The idempotency key was used with another body; take a new key after an edit";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, ProblemCode::KeyReused, title)
    }

    /// 429: try again after that many milliseconds.
    pub fn rate_limited(retry_after_ms: u64) -> Self {
        let seconds = u32::try_from(retry_after_ms.div_ceil(1000)).unwrap_or(u32::MAX);
        Self::new(StatusCode::TOO_MANY_REQUESTS, ProblemCode::RateLimited, "Too many calls; wait")
            .after(seconds)
    }

    /// 503: try again after that many seconds.
    pub fn provider_unavailable(retry_after_seconds: u32) -> Self {
        let title = "The provider cannot be reached; try again with the same key";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::ProviderUnavailable, title)
            .after(retry_after_seconds)
    }

    /// 503: the storage cannot be used now. `cause` is for the log and contains no value.
    pub fn storage_unavailable(cause: impl Into<String>) -> Self {
        let title = "The storage cannot be used now; try again with the same key";
        let failure = Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Internal, title);
        Self { cause: Some(cause.into()), ..failure.after(STORAGE_RETRY_SECONDS) }
    }

    /// 502: the provider refused.
    pub fn provider_refused() -> Self {
        let title = "The provider refused, and nothing that the customer enters changes that";
        Self::new(StatusCode::BAD_GATEWAY, ProblemCode::ProviderRefused, title)
    }

    /// 500: `cause` is for the log and contains no value.
    pub fn internal(cause: impl Into<String>) -> Self {
        let failure =
            Self::new(StatusCode::INTERNAL_SERVER_ERROR, ProblemCode::Internal, "The backend failed");
        Self { cause: Some(cause.into()), ..failure }
    }

    /// The failure of an answer that says no more than its status; `None` if that is no failure.
    pub fn of_status(status: StatusCode) -> Option<Self> {
        let title = status.canonical_reason().unwrap_or("The request failed");
        let code = match status {
            StatusCode::NOT_FOUND => ProblemCode::NotFound,
            _ if status.is_client_error() => ProblemCode::MalformedRequest,
            _ if status.is_server_error() => ProblemCode::Internal,
            _ => return None,
        };
        Some(Self::new(status, code, title))
    }

    /// Whether another call of the same step is running.
    pub fn is_in_progress(&self) -> bool {
        self.code == ProblemCode::InProgress
    }

    /// What the log says about it, beside the status.
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// The problem document of the request `request_id`.
    pub fn into_problem(self, request_id: String) -> Problem {
        Problem {
            type_uri: "about:blank".into(),
            title: self.title.into(),
            status: self.status.as_u16(),
            code: self.code,
            request_id,
            errors: self.errors,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            Error::SessionEnded => Self::session_expired(),
            Error::StepNotOpen => Self::step_not_open(),
            Error::InProgress => Self::in_progress(),
            Error::KeyReused => Self::key_reused(),
            Error::RateLimited { retry_after_ms } => Self::rate_limited(retry_after_ms),
            Error::FieldsWrong(errors) => Self::validation(errors),
            Error::StorageUnavailable(cause) => Self::storage_unavailable(cause),
            Error::ProviderUnavailable { retry_after_seconds } => {
                Self::provider_unavailable(retry_after_seconds)
            }
            Error::ProviderRefused => Self::provider_refused(),
            Error::Internal(cause) => Self::internal(cause),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Error::from(error).into()
    }
}

impl From<ProviderError> for Failure {
    fn from(error: ProviderError) -> Self {
        Error::from(error).into()
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<getrandom::Error> for Failure {
    fn from(error: getrandom::Error) -> Self {
        Error::from(error).into()
    }
}

/// The frame around all calls writes the document itself: it knows the request's reference.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}
