//! An answer of the API.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use super::error::ApiError;

enum Body {
    Json(Value),
    /// A media type and the bytes.
    File(&'static str, Vec<u8>),
}

/// An answer of the API.
pub struct Reply {
    status: StatusCode,
    body: Option<Body>,
    location: Option<String>,
}

impl Reply {
    /// A status without a body.
    pub fn empty(status: StatusCode) -> Self {
        Self { status, body: None, location: None }
    }

    /// A status with a JSON body.
    pub fn json(status: StatusCode, body: Value) -> Self {
        Self { status, body: Some(Body::Json(body)), location: None }
    }

    /// A file of this media type, with status 200.
    pub fn file(media_type: &'static str, content: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, body: Some(Body::File(media_type, content)), location: None }
    }

    /// A refusal with a documented code.
    pub fn refusal(error: &ApiError) -> Self {
        Self::json(error.status(), error.body())
    }

    /// The same with the header `Location`.
    #[must_use]
    pub fn at(self, location: String) -> Self {
        Self { location: Some(location), ..self }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = match self.body {
            None => self.status.into_response(),
            Some(Body::File(media_type, content)) => {
                (self.status, [(header::CONTENT_TYPE, media_type)], content).into_response()
            }
            Some(Body::Json(body)) => {
                (self.status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
            }
        };
        let location = self.location.and_then(|location| HeaderValue::from_str(&location).ok());
        if let Some(location) = location {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
